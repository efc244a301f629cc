import { Then } from '@cucumber/cucumber'
import { NotApplicable } from '../../harness/finding.js'
import type { SocketClient } from './client.js'
import { eventOf, isObject, shown, type JsonObject } from './message.js'
import { EVENT } from './registering.js'
import { letEventsPass, nextEvent, requireEvent, unreached } from './signalling.js'
import type { ThunderWorld } from './world.js'

Then('the client receives the event', async function (this: ThunderWorld) {
  await checkReceived(this, this.socket)
})

Then('both clients receive the event', async function (this: ThunderWorld) {
  await checkReceived(this, this.socket)
  await checkReceived(this, this.otherSocket)
})

Then(
  'the client receives the event at least {int} times',
  async function (this: ThunderWorld, times: number) {
    for (let time = 0; time < times; time += 1) await checkReceived(this, this.socket)
    this.observe(`events for ${times} changes`, String(this.socket.events.length))
  },
)

Then('the client receives the event as {string}', async function (this: ThunderWorld, id: string) {
  await checkReceivedAs(this, [id])
})

Then(
  'the client receives the event as {string} beside the event as {string}',
  async function (this: ThunderWorld, first: string, second: string) {
    await checkReceivedAs(this, [first, second])
  },
)

Then('the client receives no event', async function (this: ThunderWorld) {
  await letEventsPass(this, [this.socket])
  const { events, exchange } = this.socket
  this.check(
    events.length === 0,
    {
      summary: 'A client that is not registered for the event receives it.',
      expected: 'no event',
      received: shown(events[0]),
    },
    exchange,
  )
})

Then('both clients receive the event equally often', async function (this: ThunderWorld) {
  const { socket, otherSocket } = this
  await requireEvent(this, socket)
  await requireEvent(this, otherSocket)
  await letEventsPass(this, [socket, otherSocket])
  // The other client may be late: it is given the time to catch up.
  while (otherSocket.events.length < socket.events.length) {
    if ((await nextEvent(this, otherSocket)) === undefined) break
  }
  this.check(
    socket.events.length <= otherSocket.events.length,
    {
      summary: 'A client that has registered twice receives an event more often than others.',
      expected: `${otherSocket.events.length} events, as the other client`,
      received: `${socket.events.length} events`,
    },
    socket.exchange,
  )
})

Then('the event says JSON-RPC 2.0', standing)
Then('the event has no id', standing)
Then('the method of the event ends in provisioningchange', standing)
Then('the parameters of the event are an object', standing)
Then('the status of the event is a number', standing)

Then('the event is a text message', async function (this: ThunderWorld) {
  await requireEvent(this)
  const { connection, exchange } = this.socket
  const isBinary = connection.messages.some(message => message.binary && eventOf(message) !== undefined)
  this.check(
    !isBinary,
    { summary: 'The event is a binary message.', expected: 'a text message', received: 'a binary message' },
    exchange,
  )
})

Then('the method of the event begins with {string}', async function (this: ThunderWorld, id: string) {
  const event = await requireEvent(this)
  checkMethod(this, event, beginsWith(event, id), `a method that begins with ${shown(id)}`)
})

Then('the method of the event is provisioningchange', async function (this: ThunderWorld) {
  const event = await requireEvent(this)
  checkMethod(this, event, event['method'] === EVENT, shown(EVENT))
})

Then('the status of the event is the one that was signalled', async function (this: ThunderWorld) {
  const signalled = this.signalled.at(-1)
  if (signalled === undefined) {
    throw new NotApplicable(
      'The stage does not say which status it has signalled: "status" among the facts of "provisioning change" would.',
    )
  }
  const event = await requireEvent(this)
  const first = statusOf(event)
  const isNumber = typeof first === 'number'
  this.require(isNumber, 'thunder.events.carries-a-status', 'the status is a number', this.socket.exchange)
  // A plugin may signal more than one event for a change.
  if (first !== signalled) await this.socket.fence()
  const statuses = this.socket.events.map(statusOf)
  this.check(
    statuses.includes(signalled),
    {
      summary: 'The event carries another status than the change.',
      expected: shown(signalled),
      received: statuses.map(shown).join(', '),
    },
    this.socket.exchange,
  )
})

/** The standing check of the scenario's own rule, on an event that has come. */
async function standing(this: ThunderWorld): Promise<void> {
  await requireEvent(this)
  this.checkStanding(this.socket.exchange)
}

async function checkReceived(world: ThunderWorld, client: SocketClient): Promise<void> {
  const event = await nextEvent(world, client)
  world.check(event !== undefined, unreached(world), client.exchange)
}

async function checkReceivedAs(world: ThunderWorld, ids: readonly string[]): Promise<void> {
  const { socket } = world
  for (const id of ids) {
    const event = await nextEvent(world, socket, event => beginsWith(event, id))
    const others = socket.events.map(prefixOf)
    if (event === undefined && others.length > 0) {
      world.require(
        socket.events.some(other => ids.some(wanted => beginsWith(other, wanted))),
        'thunder.events.begins-with-the-observers-id',
        'the method of an event begins with the id of the client',
        socket.exchange,
      )
    }
    world.check(
      event !== undefined,
      {
        summary: `A client that is registered as ${shown(id)} does not receive the event under it.`,
        expected: shown(`${id}.${EVENT}`),
        received: others.length > 0 ? `events as ${others.map(shown).join(', ')}` : 'no event',
      },
      socket.exchange,
    )
  }
}

function checkMethod(world: ThunderWorld, { method }: JsonObject, holds: boolean, expected: string): void {
  world.check(
    holds,
    { summary: 'The event has another method.', expected, received: shown(method) },
    world.socket.exchange,
  )
}

/** What stands before the name of the event in its method. */
function prefixOf({ method }: JsonObject): string {
  return String(method).replace(/\.?provisioningchange$/i, '')
}

/** Whether the id stands before the name, of whatever spelling that is. */
function beginsWith(event: JsonObject, id: string): boolean {
  const method = String(event['method'])
  return prefixOf(event) === id || (method.startsWith(`${id}.`) && !method.slice(id.length + 1).includes('.'))
}

function statusOf({ params }: JsonObject): unknown {
  return isObject(params) ? params['status'] : undefined
}
