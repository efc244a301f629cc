import { XMLBuilder } from 'fast-xml-parser'
import type { Format } from './body.js'

/** A subscription as an ARP writes it: what is undefined is left out. */
export interface Written {
  readonly userId?: readonly { readonly type?: string; readonly value?: string }[] | undefined
  readonly status?: string | undefined
  readonly arpSignallingStatus?: string | undefined
  readonly authorizationInformation?: string | undefined
  readonly dspId?: string | undefined
  readonly arpId?: string | undefined
  readonly requestArrivalTimestamp?: string | undefined
  readonly callbackReference?: CallbackReference | undefined
  readonly resourceURL?: string | undefined
  /** An element that no type has. */
  readonly xPriority?: string | undefined
}

/** Where and how an ARP wants its notifications (the type of the Common text). */
export interface CallbackReference {
  readonly notifyURL?: string | undefined
  readonly callbackData?: string | undefined
  readonly notificationFormat?: string | undefined
  /** An element that no type has. */
  readonly xPriority?: string | undefined
}

/** How a subscription is put into bytes. */
export interface Style {
  readonly format: Format
  readonly namespace: string
  /** The prefix of the root element; a default namespace if empty. */
  readonly prefix: string
  /** Whether a repeatable element that occurs once is an array in JSON. */
  readonly arrays: 'structure' | 'instance'
  readonly root: string
  /** Whether the prefix is declared. */
  readonly declared: boolean
  /** Another way of writing the same. */
  readonly respell?: (text: string, written: Written) => string
}

/** The order of the elements in XML (section 5.2.2.1). */
const ORDER = [
  'userId',
  'status',
  'arpSignallingStatus',
  'authorizationInformation',
  'dspId',
  'arpId',
  'requestArrivalTimestamp',
  'callbackReference',
  'resourceURL',
  'xPriority',
] as const satisfies readonly (keyof Written)[]

const CALLBACK_ORDER = ['notifyURL', 'callbackData', 'notificationFormat', 'xPriority'] as const

/** The bytes of a subscription. */
export function write(subscription: Written, style: Style): Buffer {
  const members = ordered(subscription)
  const text = style.format === 'XML' ? asXml(members, style) : asJson(members, style)
  return Buffer.from(style.respell ? style.respell(text, subscription) : text)
}

function ordered(subscription: Written): Record<string, unknown> {
  const { callbackReference } = subscription
  const members: Written = {
    ...subscription,
    callbackReference: callbackReference && pick(callbackReference, CALLBACK_ORDER),
  }
  return pick(members, ORDER)
}

/** The named members that are there, in the order of the names. */
function pick<Of extends object>(of: Of, names: readonly (keyof Of & string)[]): Record<string, unknown> {
  return Object.fromEntries(names.flatMap(name => (of[name] === undefined ? [] : [[name, of[name]]])))
}

function asXml(members: Record<string, unknown>, { namespace, prefix, root, declared }: Style): string {
  const name = prefix === '' ? root : `${prefix}:${root}`
  const declaration = prefix === '' ? '@xmlns' : `@xmlns:${prefix}`
  // Children are unqualified: a default namespace has to end where they begin.
  const children =
    prefix === ''
      ? Object.fromEntries(Object.entries(members).map(([key, value]) => [key, unqualified(value)]))
      : members
  const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: false })
  const document = builder.build({
    [name]: { ...(declared ? { [declaration]: namespace } : {}), ...children },
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n${document}`
}

function unqualified(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unqualified)
  return typeof value === 'object' ? { '@xmlns': '', ...value } : { '@xmlns': '', '#text': value }
}

function asJson(members: Record<string, unknown>, { root, arrays }: Style): string {
  const { userId } = members
  const single = arrays === 'instance' && Array.isArray(userId) && userId.length === 1
  return JSON.stringify({ [root]: single ? { ...members, userId: userId[0] as unknown } : members })
}
