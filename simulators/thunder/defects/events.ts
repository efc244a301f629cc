import { defect, override } from '../../simulator.js'
import {
  inRelease,
  outcomeOf,
  releaseBut,
  resultOf,
  without,
  type ThunderAlteration,
} from '../alterations.js'
import { EVENT, type ThunderCore } from '../core.js'
import type { Outcome, Response } from '../json-rpc.js'
import type { Channel, Observer, Observers } from '../observers.js'
import type { Connection } from '../sockets.js'

const REFUSED: Outcome = { error: { code: 2, message: 'ERROR_UNAVAILABLE' } }
const INVALID_PARAMS = { code: -32602, message: 'Invalid params' }

/** Replaces parts of the book of observers. */
const observers = (
  name: string,
  replace: (original: Observers, core: ThunderCore) => Partial<Observers>,
): ThunderAlteration => defect(name, core => override(core.observers, original => replace(original, core)))

/** Changes the event that an observer gets. */
const events = (name: string, change: (event: Response, observer: Observer) => Response): ThunderAlteration =>
  defect(name, core =>
    override(core, original => ({
      event: (observer, status) => change(original.event(observer, status), observer),
    })),
  )

/** Names events in another way. */
const names = (name: string, change: (method: string, observer: Observer) => string): ThunderAlteration =>
  defect(name, core =>
    override(core, original => ({ eventName: observer => change(original.eventName(observer), observer) })),
  )

const withParams = (event: Response, params: unknown): Response => ({ ...event, params })
const statusOf = (event: Response): number => (event['params'] as { status: number }).status
const pushTo = (connection: Connection, core: ThunderCore, event: Response): void =>
  connection.push(core.rpc.encode(event))
const anonymous = (status: number): Response => ({
  jsonrpc: '2.0',
  method: `client.events.1.${EVENT}`,
  params: { status },
})

/** Defects in registrations and in the event. */
export const eventDefects = {
  'thunder.registration.succeeds': [
    outcomeOf('register', 'refuses every registration', () => REFUSED),
    outcomeOf('register', 'refuses a registration while provisioning', (outcome, _call, { plugin }) =>
      plugin.running ? REFUSED : outcome,
    ),
  ],
  'thunder.registration.result-is-zero-or-null': [
    resultOf('register', 'answers a registration with true', () => true),
    resultOf('unregister', 'answers the end of a registration with 22', () => 22),
    releaseBut('r5', 'answers a registration with 0 as release 4 does', { registered: 0 }),
  ],
  'thunder.registration.can-be-ended': [
    outcomeOf('unregister', 'ends a registration and says that there was none', () => REFUSED),
  ],
  'thunder.registration.can-be-renewed': [
    observers('remembers an ended registration as one', original => {
      const ended = new WeakMap<Channel, Set<string>>()
      return {
        unregister: (channel, event, id) => {
          const keys = ended.get(channel) ?? new Set()
          ended.set(channel, keys.add(original.key(event, id)))
          return original.unregister(channel, event, id)
        },
        register: (channel, event, id) =>
          ended.get(channel)?.has(original.key(event, id))
            ? 'registered already'
            : original.register(channel, event, id),
      }
    }),
    observers('tells nothing to a client that has registered again', original => {
      const ended = new WeakMap<Channel, Set<string>>()
      return {
        unregister: (channel, event, id) => {
          const keys = ended.get(channel) ?? new Set()
          ended.set(channel, keys.add(original.key(event, id)))
          return original.unregister(channel, event, id)
        },
        of: event =>
          original.of(event).filter(({ channel, id }) => !ended.get(channel)?.has(original.key(event, id))),
      }
    }),
  ],
  'thunder.events.ends-for-nothing-else': [
    observers('ends every registration of a client that ends what it has not', original => ({
      unregister: (channel, event, id) => {
        const isEnded = original.unregister(channel, event, id)
        if (!isEnded) original.drop(channel)
        return isEnded
      },
    })),
    observers('ends what is registered under an id for every event', original => ({
      unregister: (channel, event, id) => {
        const isEnded = original.unregister(channel, event, id)
        if (isEnded) original.unregister(channel, EVENT, id)
        return isEnded
      },
    })),
  ],
  'thunder.registration.takes-any-event': [
    inRelease('r4', 'refuses a registration for an event that does not exist', core =>
      override(core, original => ({
        registration: (params, channel) => {
          const names = original.registration(params, channel)
          return 'event' in names && names.event !== EVENT && names.event !== ''
            ? { error: INVALID_PARAMS }
            : names
        },
      })),
    ),
  ],
  'thunder.registration.refuses-a-second': [
    inRelease('r2', 'takes a second registration', core =>
      override(core, original => ({
        register: (params, channel) => forgiving(original.register(params, channel), 29),
      })),
    ),
    releaseBut('r5', 'refuses a second registration as release 4 does', {
      registeredAlready: { code: 22, message: 'ERROR_UNKNOWN_KEY' },
    }),
  ],
  'thunder.registration.refuses-to-end-what-is-not': [
    inRelease('r4', 'ends what is not registered', core =>
      override(core, original => ({
        unregister: (params, channel) => forgiving(original.unregister(params, channel), 22),
      })),
    ),
    releaseBut('r5', 'refuses to end what is not registered as release 4 does', {
      notRegistered: { code: 22, message: 'ERROR_UNKNOWN_KEY' },
    }),
  ],
  'thunder.registration.needs-event-and-id': [
    releaseBut('r5', 'takes a registration without an event or an id', { incompleteRegistration: 'empty' }),
  ],
  'thunder.registration.takes-missing-names-as-empty': [
    releaseBut('r4', 'refuses a registration without an event or an id', {
      incompleteRegistration: INVALID_PARAMS,
    }),
  ],

  'thunder.events.reaches-every-observer': [
    observers('tells the latest client alone', original => ({
      of: event => {
        const all = original.of(event)
        const latest = all.at(-1)?.channel
        return all.filter(observer => observer.channel === latest)
      },
    })),
    defect('signals nothing without a back office', core =>
      override(core, original => ({
        signal: status => {
          if (core.plugin.backOfficeAvailable) original.signal(status)
        },
      })),
    ),
    defect('signals nothing while provisioning', core =>
      override(core, original => ({
        signal: status => {
          if (!core.plugin.running) original.signal(status)
        },
      })),
    ),
  ],
  'thunder.events.comes-each-time': [
    defect('forgets the registrations of a client that calls an unknown method', core =>
      override(core, original => ({
        invoke: (call, channel) => {
          const outcome = original.invoke(call, channel)
          const isUnknown = 'error' in outcome && /\.(?:reset|status|label)/.test(call.method)
          if (isUnknown) core.observers.drop(channel)
          return outcome
        },
      })),
    ),
    observers('forgets a registration that comes twice', original => ({
      register: (channel, event, id) => {
        const outcome = original.register(channel, event, id)
        if (outcome === 'registered already') original.unregister(channel, event, id)
        return outcome
      },
    })),
    observers('tells each observer of two changes at most', original => {
      const told = new WeakMap<Observer, number>()
      return {
        of: event =>
          original.of(event).filter(observer => {
            const count = (told.get(observer) ?? 0) + 1
            told.set(observer, count)
            return count <= 2
          }),
      }
    }),
  ],
  'thunder.events.reaches-observers-alone': [
    defect('tells clients that have never registered', core => {
      const known = new WeakSet<object>()
      override(core.observers, original => ({
        register: (channel, event, id) => {
          known.add(channel)
          return original.register(channel, event, id)
        },
      }))
      override(core, original => ({
        signal: status => {
          original.signal(status)
          for (const connection of core.sockets.connections)
            if (!known.has(connection)) pushTo(connection, core, anonymous(status))
        },
      }))
    }),
    defect('tells the wrong connection', core => {
      // Only a client that has not registered can show it: the others get the event anyway.
      override(core, original => ({
        signal: status => {
          original.signal(status)
          const [first] = core.sockets.connections
          const isNew = first !== undefined && !core.observers.channels.has(first)
          if (isNew) pushTo(first, core, anonymous(status))
        },
      }))
    }),
  ],
  'thunder.events.says-version-2': [
    events('leaves the version out of events', event => without(event, 'jsonrpc')),
    events('gives version "1.0" in events', event => ({ ...event, jsonrpc: '1.0' })),
  ],
  'thunder.events.has-no-id': [
    events('numbers its events', event => ({ ...event, id: 1 })),
    events('gives events the id null', event => ({ ...event, id: null })),
  ],
  'thunder.events.is-named-provisioningchange': [
    names(
      'names the event with a capital letter',
      (_method, observer) => `${observer.id}.ProvisioningChange`,
    ),
    names('sends the id of the observer alone', (_method, observer) => observer.id),
  ],
  'thunder.events.begins-with-the-observers-id': [
    names('puts the version behind the id', (_, { id }) => (id === '' ? EVENT : `${id}.1.${EVENT}`)),
    names('begins every event with client.events.1', () => `client.events.1.${EVENT}`),
    names(
      'cuts the id of an observer at its last full stop',
      (_method, { id }) => `${id.replace(/\.[^.]*$/, '')}.${EVENT}`,
    ),
    names('drops what is not ASCII from the id of an observer', method =>
      method.replaceAll(/[^\u0020-\u007e]/g, ''),
    ),
  ],
  'thunder.events.without-an-id-is-named-alone': [
    inRelease('r4', 'puts a full stop before the event where the id is empty', core =>
      override(core, () => ({ eventName: observer => `${observer.id}.${observer.event}` })),
    ),
  ],
  'thunder.events.has-parameters-in-an-object': [
    events('gives the parameters of an event by position', event => withParams(event, [statusOf(event)])),
    events('gives the status for the parameters of an event', event => withParams(event, statusOf(event))),
  ],
  'thunder.events.carries-a-status': [
    events('gives the status of an event as a string', event =>
      withParams(event, { status: String(statusOf(event)) }),
    ),
    events('leaves the status out of events', event => withParams(event, {})),
    events('gives labels for the status of an event', event => withParams(event, { labels: ['netflix'] })),
  ],
  'thunder.events.carries-the-status-of-the-change': [
    events('gives every event the status 0', event => withParams(event, { status: 0 })),
  ],
  'thunder.events.ends-with-the-registration': [
    observers('goes on telling who has unregistered', original => {
      const ended = new WeakMap<Channel, Set<string>>()
      return {
        unregister: (channel, event, id) => {
          const key = original.key(event, id)
          if (!original.channels.get(channel)?.has(key)) return false
          ended.set(channel, (ended.get(channel) ?? new Set()).add(key))
          return true
        },
        register: (channel, event, id) =>
          ended.get(channel)?.delete(original.key(event, id))
            ? 'registered'
            : original.register(channel, event, id),
      }
    }),
  ],
  'thunder.events.ends-with-the-connection': [
    defect('tells a new connection what a closed one had registered for', core => {
      const orphans: Observer[] = []
      override(core.observers, original => ({
        drop: channel => {
          orphans.push(...(original.channels.get(channel)?.values() ?? []))
          original.drop(channel)
        },
      }))
      override(core.plugin, original => ({
        reset: () => {
          orphans.length = 0
          original.reset()
        },
      }))
      override(core, original => ({
        signal: status => {
          original.signal(status)
          for (const connection of core.sockets.connections)
            if (!core.observers.channels.has(connection))
              for (const orphan of orphans) pushTo(connection, core, core.event(orphan, status))
        },
      }))
    }),
  ],
  'thunder.events.survives-the-end-of-others': [
    observers('forgets the id of a closed connection everywhere', original => ({
      drop: channel => {
        const closed = [...(original.channels.get(channel)?.keys() ?? [])]
        original.drop(channel)
        for (const registrations of original.channels.values())
          for (const key of closed) registrations.delete(key)
      },
    })),
  ],
  'thunder.events.keeps-connections-apart': [
    observers('ends a registration on every connection', original => ({
      unregister: (channel, event, id) => {
        const had = original.unregister(channel, event, id)
        for (const other of original.channels.keys()) original.unregister(other, event, id)
        return had
      },
    })),
  ],
  'thunder.events.reaches-each-id-of-a-client': [
    observers('tells a client under its latest id alone', original => ({
      of: event => {
        const latest = new Map(original.of(event).map(observer => [observer.channel, observer]))
        return [...latest.values()]
      },
    })),
  ],
  'thunder.events.ends-one-id-alone': [
    observers('ends all registrations of a connection', original => ({
      unregister: (channel, event, id) => {
        const had = original.unregister(channel, event, id)
        if (had) original.drop(channel)
        return had
      },
    })),
  ],
  'thunder.events.comes-once-per-registration': [
    observers('counts a registration that it refuses', original => {
      const refused = new WeakMap<Channel, number>()
      return {
        register: (channel, event, id) => {
          const outcome = original.register(channel, event, id)
          if (outcome === 'registered already') refused.set(channel, (refused.get(channel) ?? 0) + 1)
          return outcome
        },
        of: event =>
          original
            .of(event)
            .flatMap(observer =>
              Array.from({ length: 1 + (refused.get(observer.channel) ?? 0) }, () => observer),
            ),
      }
    }),
  ],
  'thunder.events.matches-its-name-exactly': [
    observers('takes the beginning of a name for the event', original => ({
      of: event =>
        [...original.channels.values()]
          .flatMap(registrations => [...registrations.values()])
          .filter(observer => observer.event !== '' && event.startsWith(observer.event))
          .map(observer => ({ ...observer, event })),
    })),
    observers('matches events without regard to case', original => ({
      of: event =>
        [...original.channels.values()]
          .flatMap(registrations => [...registrations.values()])
          .filter(observer => observer.event.toLowerCase() === event),
    })),
  ],
  'thunder.events.ends-with-the-plugin': [
    inRelease('r4', 'keeps the observers of a plugin that is deactivated', core =>
      override(core.observers, () => ({ clear: () => {} })),
    ),
  ],
  'thunder.events.leaves-answers-alone': [
    defect('repeats an answer when an event comes between calls', core => repeatsAnswers(core)),
  ],
} as const satisfies Record<string, readonly ThunderAlteration[]>

function forgiving(outcome: Outcome, code: number): Outcome {
  return 'error' in outcome && outcome.error.code === code ? { result: 0 } : outcome
}

/** The tenth answer of a connection comes twice if the connection has had an event, or once more with the event. */
function repeatsAnswers(core: ThunderCore): void {
  const calls = new WeakMap<Connection, number>()
  const told = new WeakSet<object>()
  let repeat: { readonly connection: Connection; readonly reply: string } | undefined
  override(core.sockets, original => ({
    message: (connection, data, binary) => {
      const count = (calls.get(connection) ?? 0) + 1
      calls.set(connection, count)
      if (count !== 10) return original.message(connection, data, binary)
      const reply = core.receive(data.toString(), connection)
      if (reply === undefined) return
      connection.reply(reply)
      if (told.has(connection)) connection.reply(reply)
      else repeat = { connection, reply }
    },
  }))
  override(core, original => ({
    signal: status => {
      original.signal(status)
      for (const { channel } of core.observers.of(EVENT)) told.add(channel)
      if (repeat !== undefined && told.has(repeat.connection)) repeat.connection.reply(repeat.reply)
      repeat = undefined
    },
  }))
}
