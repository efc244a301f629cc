import * as fc from 'fast-check'
import { CHARACTERS } from '../../harness/fuzz/characters.js'
import type { Property } from '../../harness/fuzz/property.js'
import { isEvent, isObject, type Line } from './line.js'
import { broken, callText, shown, type Plugin } from './plugin.js'

/** What a client does with its registrations. */
type Deed =
  | { readonly do: 'register' | 'unregister' | 'register elsewhere' | 'spoil'; readonly id: string }
  | { readonly do: 'close' | 'break off' | 'call' }

/** Something that happens to clients and plugin; a signal may come while a client does something. */
type Step =
  | (Deed & { readonly client: number })
  | { readonly do: 'signal'; readonly times: number; readonly race: Race | null }
  | { readonly do: 'turn'; readonly state: 'idle' | 'provisioning' | 'back office unavailable' }

/** What a client does while the plugin signals. */
interface Race {
  readonly client: number
  readonly deed: Deed
}

const CLIENTS = ['first', 'second', 'third'] as const
const EVENT = 'provisioningchange'

/** Ids that are easily taken for each other, and some that are hard to write. */
const IDS = [
  'watch',
  'watch.1',
  'watch.1.2',
  'Watch',
  'watch ',
  'client.events.1',
  '7',
  '07',
  'Wächter 🙂',
  'a"b\\c/d',
  'watch\n1',
  EVENT,
]

/** A client as it should be: a connection, and under which ids it is registered. */
interface Client {
  readonly line: Line
  /** Must receive the event under these. */
  readonly registered: Set<string>
  /** May receive it under these. */
  readonly allowed: Set<string>
  /** How many of the messages were looked at. */
  judged: number
}

/** Each event reaches just those that are registered, under their ids, whatever was done before and meanwhile. */
export function eventsReachTheRegistered(plugin: Plugin): Property<readonly Step[]> {
  return {
    name: 'anything done by three clients in any order, and events between',
    values: stepsOf(plugin.world.session.fuzzing.isDeep),
    parts: 2,
    tell: steps => steps.map(step => `When ${tell(step)}`),
    simpler: simplerSteps,
    restsOn: [
      'thunder.registration.succeeds',
      'thunder.registration.can-be-ended',
      'thunder.registration.can-be-renewed',
      'thunder.events.reaches-every-observer',
      'thunder.events.comes-each-time',
      'thunder.events.reaches-observers-alone',
      'thunder.events.begins-with-the-observers-id',
      'thunder.events.ends-with-the-registration',
      'thunder.events.ends-with-the-connection',
      'thunder.events.survives-the-end-of-others',
      'thunder.events.keeps-connections-apart',
      'thunder.events.reaches-each-id-of-a-client',
      'thunder.events.ends-one-id-alone',
      'thunder.events.matches-its-name-exactly',
    ],
    async holds(steps) {
      await plugin.world.state('idle', {})
      const scene = new Scene(plugin)
      for (const step of steps) await scene.perform(step)
    },
  }
}

function stepsOf(isDeep: boolean): fc.Arbitrary<Step[]> {
  const client = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(2) })
  const id = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...IDS.slice(0, 2)) },
    { weight: 3, arbitrary: fc.constantFrom(...IDS) },
    { weight: 1, arbitrary: fc.string({ unit: CHARACTERS, minLength: 1, maxLength: 8 }) },
  )
  const about = (
    what: 'register' | 'unregister' | 'register elsewhere' | 'spoil',
    weight: number,
  ): { weight: number; arbitrary: fc.Arbitrary<Deed> } => ({
    weight,
    arbitrary: fc.record({ do: fc.constant(what), id }),
  })
  const plain = fc.record({ do: fc.constantFrom('close' as const, 'break off' as const, 'call' as const) })
  const deed: fc.Arbitrary<Deed> = fc.oneof(
    about('register', 6),
    about('unregister', 4),
    about('register elsewhere', 1),
    about('spoil', 2),
    { weight: 2, arbitrary: plain },
  )
  const times = fc.oneof(
    { weight: 4, arbitrary: fc.constant(1) },
    { weight: 1, arbitrary: fc.integer({ min: 2, max: 3 }) },
  )
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(deed, client).map(([of, client]) => ({ ...of, client })) },
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('signal' as const),
        times,
        race: fc.option(fc.record({ client, deed }), { freq: 3 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('turn' as const),
        state: fc.constantFrom('idle' as const, 'provisioning' as const, 'back office unavailable' as const),
      }),
    },
  )
  return fc.array(step, { minLength: 1, maxLength: isDeep ? 16 : 8, size: 'max' })
}

/** Steps one after the other in place of a race, one signal in place of several, the first clients, and the plainest ids. */
function* simplerSteps(steps: readonly Step[]): Generator<readonly Step[]> {
  for (const [index, step] of steps.entries()) {
    if (step.do === 'turn') continue
    if (step.do !== 'signal') {
      if ('id' in step && step.id !== 'watch') yield steps.with(index, { ...step, id: 'watch' })
      continue
    }
    const { race, times } = step
    if (race) {
      const deed: Step = { ...race.deed, client: race.client }
      const signal: Step = { ...step, race: null }
      for (const instead of [[deed], [deed, signal], [signal, deed]]) {
        yield steps.toSpliced(index, 1, ...instead)
      }
    }
    if (times > 1) yield steps.with(index, { ...step, times: 1 })
  }
  for (const client of CLIENTS.keys()) {
    const swapped = steps.map(step => withClients(step, other => (other === client + 1 ? client : other)))
    if (JSON.stringify(swapped) !== JSON.stringify(steps)) yield swapped
  }
}

function withClients(step: Step, clientOf: (client: number) => number): Step {
  if (step.do === 'turn') return step
  if (step.do !== 'signal') return { ...step, client: clientOf(step.client) }
  return { ...step, race: step.race && { ...step.race, client: clientOf(step.race.client) } }
}

/** Clients and plugin of one case. */
class Scene {
  private readonly clients: (Client | undefined)[] = []
  private lastId = 0

  constructor(private readonly plugin: Plugin) {}

  async perform(step: Step): Promise<void> {
    const { world } = this.plugin
    if (step.do === 'turn') {
      world.cover('transitions', `the plugin turns ${step.state}`)
      await world.state(step.state, {})
    } else if (step.do === 'signal') {
      await this.signal(step.times, step.race)
    } else {
      const client = await this.client(step.client)
      this.count(step, client)
      await this.act(step, step.client, client)
      const now = this.clients[step.client]
      if (now) this.judge(now)
    }
  }

  private async client(index: number): Promise<Client> {
    const known = this.clients[index]
    if (known) return known
    const client: Client = {
      line: await this.plugin.open(),
      registered: new Set(),
      allowed: new Set(),
      judged: 0,
    }
    this.clients[index] = client
    return client
  }

  private async act(deed: Deed, index: number, client: Client): Promise<void> {
    switch (deed.do) {
      case 'register':
        return this.register(client, deed.id)
      case 'unregister':
        return this.unregister(client, deed.id)
      case 'register elsewhere':
        // Whether an event that does not exist can be registered for is left open.
        await this.ask(client, 'register', { event: `${EVENT}d`, id: deed.id })
        return
      case 'spoil': {
        const text = callText(this.plugin, 'register', { event: EVENT, id: deed.id }, this.newId())
        await client.line.send(text.slice(0, -2))
        await client.line.fence()
        // A server may close a connection over which garbage comes.
        if (!client.line.isOpen) this.clients[index] = undefined
        return
      }
      case 'call':
        await this.ask(client, 'id')
        return
      case 'close':
      case 'break off':
        this.judge(client)
        await client.line.end(deed.do === 'close' ? 'closing' : 'breaking off')
        this.clients[index] = undefined
        await this.client(index)
    }
  }

  private async register(client: Client, id: string): Promise<void> {
    const isNew = !client.registered.has(id)
    client.allowed.add(id)
    const answer = await this.ask(client, 'register', { event: EVENT, id })
    if (isNew && !('result' in answer)) {
      const summary = 'A client cannot register under an id.'
      broken(summary, `a registration as ${shown(id)}`, client.line.exchange, shown(answer))
    }
    client.registered.add(id)
  }

  private async unregister(client: Client, id: string): Promise<void> {
    const was = client.registered.delete(id)
    const answer = await this.ask(client, 'unregister', { event: EVENT, id })
    if (was && !('result' in answer)) {
      const summary = 'A client cannot unregister what it has registered.'
      broken(summary, `the end of ${shown(id)}`, client.line.exchange, shown(answer))
    }
    // What was sent before the answer may have been on its way.
    this.judge(client)
    client.allowed.delete(id)
  }

  private async signal(times: number, race: Race | null): Promise<void> {
    const { world } = this.plugin
    const racer = race ? await this.client(race.client) : undefined
    if (race && racer) this.count(race.deed, racer, 'as it signals, ')
    else world.cover('transitions', 'the plugin signals')
    const due = this.clients.flatMap((client, index) => {
      if (client === undefined) return []
      const ids = [...client.registered].filter(id => client !== racer || !race || isKept(id, race.deed))
      return [{ client, index, from: client.line.received.length, ids }]
    })
    // What the racing client was registered for may have been on its way.
    const allowed = new Set(racer?.allowed)
    const signals = async (): Promise<void> => {
      for (let time = 0; time < times; time += 1) await world.state('provisioning change', {})
    }
    await Promise.all([signals(), race && racer && this.act(race.deed, race.client, racer)])
    for (const { client, index, from, ids } of due) await this.expect(client, index, from, ids, times)
    const present = this.clients.filter(client => client !== undefined)
    await Promise.all(present.map(({ line }) => line.fence()))
    for (const client of present) this.judge(client, client === racer ? allowed : undefined)
  }

  /** Waits until a client has received the event as often as it was signalled under each of some ids. */
  private async expect(
    { line }: Client,
    index: number,
    from: number,
    ids: readonly string[],
    times: number,
  ): Promise<void> {
    const count = (id: string): number =>
      line.received.slice(from).filter(value => isEvent(value) && value['method'] === `${id}.${EVENT}`).length
    await line.until(() => ids.every(id => count(id) >= times), 'wait')
    const lost = ids.find(id => count(id) < times)
    if (lost === undefined) return
    const who = `The ${CLIENTS[index]} client is registered as ${shown(lost)}`
    const received = line.isOpen ? `${count(lost)} events` : 'the end of the connection'
    const expected = `${times} event${times > 1 ? 's' : ''} as ${shown(`${lost}.${EVENT}`)}`
    broken(`${who} and does not receive each event.`, expected, line.exchange, received)
  }

  /** Looks at what a client has received meanwhile: nothing but events under ids that it may receive them under. */
  private judge(client: Client, more: ReadonlySet<string> = new Set()): void {
    const { line, allowed } = client
    const fresh = line.received.slice(client.judged).filter(isEvent)
    client.judged = line.received.length
    for (const { method } of fresh) {
      if ([...allowed, ...more].some(id => method === `${id}.${EVENT}`)) continue
      const ids = [...allowed].map(shown).join(', ') || 'nothing'
      const summary = 'A client receives an event for which it is not registered.'
      broken(summary, `events for ${ids}`, line.exchange, shown(method))
    }
  }

  private async ask({ line }: Client, member: string, params?: object): Promise<object> {
    const id = this.newId()
    const answer = (): unknown =>
      line.received.findLast(value => isObject(value) && !isEvent(value) && value['id'] === id)
    await line.send(callText(this.plugin, member, params, id))
    await line.until(() => answer() !== undefined, 'request')
    const found = answer()
    if (isObject(found)) return found
    const received = line.isOpen ? 'no answer' : 'the end of the connection'
    broken(`A call of ${member} is not answered.`, 'an answer', line.exchange, received)
  }

  private newId(): number {
    this.lastId += 1
    return this.lastId
  }

  private count(deed: Deed, { registered }: Client, when = ''): void {
    const known = 'id' in deed && registered.has(deed.id)
    const state = registered.size === 0 ? 'unregistered' : known ? 'registered' : 'registered otherwise'
    const isLegal = !(deed.do === 'unregister' && !known) && !(deed.do === 'register' && known)
    const kind = isLegal && deed.do !== 'spoil' ? 'transitions' : 'illegalTransitions'
    this.plugin.world.cover(kind, `${when}${state}: ${deed.do}`)
  }
}

/** Whether what a client does leaves an id of its own registered throughout. */
function isKept(id: string, deed: Deed): boolean {
  if (deed.do === 'close' || deed.do === 'break off') return false
  return !('id' in deed) || deed.id !== id || deed.do === 'register elsewhere'
}

function tell(step: Step): string {
  if (step.do === 'turn') return `the plugin becomes ${step.state}`
  if (step.do !== 'signal') return `the ${CLIENTS[step.client]} client ${tellDeed(step)}`
  const often = step.times > 1 ? ` ${step.times} times` : ''
  const signal = `the plugin signals a provisioning change${often}`
  if (step.race === null) return signal
  return `${signal} while the ${CLIENTS[step.race.client]} client ${tellDeed(step.race.deed)}`
}

function tellDeed(deed: Deed): string {
  switch (deed.do) {
    case 'register':
      return `registers as ${shown(deed.id)}`
    case 'unregister':
      return `unregisters ${shown(deed.id)}`
    case 'register elsewhere':
      return `registers as ${shown(deed.id)} for another event`
    case 'spoil':
      return `sends a registration as ${shown(deed.id)} that is cut off`
    case 'close':
      return 'closes its connection, then connects again'
    case 'break off':
      return 'breaks off, then connects again'
    case 'call':
      return 'calls id'
  }
}
