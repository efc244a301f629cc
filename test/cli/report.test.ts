import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { stringify } from 'yaml'
import type { Archive } from '../../reports/har.js'
import { htmlReport } from '../../reports/html/report.js'
import type { VerdictDocument } from '../../reports/verdict-json.js'
import { assay, assayWith, serve } from './assay.js'
import { temporaryFolder } from '../temporary-folder.js'

const folder = temporaryFolder()

const read = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8')
const verdictIn = (name: string): VerdictDocument => JSON.parse(read(name, 'verdict.json')) as VerdictDocument

const DEFECT = 'exosite.range.ends-at-last-position'

/** Runs against a simulator with a defect, with the target file `broken.yaml`. */
async function withDefect(use: () => Promise<void>, defect = DEFECT): Promise<void> {
  const server = await serve(folder, 'exosite', '--defect', defect)
  try {
    writeFileSync(
      join(folder, 'broken.yaml'),
      stringify({ exosite: { url: server.url, stage: { url: server.stage } } }),
    )
    await use()
  } finally {
    await server.stop()
  }
}

test('the report is made of the verdict and the evidence alone', async () => {
  await assay(folder, 'run', 'exosite', '--seed', '7', '--out', 'whole')
  const archive = JSON.parse(read('whole', 'evidence.har')) as Archive
  assert.equal(htmlReport(verdictIn('whole'), archive), read('whole', 'report.html'))
})

test('shards that are merged give the verdict of one machine', async () => {
  const shards = ['1', '2', '3']
  for (const index of shards) {
    const { code } = await assay(
      folder,
      'run',
      'exosite',
      '--seed',
      '7',
      '--shard',
      `${index}/3`,
      '--out',
      index,
    )
    assert.equal(code, 0)
  }
  const { code, stdout } = await assay(folder, 'report', 'merge', ...shards, '--out', 'merged')
  assert.equal(code, 0)
  assert.match(stdout, /conformant: \d+ rules kept, none broken {2}seed 7/)
  // What is observed once in a run is observed once in each shard, and standing checks count that.
  const comparable = (name: string) => {
    const { durationMs: _, suites, ...rest } = verdictIn(name)
    return {
      ...rest,
      suites: suites.map(({ target: _target, rules, ...suite }) => ({
        ...suite,
        rules: rules.map(({ checks, ...rule }) => ({ ...rule, checked: checks > 0 })),
      })),
    }
  }
  assert.deepEqual(comparable('merged'), comparable('whole'))
  for (const name of ['report.html', 'junit.xml', 'statement.json', 'cucumber.html'])
    assert.ok(existsSync(join(folder, 'merged', name)), name)
})

test('shards of different runs are not merged', async () => {
  await assay(folder, 'run', 'exosite', '--seed', '8', '--shard', '2/3', '--out', 'other')
  const { code, stderr } = await assay(folder, 'report', 'merge', '1', 'other')
  assert.equal(code, 3)
  assert.match(stderr, /^These are not shards of one run\. They differ in seed: 7 and 8\.\n$/)
})

test('a failure is found in every shard that shows it', async () => {
  await withDefect(async () => {
    const codes: (number | null)[] = []
    for (const index of ['1', '2'])
      codes.push(
        (
          await assay(
            folder,
            'run',
            '--target',
            'broken.yaml',
            '--seed',
            '7',
            '--shard',
            `${index}/2`,
            '--out',
            `b${index}`,
          )
        ).code,
      )
    assert.ok(codes.includes(1))
    const { code, stdout } = await assay(folder, 'report', 'merge', 'b1', 'b2', '--out', 'b', '--json')
    assert.equal(code, 1)
    const { suites } = JSON.parse(stdout) as VerdictDocument
    const rule = suites[0]?.rules.find(({ id }) => id === DEFECT)
    assert.equal(rule?.verdict, 'fail')
    const decisive = rule?.failures[0]?.exchange
    const { log } = JSON.parse(read('b', 'evidence.har')) as Archive
    const entry = log.entries.find(({ _id }) => _id === decisive)
    assert.equal(entry?._scenario, rule?.failures[0]?.scenario)
  })
})

test('a shard tells of a broken rule whose scenarios are in another one', async () => {
  const standing = 'exosite.framing.states-date'
  const run = async (): Promise<void> => {
    const { stdout } = await assay(
      folder,
      'run',
      '--target',
      'broken.yaml',
      '--seed',
      '7',
      '--shard',
      '9/80',
      '--json',
    )
    const { suites } = JSON.parse(stdout) as VerdictDocument
    assert.ok((suites[0]?.rules.length ?? 0) < 60)
    const rule = suites[0]?.rules.find(({ id }) => id === standing)
    assert.ok(rule?.verdict === 'fail' || rule?.verdict === 'warn', rule?.verdict)
  }
  await withDefect(run, standing)
})

test('a known failure does not fail the build but is shown, and fails it when it has expired', async () => {
  await withDefect(async () => {
    const baseline = (expires: string): void =>
      writeFileSync(join(folder, 'known.yaml'), stringify([{ rule: DEFECT, reason: 'ticket 12', expires }]))
    const run = () =>
      assay(
        folder,
        'run',
        '--target',
        'broken.yaml',
        '--rule',
        DEFECT,
        '--baseline',
        'known.yaml',
        '--out',
        'known',
      )
    baseline('2999-12-31')
    const tolerated = await run()
    assert.match(tolerated.stdout, /^KNOWN {2}exosite\.range\.ends-at-last-position/m)
    assert.match(
      tolerated.stdout,
      /^known {2}exosite\.range\.ends-at-last-position {2}until 2999-12-31: ticket 12$/m,
    )
    assert.equal(tolerated.code, 0)
    assert.match(read('known', 'junit.xml'), /<skipped message="known until 2999-12-31: ticket 12"/)
    assert.match(read('known', 'report.html'), /ticket 12 \(until 2999-12-31\)/)
    baseline('2020-01-31')
    const expired = await run()
    assert.match(
      expired.stdout,
      /^baseline {2}exosite\.range\.ends-at-last-position {2}it expired on 2020-01-31/m,
    )
    assert.equal(expired.code, 1)
  })
})

test('GitHub Actions gets annotations, and obeys nothing that is printed before them', async () => {
  await withDefect(async () => {
    const { stdout } = await assayWith(
      { GITHUB_ACTIONS: 'true' },
      folder,
      'run',
      '--target',
      'broken.yaml',
      '--rule',
      DEFECT,
    )
    const lines = stdout.trimEnd().split('\n')
    const [, token] = /^::stop-commands::(.+)$/.exec(lines[0] ?? '') ?? []
    const allowed = lines.indexOf(`::${token}::`)
    assert.ok(lines.indexOf('Report in assay-report') < allowed)
    assert.match(
      lines[allowed + 1] ?? '',
      /^::error file=broken\.yaml,line=1,title=exosite\.range\.ends-at-last-position::A range ends/,
    )
    assert.equal(lines.length, allowed + 2)
  })
})

test('the statement names what was judged', async () => {
  const { code, stdout } = await assay(
    folder,
    'report',
    'statement',
    'whole',
    '--vendor',
    'Acme',
    '--product',
    'Devices',
    '--product-version',
    '2.1',
  )
  assert.equal(code, 0)
  assert.match(stdout, /^whole\/statement\.md$/m)
  assert.match(read('whole', 'statement.md'), /\| implementation \| Acme Devices 2\.1 \|/)
})

test('the Allure report is made, or one line says what to install', async () => {
  const { code, stdout, stderr } = await assay(folder, 'report', 'allure', 'whole')
  assert.equal(stderr, '')
  assert.equal(code, 0)
  assert.match(
    stdout,
    /^(Report in whole\/allure-report\/index\.html|The results are in .+ install .+: .+)\n$/,
  )
  assert.ok(existsSync(join(folder, 'whole', 'allure-results')))
  if (stdout.startsWith('Report'))
    assert.ok(!read('whole', 'allure-report', 'index.html').includes('googletagmanager'))
})

test('without Java, the Allure report says what to install', async () => {
  const { code, stdout } = await assayWith(
    { PATH: '/nonexistent', JAVA_HOME: '' },
    folder,
    'report',
    'allure',
    'whole',
  )
  assert.equal(code, 0)
  assert.match(stdout, /install (Java|Allure)/)
})
