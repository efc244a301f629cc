import { When } from '@cucumber/cucumber'
import { describeAnswer } from '../../harness/describe.js'
import { defineWords } from '../../harness/words.js'
import { BODIES, type Body } from './bodies.js'
import { CREDENTIAL_WORDS, NO_CREDENTIALS, requireCredentials } from './credentials.js'
import { partOf, PARTS, VALUES, withFeature, withPart, type Part } from './edits.js'
import { sessionIdOf, type Json, type Order } from './order.js'
import { furtherOrder } from './placing.js'
import { ORDER, succeeded } from './wire.js'
import { missing, type Manner, type SeramWorld } from './world.js'

/** Items that an order can have one more of: where, what a right one is like, and who promises that it is accepted. */
interface Further {
  readonly list: Part
  readonly promisedBy: string
  readonly right: (world: SeramWorld, first: Json) => Json | Promise<Json>
  /** The rule that promises that a wrong item is found wherever it stands, where that is a rule of its own. */
  readonly everywhere?: string
}

const FURTHER: Readonly<Record<string, Further>> = {
  secureElement: {
    list: partNamed('secureElement'),
    promisedBy: 'seram.order.takes-a-list-of-secure-elements',
    everywhere: 'seram.secure-element.checks-every-item',
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

When(
  'the client places a further order in the session using {credentials}',
  async function (this: SeramWorld, credentials: string) {
    this.order = await furtherOrder(this)
    await tryWith(this, credentials, 'seram.queue.takes-further-orders')
  },
)

When(
  'the client places a further order in the session without {part}',
  async function (this: SeramWorld, part: Part) {
    this.order = await furtherOrder(this)
    this.promisedBy = 'seram.queue.takes-further-orders'
    this.refusedBy = part.neededBy
    await tryEdited(this, part, order => withPart(order, part.path))
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
    this.refusedBy = PARTS[member]?.neededBy
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

When(/^the client places the order and accepts "(.*)"$/, async function (this: SeramWorld, accept: string) {
  await tryIn(this, { accept })
  this.placed = [this.order]
})

When('somebody without credentials asks for the orders', async function (this: SeramWorld) {
  requireCredentials(this.session.target.auth)
  this.exchanges = [await this.sendAnonymously({ method: 'GET', target: ORDER })]
})

When('the client sends the order by {word}', async function (this: SeramWorld, method: string) {
  await tryIn(this, { method })
})

When('the client sends the order as {body}', async function (this: SeramWorld, entry: [string, Body]) {
  const [name, body] = entry
  const session = { key: this.options.sessionKey, id: this.sessionID }
  const bytes = body.of(this.bytesOf(this.order).toString(), session, this.random)
  this.refusedBy = body.refusedBy
  this.deed = name
  const { mediaType = 'application/json' } = body
  await tryIn(this, { body: bytes, mediaType })
})

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
  const wrong = spoil(right)
  world.exchanges = [await world.place(withItem(wrong))]
  // A second command to stop would be one too many: there the order as it is shows enough.
  const twin = further === FURTHER['ramCommand'] ? plain : withItem(right)
  world.twin = async () => {
    await requireTwin(world, twin, promisedBy)
    if (succeeded(world.exchange)) await requireOwnMistake(world, further, wrong)
  }
}

/** An item that was accepted behind a right one is tried alone: that tells what it is from where it stands. */
async function requireOwnMistake(
  world: SeramWorld,
  { list, everywhere }: Further,
  wrong: Json,
): Promise<void> {
  if (everywhere === undefined) return
  const order = withPart(await world.newOrder(), list.path, () => [wrong])
  const alone = await world.place(order)
  if (world.isAbout(everywhere)) {
    world.require(!succeeded(alone), world.refusedBy ?? '', 'the item is not accepted alone', alone)
  } else {
    world.require(succeeded(alone), everywhere, 'an item is not accepted wherever it stands', alone)
  }
}

async function requireTwin(world: SeramWorld, order: Order, promisedBy: string): Promise<void> {
  // What was accepted against expectation has begun the session; the twin then begins another one.
  const begins = succeeded(world.exchange) && world.placed.length === 0 && sessionIdOf(order) !== ''
  const sessionID = begins ? await world.unusedSessionID() : ''
  const exchange = await world.place(begins ? withPart(order, ['sessionID'], () => sessionID) : order)
  if (!succeeded(exchange) && !begins && (await isBlocked(world, order))) {
    if (
      !['seram.request.refusal-stores-nothing', 'seram.security.refusal-creates-nothing'].some(rule =>
        world.isAbout(rule),
      )
    )
      return
    world.check(
      false,
      {
        summary: 'After an order was refused, its session takes no order that is right.',
        expected: 'success, as with another session id',
        received: describeAnswer(exchange),
      },
      exchange,
    )
  }
  world.require(succeeded(exchange), promisedBy, 'the same order is accepted without the edit', exchange)
}

/** Whether an order that is not accepted would be under a session id that nobody has used. */
async function isBlocked(world: SeramWorld, order: Order): Promise<boolean> {
  if (sessionIdOf(order) === '' || world.placed.length > 0) return false
  const sessionID = await world.unusedSessionID()
  return succeeded(await world.place(withPart(order, ['sessionID'], () => sessionID)))
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
