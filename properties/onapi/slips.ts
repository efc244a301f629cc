import * as fc from 'fast-check'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { breakingEdits, editJson, type JsonEdit, type JsonPath } from '../../harness/fuzz/json-edits.js'
import { onapiShapes } from '../../schemas/onapi/shapes.js'
import { badTimes, isTime } from './calendar.js'
import { contents } from './content.js'
import { orderOf, type Order } from './provider.js'

/** The content of an order that is taken, and one edit by which it is invalid. */
export interface Wrong {
  readonly content: Order
  readonly edit: JsonEdit
}

const PLACE = { coAccessId: 'access', productId: 'product', offeringId: 'offering' }

/** Any content with any edit that breaks it: a slip in one value, or a member left out, retyped or misspelt. */
export function wrongs(profile: string): fc.Arbitrary<Wrong> {
  const isValid = validator(profile)
  return fc
    .tuple(
      contents(profile),
      fc.oneof<fc.WeightedArbitrary<JsonEdit | number>[]>(
        { weight: 4, arbitrary: slips(profile) },
        { weight: 1, arbitrary: fc.nat(1000) },
      ),
    )
    .map(([content, edit]) => ({ content, edit: typeof edit === 'number' ? picked(content, edit) : edit }))

  function picked(content: Order, pick: number): JsonEdit {
    const order = orderOf(PLACE, content)
    const edits = breakingEdits(order, () => false)
    const from = pick % edits.length
    const turned = [...edits.slice(from), ...edits.slice(0, from)]
    return turned.find(edit => !isValid(editJson(order, edit))) ?? { at: ['operation'], edit: 'left out' }
  }
}

/** The order after an edit. A changed member need not have been there before. */
export function applyEdit(order: Order, edit: JsonEdit): unknown {
  return edit.edit === 'changed' ? put(order, edit.at, edit.to) : editJson(order, edit)
}

function put(value: unknown, [key, ...rest]: JsonPath, to: unknown): unknown {
  if (key === undefined) return to
  const members = (value ?? {}) as Readonly<Record<string, unknown>>
  if (Array.isArray(value)) return value.with(Number(key), put(value[Number(key)], rest, to))
  return { ...members, [key]: put(members[key], rest, to) }
}

/** What the data formats say of an order, as a function of its own. */
export function validator(profile: string): (order: unknown) => boolean {
  const ajv = new Ajv2020({ strict: false, schemas: { ...onapiShapes } })
  const isOrder = ajv.compile<Order>({ $ref: 'order.schema.json' })
  const name = profile === 'released' ? 'released-customer-details' : 'customer-details'
  const isCustomer = ajv.compile({ $ref: `${name}.schema.json` })
  return order =>
    isOrder(order) &&
    isCustomer(order['customerDetails']) &&
    isTime(order['orderDateTime']) &&
    isTime(order['requestedDateTime'])
}

/** The rules about single fields, by what the last name of a path is. */
const RULES: Readonly<Record<string, string>> = {
  coAccessId: 'onapi.order.refuses-bad-ids',
  productId: 'onapi.order.refuses-bad-ids',
  offeringId: 'onapi.order.refuses-bad-ids',
  operation: 'onapi.order.takes-activate-only',
  orderDateTime: 'onapi.order.refuses-what-is-no-date-time',
  requestedDateTime: 'onapi.order.refuses-what-is-no-date-time',
  products: 'onapi.products.is-a-list-of-objects',
  customerDetails: 'onapi.customer.is-an-object',
  identifiedCustomer: 'onapi.customer.identified-is-boolean',
  customerPhone: 'onapi.customer.phone-is-e164',
  customerMobilePhone: 'onapi.customer.phone-is-e164',
  phone: 'onapi.customer.phone-is-e164',
  mobilePhone: 'onapi.customer.phone-is-e164',
  postalCode: 'onapi.customer.postal-code-has-five-digits',
  invoiceDetails: 'onapi.customer.invoice-details-is-an-object',
}

/** The rule that an edit breaks. */
export function ruleOf({ at, edit, to }: JsonEdit): string {
  if (to === null && edit === 'changed') return 'onapi.order.refuses-null-for-mandatory-fields'
  if (edit === 'left out' || edit === 'misspelt') return 'onapi.order.needs-mandatory-fields'
  const own = RULES[String(at.findLast(key => typeof key === 'string'))]
  if (own !== undefined) return own
  return typeof to === 'string'
    ? 'onapi.customer.text-has-at-most-255-characters'
    : 'onapi.customer.text-is-a-string'
}

/** Whether an edit is one of the list of products, which may be refused by REJECTED as well as by an error (ON-18). */
export function isOfTheList({ at: [first, , third] }: JsonEdit): boolean {
  return first === 'products' && third === undefined
}

/** Every rule about single edits. */
export const EDIT_RULES: readonly string[] = [
  ...new Set(Object.values(RULES)),
  'onapi.order.needs-mandatory-fields',
  'onapi.order.refuses-null-for-mandatory-fields',
  'onapi.order.refuses-impossible-times',
  'onapi.order.takes-utc-only',
  'onapi.customer.text-is-a-string',
  'onapi.customer.text-has-at-most-255-characters',
]

const STRANGE = [' ', '_', '/', '+', 'a', 'å', '-', '.', '(', '\n', '\u0000', '٣', '３', '५', '๓', '🙂']

function slips(profile: string): fc.Arbitrary<JsonEdit> {
  const isReleased = profile === 'released'
  const customer = (name: string): JsonPath => ['customerDetails', name]
  const invoice = (name: string): JsonPath => ['customerDetails', 'invoiceDetails', name]
  const phones = isReleased ? ['phone', 'mobilePhone'] : ['customerPhone', 'customerMobilePhone']
  const texts = isReleased
    ? ['firstName', 'lastName', 'email']
    : ['customerFirstname', 'customerLastName', 'customerEmail']
  const ids: readonly JsonPath[] = [
    ['coAccessId'],
    ['products', 0, 'productId'],
    ['products', 0, 'offeringId'],
  ]
  const slip = (paths: readonly JsonPath[], values: fc.Arbitrary<unknown>): fc.Arbitrary<JsonEdit> =>
    fc.record({ at: fc.constantFrom(...paths), edit: fc.constant('changed' as const), to: values })
  return fc.oneof(
    { weight: 2, arbitrary: slip([['orderDateTime'], ['requestedDateTime']], badTimes) },
    {
      weight: 2,
      arbitrary: slip(phones.map(customer), spoilt(fc.stringMatching(/^\+[1-9][0-9]{6,14}$/), /^\+[0-9]+$/)),
    },
    slip([invoice('postalCode')], spoilt(fc.stringMatching(/^[1-9][0-9]{4}$/), /^[1-9][0-9]{4}$/)),
    slip(ids, spoilt(fc.stringMatching(/^[-0-9a-zA-Z.]{1,36}$/), /^[-0-9a-zA-Z.]{1,36}$/)),
    slip(
      [...texts.map(customer), ...['streetName', 'streetNumber', 'streetLittera', 'city'].map(invoice)],
      fc.integer({ min: 256, max: 600 }).map(length => 'a'.repeat(length)),
    ),
    slip([['operation']], fc.constantFrom('Activate', 'ACTIVATE ', 'ACTIVATED', 'DEACTIVATE', 'MODIFY', '*')),
    slip([customer('identifiedCustomer')], fc.constantFrom('true', 'false', 'yes', 0, 1)),
    slip(
      [...ids, ['operation'], ['orderDateTime'], ['requestedDateTime'], ['customerDetails']],
      fc.constant(null),
    ),
  )
}

/** Texts of a form with one character too many, too few, or of another kind in them, anywhere. */
function spoilt(right: fc.Arbitrary<string>, form: RegExp): fc.Arbitrary<string> {
  const isRight = new RegExp(`${form.source}(?![^])`)
  return fc
    .record({
      text: right,
      at: fc.nat(40),
      by: fc.oneof(fc.constantFrom(...STRANGE), fc.constantFrom('', '0')),
      isPut: fc.boolean(),
    })
    .map(({ text, at, by, isPut }) => {
      const place = at % (text.length + 1)
      return text.slice(0, place) + by + text.slice(isPut ? place : place + 1)
    })
    .filter(text => !isRight.test(text))
}
