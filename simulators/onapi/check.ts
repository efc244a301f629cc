import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { onapiShapes } from '../../schemas/onapi/shapes.js'
import { canBe } from './date-time.js'
import { hasRightCheckDigit } from './identity-number.js'

/** An order in its right shape, as far as the provider looks at it. */
export interface Order {
  readonly coAccessId: string
  readonly operation: string
  readonly orderDateTime: string
  readonly requestedDateTime: string
  readonly products: readonly [{ readonly productId: string; readonly offeringId: string }]
  readonly customerDetails: unknown
}

const ajv = new Ajv2020({ schemas: { ...onapiShapes }, allowUnionTypes: true })
const isOrder = ajv.compile<Order>({ $ref: 'order.schema.json' })
const isCustomer = ajv.compile({ $ref: 'customer-details.schema.json' })
const isReleasedCustomer = ajv.compile({ $ref: 'released-customer-details.schema.json' })
const isOperatorOrder = ajv.compile({ $ref: 'operator-order.schema.json' })

/** The cause for which an order is invalid, customerDetails left aside; undefined if there is none. No values in it. */
export function causeInOrder(order: unknown): string | undefined {
  if (!isOrder(order)) return causeOf(isOrder, 'The order')
  const { orderDateTime, requestedDateTime } = order
  if (!canBe(orderDateTime)) return 'orderDateTime is a time that cannot be.'
  if (!canBe(requestedDateTime)) return 'requestedDateTime is a time that cannot be.'
  return undefined
}

/** The cause for which the customer of an order is invalid; undefined if there is none. No values in it. */
export function causeInCustomer(details: unknown): string | undefined {
  return isCustomer(details) ? undefined : causeOf(isCustomer, 'customerDetails')
}

/** The same for releases 2.5 and 2.6, which check identity numbers. */
export function causeInReleasedCustomer(details: unknown): string | undefined {
  if (!isReleasedCustomer(details)) return causeOf(isReleasedCustomer, 'customerDetails')
  for (const name of ['personalIdentityNumber', 'organizationNumber']) {
    const number = (details as Record<string, unknown>)[name]
    if (typeof number === 'string' && !hasRightCheckDigit(number)) return `${name} has a wrong check digit.`
  }
  return undefined
}

/** The cause for which an order at the operator is invalid; undefined if there is none. */
export function causeInOperatorOrder(order: unknown): string | undefined {
  return isOperatorOrder(order) ? undefined : causeOf(isOperatorOrder, 'The order')
}

function causeOf({ errors }: ValidateFunction, what: string): string {
  const [error] = errors ?? []
  const place = error?.instancePath.slice(1).replaceAll('/', '.')
  return `${place ? place : what} ${error?.message ?? 'is invalid'}.`
}
