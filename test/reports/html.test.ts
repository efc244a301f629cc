import assert from 'node:assert/strict'
import { test } from 'node:test'
import { markDifference } from '../../reports/html/difference.js'
import { packEvidence } from '../../reports/html/evidence.js'
import { inert, inertJson } from '../../reports/html/inert.js'
import { htmlReport } from '../../reports/html/report.js'
import { failureText } from '../../reports/failure-text.js'
import { summaryText } from '../../reports/summary.js'
import { visible } from '../../reports/visible.js'
import { archive, entry, failure, HOSTILE, largeRun, rule, verdict } from './sample.js'

test('the same evidence gives the same report, byte for byte', () => {
  const report = (): string => {
    const run = largeRun(50, 500)
    return htmlReport(run.verdict, run.archive)
  }
  assert.equal(report(), report())
})

test('a report holds no markup of a target, and no way out of its scripts', () => {
  const run = verdict([rule('demo.things.work', { verdict: 'not-tested', reason: HOSTILE })])
  const html = htmlReport(run, archive([entry(1, { _scenario: '</script><b>' })]))
  assert.ok(!html.includes('<img'))
  assert.equal(html.match(/<script/g)?.length, 3)
  assert.ok(!html.includes('</script><b>'))
})

test('texts become inert and visible', () => {
  assert.equal(inert(`<a href='x' title="y">&`), '&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;')
  assert.equal(
    visible('a\r\nb\rc\u0000\u202e\ud800 \ud83d\ude00'),
    'a\nb⟨U+000D⟩c⟨U+0000⟩⟨U+202E⟩⟨U+D800⟩ \ud83d\ude00',
  )
  assert.deepEqual(JSON.parse(inertJson({ a: '</script>\u2028' })), { a: '</script>\u2028' })
  assert.ok(!inertJson({ a: '</script>\u2028' }).includes('<'))
})

test('the difference of two texts is marked, and what they share is not', () => {
  assert.deepEqual(markDifference('409 Conflict, no body', '404 Not Found, no body'), {
    expected: '<mark>409 Conflict</mark>, no body',
    received: '<mark>404 Not Found</mark>, no body',
  })
  assert.deepEqual(markDifference('a <b>', 'a <b>'), { expected: 'a &lt;b&gt;', received: 'a &lt;b&gt;' })
  const long = 'word '.repeat(2000)
  assert.equal(markDifference(long, 'x').expected, long)
})

test('a page carries the exchanges of failures first, and says how many there were', () => {
  const scenario = 'features/demo/things.feature:7'
  const many = Array.from({ length: 3000 }, (_, index) => entry(index + 1))
  const packed = packEvidence(
    verdict([rule('demo.things.work', { verdict: 'fail', failures: [failure(2500)] })]),
    archive(many),
  )
  assert.deepEqual(packed.scenarios, { [scenario]: [0, 3000] })
  assert.deepEqual(packed.decisive, { 'demo-2500': scenario })
  assert.ok(packed.carried >= 31 && packed.carried < 100, `${packed.carried} carried`)
  assert.equal(packed.total, 3000)
})

test('a page stays small whatever a target sends', () => {
  const noise = Buffer.from(
    Array.from({ length: 60_000 }, (_, index) => (index * index * 31) % 251),
  ).toString('base64')
  const loud = (number: number) =>
    entry(number, {
      _scenario: `features/demo/things.feature:${number}`,
      response: {
        ...entry(1).response,
        content: { size: 60_000, mimeType: 'x', text: noise, encoding: 'base64' },
      },
    })
  const failing = Array.from({ length: 500 }, (_, index) =>
    rule(`demo.things.rule-${index}`, {
      verdict: 'fail',
      failures: [failure(index + 1, { received: noise })],
    }),
  )
  const html = htmlReport(
    verdict(failing),
    archive(Array.from({ length: 2000 }, (_, index) => loud(index + 1))),
  )
  assert.ok(html.length < 40 * 1024 * 1024, `${html.length} characters`)
  assert.match(html, /This page carries [\d,]+ of the 2,000 exchanges/)
})

test('what a target sent does not steer a terminal', () => {
  const evil = 'red \u001b[31m title \u001b]0;x\u0007 line \r over'
  const broken = failure(1, { summary: evil, expected: evil, received: evil, request: evil })
  const run = verdict([rule('demo.things.work', { verdict: 'not-tested', reason: evil })], {
    outcome: 'incomplete',
  })
  const printed = failureText(rule('demo.things.work'), broken, { kind: 'FAIL' }) + summaryText(run, 'out')
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  assert.ok(!/[\u0000-\u0009\u000b-\u001f]/.test(printed), JSON.stringify(printed))
  assert.match(printed, /⟨U\+001B⟩\[31m/)
})

test('a rule that is a property shows what its cases exercised', () => {
  const run = verdict([rule('demo.always.holds')])
  const counts = { transitions: { 'open: close': 1200 }, illegalTransitions: { 'closed: <close>': 3 } }
  const coverage = { rule: 'demo.always.holds', property: 'anything', cases: 1500, requests: 3000, ...counts }
  const [suite] = run.suites
  assert.ok(suite)
  const suites = [{ ...suite, coverage: [{ ...coverage, statuses: { 200: 9 }, edits: {}, created: {} }] }]
  const html = htmlReport({ ...run, suites }, archive([]))
  for (const part of [
    'anything: 1 500 cases',
    'open: close',
    'closed: &lt;close&gt;',
    'Steps that it forbids',
  ]) {
    assert.ok(html.replaceAll(/[\u00a0\u2009\u202f,]/g, ' ').includes(part), part)
  }
  assert.ok(!html.includes('Edits of right requests'))
})
