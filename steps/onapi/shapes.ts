import { Ajv2020 } from 'ajv/dist/2020.js'
import type { SentRequest } from '../../harness/exchange.js'
import { onapiShapes } from '../../schemas/onapi/shapes.js'

const ajv = new Ajv2020({ allErrors: true, strict: false, schemas: { ...onapiShapes } })
const isError = ajv.compile({ $ref: 'error.schema.json' })
const isOperatorOrder = ajv.compile({ $ref: 'operator-order.schema.json' })

/** What is wrong with the body of an error; undefined if nothing. */
export function errorProblem(body: unknown): string | undefined {
  return isError(body) ? undefined : ajv.errorsText(isError.errors, { dataVar: 'the body' })
}

/** What accessId, service and operation of an order at the operator lack; undefined if nothing. */
export function operatorOrderProblem(request: SentRequest): string | undefined {
  if (isOperatorOrder(orderMembers(request))) return undefined
  const errors = (isOperatorOrder.errors ?? []).filter(
    // The rule speaks of three members, and this is a fourth one.
    ({ instancePath }) => !instancePath.startsWith('/requestedDateTime'),
  )
  return errors.length === 0 ? undefined : ajv.errorsText(errors, { dataVar: 'the order' })
}

/** Whether a body is JSON. */
export function isJson(body: Buffer): boolean {
  try {
    JSON.parse(body.toString('utf8'))
    return true
  } catch {
    return false
  }
}

/** The members of the JSON object that a request carries; none if it carries no object. */
export function orderMembers({ body }: SentRequest): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
