import type { Exchange } from '../../harness/exchange.js'
import { NotTested } from '../../harness/finding.js'
import { Random } from '../../harness/random.js'
import { FEATURE_CHOICES, marksOf, PARAMETERS, sessionIdOf, type Feature, type Order } from './order.js'
import { isNothing, positionsOf, shown, type Held } from './stored.js'
import { findNoNullBody, hintAtSessionKey, succeeded } from './wire.js'
import { NO_CREDENTIALS } from './credentials.js'
import type { SeramWorld } from './world.js'

/** Which parameter of an order the rules on its parts are about, by how their ids begin. */
const PARTS_OF_RULES = [
  ['seram.secure-element.', 'secureElement'],
  ['seram.remote-management-order.', 'remoteManagementOrder'],
  ['seram.session.', 'sessionID'],
] as const

/** An order with what became of it. */
interface Trial {
  readonly order: Order
  readonly exchange: Exchange
}

/** What must hold of a target for a scenario to judge anything; what is the same all run long is tried once. */
export class Preconditions {
  constructor(private readonly world: SeramWorld) {}

  /** The richest order with all three parameters that the target accepts; the richest of all if it accepts none. */
  base(): Promise<Trial & { readonly features: readonly Feature[] }> {
    return this.once('an order that is accepted', async random => {
      const trials: (Trial & { features: readonly Feature[] })[] = []
      for (const features of FEATURE_CHOICES) {
        const order = await this.world.newOrder(PARAMETERS, { features, random })
        const exchange = await this.world.place(order)
        const trial = { order, exchange, features }
        if (succeeded(exchange)) return trial
        trials.push(trial)
        if (!exchange.answer) break
      }
      const [first] = trials
      if (first === undefined) throw new TypeError('There are no orders to try')
      return first
    })
  }

  /** Makes sure that the target accepts an order with all three parameters. */
  async requireAcceptance(): Promise<void> {
    const { exchange } = await this.base()
    const what = 'an order with all three parameters is accepted'
    this.world.require(succeeded(exchange), 'seram.order.accepts-post', what, exchange)
  }

  /** Makes sure that the target refuses something, so that its acceptance means anything. */
  async requireRefusals(): Promise<void> {
    const refused = await this.once('a request that is refused', () => this.world.placeInVain())
    this.world.answerOf(refused)
    const protectedBy =
      this.world.session.target.auth.type === 'none'
        ? 'seram.request.refuses-what-is-no-json'
        : 'seram.security.needs-credentials'
    const what = 'half an order without credentials is not accepted'
    this.world.require(!succeeded(refused), protectedBy, what, refused)
  }

  /** Makes sure that an order was accepted, by a target that does not accept everything. */
  async requireAccepted(exchange: Exchange, promisedBy: string): Promise<void> {
    this.world.require(succeeded(exchange), promisedBy, 'the order is accepted', exchange)
    await this.requireRefusals()
  }

  /** Makes sure that an order is kept once under the session id that it names. */
  async requireStoring(): Promise<void> {
    const { exchange, held } = await this.storing()
    this.world.require(succeeded(exchange), 'seram.order.accepts-post', 'an order is accepted', exchange)
    const kept = held.orders.length === 1
    const elsewhere = !kept && !held.exists && (await this.keepsElsewhere(exchange))
    const blocking = elsewhere ? 'seram.session.given-id-is-kept' : 'seram.order.is-stored'
    const what = 'an order is kept once in the session that it names'
    if (this.world.isAbout(blocking)) {
      const summary = `This does not hold: ${what}.${elsewhere ? hintAtSessionKey(exchange, this.world.options) : ''}`
      this.world.check(kept, { summary, expected: 'a session with 1 order', received: shown(held) }, exchange)
    } else {
      this.world.require(kept, blocking, what, exchange)
    }
  }

  /** Makes sure that orders can be told apart where they are kept. */
  async requireMarks(): Promise<void> {
    await this.requireStoring()
    const { order, exchange, held } = await this.storing()
    this.world.require(
      marksOf(order).length > 0,
      'seram.remote-management-order.takes-every-command',
      'an order can hold a command that tells it from others',
      exchange,
    )
    this.world.require(
      positionsOf(order, held).length === 1,
      'seram.order.stores-remote-management-order',
      'an order is kept with its remoteManagementOrder',
      exchange,
    )
  }

  /** Makes sure that an order is kept under a session id that was generated for it. */
  async requireStoringUnderGeneratedId(): Promise<void> {
    const what = 'an order is kept under the session id that was generated for it'
    this.world.require(await this.keepsUnderGeneratedId(), 'seram.session.generated-id-holds-the-order', what)
  }

  /**
   * Makes sure that the target reads what the scenario's rule is about, so that accepting a wrong one means anything:
   * who looks for it under another name overlooks it altogether. Without a stage that shows orders nobody can tell.
   */
  async requireReading(): Promise<void> {
    const parameter = PARTS_OF_RULES.find(([beginning]) => this.world.rule.id.startsWith(beginning))?.[1]
    if (parameter === undefined) return
    const stored = await this.storing().catch((error: unknown) => {
      if (error instanceof NotTested) return undefined
      throw error
    })
    if (stored === undefined || !succeeded(stored.exchange)) return
    const { order, exchange, held } = stored
    if (parameter === 'sessionID') {
      if (!held.exists && (await this.keepsElsewhere(exchange))) await this.requireStoring()
      return
    }
    const [kept] = held.orders
    if (kept === undefined || order[parameter] === undefined) return
    const isList = parameter === 'secureElement'
    this.world.require(
      !isNothing(isList ? kept.secureElements : kept.remoteManagementOrder),
      isList ? 'seram.order.stores-secure-elements' : 'seram.order.stores-remote-management-order',
      `an order is kept with its ${parameter}`,
      exchange,
    )
  }

  /** Makes sure that an order without any credentials is not accepted. */
  async requireProtection(): Promise<void> {
    const exchange = await this.once('an order without credentials', async random =>
      this.world.place(await this.world.newOrder(PARAMETERS, { random }), { credentials: NO_CREDENTIALS }),
    )
    const what = 'an order without credentials is not accepted'
    this.world.require(!succeeded(exchange), 'seram.security.needs-credentials', what, exchange)
  }

  /** Makes sure that the target takes further orders under one session id. */
  async requireFurtherOrders(): Promise<void> {
    const { further } = await this.sequence()
    const what = 'a further order under the same session id is accepted'
    this.world.require(succeeded(further), 'seram.queue.takes-further-orders', what, further)
  }

  /** Makes sure that orders which come one after the other are kept beside each other. */
  async requireQueue(): Promise<void> {
    await this.requireFurtherOrders()
    await this.requireMarks()
    const { orders, sessionID, further } = await this.sequence()
    const held = await this.once('a session with two orders', () => this.world.held(sessionID))
    const kept = orders.every(order => positionsOf(order, held).length === 1)
    const what = 'orders that come one after the other are all kept'
    this.world.require(kept, 'seram.queue.keeps-every-order', what, further)
  }

  private storing(): Promise<Trial & { readonly held: Held }> {
    return this.once('an order that is kept', async random => {
      const order = await this.world.newOrder(PARAMETERS, { random })
      const exchange = await this.world.place(order)
      return { order, exchange, held: await this.world.held(sessionIdOf(order)) }
    })
  }

  private sequence(): Promise<{ orders: Order[]; sessionID: string; further: Exchange }> {
    return this.once('two orders in one session', async random => {
      const sessionID = await this.world.unusedSessionID(random)
      const orders = [
        await this.world.newOrder(PARAMETERS, { sessionID, random }),
        await this.world.newOrder(PARAMETERS, { sessionID, random }),
      ]
      const [first = {}, second = {}] = orders
      await this.world.place(first)
      return { orders, sessionID, further: await this.world.place(second) }
    })
  }

  /** Whether what names a session is kept, but under another id: one that the answer brings, or nobody knows. */
  private async keepsElsewhere(exchange: Exchange): Promise<boolean> {
    const isAnswered = findNoNullBody(exchange, this.world.options) !== undefined
    return isAnswered || this.keepsUnderGeneratedId()
  }

  private keepsUnderGeneratedId(): Promise<boolean> {
    return this.once('an order under a generated session id', async random => {
      const order = await this.world.newOrder(['secureElement', 'remoteManagementOrder'], { random })
      const id = this.world.generatedId(await this.world.place(order))
      return id !== undefined && (await this.world.held(id)).orders.length > 0
    })
  }

  /** What is tried once in a run has data of its own, whichever scenario asks for it first. */
  private once<Value>(what: string, make: (random: Random) => Promise<Value>): Promise<Value> {
    const { session } = this.world
    return session.once(`seram: ${what}`, () => make(new Random(session.seed, `seram: ${what}`)))
  }
}
