import type { Exchange } from '../../harness/exchange.js'
import { NotTested } from '../../harness/finding.js'
import { AssayWorld } from '../../harness/world.js'
import type { onapiStates } from '../../schemas/onapi/states.js'
import type { User } from './credentials.js'
import { pathsOf, valueAt } from './fields.js'
import { Operator, type Behaviour } from './operator.js'
import { orderFor, type Offering, type Order } from './order.js'
import { isAccepted, isConflict, isError, jsonOf, statusOf, wordingOf } from './outcome.js'
import type { Passage } from './passage.js'
import { orderPath, requestOf, sendingOf, type Sending } from './sending.js'

type OnapiStates = typeof onapiStates

/** The states that an order can be for. */
type OrderableState =
  'orderable access' | 'free access' | 'order the provider rejects' | 'offering of another product'

/** What the steps of one scenario of this API share. */
export class OnapiWorld extends AssayWorld<OnapiStates> {
  orders: readonly Order[] = []
  /** Whether the order of the scenario is one that another access would make possible. */
  isOrderable = true
  /** The rule that promises that the orders of the scenario's state have an outcome. */
  promisedBy = 'onapi.outcome.is-200'
  /** The rule that promises that what the portal does is refused. */
  refusedBy = 'onapi.order.needs-mandatory-fields'
  /** A user whom a state brought. */
  user: User | undefined
  /** What the portal made of its order before sending it. */
  made: (order: Order) => Sending = order => this.sendingOf(order)
  /** Everything that the portal did in the scenario, in order. */
  exchanges: readonly Exchange[] = []
  /** What the operator does about the scenario's orders, where the suite plays it. */
  behaviour: Behaviour | undefined
  /** What the operator does about the other order, if it is something else. */
  otherBehaviour: Behaviour | undefined
  /** How the orders went through the provider and the operator, where the suite plays the operator. */
  passages: readonly Passage[] = []

  get profile(): string {
    return this.session.target.profile
  }

  /** The order of the scenario. */
  get order(): Order {
    return this.orders[0] ?? missing('an order')
  }

  /** The last thing that the portal did. */
  get exchange(): Exchange {
    return this.exchanges.at(-1) ?? missing('an exchange')
  }

  /** A well-formed order in a state. */
  async orderIn(state: OrderableState, params: { idLength?: number } = {}): Promise<Order> {
    return this.orderOf(await this.state(state, params))
  }

  /** A well-formed order for an offering. */
  async orderOf(offering: Offering): Promise<Order> {
    ;(await Operator.of(this.session)).know(offering.coAccessId)
    return this.orderFor(offering)
  }

  /** A well-formed order for an offering that the operator knows of. */
  orderFor(offering: Offering): Order {
    return orderFor(offering, this.profile, this.random, this.session.now())
  }

  /**
   * Sees to it that the scenario's order is not refused for another one's sake. What a further order for an access comes
   * to is left open (ON-13): where even the plainest is a conflict by now, the scenario's is placed for a free access.
   */
  async leaveAccessInUse(): Promise<void> {
    const { exchange, order } = this
    const isPromised = this.isOrderable && this.promisedBy === 'onapi.outcome.is-200'
    if (!isPromised || !isError(exchange)) return
    if (!isConflict(await this.requireFurtherOrder())) return
    const { coAccessId, products } = await this.orderIn('free access')
    const elsewhere = await this.deliver(this.made({ ...order, coAccessId, products }))
    this.exchanges = [...this.exchanges.slice(0, -1), elsewhere]
  }

  /** The answer to the plainest order for the scenario's access, which the provider must not break at. */
  async requireFurtherOrder(): Promise<Exchange> {
    const exchange = await this.place(this.plainOrderLike(this.order))
    this.require(
      exchange.answer?.status === 200 || isConflict(exchange),
      'onapi.outcome.is-200',
      'a further well-formed order for the access is answered with 200',
      exchange,
    )
    return exchange
  }

  /** Another well-formed order for what an order is for. */
  private plainOrderLike(order: Order): Order {
    const [coAccessId, productId, offeringId] = ['coAccessId', 'productId', 'offeringId'].map(field =>
      String(valueAt(order, pathsOf(field, this.profile)[0])),
    ) as [string, string, string]
    return this.orderFor({ coAccessId, productId, offeringId })
  }

  /** The order as the document prints it, ready to be sent. */
  sendingOf(order: Order): Sending {
    return sendingOf(order, orderPath(this.session.target.options))
  }

  /** Sends what the portal made of an order. */
  async deliver(sending: Sending): Promise<Exchange> {
    // An operator that the provider was set up with beforehand has to be there from the first order on.
    if (this.session.target.callback) await (await Operator.of(this.session)).listen(this.session)
    const request = requestOf(sending)
    return sending.authorization === undefined ? this.send(request) : this.sendAnonymously(request)
  }

  /** Places an order just as it is. */
  place(order: Order): Promise<Exchange> {
    return this.deliver(this.sendingOf(order))
  }

  /** The answer to a well-formed order, which must be taken: made once in a run, as the twin of what is refused. */
  async requireTaken(): Promise<Exchange> {
    const taken = await this.session.once('onapi: an order that is taken', () => this.placeWhereFree())
    this.require(
      taken.answer?.status === 200,
      'onapi.outcome.is-200',
      'a well-formed order is answered with 200',
      taken,
    )
    return taken
  }

  /** Places an order for an access, and if that is refused for having one already (ON-13), for a free access. */
  private async placeWhereFree(): Promise<Exchange> {
    const exchange = await this.place(await this.orderIn('orderable access'))
    if (!isConflict(exchange)) return exchange
    try {
      return await this.place(await this.orderIn('free access'))
    } catch (error) {
      if (error instanceof NotTested) return exchange
      throw error
    }
  }

  /** Makes sure, once in a run, that an order without anything in it is refused. */
  async requireOrdersToBeToldApart(): Promise<void> {
    const refused = await this.session.once('onapi: an order that is refused', () => this.place({}))
    this.require(
      isError(refused),
      'onapi.order.needs-mandatory-fields',
      'an order without any field is refused',
      refused,
    )
  }

  /** Makes sure, once in a run, that a possible order is accepted. */
  async requirePossible(): Promise<void> {
    const exchange = await this.session.once('onapi: an order that is accepted', async () =>
      this.place(await this.orderIn('free access')),
    )
    this.requireAccepted(exchange)
  }

  /** The outcome of a possible order, which must be accepted. */
  requireAccepted(exchange: Exchange): unknown {
    const status = this.requireStatus(exchange)
    this.require(
      isAccepted(status),
      'onapi.outcome.takes-a-possible-order',
      'an order that is possible is accepted',
      exchange,
    )
    return status
  }

  /** The outcome of an order whose answer must be a 200 with one of the listed values. */
  requireStatus(exchange: Exchange): unknown {
    const { status } = this.answerOf(exchange)
    this.require(status === 200, 'onapi.outcome.is-200', 'a well-formed order is answered with 200', exchange)
    const json = jsonOf(exchange)
    this.require(json !== undefined, 'onapi.outcome.is-json', 'the outcome is JSON', exchange)
    const { hasStatus, isListed, values } = wordingOf(this.profile)
    const outcome = statusOf(exchange, this.profile)
    this.require(outcome !== undefined, hasStatus, 'the outcome has a status', exchange)
    this.require(values.includes(outcome), isListed, 'the status is one of the listed values', exchange)
    return outcome
  }

  /** Makes sure that the answer is an error, of which a rule of its own is the cause. */
  requireRefused(exchange: Exchange): void {
    this.answerOf(exchange)
    this.require(isError(exchange), this.refusedBy, 'what the portal does is refused with an error', exchange)
  }
}

/** Ends a scenario whose steps do not fit together; a mistake of the feature, never of the target. */
export function missing(what: string): never {
  throw new TypeError(`The scenario has no step that brings ${what}`)
}

/** Ends a scenario for which the facts of the target are not what was asked for. */
export function unfit(state: string, what: string): never {
  throw new NotTested(`The facts of "${state}" do not fit: ${what}.`)
}
