import { isDeepStrictEqual } from 'node:util'
import type { Exchange, SocketMessage } from '../../harness/exchange.js'
import { remembered } from '../../harness/remembered.js'

/** A JSON object of which nothing is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>

/** What came back for a message over either transport; the text is empty where nothing came. */
export interface Reply {
  readonly exchange: Exchange
  readonly text: string
  /** The JSON value of the text; undefined if it is none. */
  readonly json: unknown
}

/** How a call ended: with a result, or with the code and the message of an error. */
export type Outcome = { readonly result: unknown } | { readonly code: number; readonly message: unknown }

/** The parts of a method's name. */
export interface Designator {
  readonly callsign: string | undefined
  readonly version: string | undefined
  readonly member: string
}

/** The name of a method: `Provisioning.1.state`. */
export function nameOf({ callsign, version, member }: Designator): string {
  return [callsign, version, member].filter(part => part !== undefined).join('.')
}

/** A call; a notification if `id` is left out. */
export function callOf(method: string, params?: unknown, id?: unknown): JsonObject {
  return {
    jsonrpc: '2.0',
    ...(id === undefined ? {} : { id }),
    method,
    ...(params === undefined ? {} : { params }),
  }
}

/** The reply in an exchange or in one of its messages. */
export function replyOf(exchange: Exchange, bytes: Buffer | undefined): Reply {
  const text = bytes?.toString('utf8').trim() ?? ''
  return { exchange, text, json: parse(text) }
}

/** The JSON value of a text; undefined if it is none. */
export function parse(text: string | Buffer): unknown {
  return typeof text === 'string' ? parseText(text) : parseBytes(text)
}

const parseBytes = remembered((bytes: Buffer) => parseText(bytes.toString()))

function parseText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Whether a value is an object, which null and arrays are not. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The members of a received message that is a notification of the server. Undefined for all others. */
export function eventOf({ direction, data }: SocketMessage): JsonObject | undefined {
  if (direction === 'sent') return undefined
  const message = parse(data)
  if (!isObject(message) || typeof message['method'] !== 'string') return undefined
  return 'result' in message || 'error' in message ? undefined : message
}

/** The events among messages. */
export function eventsIn(messages: readonly SocketMessage[]): JsonObject[] {
  return messages.map(eventOf).filter(event => event !== undefined)
}

/** Whether two JSON values are equal; where an array is a set of strings, such as tokens, its order is open. */
export function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(ordered(one), ordered(other))
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.every(item => typeof item === 'string') ? value.toSorted() : value.map(ordered)
  }
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, ordered(member)]))
}

/** A value as a failure shows it. */
export function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 120 ? `${text.slice(0, 120)}...` : text
}
