import { When } from '@cucumber/cucumber'
import type { Exchange } from '../../harness/exchange.js'
import { NotApplicable } from '../../harness/finding.js'
import { defineWords } from '../../harness/words.js'
import type { Order } from './order.js'
import { DIFFERENCES } from './session-ids.js'
import { parameterOf, promiseOf } from './given.js'
import { succeeded } from './wire.js'
import { missing, type SeramWorld } from './world.js'

defineWords('difference', DIFFERENCES)

When('the client places the order', async function (this: SeramWorld) {
  this.exchanges = [await this.place(this.order)]
  this.placed = [this.order]
})

When('the client places the order {int} times', async function (this: SeramWorld, times: number) {
  const exchanges: Exchange[] = []
  while (exchanges.length < times) exchanges.push(await this.place(this.order))
  this.exchanges = exchanges
})

When('the client places the order {int} times at once', async function (this: SeramWorld, times: number) {
  this.exchanges = await atOnce(
    this,
    Array.from({ length: times }, () => this.order),
  )
})

When('the client places an order without a sessionID', async function (this: SeramWorld) {
  this.exchanges = [await this.place(await this.newOrder(['secureElement', 'remoteManagementOrder']))]
  this.promisedBy = 'seram.order.session-id-is-optional'
})

When('the client places a further order in the session', async function (this: SeramWorld) {
  await placeFurther(this, 1)
})

When(
  'the client places an order in each of two sessions whose ids differ in {difference}',
  async function (this: SeramWorld, pairOf: (typeof DIFFERENCES)[string]) {
    const ids = pairOf(await this.unusedSessionID())
    const exchanges: Exchange[] = []
    for (const sessionID of ids)
      exchanges.push(await this.place(await this.newOrder(undefined, { sessionID })))
    this.exchanges = exchanges
    ;[this.sessionID, this.otherSessionID] = ids
    this.promisedBy = 'seram.session.any-string-is-an-id'
  },
)

When(
  'the client places an order in each of {int} other sessions',
  async function (this: SeramWorld, count: number) {
    const exchanges: Exchange[] = []
    while (exchanges.length < count) exchanges.push(await this.place(await this.newOrder()))
    this.exchanges = exchanges
  },
)

When(
  'the client places a further order for another secure element in the session',
  async function (this: SeramWorld) {
    const { others } = await this.state('orderable secure element', {})
    if (others?.length === 0) {
      throw new NotApplicable('The target takes orders for the secure element that its stage names alone.')
    }
    const [, secureElement = missing('another secure element')] = await this.secureElements(2)
    this.order = await this.newOrder(undefined, { sessionID: this.sessionID, secureElement })
    this.exchanges = [await this.place(this.order)]
    this.placed.push(this.order)
    this.promisedBy = 'seram.queue.takes-further-orders'
    this.answerOf(this.exchange)
    // Whether the elements of a session can be others later is left open (SE-22).
    if (!succeeded(this.exchange)) {
      throw new NotApplicable('The target takes no orders for other secure elements in a session.')
    }
  },
)

When('the client places {int} further orders in the session', placeFurtherInTurn)

When(
  /^the client places a further order with ((?:\w+, )*\w+) in the session$/,
  async function (this: SeramWorld, list: string) {
    const parameters = list.split(', ').map(parameterOf)
    const furtherOf = (sessionID: string): Promise<Order> => this.newOrder(parameters, { sessionID })
    this.order = await furtherOf(this.sessionID)
    this.exchanges = [await this.place(this.order)]
    this.promisedBy = 'seram.queue.takes-further-orders'
    this.twin = async () => {
      await this.preconditions.requireFurtherOrders()
      const exchange = await this.place(await furtherOf(await this.unusedSessionID()))
      await this.preconditions.requireAccepted(exchange, promiseOf(parameters))
    }
  },
)

When(
  'the client places {int} further orders in the session at once',
  async function (this: SeramWorld, count: number) {
    const orders: Order[] = []
    while (orders.length < count) orders.push(await furtherOrder(this))
    const exchanges = await atOnce(this, orders)
    // Whether it takes an order while it is busy with another of the session is the platform's choice.
    const isTaken = exchanges.map(({ answer }) => answer?.status !== 409 && answer?.status !== 423)
    this.exchanges = isTaken.includes(true) ? exchanges.filter((_, index) => isTaken[index]) : exchanges
    this.placed.push(...orders.filter((_, index) => isTaken[index]))
    this.promisedBy = 'seram.queue.takes-further-orders'
    this.twin = () => this.preconditions.requireQueue()
  },
)

async function placeFurtherInTurn(this: SeramWorld, count: number): Promise<void> {
  await placeFurther(this, count)
}

/** Places orders in the session one after the other. */
async function placeFurther(world: SeramWorld, count: number): Promise<void> {
  const exchanges: Exchange[] = []
  while (exchanges.length < count) {
    world.order = await furtherOrder(world)
    exchanges.push(await world.place(world.order))
    world.placed.push(world.order)
  }
  world.exchanges = exchanges
  world.promisedBy = world.isGenerated
    ? 'seram.session.generated-id-takes-further-orders'
    : 'seram.queue.takes-further-orders'
  if (world.isGenerated) world.twin = () => world.preconditions.requireFurtherOrders()
}

/** A new order for the session of the scenario. */
export function furtherOrder(world: SeramWorld): Promise<Order> {
  return world.newOrder(undefined, { sessionID: world.sessionID })
}

/** Places orders at the same time, on connections that stand already. */
async function atOnce(world: SeramWorld, orders: readonly Order[]): Promise<Exchange[]> {
  await Promise.all(orders.map(() => world.placeInVain()))
  return Promise.all(orders.map(order => world.place(order)))
}
