import { When } from '@cucumber/cucumber'
import { NotTested, type Finding } from '../../harness/finding.js'
import { SocketClient, waitsInVain } from './client.js'
import { eventOf, type JsonObject } from './message.js'
import { EVENT, register } from './registering.js'
import { missing } from './missing.js'
import type { ThunderWorld } from './world.js'

/** The rule that a registered client receives events. */
export const REACHES = 'thunder.events.reaches-every-observer'

When('the plugin signals a provisioning change', async function (this: ThunderWorld) {
  // Events are autonomous: one may have come while the client was registered, and says nothing of what is so now.
  const sockets = this.clients.filter(client => client instanceof SocketClient)
  // What the registration of one client has set off may still be on its way to another.
  if (sockets.length > 1) for (const client of sockets) await client.fence()
  for (const client of sockets) client.forget()
  await signal(this)
})

When(
  'the plugin signals a provisioning change {int} times',
  async function (this: ThunderWorld, times: number) {
    for (let time = 0; time < times; time += 1) await signal(this)
  },
)

/** Has the plugin signal a change, which takes a stage. */
export async function signal(world: ThunderWorld): Promise<void> {
  if (world.session.target.stage === undefined) {
    throw new NotTested(
      'Only a stage can make the plugin signal a change. Add thunder.stage to the target file, with the state "provisioning change".',
    )
  }
  const { status } = await world.state('provisioning change', {})
  world.signalled = [...world.signalled, status]
}

/** The next event of a client that matches; undefined if none comes within the target's limit. */
export async function nextEvent(
  world: ThunderWorld,
  client: SocketClient,
  matches: (event: JsonObject) => boolean = () => true,
): Promise<JsonObject | undefined> {
  const vain = await waitsInVain(world)
  const isPlain = world.rule.id === REACHES
  const isHopeless = vain.has(world.rule.id) || (!isPlain && vain.has(REACHES_ANY))
  if (isHopeless) await client.fence()
  const message = await client.connection.next(isHopeless ? 0 : world.session.target.limits.wait, message => {
    const event = eventOf(message)
    return event !== undefined && matches(event)
  })
  if (message) return eventOf(message)
  if (isHopeless) throw new NotTested('The event that this rule speaks of was waited for in vain before.')
  vain.add(world.rule.id)
  if (!isPlain) await requireEvents(world)
  return undefined
}

/** An event that a registered client must have received. */
export async function requireEvent(
  world: ThunderWorld,
  client: SocketClient = world.socket,
): Promise<JsonObject> {
  const event = await nextEvent(world, client)
  world.require(event !== undefined, REACHES, 'a registered client receives the event', client.exchange)
  return event ?? missing('an event')
}

/** What is wrong where a registered client waits in vain. */
export function unreached(world: ThunderWorld): Finding {
  return {
    summary: 'A client that is registered does not receive the event.',
    expected: 'the event',
    received: `no event within ${world.session.target.limits.wait} ms`,
  }
}

/** What is waited for where it is asked whether events come at all. */
const REACHES_ANY = 'any event'

/** Makes sure, once in a run, that a client which is registered receives events. */
async function requireEvents(world: ThunderWorld): Promise<void> {
  const isReached = await world.session.once('thunder: an event that is received', async () => {
    const witness = await openWitness(world)
    await signal(world)
    const { wait } = world.session.target.limits
    const event = await witness.connection.next(wait, message => eventOf(message) !== undefined)
    // That rule may have been kept before: what was so then is so no more.
    if (event === undefined) world.session.charge(REACHES, unreached(world), witness.exchange)
    return event !== undefined
  })
  if (!isReached) (await waitsInVain(world)).add(REACHES_ANY)
  world.require(isReached, REACHES, 'a registered client receives the event')
}

/**
 * Signals once more, for a client that registers only now: when it has received the event, and the others an answer to
 * a later call, then what was to come for them has come.
 */
export async function letEventsPass(world: ThunderWorld, clients: readonly SocketClient[]): Promise<void> {
  // A client that has said nothing yet may be unknown to the target, and be spared for that alone.
  for (const client of clients) await client.fence()
  const witness = await openWitness(world)
  await signal(world)
  await requireEvent(world, witness)
  for (const client of clients) await client.fence()
}

async function openWitness(world: ThunderWorld): Promise<SocketClient> {
  const witness = await SocketClient.open(world)
  await register(world, witness, `witness${world.random.word(6)}`, EVENT)
  return witness
}
