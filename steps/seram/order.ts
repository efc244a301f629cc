import type { Random } from '../../harness/random.js'
import type { SeramOptions } from '../../schemas/seram/options.js'

/** A JSON value that steps build and edit. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

/** A secure element as an order lists it. */
export type SecureElement = { seType: string; seId: string; seExtraInfo?: string }

/** An order under the document's own names, whatever they are called on the wire. */
export type Order = { [name in Parameter]?: Json }

/** The parameters of an order. */
export const PARAMETERS = ['secureElement', 'sessionID', 'remoteManagementOrder'] as const
export type Parameter = (typeof PARAMETERS)[number]

/** What an order with all parameters can have in it besides its first and its last command. */
export const FEATURES = [
  'delay',
  'chosenSecureElement',
  'seRamCommand',
  'notificationCommand',
  'seExtraInfo',
] as const
export type Feature = (typeof FEATURES)[number]

/** All that an order can have in it, and then less and less of it. */
export const FEATURE_CHOICES: readonly (readonly Feature[])[] = [
  FEATURES,
  ...FEATURES.map(left => FEATURES.filter(feature => feature !== left)),
  [],
]

/** What an order is made of. */
export interface Ingredients {
  readonly parameters: readonly Parameter[]
  readonly features: readonly Feature[]
  readonly secureElement: SecureElement
  readonly sessionID: string
  readonly random: Random
}

/** An order that is valid and like no other. */
export function makeOrder({ parameters, features, secureElement, sessionID, random }: Ingredients): Order {
  const { seExtraInfo: _, ...named } = secureElement
  // Whether an element may be chosen that is not listed is left open (SE-22).
  const mayChoose = parameters.includes('secureElement') && features.includes('chosenSecureElement')
  const all: Required<Order> = {
    secureElement: [listedAs(secureElement, features)],
    sessionID,
    remoteManagementOrder: {
      ...(features.includes('delay') ? { delay: random.integer(101, 999) } : {}),
      ...(mayChoose ? { chosenSecureElement: named } : {}),
      ramCommands: makeCommands(
        ['ramStartCommand', ...features.filter(feature => feature.endsWith('Command')), 'ramStopCommand'],
        random,
      ),
    },
  }
  return Object.fromEntries(parameters.map(name => [name, all[name]]))
}

/** A secure element as an order with these features lists it. */
export function listedAs(
  { seExtraInfo = 'SAM', ...named }: SecureElement,
  features: readonly Feature[],
): SecureElement {
  return features.includes('seExtraInfo') ? { ...named, seExtraInfo } : named
}

/** Commands of the given types. */
export function makeCommands(types: readonly string[], random: Random): Json[] {
  return types.map(ramCommandType => {
    if (ramCommandType === 'seRamCommand') return { ramCommandType, listOfCAPDU: [makeApdu(random)] }
    if (ramCommandType === 'notificationCommand') {
      return { ramCommandType, deviceAppNotification: `step ${random.word(16)}` }
    }
    return { ramCommandType }
  })
}

/** A C-APDU with eight bytes of data. */
export function makeApdu(random: Random): string {
  return `80E2000008${random.bytes(8).toString('hex').toUpperCase()}`
}

/** The session id of an order that names one; empty if it names none. */
export function sessionIdOf({ sessionID }: Order): string {
  return typeof sessionID === 'string' ? sessionID : ''
}

/** Texts that occur in this order and in no other; none if nothing in it tells it apart. */
export function marksOf(order: Order): string[] {
  const commands = memberOf(memberOf(order.remoteManagementOrder, 'ramCommands'))
  return commands.flatMap(command => [
    ...memberOf(memberOf(command, 'listOfCAPDU')).filter(
      apdu => typeof apdu === 'string' && apdu.length > 16,
    ),
    ...[memberOf(command, 'deviceAppNotification')].filter(
      text => typeof text === 'string' && text.length > 16,
    ),
  ]) as string[]
}

/** The order as it goes over the wire, its members named as the target spells them. */
export function spell(order: Order, { listKey, sessionKey }: Required<SeramOptions>): Json {
  const names: Readonly<Record<string, string>> = { secureElement: listKey, sessionID: sessionKey }
  return Object.fromEntries(Object.entries(order).map(([name, value]) => [names[name] ?? name, value]))
}

/** A member of an object, or the items of a list; nothing of anything else. */
function memberOf(value: Json | undefined): Json[]
function memberOf(value: Json | undefined, name: string): Json | undefined
function memberOf(value: Json | undefined, name?: string): Json | undefined {
  if (name === undefined) return Array.isArray(value) ? value : []
  return isObject(value) ? value[name] : undefined
}

/** Whether a JSON value is an object. */
export function isObject(value: unknown): value is { [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
