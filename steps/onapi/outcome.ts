import { isUtf8 } from 'node:buffer'
import type { Exchange } from '../../harness/exchange.js'
import { remembered } from '../../harness/remembered.js'

type Members = Readonly<Record<string, unknown>>

/** The outcomes by which an order is accepted, those of later releases included. */
const ACCEPTED: readonly unknown[] = ['ACTIVATED', 'RECEIVED', 'CONFIRMED']

/** What a profile promises of an outcome: its members, its values, and the rules that say so. */
export interface Wording {
  readonly keys: readonly string[]
  readonly values: readonly unknown[]
  readonly hasStatus: string
  readonly isListed: string
}

const DOCUMENT: Wording = {
  keys: ['status'],
  values: ['ACTIVATED', 'RECEIVED', 'REJECTED'],
  hasStatus: 'onapi.outcome.has-status',
  isListed: 'onapi.outcome.status-is-listed',
}

const RELEASED: Wording = {
  keys: ['status', 'state'],
  values: ['CONFIRMED', 'REJECTED'],
  hasStatus: 'onapi.released.has-status-or-state',
  isListed: 'onapi.released.status-is-listed',
}

/** How a profile words the outcome of an order (ON-1, ON-2). */
export function wordingOf(profile: string): Wording {
  return profile === 'released' ? RELEASED : DOCUMENT
}

/** The JSON value in the body of an answer; undefined if there is none. */
export function jsonOf({ answer }: Exchange): unknown {
  return answer && parsed(answer.body)
}

const parsed = remembered((bytes: Buffer): unknown => {
  if (!isUtf8(bytes)) return undefined
  try {
    // A byte order mark is overlooked here: that it is there is told by rules of its own.
    return JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, '')) as unknown
  } catch {
    return undefined
  }
})

/** The members of the JSON object in the body of an answer; none if there is no object. */
export function membersOf(exchange: Exchange): Members {
  const json = jsonOf(exchange)
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Members) : {}
}

/** The member that holds the outcome of an order, in the words of the profile. */
export function statusKeyOf(exchange: Exchange, profile: string): string | undefined {
  const members = membersOf(exchange)
  return wordingOf(profile).keys.find(key => (members[key] ?? undefined) !== undefined)
}

/** The outcome of an order, whatever the answer's status is; undefined if it has none. */
export function statusOf(exchange: Exchange, profile: string): unknown {
  return membersOf(exchange)[statusKeyOf(exchange, profile) ?? '']
}

/** Whether an outcome accepts the order. */
export function isAccepted(status: unknown): boolean {
  return ACCEPTED.includes(status)
}

/** The message for the customer; undefined if it is left out or null. */
export function messageOf(exchange: Exchange): unknown {
  return membersOf(exchange)['externalMessage'] ?? undefined
}

/** Whether an order can have been refused because another one was placed for its access: 409, which older ones call 400. */
export function isConflict({ answer }: Exchange): boolean {
  return answer?.status === 409 || answer?.status === 400
}

/** Whether an exchange has an answer that is an error of HTTP. */
export function isError({ answer }: Exchange): boolean {
  return answer !== undefined && answer.status >= 400
}
