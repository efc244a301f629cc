import { When } from '@cucumber/cucumber'
import type { Exchange } from '../../harness/exchange.js'
import { defineWords } from '../../harness/words.js'
import { BODIES, type Body } from './bodies.js'
import { CREDENTIAL_WORDS, NO_CREDENTIALS } from './credentials.js'
import { partOf, PARTS, VALUES, withFeature, withPart, type Part } from './edits.js'
import { sessionIdOf, type Json, type Order } from './order.js'
import { succeeded } from './wire.js'
import { missing, type Manner, type SeramWorld } from './world.js'

/** Items that an order can have one more of: where, what a right one is like, and who promises that it is accepted. */
interface Further {
  readonly list: Part
  readonly promisedBy: string
  readonly right: (world: SeramWorld, first: Json) => Json | Promise<Json>
}

const FURTHER: Readonly<Record<string, Further>> = {
  secureElement: {
    list: partNamed('secureElement'),
    promisedBy: 'seram.order.takes-a-list-of-secure-elements',
    right: async world => (await world.listedElements(2))[1] ?? missing('another secure element'),
  },
  ramCommand: {
    list: partNamed('ramCommands'),
    promisedBy: 'seram.remote-management-order.takes-every-command',
    right: () => ({ ramCommandType: 'ramStopCommand' }),
  },
  'C-APDU': {
    list: partNamed('listOfCAPDU'),
    promisedBy: 'seram.remote-management-order.takes-any-apdu',
    right: (_, first) => first,
  },
}

defineWords('value', VALUES)
defineWords('further', FURTHER)
defineWords('credentials', Object.fromEntries(CREDENTIAL_WORDS.map(words => [words, words])))
defineWords('body', Object.fromEntries(Object.entries(BODIES).map(entry => [entry[0], entry])))

type Value = (typeof VALUES)[string]

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

When('the client places {int} further orders in the session', placeFurtherInTurn)

When(
  'the client places {int} further orders in the session at once',
  async function (this: SeramWorld, count: number) {
    const orders: Order[] = []
    while (orders.length < count) orders.push(await furtherOrder(this))
    this.exchanges = await atOnce(this, orders)
    this.placed.push(...orders)
    this.promisedBy = 'seram.queue.takes-further-orders'
    this.twin = () => this.preconditions.requireQueue()
  },
)

When(
  'the client places a further order in the session using {credentials}',
  async function (this: SeramWorld, credentials: string) {
    this.order = await furtherOrder(this)
    await tryWith(this, credentials, 'seram.queue.takes-further-orders')
  },
)

When(
  'the client places the order using {credentials}',
  async function (this: SeramWorld, credentials: string) {
    await tryWith(this, credentials, this.promisedBy)
  },
)

When('the client places the order without {part}', async function (this: SeramWorld, part: Part) {
  this.refusedBy = part.neededBy
  await tryEdited(this, part, order => withPart(order, part.path))
})

When(
  'the client places the order with {part} as {value}',
  async function (this: SeramWorld, part: Part, value: Value) {
    await tryEdited(this, part, order => withPart(order, part.path, was => value(was, this.random)))
  },
)

When(
  'the client places the order with {part} as {string}',
  async function (this: SeramWorld, part: Part, text: string) {
    await tryEdited(this, part, order => withPart(order, part.path, () => text))
  },
)

When(
  'the client places the order with a line break after {part}',
  async function (this: SeramWorld, part: Part) {
    await tryEdited(this, part, order =>
      withPart(order, part.path, was => `${typeof was === 'string' ? was : ''}\n`),
    )
  },
)

When(
  'the client places the order with a further {further} without {word}',
  async function (this: SeramWorld, further: Further, member: string) {
    await tryFurther(this, further, right => partless(right, member))
  },
)

When(
  'the client places the order with a further {further} as {value}',
  async function (this: SeramWorld, further: Further, value: Value) {
    await tryFurther(this, further, right => value(right, this.random))
  },
)

When(
  'the client places the order with a further {further} as {string}',
  async function (this: SeramWorld, further: Further, text: string) {
    await tryFurther(this, further, () => text)
  },
)

When(/^the client places the order as "(.*)"$/, async function (this: SeramWorld, mediaType: string) {
  await tryIn(this, { mediaType })
  this.placed = [this.order]
})

When('the client sends the order by {word}', async function (this: SeramWorld, method: string) {
  await tryIn(this, { method })
})

When('the client sends the order as {body}', async function (this: SeramWorld, entry: [string, Body]) {
  const [name, body] = entry
  const session = { key: this.options.sessionKey, id: this.sessionID }
  const { bytes, otherSession } = body.of(this.bytesOf(this.order).toString(), session, this.random)
  this.otherSessionID = otherSession ?? ''
  this.refusedBy = body.refusedBy
  this.deed = name
  await tryIn(this, { body: bytes })
})

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

function furtherOrder(world: SeramWorld): Promise<Order> {
  return world.newOrder(undefined, { sessionID: world.sessionID })
}

/** Places orders at the same time, on connections that stand already. */
async function atOnce(world: SeramWorld, orders: readonly Order[]): Promise<Exchange[]> {
  await Promise.all(orders.map(() => world.placeInVain()))
  return Promise.all(orders.map(order => world.place(order)))
}

/** Places the order in another manner; the usual one is the twin. */
async function tryIn(world: SeramWorld, manner: Manner, promisedBy = world.promisedBy): Promise<void> {
  const order = world.order
  world.exchanges = [await world.place(order, manner)]
  world.twin = () => requireTwin(world, order, promisedBy)
}

async function tryWith(world: SeramWorld, credentials: string, promisedBy: string): Promise<void> {
  await tryIn(world, { credentials }, promisedBy)
  world.refusedBy =
    credentials === NO_CREDENTIALS
      ? 'seram.security.needs-credentials'
      : 'seram.security.refuses-wrong-credentials'
}

/** Places an order that is one edit away from one that the target accepts. */
async function tryEdited(world: SeramWorld, part: Part, edit: (order: Order) => Order): Promise<void> {
  const order = withFeature(world.order, part.needs, world.random)
  const isAdded = order !== world.order
  world.exchanges = [await world.place(edit(order))]
  world.twin = () => requireTwin(world, order, isAdded ? promiseOfAdded(part) : world.promisedBy)
}

async function tryFurther(world: SeramWorld, further: Further, spoil: (right: Json) => Json): Promise<void> {
  const { list, promisedBy } = further
  const plain = withFeature(world.order, list.needs, world.random)
  const first = partOf(plain, [...list.path, 0])
  const right = await further.right(world, first)
  const withItem = (item: Json): Order =>
    withPart(plain, list.path, was => [...(Array.isArray(was) ? was : []), item])
  world.exchanges = [await world.place(withItem(spoil(right)))]
  // A second command to stop would be one too many: there the order as it is shows enough.
  const twin = further === FURTHER['ramCommand'] ? plain : withItem(right)
  world.twin = () => requireTwin(world, twin, promisedBy)
}

async function requireTwin(world: SeramWorld, order: Order, promisedBy: string): Promise<void> {
  // What was accepted against expectation has begun the session; the twin then begins another one.
  const begins = succeeded(world.exchange) && world.placed.length === 0 && sessionIdOf(order) !== ''
  const sessionID = begins ? await world.unusedSessionID() : ''
  const exchange = await world.place(begins ? withPart(order, ['sessionID'], () => sessionID) : order)
  world.require(succeeded(exchange), promisedBy, 'the same order is accepted without the edit', exchange)
}

function promiseOfAdded({ needs }: Part): string {
  if (needs === 'delay') return 'seram.remote-management-order.takes-any-delay'
  return needs?.endsWith('Command')
    ? 'seram.remote-management-order.takes-every-command'
    : 'seram.order.accepts-post'
}

function partless(right: Json, member: string): Json {
  return withPart({ secureElement: right }, ['secureElement', member]).secureElement ?? null
}

function partNamed(name: string): Part {
  return PARTS[name] ?? missing(`the part "${name}"`)
}
