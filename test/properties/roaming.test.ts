import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { preferred } from '../../properties/roaming/accept.js'
import type { Format, Wanted } from '../../properties/roaming/dsp.js'
import { closed, decided, isSettled, placed, replaced, requested } from '../../properties/roaming/model.js'
import { plainly, spellings, spellOut, tellSpelling, treeOf } from '../../properties/roaming/spelling.js'
import { TEXTS } from '../../properties/roaming/texts.js'
import { NAMESPACES } from '../../schemas/roaming/namespaces.js'
import { readBody as readByTheDsp, childrenOf } from '../../simulators/roaming/body.js'
import { readBody } from '../../steps/roaming/body.js'
import { partsOf, textAt } from '../../steps/roaming/part.js'

const wanted = (callbackData: string): Wanted => ({
  userId: [
    { type: 'MSISDN', value: 'tel:+19585550100' },
    { type: 'Email', value: callbackData },
  ],
  status: 'PreProvisioned',
  arpSignallingStatus: 'OnLine',
  dspId: 'ITASI',
  arpId: 'ITA01',
  callbackReference: { notifyURL: 'http://arp.example/n', callbackData, notificationFormat: 'XML' },
})

for (const format of ['XML', 'JSON'] as const) {
  test(`every spelling of ${format} is read as what was spelt, by the judge and by the judged`, () => {
    fc.assert(
      fc.property(spellings(format), TEXTS, fc.boolean(), (spelling, text, wrapsOne) => {
        const bytes = spellOut(treeOf(wanted(text), wrapsOne), spelling, NAMESPACES.document)
        const { body, problem } = readBody(bytes)
        assert.equal(problem, undefined, tellSpelling(spelling))
        assert.equal(body?.root, 'roamingSubscription')
        assert.equal(textAt(body?.top, 'callbackReference', 'callbackData'), text)
        assert.deepEqual(
          partsOf(body?.top, 'userId').map(part => textAt(part, 'value')),
          ['tel:+19585550100', text],
        )
        if (spelling.prolog === 'a byte order mark' && format === 'JSON') return
        const node = readByTheDsp(format, bytes, 'roamingSubscription', NAMESPACES.document)
        const [callback] = childrenOf(node, 'callbackReference')
        assert.deepEqual(childrenOf(callback, 'callbackData'), [text])
        assert.deepEqual(childrenOf(node, 'status'), ['PreProvisioned'])
      }),
      { numRuns: 300, seed: 1 },
    )
  })
}

test('a plain spelling is what it always was', () => {
  const bytes = spellOut({ status: 'A & B' }, plainly('XML'), 'urn:x')
  const xml = '<?xml version="1.0" encoding="UTF-8"?>\n<rp:roamingSubscription xmlns:rp="urn:x">'
  assert.equal(bytes.toString(), `${xml}<status>A &amp; B</status></rp:roamingSubscription>`)
  const json = spellOut({ status: 'A' }, plainly('JSON'), 'urn:x').toString()
  assert.equal(json, '{"roamingSubscription":{"status":"A"}}')
})

const ACCEPTS: readonly [readonly { readonly type: string; readonly q: string }[], readonly Format[]][] = [
  [[{ type: 'application/json', q: '' }], ['JSON']],
  [[{ type: '*/*', q: '' }], ['XML', 'JSON']],
  [
    [
      { type: '*/*', q: '' },
      { type: 'application/json', q: '0' },
    ],
    ['XML'],
  ],
  [
    [
      { type: 'application/*', q: '0.5' },
      { type: 'application/xml', q: '0.499' },
    ],
    ['JSON'],
  ],
  [
    [
      { type: 'application/xml', q: '0.5' },
      { type: 'application/json', q: '0.500' },
    ],
    ['XML', 'JSON'],
  ],
  [[{ type: 'text/plain', q: '' }], []],
]

for (const [ranges, formats] of ACCEPTS) {
  test(`Accept: ${ranges.map(({ type, q }) => `${type};q=${q}`).join(', ')} prefers ${formats.join(' or ') || 'nothing'}`, () => {
    assert.deepEqual(preferred(ranges as Parameters<typeof preferred>[0]), formats)
  })
}

test('an activation takes the customer from the one who is active, and from nobody else', () => {
  const possible = [placed(1, 'Active'), placed(1, 'ActivationPending'), placed(2, 'Active')]
  const after = decided(possible, 1)
  assert.deepEqual(
    after.map(({ status }) => status),
    ['Deactivated', 'Active', 'Active'],
  )
  assert.deepEqual(
    after.map(({ owed }) => owed.map(({ status, reason }) => `${status} ${reason?.is ?? ''}`.trim())),
    [['Deactivated Swapped'], ['Active'], []],
  )
})

test('a contract that a change of userId has replaced owes its ARP the reason, and nothing else is known of it', () => {
  const after = replaced(placed(1, 'Active'))
  assert.equal(after.owed[0]?.reason?.is, 'UserIdChange')
  assert.ok(after.owed[0]?.reason?.isNeeded)
  assert.equal(isSettled([after], 0, 'Active'), false)
  assert.equal(closed([[after]]).length, 1)
})

test('what an ARP requested may be decided at any time, what the stage left pending may not', () => {
  const staged = placed(1, 'ActivationPending')
  assert.equal(closed([[staged]]).length, 1)
  const statuses = closed([[{ ...staged, isFree: true }]]).map(([contract]) => contract?.status)
  assert.deepEqual(new Set(statuses), new Set(['ActivationPending', 'Active']))
})

test('of seven statuses two can be requested, each of one status', () => {
  const served = (from: Parameters<typeof placed>[1], to: Parameters<typeof placed>[1]) =>
    requested([placed(1, from)], 0, to).served?.status
  assert.equal(served('PreProvisioned', 'Active'), 'ActivationPending')
  assert.equal(served('Active', 'Deactivated'), 'DeactivationPending')
  assert.equal(served('Deactivated', 'Active'), undefined)
  assert.equal(served('ActivationPending', 'Deactivated'), undefined)
  assert.equal(served('PreProvisioningPending', 'Active'), undefined)
  assert.equal(served('Active', 'Active'), 'Active')
  assert.equal(isSettled([placed(1, 'PreProvisioned')], 0, 'Deactivated'), false)
})
