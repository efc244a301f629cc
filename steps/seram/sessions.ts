import { Then } from '@cucumber/cucumber'
import { PARAMETERS, sessionIdOf, type Parameter } from './order.js'
import { holdsTheSame, isNothing, isTheSame, positionsOf, shown, type Held } from './stored.js'
import { missing, type SeramWorld } from './world.js'
import { succeeded } from './wire.js'

Then('the session with the provided sessionID exists', async function (this: SeramWorld) {
  await requireAccepted(this)
  const held = await this.held(this.sessionID)
  await this.preconditions.requireStoring()
  this.check(
    held.exists,
    {
      summary: 'There is no session with the session id that the client provided.',
      expected: 'a session of this id',
      received: 'none',
    },
    this.exchange,
  )
})

Then('the session holds {int} order(s)', async function (this: SeramWorld, count: number) {
  await checkCount(this, this.sessionID, count)
})

Then('the other session holds {int} order(s)', async function (this: SeramWorld, count: number) {
  await checkCount(this, this.otherSessionID, count)
})

Then('each session holds {int} order(s)', async function (this: SeramWorld, count: number) {
  for (const exchange of this.exchanges) {
    this.answerOf(exchange)
    await this.preconditions.requireAccepted(exchange, this.promisedBy)
  }
  await checkCount(this, this.sessionID, count)
  await checkCount(this, this.otherSessionID, count)
})

Then('the generated session holds the order', async function (this: SeramWorld) {
  await requireAccepted(this)
  const held = await this.held(this.requireGeneratedId(this.exchange))
  const isKept = positionsOf(this.order, held).length > 0
  if (!isKept) await this.preconditions.requireMarks()
  this.check(
    isKept,
    {
      summary: 'The order is not kept under the session id that was generated for it.',
      expected: 'a session with the order',
      received: shown(held),
    },
    this.exchange,
  )
})

Then('the session holds each of the orders once', async function (this: SeramWorld) {
  const { held, counts } = await holdOrders(this)
  this.check(
    counts.every(count => count === 1),
    {
      summary: 'Not every order of the session is kept once.',
      expected: `${counts.length} orders, each of them once`,
      received: `${counts.join(', ')} times in the sequence in which they were placed; ${shown(held)}`,
    },
    this.exchange,
  )
})

Then('the session still holds its first order once', async function (this: SeramWorld) {
  const { held, counts } = await holdOrders(this)
  this.check(
    counts[0] === 1,
    {
      summary: 'The order that the session had before is not kept once.',
      expected: 'the order before, once, beside the further one',
      received: `${counts[0]} times; ${shown(held)}`,
    },
    this.exchange,
  )
})

Then('the session holds the further order as well', async function (this: SeramWorld) {
  await requireAccepted(this)
  const held = await this.held(this.sessionID)
  await this.twin()
  await this.preconditions.requireStoring()
  await requireKeptAlone(this)
  this.check(
    held.orders.length === 2,
    {
      summary: 'The session does not hold the order before and the further one.',
      expected: 'a session with 2 orders',
      received: shown(held),
    },
    this.exchange,
  )
})

Then(
  'the session holds the orders in the sequence in which they were placed',
  async function (this: SeramWorld) {
    const { held, counts } = await holdOrders(this)
    const keptOnce = counts.every(count => count === 1)
    this.require(keptOnce, 'seram.queue.keeps-every-order', 'every order is kept once', this.exchange)
    const positions = this.placed.flatMap(order => positionsOf(order, held))
    this.check(
      positions.every((position, index) => index === 0 || position > (positions[index - 1] ?? 0)),
      {
        summary: 'The orders are not kept in the sequence in which they were placed.',
        expected: 'first in, first out',
        received: `their places are ${positions.map(position => position + 1).join(', ')}`,
      },
      this.exchange,
    )
  },
)

Then('nothing is stored under its sessionID', async function (this: SeramWorld) {
  this.answerOf(this.exchange)
  const { refusedBy } = this
  if (refusedBy !== undefined) {
    this.require(!succeeded(this.exchange), refusedBy, 'the order is not accepted', this.exchange)
  }
  const held = await this.held(this.sessionID)
  await this.twin()
  await this.preconditions.requireStoring()
  this.check(
    !held.exists && held.orders.length === 0,
    {
      summary: 'Something is kept of an order that should leave nothing behind.',
      expected: 'no session of its session id',
      received: shown(held),
    },
    this.exchange,
  )
})

Then('the session holds the secure elements as they were listed', async function (this: SeramWorld) {
  const { secureElements } = await storedOrder(this)
  const hint = isNothing(secureElements) ? ' If it reads another name, say so with the option listKey.' : ''
  checkStored(this, holdsTheSame(this.order.secureElement, secureElements), {
    summary: `The order is not kept with the secure elements that it listed.${hint}`,
    expected: this.order.secureElement,
    received: secureElements,
  })
})

Then(
  'the session holds each order with the secure elements that it listed',
  async function (this: SeramWorld) {
    await storedOrder(this)
    await this.preconditions.requireQueue()
    const held = await this.held(this.sessionID)
    for (const order of this.placed) {
      const [position] = positionsOf(order, held)
      const kept = position === undefined ? undefined : held.orders[position]?.secureElements
      checkStored(this, holdsTheSame(order.secureElement, kept), {
        summary: `The ${order === this.order ? 'further' : 'first'} order is not kept with the secure elements that it listed.`,
        expected: order.secureElement,
        received: kept,
      })
    }
  },
)

Then('the session holds the remoteManagementOrder as it was sent', async function (this: SeramWorld) {
  const { remoteManagementOrder } = await storedOrder(this)
  checkStored(this, isTheSame(this.order.remoteManagementOrder, remoteManagementOrder), {
    summary: 'The order is not kept with the remoteManagementOrder that it carried.',
    expected: this.order.remoteManagementOrder,
    received: remoteManagementOrder,
  })
})

Then('the session holds the order without secure elements', async function (this: SeramWorld) {
  await checkLeftOut(this, 'secureElement')
})

Then('the session holds the order without remoteManagementOrder', async function (this: SeramWorld) {
  await checkLeftOut(this, 'remoteManagementOrder')
})

async function requireAccepted(world: SeramWorld): Promise<void> {
  world.answerOf(world.exchange)
  await world.preconditions.requireAccepted(world.exchange, world.promisedBy)
}

/** Makes sure that an order with the same parameters is kept where it is the first of its session. */
async function requireKeptAlone(world: SeramWorld): Promise<void> {
  const parameters = PARAMETERS.filter(name => name in world.order)
  const alone = await world.newOrder(parameters)
  const exchange = await world.place(alone)
  const { orders } = await world.held(sessionIdOf(alone))
  const what = 'such an order is kept where it is the only one'
  world.require(orders.length === 1, 'seram.order.is-stored', what, exchange)
}

/** What was placed, or tried in vain, leaves a session with so many orders. */
async function checkCount(world: SeramWorld, sessionID: string, count: number): Promise<void> {
  world.answerOf(world.exchange)
  const { refusedBy } = world
  if (refusedBy === undefined) await world.preconditions.requireAccepted(world.exchange, world.promisedBy)
  else world.require(!succeeded(world.exchange), refusedBy, 'the order is not accepted', world.exchange)
  const held = await world.held(sessionID)
  await world.twin()
  await world.preconditions.requireStoring()
  world.check(
    held.orders.length === count,
    {
      summary: `The session does not hold ${count} order${count === 1 ? '' : 's'}.`,
      expected: String(count),
      received: shown(held),
    },
    world.exchange,
  )
}

/** How often each order that was placed in the session is kept. */
async function holdOrders(world: SeramWorld): Promise<{ held: Held; counts: number[] }> {
  for (const exchange of world.exchanges) {
    world.answerOf(exchange)
    await world.preconditions.requireAccepted(exchange, world.promisedBy)
  }
  const held = await world.held(world.sessionID)
  await world.twin()
  await world.preconditions.requireMarks()
  if (world.isGenerated) await world.preconditions.requireStoringUnderGeneratedId()
  return { held, counts: world.placed.map(order => positionsOf(order, held).length) }
}

/** The order that was just placed, as its session keeps it. */
async function storedOrder(world: SeramWorld): Promise<Held['orders'][number]> {
  await requireAccepted(world)
  const held = await world.held(world.sessionID)
  const isFurther = world.placed.length > 1
  const [position] = isFurther ? positionsOf(world.order, held) : [0]
  const stored = position === undefined ? undefined : held.orders[position]
  if (stored === undefined) await world.preconditions.requireStoring()
  const promisedBy = isFurther ? 'seram.queue.keeps-every-order' : 'seram.order.is-stored'
  world.require(stored !== undefined, promisedBy, 'the order is kept', world.exchange)
  return stored ?? missing('an order')
}

async function checkLeftOut(world: SeramWorld, parameter: Parameter): Promise<void> {
  const stored = await storedOrder(world)
  const kept = parameter === 'secureElement' ? stored.secureElements : stored.remoteManagementOrder
  checkStored(world, isNothing(kept), {
    summary: `The order is kept with a ${parameter} that it did not have.`,
    expected: null,
    received: kept,
  })
}

function checkStored(
  world: SeramWorld,
  holds: boolean,
  { summary, expected, received }: { summary: string; expected: unknown; received: unknown },
): void {
  world.check(holds, { summary, expected: json(expected), received: json(received) }, world.exchange)
}

function json(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}
