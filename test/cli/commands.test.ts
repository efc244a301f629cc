import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { apiNames } from '../../cli/apis.js'
import { assay } from './assay.js'
import { temporaryFolder } from '../temporary-folder.js'

const folder = temporaryFolder()

for (const command of [
  [],
  ['run'],
  ['serve'],
  ['rules'],
  ['prove'],
  ['init'],
  ['report', 'merge'],
  ['report', 'statement'],
  ['report', 'allure'],
]) {
  test(`assay ${command.join(' ')} --help has examples`, async () => {
    const { code, stdout } = await assay(folder, ...command, '--help')
    assert.equal(code, 0)
    assert.match(stdout, /Usage: assay/)
    assert.match(stdout, /Examples:\n {2}\$ assay/)
  })
}

writeFileSync(join(folder, 'nobody.yaml'), 'exosite:\n  url: http://127.0.0.1:1\n')
writeFileSync(join(folder, 'typo.yaml'), 'exosite:\n  urll: http://127.0.0.1:1\n')

for (const [mistake, parameters, message] of [
  ['an unknown API', ['run', 'exosyte'], /Unknown API "exosyte"\. Known: .*Did you mean "exosite"\?/],
  ['an unknown command', ['rn'], /unknown command 'rn'[\s\S]*Did you mean run\?/],
  ['an unknown option', ['run', '--sed', '1'], /unknown option '--sed'[\s\S]*Did you mean --seed\?/],
  [
    'an unknown rule',
    ['run', 'exosite', '--rule', 'exosite.activate.returns-cikk'],
    /Unknown rule .*Did you mean "exosite\.activate\.returns-cik"\?/,
  ],
  ['a tag expression that is none', ['run', 'exosite', '--tags', '@a and'], /no tag expression/],
  ['a seed that is no number', ['run', '--seed', 'x'], /whole number such as 42/],
  ['a shard that is none', ['run', '--shard', '3/2'], /form i\/n/],
  [
    'a missing target file',
    ['run', '--target', 'none.yaml'],
    /none\.yaml.*(cannot be read|does not exist|no such file)/i,
  ],
  [
    'a mistake in the target file',
    ['run', '--target', 'typo.yaml'],
    /typo\.yaml:2:3: exosite\.urll is unknown.*Did you mean "url"\?/,
  ],
  [
    'a target that is not there',
    ['run', '--target', 'nobody.yaml'],
    /^Nothing answers at http:\/\/127\.0\.0\.1:1: the connection is refused\.\n$/,
  ],
  [
    'a file where the reports should go',
    ['run', 'seram', '--out', 'typo.yaml'],
    /^Nothing can be written to typo\.yaml: there is a file of that name\. Name another place with --out\.\n$/,
  ],
  [
    'a file above the place of a proof',
    ['prove', 'seram', '--out', 'typo.yaml/proof.json'],
    /^Nothing can be written to typo\.yaml\/proof\.json: (a part of it is a file|there is a file of that name)\./,
  ],
  [
    'a proof that would be brought up to date, but is none',
    ['prove', 'seram', '--out', 'typo.yaml'],
    /typo\.yaml holds no result of assay prove/,
  ],
  ['an API that the target file lacks', ['run', 'seram', '--target', 'nobody.yaml'], /has no entry "seram"/],
  [
    'a folder without a report',
    ['report', 'merge', 'nowhere'],
    /^nowhere holds no evidence\.har: it must be a folder that assay run left/,
  ],
  [
    'a baseline that is not there',
    ['run', 'exosite', '--baseline', 'none.yaml'],
    /The baseline none\.yaml cannot be read/,
  ],
  ['a level that cannot be required', ['run', '--require', 'may'], /Allowed choices are must, should/],
  ['an unknown defect', ['serve', 'exosite', '--defect', 'x'], /Unknown defect "x"/],
  [
    'a port that cannot be had',
    ['serve', 'exosite', '--port', '1', '--host', '203.0.113.1'],
    /cannot listen on 203\.0\.113\.1:1/,
  ],
] as const) {
  test(`${mistake} is misuse`, async () => {
    const { code, stdout, stderr } = await assay(folder, ...parameters)
    assert.match(stderr, message)
    assert.equal(stdout, '')
    assert.equal(code, 3)
  })
}

test('a selection that is empty is never green', async () => {
  const { code, stdout } = await assay(folder, 'run', 'exosite', '--tags', '@nothing-has-this-tag')
  assert.match(stdout, /incomplete: no rule was selected/)
  assert.equal(code, 2)
})

test('the catalogue is printed for people', async () => {
  const { code, stdout } = await assay(folder, 'rules', ...apiNames)
  assert.equal(code, 0)
  assert.match(stdout, /exosite\.activate\.returns-cik {2}must\n/)
})
