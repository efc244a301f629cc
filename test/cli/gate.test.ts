import assert from 'node:assert/strict'
import { test } from 'node:test'
import { annotations } from '../../cli/annotations.js'
import { parseBaseline, type Baseline } from '../../cli/baseline.js'
import { gate, knownFailures, withKnown, type GateOptions } from '../../cli/gate.js'
import { failure, rule, verdict } from '../reports/sample.js'

const TODAY = '2026-11-21'

const broken = rule('demo.things.work', { verdict: 'fail', failed: 1, failures: [failure(1)] })
const warned = rule('demo.things.rest', {
  verdict: 'warn',
  level: 'should',
  failed: 1,
  failures: [failure(1)],
})
const kept = rule('demo.things.sing')
const open = rule('demo.things.hum', { verdict: 'not-tested', checks: 0 })

function baselineOf(...entries: [rule: string, expires: string][]): Baseline {
  return {
    file: 'known.yaml',
    entries: entries.map(([rule, expires]) => ({ rule, expires, reason: 'why', line: 3 })),
  }
}

function gateOf(rules: readonly (typeof kept)[], options: Partial<GateOptions> = {}) {
  const all = { require: 'must', allowIncomplete: false, today: TODAY, ...options } as const
  return gate(withKnown(verdict(rules), knownFailures(all)), all)
}

test('without a baseline the exit code is that of the outcome', () => {
  assert.equal(gateOf([kept]).exitCode, 0)
  assert.equal(gateOf([kept, warned]).exitCode, 0)
  assert.equal(gateOf([kept, broken]).exitCode, 1)
  assert.equal(gateOf([kept, open]).exitCode, 2)
  assert.equal(gateOf([kept, open], { allowIncomplete: true }).exitCode, 0)
})

test('a known failure does not fail the build, and is shown', () => {
  const result = gateOf([kept, broken], { baseline: baselineOf([broken.id, '2026-11-21']) })
  assert.equal(result.exitCode, 0)
  assert.deepEqual(
    result.tolerated.map(({ id, known }) => [id, known?.reason]),
    [[broken.id, 'why']],
  )
})

test('beside a known failure, what is open stays open and what is new fails', () => {
  const baseline = baselineOf([broken.id, '2027-01-01'])
  assert.equal(gateOf([broken, open], { baseline }).exitCode, 2)
  assert.equal(gateOf([broken, { ...broken, id: 'demo.things.dance' }], { baseline }).exitCode, 1)
})

test('a known failure that is mended fails the build until its entry goes', () => {
  const result = gateOf([kept], { baseline: baselineOf([kept.id, '2027-01-01']) })
  assert.equal(result.exitCode, 1)
  assert.deepEqual(
    result.stale.map(({ why }) => why),
    ['the rule is kept now'],
  )
})

test('a known failure that has expired fails the build', () => {
  const result = gateOf([kept, broken], { baseline: baselineOf([broken.id, '2026-11-20']) })
  assert.equal(result.exitCode, 1)
  assert.deepEqual(
    result.broken.map(({ id }) => id),
    [broken.id],
  )
  assert.deepEqual(
    result.stale.map(({ why }) => why),
    ['it expired on 2026-11-20'],
  )
})

test('entries of rules that were not judged are left alone', () => {
  assert.equal(gateOf([kept], { baseline: baselineOf(['demo.other.rule', '2020-01-01']) }).exitCode, 0)
})

test('a should can be required; what the document does not say cannot', () => {
  assert.equal(gateOf([kept, warned], { require: 'should' }).exitCode, 1)
  assert.equal(gateOf([kept, { ...warned, authority: 'practice' }], { require: 'should' }).exitCode, 0)
  const baseline = baselineOf([warned.id, '2027-01-01'])
  assert.equal(gateOf([kept, warned], { require: 'should', baseline }).exitCode, 0)
})

test('a baseline is read with its lines, and mistakes in it are named', () => {
  const read = (text: string): Baseline => parseBaseline('known.yaml', text, [kept.id, broken.id])
  assert.deepEqual(read(`# known\n- rule: ${kept.id}\n  reason: later\n  expires: 2027-01-31\n`).entries, [
    { rule: kept.id, reason: 'later', expires: '2027-01-31', line: 2 },
  ])
  assert.deepEqual(read('').entries, [])
  for (const [text, message] of [
    [
      '- rule: demo.things.sin\n  reason: x\n  expires: 2027-01-31',
      /known\.yaml:1: unknown rule .*Did you mean "demo\.things\.sing"\?/,
    ],
    [
      `- rule: ${kept.id}\n  expires: 2027-01-31`,
      /known\.yaml:1: an entry must have required property 'reason'/,
    ],
    [`- { rule: ${kept.id}, reason: x, expires: soon }`, /known\.yaml:1: expires must match pattern/],
    [`- { rule: ${kept.id}, reason: x, expires: 2027-13-77 }`, /there is no day "2027-13-77"/],
    ['rule: x', /must be array/],
    ['- [', /known\.yaml:\d+: the file is no valid YAML/],
  ] as const) {
    assert.throws(() => read(text), message)
  }
})

test('annotations are one line each, whatever a target sent', () => {
  const evil = {
    ...broken,
    failures: [failure(1, { received: '100 %\r\n::error::x', summary: 'a\n::set-env name=x::y' })],
  }
  const lines = annotations(gateOf([evil]), { target: 'a,b:c.yaml' })
  assert.deepEqual(lines, [
    '::error file=a%2Cb%3Ac.yaml,line=1,title=demo.things.work::The sentence of demo.things.work%0Aa%0A::set-env name=x::y' +
      '%0Aexpected  200 OK, text/plain, 2 bytes%0Areceived  100 %25%0D%0A::error::x%0Arepeat  assay run demo --rule demo.things.work --seed 1',
  ])
})
