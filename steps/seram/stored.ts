import { isDeepStrictEqual } from 'node:util'
import type { FactsOf } from '../../schemas/states.js'
import type { seramStates } from '../../schemas/seram/states.js'
import { isObject, marksOf, type Order } from './order.js'

/** What a target keeps under a session id. */
export type Held = FactsOf<(typeof seramStates)['orders of a session']>

/** Where an order stands in its session's orders: its positions, the first one 0. */
export function positionsOf(order: Order, held: Held): number[] {
  const marks = marksOf(order)
  return held.orders.flatMap((stored, position) => {
    const text = JSON.stringify(stored)
    return marks.some(mark => text.includes(mark)) ? [position] : []
  })
}

/** Whether nothing is kept of a parameter that was left out. */
export function isNothing(stored: unknown): boolean {
  if (Array.isArray(stored)) return stored.length === 0
  return stored === undefined || stored === null || (isObject(stored) && Object.keys(stored).length === 0)
}

/** Whether lists hold the same items; no sequence of secure elements is defined. */
export function holdsTheSame(listed: unknown, stored: unknown): boolean {
  if (!Array.isArray(listed) || !Array.isArray(stored) || listed.length !== stored.length) return false
  const left = stored.map(normal)
  return listed.map(normal).every(item => {
    const at = left.findIndex(other => isDeepStrictEqual(item, other))
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
}

/** Whether what is kept is what was sent; a delay that was left out may be kept as its default. */
export function isTheSame(sent: unknown, stored: unknown): boolean {
  const expected = normal(sent)
  const kept = normal(stored)
  if (isObject(expected) && isObject(kept) && !('delay' in expected) && kept['delay'] === DEFAULT_DELAY) {
    return isDeepStrictEqual({ ...expected, delay: DEFAULT_DELAY }, kept)
  }
  return isDeepStrictEqual(expected, kept)
}

const DEFAULT_DELAY = 100

const DEFINED = new Set([
  'seType',
  'seId',
  'seExtraInfo',
  'delay',
  'chosenSecureElement',
  'ramCommands',
  'ramCommandType',
  'listOfCAPDU',
  'deviceAppNotification',
])

/** The value with the defined members alone: what a platform keeps besides is its own business. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => DEFINED.has(name) && member !== null)
      .map(([name, member]) => [name, normal(member)]),
  )
}

/** What is kept, in a few words. */
export function shown({ exists, orders }: Held): string {
  if (!exists && orders.length === 0) return 'no session'
  return `a session with ${orders.length} order${orders.length === 1 ? '' : 's'}`
}
