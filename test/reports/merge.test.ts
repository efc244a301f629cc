import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Verdict } from '../../harness/verdict.js'
import { NOTHING_OBSERVED } from '../../harness/verdict.js'
import { mergeEvidence, mismatch } from '../../reports/merge.js'
import type { RuleDocument } from '../../reports/verdict-json.js'
import { archive, entry, failure, rule, verdict } from './sample.js'

const shard = (rules: readonly RuleDocument[], exchanges = 1) => ({
  verdict: verdict(rules),
  archive: archive(Array.from({ length: exchanges }, (_, index) => entry(index + 1))),
  messages: [],
})

const merged = (...parts: Partial<RuleDocument>[]): RuleDocument | undefined =>
  mergeEvidence(parts.map(part => shard([rule('demo.things.work', part)]))).verdict.suites[0]?.rules[0]

test('one rule gets the verdict that one machine would give it', () => {
  const verdictOf = (...verdicts: Verdict[]) => merged(...verdicts.map(verdict => ({ verdict })))?.verdict
  assert.equal(verdictOf('pass', 'fail'), 'fail')
  assert.equal(verdictOf('error', 'warn'), 'warn')
  assert.equal(verdictOf('pass', 'error', 'not-tested'), 'error')
  assert.equal(verdictOf('not-tested', 'inconclusive', 'pass'), 'inconclusive')
  assert.equal(verdictOf('not-tested', 'pass'), 'not-tested')
  assert.equal(verdictOf('not-applicable', 'pass'), 'pass')
  assert.equal(verdictOf('not-applicable', 'not-applicable'), 'not-applicable')
  assert.equal(
    merged({ verdict: 'not-tested', reason: NOTHING_OBSERVED }, { verdict: 'pass' })?.verdict,
    'pass',
  )
})

test('checks add up, and reasons and failures come together', () => {
  const late = failure(1, { scenario: 'features/demo/things.feature:70' })
  const early = failure(1, { scenario: 'features/demo/things.feature:7' })
  const both = merged(
    { verdict: 'fail', checks: 3, failed: 1, failures: [late] },
    { verdict: 'fail', checks: 2, failed: 1, failures: [early] },
  )
  assert.deepEqual([both?.checks, both?.failed], [5, 2])
  assert.deepEqual(
    both?.failures.map(({ scenario, exchange }) => [scenario, exchange]),
    [
      [early.scenario, 'demo-2'],
      [late.scenario, 'demo-1'],
    ],
  )
  const reasons = merged({ verdict: 'not-tested', reason: 'a' }, { verdict: 'not-tested', reason: 'a\nb' })
  assert.equal(reasons?.reason, 'a\nb')
})

test('rules of all shards stand in the order of the catalogue, and the outcome is theirs', () => {
  const first = rule('demo.things.a', { line: 4 })
  const second = rule('demo.things.b', { line: 30, verdict: 'fail', failures: [failure(1)] })
  const third = rule('demo.things.c', { line: 200 })
  const { verdict, archive } = mergeEvidence([shard([third], 2), shard([first, second])])
  assert.deepEqual(
    verdict.suites[0]?.rules.map(({ id }) => id),
    [first.id, second.id, third.id],
  )
  assert.equal(verdict.outcome, 'nonconformant')
  assert.deepEqual(
    archive.log.entries.map(({ _id }) => _id),
    ['demo-1', 'demo-2', 'demo-3'],
  )
})

test('what are not shards of one run is told apart', () => {
  assert.deepEqual(mismatch([verdict([]), verdict([])]), [])
  assert.deepEqual(mismatch([verdict([]), verdict([], { seed: 2 })]), ['seed: 1 and 2'])
})
