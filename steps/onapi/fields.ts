import { defineWords } from '../../harness/words.js'
import type { Order } from './order.js'

/** Where a field is, from the order inwards. */
export type Path = readonly (string | number)[]

const PRODUCT: Path = ['products', 0]
const CUSTOMER: Path = ['customerDetails']
const INVOICE: Path = [...CUSTOMER, 'invoiceDetails']

/** The fields of an order by their names in the document. */
const FIELDS: Readonly<Record<string, Path>> = {
  coAccessId: ['coAccessId'],
  operation: ['operation'],
  orderDateTime: ['orderDateTime'],
  requestedDateTime: ['requestedDateTime'],
  products: ['products'],
  productId: [...PRODUCT, 'productId'],
  offeringId: [...PRODUCT, 'offeringId'],
  customerDetails: CUSTOMER,
  identifiedCustomer: [...CUSTOMER, 'identifiedCustomer'],
  personalIdentityNumber: [...CUSTOMER, 'personalIdentityNumber'],
  customerFirstname: [...CUSTOMER, 'customerFirstname'],
  customerLastName: [...CUSTOMER, 'customerLastName'],
  customerPhone: [...CUSTOMER, 'customerPhone'],
  customerMobilePhone: [...CUSTOMER, 'customerMobilePhone'],
  customerEmail: [...CUSTOMER, 'customerEmail'],
  invoiceDetails: INVOICE,
  streetName: [...INVOICE, 'streetName'],
  streetNumber: [...INVOICE, 'streetNumber'],
  streetLittera: [...INVOICE, 'streetLittera'],
  postalCode: [...INVOICE, 'postalCode'],
  city: [...INVOICE, 'city'],
}

/** What later releases call the fields of the customer. The first name is spelt in two ways there (ON-9). */
const RELEASED: Readonly<Record<string, readonly Path[]>> = {
  customerFirstname: [
    [...CUSTOMER, 'firstName'],
    [...CUSTOMER, 'firstname'],
  ],
  customerLastName: [[...CUSTOMER, 'lastName']],
  customerPhone: [[...CUSTOMER, 'phone']],
  customerMobilePhone: [[...CUSTOMER, 'mobilePhone']],
  customerEmail: [[...CUSTOMER, 'email']],
}

defineWords('field', Object.fromEntries(Object.keys(FIELDS).map(field => [field, field])))

/** Where a field is in a profile's order, its first spelling first. */
export function pathsOf(field: string, profile: string): readonly [Path, ...Path[]] {
  const [first = FIELDS[field], ...others] = (profile === 'released' ? RELEASED[field] : undefined) ?? []
  if (first === undefined) throw new TypeError(`An order has no field "${field}"`)
  return [first, ...others]
}

/** The value at a place of the order; undefined if there is none. */
export function valueAt(order: Order, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<string | number, unknown> | undefined)?.[key],
    order,
  )
}

/** The order with another value in a place; without the member if the value is undefined. */
export function withValue(order: Order, path: Path, value: unknown): Order {
  const copy = structuredClone(order) as Record<string | number, unknown>
  const last = path.at(-1) ?? ''
  const holder = valueAt(copy, path.slice(0, -1)) as Record<string | number, unknown>
  if (value === undefined) delete holder[last]
  else holder[last] = value
  return copy
}
