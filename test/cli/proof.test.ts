import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { readProof, REFERENCE, scoresOf, updated, type Proof } from '../../cli/proof.js'
import { everyTrial } from '../../cli/trial.js'
import { packageRoot } from '../../harness/package-root.js'
import { assay } from './assay.js'

const FILE = join(packageRoot, 'docs/proof.json')
const published = readProof(FILE)

test('the published proof has its schema, and is about the servers that there are', async () => {
  const ajv = new Ajv2020({ allErrors: true })
  const schema = readFileSync(join(packageRoot, 'schemas/prove.schema.json'), 'utf8')
  assert.ok(ajv.validate(JSON.parse(schema), published), ajv.errorsText())
  const named = (await everyTrial())
    .filter(({ kind }) => kind !== 'fuzz defect')
    .map(trial => `${trial.api}: ${trial.kind === 'reference' ? REFERENCE : trial.name}`)
  const proved = [...published.defects, ...published.variations, ...published.hollow]
    .filter(entry => !('case' in entry))
    .map(({ api, name }) => `${api}: ${name}`)
  const lacking = named.filter(name => !proved.includes(name))
  assert.deepEqual(lacking, [], 'Run "assay prove <api> --rule <id> --out docs/proof.json".')
})

test('every published defect is seen by its own rule, and no variation is accused', () => {
  assert.deepEqual(
    published.defects.filter(({ byOwnRule }) => !byOwnRule),
    [],
  )
  assert.deepEqual(
    published.variations.filter(({ red }) => red.length > 0),
    [],
  )
  assert.deepEqual(
    published.hollow.filter(({ unexplained }) => unexplained.length > 0),
    [],
  )
  for (const score of scoresOf(published)) {
    assert.ok(score.median <= 1, score.api)
    assert.ok(score.ninthDecile <= 3, score.api)
  }
})

test('a sample of the proof holds here and now', async () => {
  const { code, stdout } = await assay(packageRoot, 'prove', '--sample', '2', '--seed', '5')
  assert.equal(code, 0, stdout)
})

test('a proof is brought up to date by what is tried anew, and forgets what is no trial any more', () => {
  const defect = (name: string, detected: boolean): Proof['defects'][number] => ({
    api: 'demo',
    rule: 'demo.a.b',
    name,
    detected,
    byOwnRule: detected,
    alsoRed: [],
  })
  const before = { defects: [defect('kept', true), defect('gone', true)], variations: [], hollow: [] }
  const now = { defects: [defect('new', true), defect('kept', false)], variations: [], hollow: [] }
  const trials = ['kept', 'new'].map(
    name => ({ kind: 'defect', api: 'demo', rule: 'demo.a.b', name }) as const,
  )
  assert.deepEqual(updated(before, now, trials).defects, [defect('kept', false), defect('new', true)])
})

test('a file that holds no proof is told', async () => {
  const rule = 'exosite.list.answers-ok'
  const { code, stderr } = await assay(
    packageRoot,
    'prove',
    'exosite',
    '--rule',
    rule,
    '--out',
    'package.json',
  )
  assert.equal(code, 3)
  assert.match(stderr, /package\.json holds no result of assay prove/)
})
