import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { isTime } from '../../properties/onapi/calendar.js'
import { contents, identityNumbers, plainContent, tellContent } from '../../properties/onapi/content.js'
import { orderOf } from '../../properties/onapi/provider.js'
import { applyEdit, ruleOf, validator, wrongs } from '../../properties/onapi/slips.js'
import { spell, SPELLINGS } from '../../properties/onapi/spelling.js'
import { repeatedIn, toldIn } from '../../steps/onapi/personal-data.js'
import { readCatalogue } from '../../harness/catalogue.js'
import { packageRoot } from '../../harness/package-root.js'
import { canBe } from '../../simulators/onapi/date-time.js'
import { hasRightCheckDigit } from '../../simulators/onapi/identity-number.js'

const OFFERING = { coAccessId: 'access', productId: 'product', offeringId: 'offering' }
const SAMPLE = { seed: 1, numRuns: 400 }

for (const profile of ['document', 'released']) {
  test(`${profile}: every content is one that the schemas and the calendar accept`, () => {
    const isValid = validator(profile)
    for (const content of fc.sample(contents(profile), SAMPLE)) {
      const order = orderOf(OFFERING, content)
      assert.ok(isValid(order), JSON.stringify(order))
      assert.ok(canBe(String(order['requestedDateTime'])))
      const { personalIdentityNumber } = order['customerDetails'] as Record<string, unknown>
      if (profile === 'document') assert.ok(hasRightCheckDigit(String(personalIdentityNumber)))
    }
  })

  test(`${profile}: every edit makes an order invalid, by a rule of the catalogue`, () => {
    const isValid = validator(profile)
    const known = new Set(readCatalogue(packageRoot, 'onapi').rules.map(({ id }) => id))
    const broken = new Set<string>()
    for (const { content, edit } of fc.sample(wrongs(profile), SAMPLE)) {
      assert.ok(!isValid(applyEdit(orderOf(OFFERING, content), edit)), JSON.stringify(edit))
      broken.add(ruleOf(edit))
    }
    assert.deepEqual(
      [...broken].filter(id => !known.has(id)),
      [],
    )
    assert.ok(broken.size >= 10, [...broken].join(' '))
  })
}

test('only what is particular about a content is told', () => {
  const plain = plainContent('document')
  assert.equal(tellContent(plain, 'document'), '')
  const late = { ...plain, requestedDateTime: '2040-12-31T00:00:00Z' }
  assert.equal(tellContent(late, 'document'), ' with requestedDateTime "2040-12-31T00:00:00Z"')
})

test('identity numbers have the check digit that is asked for', () => {
  for (const number of fc.sample(identityNumbers(fc.constant(0)), SAMPLE))
    assert.ok(hasRightCheckDigit(number))
  for (const number of fc.sample(identityNumbers(fc.constant(3)), SAMPLE))
    assert.ok(!hasRightCheckDigit(number))
})

test('the calendar knows its leap years', () => {
  assert.ok(isTime('2000-02-29T23:59:59.1234Z'))
  for (const text of ['2100-02-29T00:00:00Z', '2040-04-31T00:00:00Z', '2040-01-01T24:00:00Z', '2040-01-01']) {
    assert.ok(!isTime(text), text)
  }
})

test('every spelling of an order is the same JSON', () => {
  for (const content of fc.sample(contents('document'), SAMPLE)) {
    for (const spelling of SPELLINGS) {
      assert.deepEqual(JSON.parse(spell(content, spelling).toString('utf8')), content, spelling)
    }
  }
})

test('personal data are known by their parts, and ids of errors are no coincidence', () => {
  const personal = ['Lindqvist', '+46701740605', '19900101-0017']
  assert.equal(repeatedIn(Buffer.from('{"cause":"Who is Lindqvist?"}'), personal), 'Lindqv')
  assert.equal(repeatedIn(Buffer.from('{"cause":"Error 17467017ac"}'), personal), undefined)
  assert.equal(repeatedIn(Buffer.from('{"cause":"0701740605"}'), personal), '701740605')
  assert.equal(toldIn(Buffer.from('{"cause":"Lindqvist"}'), personal, 'of Karin'), 'Lindqvist')
  assert.equal(toldIn(Buffer.from('{"cause":"Lindqvist"}'), personal, 'of Lindqvist'), undefined)
})
