import { describeAnswer } from '../../harness/describe.js'
import type { Exchange } from '../../harness/exchange.js'
import { Violation } from '../../harness/finding.js'
import type { HttpRequest } from '../../harness/http-client.js'
import type { AssayWorld } from '../../harness/world.js'
import type { onapiStates } from '../../schemas/onapi/states.js'
import type { FactsOf } from '../../schemas/states.js'

type States = typeof onapiStates

/** An order as JSON. */
export type Order = Readonly<Record<string, unknown>>

/** What an order is for. */
export type Offering = FactsOf<States['free access']>

/** An order as the provider keeps it. */
export type Held = FactsOf<States['stored orders']>['orders'][number]

/** What came of an order; `none` where an answer is neither an outcome nor an error. */
export type Outcome = 'activated' | 'accepted' | 'rejected' | 'error' | 'none'

/** What the operator does about the orders for one access, as plain data. */
export type Answer =
  | { readonly kind: 'order'; readonly state: string; readonly message: string }
  | { readonly kind: 'error'; readonly status: number; readonly cause: string }
  | { readonly kind: 'nonsense'; readonly body: string }
  | { readonly kind: 'reset' }
  | { readonly kind: 'silence' }

/** The operator that the suite plays. */
export interface Operator {
  /** Whether the provider waits for the operator before it answers the portal. */
  readonly isAwaited: boolean
  /** From now on the orders for an access are answered so. */
  plan(access: string, answer: Answer): void
  /** How many orders for an access are there. */
  countFor(access: string): number
  /** The order for an access that came of an exchange. Rejects with `NotTested` or `Inconclusive` if none arrives. */
  arrival(access: string, exchange: Exchange): Promise<unknown>
}

/** A service provider as properties see it; the steps know how it spells things. */
export interface Provider {
  readonly world: AssayWorld<States>
  readonly profile: string
  readonly operator: Operator
  offering(state: 'free access' | 'order the provider rejects'): Promise<Offering>
  /** A well-formed order with a customer of its own. */
  orderFor(offering: Offering): Order
  place(order: unknown): Promise<Exchange>
  /** The request of an order, with other bytes in place of its own if they are given. */
  request(order: unknown, body?: Buffer): HttpRequest
  /** The credentials of the portal; undefined if it has no name and password. */
  readonly user: { readonly username: string; readonly password: string } | undefined
  /** Sends a request with other credentials than the portal's. */
  sendAs(
    user: { readonly username: string; readonly password: string },
    request: HttpRequest,
  ): Promise<Exchange>
  outcomeOf(exchange: Exchange): Outcome
  /** The message for the customer; undefined if it is left out or null. */
  messageOf(exchange: Exchange): unknown
  held(access: string): Promise<readonly Held[]>
  /** The first thing in which an order is not kept as it was placed; undefined if there is none. */
  differenceOf(order: Order, held: Held): string | undefined
  /** What an answer repeats of the customer of an order, if only in parts, or of the body sent in its place. */
  repeatedOf(order: Order, exchange: Exchange, body: Buffer): string | undefined
  /** What an answer says of the customer of an order that is not in another order too; undefined if nothing. */
  toldOf(order: Order, exchange: Exchange, own: Order): string | undefined
}

/** Whether an order was accepted. */
export function isAccepted(outcome: Outcome): boolean {
  return outcome === 'activated' || outcome === 'accepted'
}

/** An order for an offering with content of any kind. */
export function orderOf({ coAccessId, productId, offeringId }: Offering, content: Order): Order {
  return { coAccessId, operation: 'ACTIVATE', products: [{ productId, offeringId }], ...content }
}

/** Throws the violation that an exchange shows. */
export function broken(
  summary: string,
  expected: string,
  exchange: Exchange | undefined,
  received = exchange ? describeAnswer(exchange) : 'the opposite',
): never {
  throw new Violation({ summary, expected, received }, exchange)
}
