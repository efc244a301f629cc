import * as fc from 'fast-check'
import { fromSchema } from '../../harness/fuzz/from-schema.js'
import type { JsonSchema } from '../../schemas/fields.js'
import { onapiShapes } from '../../schemas/onapi/shapes.js'
import { birthdays, times } from './calendar.js'
import type { Order } from './provider.js'

type Members = Readonly<Record<string, unknown>>

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const FOREIGN = 'åäöÅÄÖéèêëüßøæñçłšžőœðþжλ漢𠮷'
const NAME_UNIT = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...Array.from(LETTERS)) },
  { weight: 2, arbitrary: fc.constantFrom(...Array.from(FOREIGN)) },
  { weight: 1, arbitrary: fc.constantFrom(' ', '-', "'", '’', '.') },
)

/** Names of people and places, in the letters of several languages, up to the 255 characters of a text. */
const names = fc
  .oneof(
    { weight: 4, arbitrary: fc.string({ unit: NAME_UNIT, maxLength: 24 }) },
    { weight: 1, arbitrary: fc.string({ unit: NAME_UNIT, maxLength: 255, size: 'max' }) },
  )
  .map(text => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '').replaceAll(/ {2,}/g, ' ') || 'A')

const phones = fc.stringMatching(/^\+[1-9][0-9]{6,14}$/)

const emails = fc
  .string({ unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz0123456789._+-')), maxLength: 24 })
  .map(text => `${text.replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$|(?<=[._+-])[._+-]/g, '') || 'a'}@example.com`)

/** An identity number with its check digit, and what is wrong with that digit: nothing at 0. */
export function identityNumbers(wrongBy: fc.Arbitrary<number>): fc.Arbitrary<string> {
  return fc
    .tuple(birthdays(1905, 2005), fc.integer({ min: 0, max: 999 }), wrongBy)
    .map(([birthday, serial, wrong]) => {
      const digits = birthday + String(serial).padStart(3, '0')
      return `${birthday}-${digits.slice(8)}${(checkDigit(digits.slice(2)) + wrong) % 10}`
    })
}

/** Details that the provider may not need of a customer; which of the others it needs is left open (ON-21). */
const OPTIONAL = new Set(['customerPhone', 'phone', 'streetLittera'])

const INVOICE: Members = {
  streetName: 'Storgatan',
  streetNumber: '7',
  streetLittera: 'B',
  postalCode: '12345',
  city: 'Lund',
}

/** What stands in an order where the case says nothing else. */
const PLAIN: Readonly<Record<'document' | 'released', Members>> = {
  document: {
    identifiedCustomer: true,
    personalIdentityNumber: '19900101-0017',
    customerFirstname: 'Karin',
    customerLastName: 'Lindqvist',
    customerPhone: '+468465007',
    customerMobilePhone: '+46701740605',
    customerEmail: 'karin@example.com',
    invoiceDetails: INVOICE,
  },
  released: {
    identifiedCustomer: true,
    firstName: 'Karin',
    lastName: 'Lindqvist',
    phone: '+468465007',
    mobilePhone: '+46701740605',
    email: 'karin@example.com',
    invoiceDetails: INVOICE,
  },
}

const TIMES = { orderDateTime: '2021-05-03T20:31:15Z', requestedDateTime: '2050-05-06T00:01:00Z' }

/** The content of an order that everyone should take: what it is for is left out. */
export function plainContent(profile: string): Order {
  return { ...TIMES, customerDetails: PLAIN[profile === 'released' ? 'released' : 'document'] }
}

/**
 * Contents that the schemas and the calendar accept, of customers that there could be: a provider should validate
 * them. Ordered in the past and requested for the future, since other times are left open (ON-11, ON-12).
 */
export function contents(profile: string): fc.Arbitrary<Order> {
  const plain = plainContent(profile)
  return fc
    .record(
      {
        orderDateTime: times(1990, 2020),
        requestedDateTime: times(2040, 2099),
        customerDetails: customers(profile),
      },
      { requiredKeys: [] },
    )
    .map(made => ({
      ...plain,
      ...made,
      customerDetails: completed(made.customerDetails ?? {}, plain['customerDetails'] as Members),
    }))
}

function customers(profile: string): fc.Arbitrary<Members> {
  const name = profile === 'released' ? 'released-customer-details' : 'customer-details'
  const schema = onapiShapes[`${name}.schema.json`] ?? {}
  const plain = PLAIN[profile === 'released' ? 'released' : 'document']
  const { properties = {} } = schema as { properties?: Record<string, JsonSchema> }
  const known = Object.fromEntries(Object.entries(properties).filter(([member]) => member in plain))
  const made = fromSchema(
    { ...schema, properties: known },
    { shapes: onapiShapes, instead: { 'text.schema.json': names, 'phone-number.schema.json': phones } },
  )
  return fc
    .tuple(made, fc.option(emails), fc.option(identityNumbers(fc.constant(0))))
    .map(([details, email, number]) => ({
      ...(details as Members),
      ...mentioned('customerEmail' in plain ? 'customerEmail' : 'email', email),
      ...('personalIdentityNumber' in plain ? mentioned('personalIdentityNumber', number) : {}),
    }))
}

function mentioned(name: string, value: string | null): Members {
  return { [name]: value }
}

/** The details with those of the plain customer where they lack one that a provider may need. */
function completed(details: Members, plain: Members): Members {
  const whole = Object.entries(plain).map(([name, value]) => {
    const own = details[name] ?? undefined
    if (typeof value === 'object' && value !== null) {
      return [name, completed((own ?? {}) as Members, value as Members)]
    }
    if (own !== undefined) return [name, own]
    return [name, OPTIONAL.has(name) && name in details ? null : value]
  })
  return Object.fromEntries(whole) as Members
}

/** The contents in which more is as in the plain one: everything, or one member of it, or a long text is cut in half. */
export function plainerThan(content: Order, profile: string): Order[] {
  const plain = plainContent(profile)
  return isSame(content, plain) ? [] : [plain, ...(plainer(content, plain) as Order[])]
}

function plainer(value: unknown, plain: unknown): unknown[] {
  if (isMembers(value) && isMembers(plain)) {
    return Object.entries(value).flatMap(([name, member]) =>
      isSame(member, plain[name])
        ? []
        : [plain[name], ...plainer(member, plain[name])].map(instead => ({ ...value, [name]: instead })),
    )
  }
  const isLong = typeof value === 'string' && value.length > 30
  return isLong
    ? [value.slice(0, value.length / 2), 'a'.repeat(value.length)].filter(text => text !== value)
    : []
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** What is particular about a content, in words: the members that are not those of the plain one. */
export function tellContent(content: Order, profile: string): string {
  const differences = [...differing(content, plainContent(profile), [])]
  return differences.length === 0 ? '' : ` with ${differences.join(', ')}`
}

function* differing(value: unknown, plain: unknown, at: readonly string[]): Generator<string> {
  if (typeof value === 'object' && value !== null && typeof plain === 'object' && plain !== null) {
    for (const [name, member] of Object.entries(value)) {
      yield* differing(member, (plain as Members)[name], [...at, name])
    }
  } else if (value !== plain) yield `${at.at(-1) ?? ''} ${JSON.stringify(value)}`
}

/** The digit after Luhn that follows these nine. */
function checkDigit(nine: string): number {
  let sum = 0
  for (const [index, digit] of Array.from(nine, Number).entries()) {
    const weighed = index % 2 === 0 ? digit * 2 : digit
    sum += Math.floor(weighed / 10) + (weighed % 10)
  }
  return (10 - (sum % 10)) % 10
}
