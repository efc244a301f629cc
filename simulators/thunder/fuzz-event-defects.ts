import { defect, override, type Defects } from '../simulator.js'
import type { ThunderCore } from './core.js'
import type { Channel, Observer } from './observers.js'

/** Mistakes with registrations that show only after certain histories, and what leaks from one client to another. */
export const fuzzEventDefects: Defects<ThunderCore> = {
  'thunder.always.events-reach-the-registered': [
    defect('spares one of two ids of a client after another client has unregistered', core => {
      let leaver: Channel | undefined
      override(core.plugin, original => ({
        reset: () => {
          leaver = undefined
          original.reset()
        },
      }))
      override(core.observers, original => ({
        unregister: (channel, event, id) => {
          leaver = channel
          return original.unregister(channel, event, id)
        },
        of: event => {
          const all = original.of(event)
          const spared = all.findLast(
            ({ channel }) => channel !== leaver && (core.observers.channels.get(channel)?.size ?? 0) > 1,
          )
          const left = leaver === undefined ? all : all.filter(observer => observer !== spared)
          leaver = undefined
          return left
        },
      }))
    }),
    defect('ends a registration that was made twice only when it is ended twice', core => {
      const doubled = new WeakMap<Channel, Set<string>>()
      override(core.observers, original => ({
        register: (channel, event, id) => {
          const registered = original.register(channel, event, id)
          const twice = doubled.get(channel) ?? new Set()
          if (registered === 'registered already') doubled.set(channel, twice.add(id))
          return registered
        },
        unregister: (channel, event, id) =>
          doubled.get(channel)?.delete(id) === true || original.unregister(channel, event, id),
      }))
    }),
    defect('hands two registrations of a closed connection to the next one', core => {
      const known = new WeakSet<Channel>()
      let left: Observer[] = []
      override(core.plugin, original => ({
        reset: () => {
          left = []
          original.reset()
        },
      }))
      override(core.observers, original => ({
        drop: channel => {
          const registrations = core.observers.channels.get(channel)
          if (registrations !== undefined && registrations.size > 1) left = [...registrations.values()]
          original.drop(channel)
        },
      }))
      override(core, original => ({
        receive: (text, channel) => {
          if (!known.has(channel)) {
            for (const { event, id } of left) core.observers.register(channel, event, id)
            left = []
          }
          known.add(channel)
          return original.receive(text, channel)
        },
      }))
    }),
    defect('takes ids for the same that differ in zeros before them', core =>
      override(core.observers, original => ({
        key: (event, id) => original.key(event, id.replace(/^0+/, '')),
      })),
    ),
    defect('names an event without what follows a line end in the id', core =>
      override(core, original => ({
        eventName: observer => original.eventName({ ...observer, id: observer.id.replace(/\n.*$/s, '') }),
      })),
    ),
    defect('forgets the first registration of a client that sends a text which is cut off', core =>
      override(core, original => ({
        receive: (text, channel) => {
          const registrations = core.observers.channels.get(channel)
          const [first] = registrations?.keys() ?? []
          if (first !== undefined && !text.endsWith('}')) registrations?.delete(first)
          return original.receive(text, channel)
        },
      })),
    ),
  ],
  'thunder.always.clients-are-kept-apart': [
    defect('names the latest registration in a parse error', core => {
      let latest = ''
      override(core.observers, original => ({
        register: (channel, event, id) => {
          latest = id
          return original.register(channel, event, id)
        },
      }))
      override(core.rpc, original => ({
        respond: (id, outcome, channel) =>
          original.respond(
            id,
            'error' in outcome && outcome.error.code === -32700
              ? { error: { ...outcome.error, data: { latest } } }
              : outcome,
            channel,
          ),
      }))
    }),
    defect('names the label that was set last where an index comes without one', core => {
      let last: unknown
      override(core.plugin, original => ({
        index: params => {
          const { label } = (params ?? {}) as { label?: unknown }
          const outcome = original.index(params)
          if (label === undefined && last !== undefined && 'result' in outcome) {
            return { error: { ...core.release.error(2), data: { last } } }
          }
          last = label ?? last
          return outcome
        },
      }))
    }),
  ],
}
