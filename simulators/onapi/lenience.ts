import { defect, override, type Alteration } from '../simulator.js'
import type { Order } from './check.js'
import type { ServiceProvider } from './core.js'

/** A JSON object whose members are not known yet. */
export type Members = Record<string, unknown>

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The first product of an order, empty if there is none. */
export function productOf(order: Members): Members {
  const { products } = order
  const [first] = Array.isArray(products) ? (products as unknown[]) : []
  return isObject(first) ? first : {}
}

/** The customer of an order, empty if there is none. */
export function customerOf(order: Members): Members {
  return isObject(order['customerDetails']) ? order['customerDetails'] : {}
}

/** The address of the customer, empty if there is none. */
export function addressOf(order: Members): Members {
  const { invoiceDetails } = customerOf(order)
  return isObject(invoiceDetails) ? invoiceDetails : {}
}

/** Makes a provider take an order that it would take if it were mended so, and go on with the mended one. */
export function overlooking(name: string, mend: (order: Members) => void): Alteration<ServiceProvider> {
  const mended = (order: unknown): unknown => {
    if (!isObject(order)) return order
    const copy = structuredClone(order)
    mend(copy)
    return copy
  }
  return defect(name, core =>
    override(core, original => ({
      check: order => (original.check(order) === undefined ? undefined : original.check(mended(order))),
      take: order => original.take(original.check(order) === undefined ? order : (mended(order) as Order)),
    })),
  )
}

/** Makes a provider refuse orders as invalid that it would take. */
export function refusing(name: string, dislikes: (order: Members) => boolean): Alteration<ServiceProvider> {
  return defect(name, core =>
    override(core, original => ({
      check: order =>
        original.check(order) ?? (isObject(order) && dislikes(order) ? 'The order is not liked.' : undefined),
    })),
  )
}
