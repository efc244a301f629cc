import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Log } from 'sarif'
import { packageRoot } from '../../harness/package-root.js'
import { assay } from './assay.js'
import { temporaryFolder } from '../temporary-folder.js'

const folder = temporaryFolder()

const right = readFileSync(join(packageRoot, 'test/examples/documents/parcels.md'), 'utf8')
const files = {
  'right.md': right,
  'error.md': right.replace('"Express"', '"Overnight"'),
  'warning.md': right.replace('Booked |', 'TBD |'),
  'note.md': right.replace('must be registered.', 'must be registered and must not have been blocked.'),
  'binary.md': 'A\0B',
}
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)

for (const [file, code] of [
  ['right.md', 0],
  ['note.md', 0],
  ['warning.md', 2],
  ['error.md', 1],
  ['binary.md', 3],
  ['none.md', 3],
] as const) {
  test(`assay examples ${file} ends with ${code}`, async () => {
    const ended = await assay(folder, 'examples', file)
    assert.equal(ended.code, code, ended.stdout + ended.stderr)
  })
}

test('a finding names file, line, column, what it is and what it disagrees with', async () => {
  const { stdout } = await assay(folder, 'examples', 'error.md')
  assert.match(stdout, /^error\.md {2}4 examples$/m)
  assert.match(stdout, /^error\.md:31:14 {2}error {2}enumeration\.unlisted$/m)
  assert.match(stdout, /^ {2}"service": "Overnight",$/m)
  assert.match(stdout, /"Overnight" is no value of ServiceLevel: Economy, Express\./)
  assert.match(stdout, /see {7}line \d+: the values are listed here/)
  assert.match(stdout, /^1 error, 0 warnings, 0 notes$/m)
})

test('nothing is said of a document that is right but that nothing was found', async () => {
  const { stdout, stderr } = await assay(folder, 'examples', 'right.md')
  assert.equal(stdout.trim(), 'right.md  4 examples\nnothing found')
  assert.equal(stderr, '')
})

test('the JSON has the published shape', async () => {
  const { stdout } = await assay(folder, 'examples', 'right.md', 'error.md', 'note.md', '--json')
  const answer: unknown = JSON.parse(stdout)
  const schema: object = JSON.parse(
    readFileSync(join(packageRoot, 'schemas/examples.schema.json'), 'utf8'),
  ) as object
  const ajv = new Ajv2020({ allErrors: true })
  assert.ok(ajv.validate(schema, answer), ajv.errorsText())
  const { documents } = answer as { documents: { file: string; findings: unknown[] }[] }
  assert.deepEqual(
    documents.map(({ file, findings }) => [file, findings.length]),
    [
      ['right.md', 0],
      ['error.md', 1],
      ['note.md', 1],
    ],
  )
})

test('the SARIF has a result at each finding and a rule for each kind', async () => {
  await assay(folder, 'examples', 'error.md', 'warning.md', 'note.md', '--sarif', 'out.sarif')
  const { version, runs } = JSON.parse(readFileSync(join(folder, 'out.sarif'), 'utf8')) as Log
  assert.equal(version, '2.1.0')
  const results = runs[0]?.results ?? []
  assert.deepEqual(
    results.map(({ level }) => level),
    ['error', 'warning', 'note'],
  )
  const place = results[0]?.locations?.[0]?.physicalLocation
  assert.equal(place?.artifactLocation?.uri, 'error.md')
  assert.deepEqual([place?.region?.startLine, place?.region?.startColumn], [31, 14])
  assert.equal(results[0]?.relatedLocations?.[0]?.message?.text, 'the values are listed here')
  const known = new Set(runs[0]?.tool.driver.rules?.map(({ id }) => id))
  for (const { ruleId } of results) assert.ok(known.has(ruleId ?? ''), ruleId)
})

test('a SARIF that cannot be written is a misuse', async () => {
  const ended = await assay(folder, 'examples', 'right.md', '--sarif', join('nowhere', 'out.sarif'))
  assert.equal(ended.code, 3)
  assert.match(ended.stderr, /nowhere.out\.sarif cannot be written: its folder does not exist\./)
})

test('assay examples --help has examples and the exit codes', async () => {
  const { code, stdout } = await assay(folder, 'examples', '--help')
  assert.equal(code, 0)
  assert.match(stdout, /Examples:\n {2}\$ assay examples/)
  assert.match(stdout, /Exit codes: 0 .*3 misuse/)
})
