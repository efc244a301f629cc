import { Given, When } from '@cucumber/cucumber'
import { defineWords } from '../../harness/words.js'
import type { Client, SocketClient } from './client.js'
import { callOf, type Reply } from './message.js'
import type { ThunderWorld } from './world.js'

/** The name of the event. */
export const EVENT = 'provisioningchange'

const SUCCEEDS = 'thunder.registration.succeeds'
const ENDS = 'thunder.registration.can-be-ended'

const MISSING = {
  'an event': ({ random }: ThunderWorld) => ({ id: random.word(8) }),
  'an id': () => ({ event: EVENT }),
} as const

type Incomplete = (world: ThunderWorld) => object

defineWords('missing', MISSING)

type Other = (world: ThunderWorld) => Promise<object>

const OTHERS: Readonly<Record<string, Other>> = {
  'an id that it has not': ({ random }) => Promise.resolve({ event: EVENT, id: random.word(8) }),
  // Whether an event that does not exist can be registered for is open.
  'another event under the same id': async world => {
    const params = { event: world.random.word(8), id: 'watch' }
    world.outcomeOf(await ask(world, world.socket, 'register', params))
    return params
  },
}

defineWords('other', OTHERS)

Given('a client over WebSocket, registered as {string}', async function (this: ThunderWorld, id: string) {
  const client = (await this.connect('websocket')) as SocketClient
  this.clients = [client]
  await register(this, client, id)
})

Given(
  'another client over WebSocket, registered as {string}',
  async function (this: ThunderWorld, id: string) {
    const client = (await this.connect('websocket')) as SocketClient
    this.clients = [this.client, client]
    await register(this, client, id)
  },
)

Given('the client has registered as {string}', async function (this: ThunderWorld, id: string) {
  await register(this, this.socket, id)
})

Given(
  'the client has registered as {string} by a notification',
  async function (this: ThunderWorld, id: string) {
    await this.socket.send(JSON.stringify(callOf(this.name('register'), { event: EVENT, id })))
    await this.socket.fence()
  },
)

Given('the client has registered without an id', async function (this: ThunderWorld) {
  const reply = await ask(this, this.socket, 'register', { event: EVENT })
  this.requireResult(reply, 'thunder.registration.takes-missing-names-as-empty')
})

Given('the client has tried to register as {string} again', async function (this: ThunderWorld, id: string) {
  const reply = await ask(this, this.socket, 'register', { event: EVENT, id })
  this.observe(
    'a second registration under the same id',
    'result' in this.outcomeOf(reply) ? 'taken' : 'refused',
  )
})

Given('the client has tried to register for the event in another case', async function (this: ThunderWorld) {
  for (const event of ['ProvisioningChange', EVENT.toUpperCase()]) {
    this.outcomeOf(await ask(this, this.socket, 'register', { event, id: this.random.word(8) }))
  }
})

Given(
  'the client has tried to register for the event by a part of its name',
  async function (this: ThunderWorld) {
    for (const event of ['provisioning', 'change', EVENT.slice(0, -1)]) {
      this.outcomeOf(await ask(this, this.socket, 'register', { event, id: this.random.word(8) }))
    }
  },
)

Given('the client has tried to unregister {other}', async function (this: ThunderWorld, other: Other) {
  this.outcomeOf(await ask(this, this.socket, 'unregister', await other(this)))
})

Given('the client has unregistered {string}', async function (this: ThunderWorld, id: string) {
  await unregister(this, this.socket, id)
})

Given('the other client has unregistered {string}', async function (this: ThunderWorld, id: string) {
  await unregister(this, this.otherSocket, id)
})

When('the client registers as {string}', async function (this: ThunderWorld, id: string) {
  this.promisedBy = SUCCEEDS
  // What a second registration is refused as is judged only where the first one was taken, and another still is.
  this.twin = () => register(this, this.socket, this.random.word(8))
  this.replies = [await ask(this, this.socket, 'register', { event: EVENT, id })]
})

When('the client registers for an event that does not exist', async function (this: ThunderWorld) {
  const event = `${EVENT}${this.random.word(4, 'bcdfghjklmnpqrstvwxz')}`
  this.replies = [await ask(this, this.socket, 'register', { event, id: this.random.word(8) })]
})

When('the client registers without {missing}', async function (this: ThunderWorld, params: Incomplete) {
  this.twin = () => register(this, this.socket, this.random.word(8))
  this.replies = [await ask(this, this.socket, 'register', params(this))]
})

When('the client unregisters {string}', async function (this: ThunderWorld, id: string) {
  this.promisedBy = ENDS
  this.twin = async () => {
    const other = this.random.word(8)
    await register(this, this.socket, other)
    await unregister(this, this.socket, other)
  }
  this.replies = [await ask(this, this.socket, 'unregister', { event: EVENT, id })]
})

/** Registers a client for the event, which must succeed. */
export async function register(
  world: ThunderWorld,
  client: Client,
  id: string,
  event = EVENT,
): Promise<void> {
  const reply = await ask(world, client, 'register', { event, id })
  world.requireResult(reply, SUCCEEDS)
}

async function unregister(world: ThunderWorld, client: Client, id: string): Promise<void> {
  const reply = await ask(world, client, 'unregister', { event: EVENT, id })
  world.requireResult(reply, ENDS)
}

function ask(world: ThunderWorld, client: Client, member: string, params: object): Promise<Reply> {
  return world.ask(client, member, params)
}
