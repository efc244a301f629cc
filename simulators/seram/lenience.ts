import { override } from '../simulator.js'
import type { OrderPlatform } from './core.js'

/** A JSON object whose members are not known yet. */
export type Members = Record<string, unknown>

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The secure elements that an order lists, as far as they are objects. */
export function elementsOf(order: unknown): Members[] {
  const list = isObject(order) ? order['secureElement'] : undefined
  return Array.isArray(list) ? list.filter(isObject) : []
}

/** The remoteManagementOrder of an order, empty if there is none. */
export function managementOf(order: unknown): Members {
  const management = isObject(order) ? order['remoteManagementOrder'] : undefined
  return isObject(management) ? management : {}
}

/** The commands of an order, as far as they are objects. */
export function commandsOf(order: unknown): Members[] {
  const commands = managementOf(order)['ramCommands']
  return Array.isArray(commands) ? commands.filter(isObject) : []
}

/** Makes a platform accept an order that it would accept if it were mended so. */
export function overlook(core: OrderPlatform, mend: (order: Members) => void): void {
  override(core, original => ({
    check: order => {
      const wrong = original.check(order)
      if (wrong === undefined || !isObject(order)) return wrong
      const mended = structuredClone(order)
      mend(mended)
      return original.check(mended)
    },
  }))
}

/** Makes a platform refuse orders that it would accept. */
export function dislike(core: OrderPlatform, dislikes: (order: Members) => boolean): void {
  override(core, original => ({
    check: order =>
      original.check(order) ?? (isObject(order) && dislikes(order) ? 'This order is not liked.' : undefined),
  }))
}

/** Makes a platform keep something else than what was ordered. */
export function distort(core: OrderPlatform, change: (order: Members) => void): void {
  override(core, original => ({
    store: (sessionID, text) => {
      const order = JSON.parse(text) as Members
      change(order)
      return original.store(sessionID, JSON.stringify(order))
    },
  }))
}
