import { describeAnswer } from '../../harness/describe.js'
import type { Exchange } from '../../harness/exchange.js'
import { Violation } from '../../harness/finding.js'
import type { HttpRequest } from '../../harness/http-client.js'
import type { AssayWorld } from '../../harness/world.js'
import type { SeramStates, seramStates } from '../../schemas/seram/states.js'
import type { FactsOf } from '../../schemas/states.js'

/** An order under the document's own names. */
export interface Order {
  readonly secureElement?: readonly SecureElement[]
  readonly sessionID?: string
  readonly remoteManagementOrder?: {
    readonly ramCommands?: readonly object[]
    readonly [name: string]: unknown
  }
}

/** A secure element as an order lists it. */
export interface SecureElement {
  readonly seType: string
  readonly seId: string
  readonly seExtraInfo?: string
}

/** What a platform keeps under a session id. */
export type Held = FactsOf<(typeof seramStates)['orders of a session']>

/** A platform as properties see it; the steps know how it spells things. */
export interface Platform {
  readonly world: AssayWorld<SeramStates>
  /** Secure elements that it takes orders for. */
  readonly elements: readonly SecureElement[]
  /** Whether an order may have any of its parameters alone. */
  readonly takesParts: boolean
  place(order: unknown): Promise<Exchange>
  /** The request of an order, with other bytes in place of its own if they are given. */
  request(order: unknown, body?: Buffer): HttpRequest
  bytesOf(order: unknown): Buffer
  held(sessionID: string): Promise<Held>
  /** The session id that was generated; undefined if an answer brought none. */
  generatedId(exchange: Exchange): string | undefined
  /** Whether what is kept is the order that was sent. */
  isKeptAs(order: Order, kept: Held['orders'][number]): boolean
}

/** Whether an exchange has an answer of success. */
export function succeeded({ answer }: Exchange): boolean {
  return answer !== undefined && answer.status >= 200 && answer.status < 300
}

/** Throws the violation that an exchange shows. */
export function broken(
  summary: string,
  expected: string,
  exchange: Exchange,
  received = describeAnswer(exchange),
): never {
  throw new Violation({ summary, expected, received }, exchange)
}
