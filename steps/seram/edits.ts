import type { Random } from '../../harness/random.js'
import { isObject, makeCommands, type Feature, type Json, type Order } from './order.js'

/** A part of an order that an edit changes, as the features name it. */
export interface Part {
  /** Where it is; a type of command stands for the first command of that type. */
  readonly path: readonly (string | number)[]
  /** What an order must have in it so that the part is there. */
  readonly needs?: Feature
  /** The rule that promises that an order without the part is refused. */
  readonly neededBy?: string
}

const SE = ['secureElement', 0]
const RMO = 'remoteManagementOrder'
const COMMANDS = [RMO, 'ramCommands']
const APDUS = [...COMMANDS, 'seRamCommand', 'listOfCAPDU']

/** The parts of an order by the words of the features. */
export const PARTS: Readonly<Record<string, Part>> = {
  secureElement: { path: ['secureElement'] },
  seType: { path: [...SE, 'seType'], neededBy: 'seram.secure-element.needs-type' },
  seId: { path: [...SE, 'seId'], neededBy: 'seram.secure-element.needs-id' },
  seExtraInfo: { path: [...SE, 'seExtraInfo'] },
  sessionID: { path: ['sessionID'] },
  remoteManagementOrder: { path: [RMO] },
  delay: { path: [RMO, 'delay'], needs: 'delay' },
  chosenSecureElement: { path: [RMO, 'chosenSecureElement'], needs: 'chosenSecureElement' },
  'chosenSecureElement.seType': {
    path: [RMO, 'chosenSecureElement', 'seType'],
    needs: 'chosenSecureElement',
  },
  'chosenSecureElement.seId': { path: [RMO, 'chosenSecureElement', 'seId'], needs: 'chosenSecureElement' },
  ramCommands: { path: COMMANDS },
  ramCommandType: {
    path: [...COMMANDS, 0, 'ramCommandType'],
    neededBy: 'seram.remote-management-order.needs-command-type',
  },
  listOfCAPDU: { path: APDUS, needs: 'seRamCommand' },
  'C-APDU': { path: [...APDUS, 0], needs: 'seRamCommand' },
  deviceAppNotification: {
    path: [...COMMANDS, 'notificationCommand', 'deviceAppNotification'],
    needs: 'notificationCommand',
  },
}

/** Values of another kind than they should be, by the words of the features; some are made of what was there. */
export const VALUES: Readonly<Record<string, (was: Json, random: Random) => Json>> = {
  null: () => null,
  'a number': (_, random) => random.integer(1, 99),
  'a fraction': (_, random) => random.integer(1, 99) + 0.5,
  'a boolean': () => true,
  'a text': (_, random) => random.word(8),
  'a list': was => [was],
  'an empty list': () => [],
  'an empty object': () => ({}),
  'an object': was => ({ value: was }),
  'its only secure element': firstOf,
  'its first command': firstOf,
}

/** The order with another value for a part; without the part if there is no value. */
export function withPart(order: Order, path: Part['path'], value?: (was: Json) => Json): Order {
  return edited(order, path, value) as Order
}

/** The value of a part; null if it is not there. */
export function partOf(order: Order, path: Part['path']): Json {
  let at: Json = order
  for (const step of path) at = childOf(at, step)?.[1] ?? null
  return at
}

/** The order with a feature; as it is if it has the feature already. */
export function withFeature(order: Order, feature: Feature | undefined, random: Random): Order {
  if (feature === 'delay') return withPart(order, [RMO, 'delay'], was => was ?? random.integer(101, 999))
  if (feature === 'chosenSecureElement') {
    return withPart(order, [RMO, 'chosenSecureElement'], was => was ?? partOf(order, SE))
  }
  if (feature !== 'seRamCommand' && feature !== 'notificationCommand') return order
  if (partOf(order, [...COMMANDS, feature]) !== null) return order
  return withPart(order, COMMANDS, commands =>
    Array.isArray(commands) ? commands.toSpliced(1, 0, ...makeCommands([feature], random)) : commands,
  )
}

function edited(at: Json, path: Part['path'], value: ((was: Json) => Json) | undefined): Json {
  const [step, ...rest] = path
  if (step === undefined) return value ? value(at) : at
  const [key, child] = childOf(at, step) ?? [step, null]
  const next = rest.length > 0 || value ? edited(child, rest, value) : undefined
  if (Array.isArray(at)) return at.toSpliced(Number(key), 1, ...(next === undefined ? [] : [next]))
  const others = Object.entries(isObject(at) ? at : {}).filter(([name]) => name !== key)
  // A member keeps its place, so that nothing but its value is different.
  if (next === undefined) return Object.fromEntries(others)
  return { ...(isObject(at) ? at : {}), [key]: next }
}

/** The child that a step of a path leads to, with its key. */
function childOf(at: Json, step: string | number): [key: string | number, child: Json] | undefined {
  if (Array.isArray(at)) {
    const index =
      typeof step === 'number'
        ? step
        : at.findIndex(item => isObject(item) && item['ramCommandType'] === step)
    const child = at[index]
    return child === undefined ? undefined : [index, child]
  }
  const child = isObject(at) ? at[step] : undefined
  return child === undefined ? undefined : [step, child]
}

function firstOf(was: Json): Json {
  return Array.isArray(was) ? (was[0] ?? null) : was
}
