import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Exchange } from '../../harness/exchange.js'
import { Ledger } from '../../harness/ledger.js'
import { Secrets } from '../../harness/secrets.js'
import { Session } from '../../harness/session.js'
import { readCatalogue } from '../../harness/catalogue.js'
import { packageRoot } from '../../harness/package-root.js'
import { completeEntry } from '../../harness/target-entry.js'
import { NAMESPACES } from '../../schemas/roaming/namespaces.js'
import { addressIn, isEncoded, subscriptionPath, variablesIn } from '../../steps/roaming/addresses.js'
import { readBody } from '../../steps/roaming/body.js'
import { inEnumerationSpelling } from '../../steps/roaming/statuses.js'
import { subscriptionIn, valueOf } from '../../steps/roaming/subscription.js'
import { roamingSuite } from '../../steps/roaming/suite.js'
import { isAbout } from '../../steps/roaming/times.js'
import { TYPED, typeFinding } from '../../steps/roaming/types.js'
import { write, type Style } from '../../steps/roaming/writing.js'

const STYLE: Style = {
  format: 'XML',
  namespace: NAMESPACES.document,
  prefix: 'rp',
  arrays: 'structure',
  root: 'roamingSubscription',
  declared: true,
}

const WRITTEN = {
  userId: [{ type: 'MSISDN', value: 'tel:+19585550100' }],
  status: 'Active',
  dspId: 'ITASI',
  arpId: 'ITA01',
  callbackReference: { notifyURL: 'http://arp.example/n', callbackData: '  <00123> & ]]> 電話 ' },
}

const open = (): Promise<Session> =>
  Session.open({
    suite: roamingSuite,
    rules: readCatalogue(packageRoot, 'roaming').rules,
    target: completeEntry({ url: 'http://dsp.example' }),
    folder: '.',
    seed: 1,
    secrets: new Secrets(),
    repeatTarget: '',
    ledger: new Ledger(),
  })

function answered(body: Buffer): Omit<Exchange, 'id'> {
  const request = { method: 'GET', url: '', target: '', headers: [], body: Buffer.alloc(0) }
  const answer = { httpVersion: '1.1', status: 200, reason: 'OK', headers: [], body }
  return { kind: 'request', scenario: 'here', startedAt: 0, durationMs: 0, request, answer }
}

for (const style of [STYLE, { ...STYLE, prefix: '' }, { ...STYLE, format: 'JSON' as const }]) {
  test(`what is written in ${style.format} with the prefix "${style.prefix}" is read again and has its type`, async () => {
    const exchange = { ...answered(write(WRITTEN, style)), id: 1 }
    const shown = subscriptionIn(exchange)
    assert.ok(shown)
    assert.equal(valueOf(shown, 'callbackData'), WRITTEN.callbackReference.callbackData)
    assert.equal(valueOf(shown, 'userId'), 'MSISDN tel:+19585550100')
    const [typed] = TYPED
    assert.ok(typed)
    assert.equal(typeFinding(typed, exchange, await open()), undefined)
  })
}

test('the verdict on many XML bodies is the one that each gets by itself, and goes to its own exchange', async () => {
  const bodies = [
    write(WRITTEN, STYLE),
    write({ ...WRITTEN, status: 'Paused' }, STYLE),
    write({ ...WRITTEN, xPriority: 'high' }, STYLE),
    write({ ...WRITTEN, dspId: undefined }, STYLE),
    write(WRITTEN, { ...STYLE, namespace: 'urn:another' }),
    write(WRITTEN, { ...STYLE, root: 'RoamingSubscription' }),
  ]
  const session = await open()
  const [typed] = TYPED
  assert.ok(typed)
  const alone = bodies.map(body => typeFinding(typed, session.recorder.enter(answered(body)), session))
  await roamingSuite.atEnd?.(session)
  const record = session.ledger.of(typed.rule)
  const failed = new Set(record.failures.map(({ exchanges }) => exchanges[0]))
  assert.deepEqual(
    bodies.map((_, index) => failed.has(index + 1)),
    alone.map(finding => finding !== undefined),
  )
  assert.deepEqual(failed, new Set([2, 4, 6]))
})

test('hostile bodies are unreadable and nothing worse', () => {
  const bomb = '<!DOCTYPE a [<!ENTITY b "x">]><roamingSubscription><status>&b;</status></roamingSubscription>'
  const bodies = [
    bomb,
    '<a>'.repeat(100_000),
    '{"a":'.repeat(1000) + '1' + '}'.repeat(1000),
    '',
    '<a>\u0000</a>',
    '"x"',
  ]
  for (const body of bodies) assert.equal(typeof readBody(Buffer.from(body)).problem, 'string')
})

test('variables of a URL are told apart from its punctuation', () => {
  const path = subscriptionPath({ arpId: 'ITA01', subscriptionId: 'a/b?c d' })
  assert.equal(path, '/roamingProvisioning/v1/ITA01/roamingSubscriptions/a%2Fb%3Fc%20d')
  assert.deepEqual(addressIn(`http://h/base${path}`), { arpId: 'ITA01', subscriptionId: 'a/b?c d' })
  assert.ok(variablesIn(path)?.every(isEncoded))
  assert.ok(!variablesIn(decodeURIComponent(path))?.every(isEncoded))
})

test('a status may be spelt as in the figure where the target says so', () => {
  const body = '<status>Preprovisioned</status>'
  assert.equal(inEnumerationSpelling(body, 'enumeration'), body)
  assert.equal(inEnumerationSpelling(body, 'figure'), '<status>PreProvisioned</status>')
  assert.match(inEnumerationSpelling('"PreProvisioned"', 'figure'), /not spelt/)
})

test('dates and times without a zone may be in any', () => {
  const noon = Date.parse('2013-05-13T12:00:00Z')
  assert.ok(isAbout('2013-05-13T14:00:00+02:00', noon))
  assert.ok(isAbout('2013-05-13', noon))
  assert.ok(isAbout('2013-05-13T20:00:00', noon))
  assert.ok(!isAbout('2013-05-13T20:00:00Z', noon))
  assert.ok(!isAbout('2001-01-01', noon))
})

test('transitions are counted by what came of them', () => {
  const ledger = new Ledger()
  const made = { machine: 'm', from: 'a', to: 'b', legal: true, outcome: 'made' } as const
  ledger.exercise(made)
  ledger.exercise({ ...made, outcome: 'refused' })
  ledger.exercise(made)
  assert.deepEqual(
    ledger.exercises.map(({ outcome, count }) => [outcome, count]),
    [
      ['made', 2],
      ['refused', 1],
    ],
  )
})
