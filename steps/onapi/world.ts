import type { Exchange } from '../../harness/exchange.js'
import { NotTested } from '../../harness/finding.js'
import { AssayWorld } from '../../harness/world.js'
import type { onapiStates } from '../../schemas/onapi/states.js'
import type { User } from './credentials.js'
import { Operator, type Behaviour } from './operator.js'
import { orderFor, type Offering, type Order } from './order.js'
import { isAccepted, isError, jsonOf, statusOf, wordingOf } from './outcome.js'
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
    const taken = await this.session.once('onapi: an order that is taken', async () =>
      this.place(await this.orderIn('orderable access')),
    )
    this.require(
      taken.answer?.status === 200,
      'onapi.outcome.is-200',
      'a well-formed order is answered with 200',
      taken,
    )
    return taken
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
