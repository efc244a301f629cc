import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { packageRoot } from '../../harness/package-root.js'
import { digestOf } from '../../reports/statement.js'
import { statementFiles, verdictText } from '../../reports/write-reports.js'
import { archive, entry, failure, HOSTILE, rule, verdict } from './sample.js'

const evidence = {
  verdict: verdict([
    rule('demo.things.work', { verdict: 'fail', failures: [failure(1)] }),
    rule('demo.things.rest', { verdict: 'warn', level: 'should' }),
    rule('demo.things.sing'),
    rule('demo.things.hum', { verdict: 'not-tested' }),
    rule('demo.things.fly', { verdict: 'not-applicable' }),
  ]),
  archive: archive([entry(1)]),
  archiveText: '{}\n',
}

interface Statement {
  subject: { name: string; digest: { sha256: string } }[]
  predicate: Record<string, unknown>
}

test('the statement follows its schema and names what it rests on', () => {
  const text =
    statementFiles(evidence, { vendor: 'Acme', product: 'Things', version: '2.1' })['statement.json'] ?? ''
  const statement = JSON.parse(text) as { evidence: Record<string, string>; suites: { counts: unknown }[] }
  const schema = JSON.parse(
    readFileSync(join(packageRoot, 'schemas/statement.schema.json'), 'utf8'),
  ) as object
  const ajv = new Ajv2020({ allErrors: true })
  assert.ok(ajv.validate(schema, statement), ajv.errorsText())
  assert.deepEqual(statement.evidence, {
    'verdict.json': digestOf(verdictText(evidence.verdict)),
    'evidence.har': digestOf(evidence.archiveText),
  })
  assert.deepEqual(statement.suites[0]?.counts, {
    fail: 1,
    warn: 1,
    pass: 1,
    'not-tested': 1,
    'not-applicable': 1,
  })
})

test('the same is an in-toto statement with the predicate of test results', () => {
  const inToto = (implementation = {}) =>
    JSON.parse(statementFiles(evidence, implementation)['statement.intoto.json'] ?? '') as Statement
  const { subject, predicate, ...rest } = inToto()
  assert.deepEqual(rest, {
    _type: 'https://in-toto.io/Statement/v1',
    predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
  })
  assert.deepEqual(
    subject.map(({ name }) => name),
    ['verdict.json', 'evidence.har'],
  )
  assert.equal(predicate['result'], 'FAILED')
  assert.deepEqual(predicate['passedTests'], ['demo.things.sing'])
  assert.deepEqual(predicate['warnedTests'], ['demo.things.rest'])
  assert.deepEqual(predicate['failedTests'], ['demo.things.work', 'demo.things.hum'])
  const digest = 'a'.repeat(64)
  assert.deepEqual(inToto({ product: 'Things', version: '2.1', digest }).subject, [
    { name: 'Things 2.1', digest: { sha256: digest } },
  ])
})

test('the statement for people has a line for every rule, and no markup of a target', () => {
  const [suite] = evidence.verdict.suites
  assert.ok(suite)
  const hostile = { ...evidence.verdict, suites: [{ ...suite, target: `x | ${HOSTILE} \`` }] }
  const text = statementFiles({ ...evidence, verdict: hostile }, { vendor: '<b>|' })['statement.md'] ?? ''
  assert.match(text, /\*\*Not conformant: 1 of 3 judged rules broken, with 1 warning\.\*\*/)
  assert.match(text, /\| implementation \| \\<b\\>\\\| \|/)
  assert.equal(text.match(/^\| `demo\./gm)?.length, 5)
  assert.match(text, /target `[^`\n]+`\. Capabilities: colours \(yes\), sounds \(no\)/)
})
