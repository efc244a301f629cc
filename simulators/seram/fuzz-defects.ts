import { defect, override, type Defects } from '../simulator.js'
import type { OrderPlatform } from './core.js'
import { commandsOf, distort, isObject, managementOf, overlook } from './lenience.js'

/** Mistakes that show only for few orders, or after certain sequences: what scenarios pass by and properties find. */
export const seramFuzzDefects: Defects<OrderPlatform> = {
  'seram.always.valid-orders-are-kept': [
    defect('keeps no more than three APDUs of a command', core =>
      distort(core, order => {
        for (const command of commandsOf(order)) {
          const list = command['listOfCAPDU']
          if (Array.isArray(list) && list.length > 3) command['listOfCAPDU'] = list.slice(0, 3)
        }
      }),
    ),
    defect('keeps a delay in 24 bits', core =>
      distort(core, order => {
        const management = managementOf(order)
        const { delay } = management
        if (typeof delay === 'number' && delay > 0xff_ffff) management['delay'] = delay % 0x100_0000
      }),
    ),
    defect('keeps characters beyond the basic plane as question marks', core =>
      override(core, original => ({
        store: (sessionID, text) =>
          original.store(sessionID, text.replaceAll(/[\u{10000}-\u{10FFFF}]/gu, '?')),
      })),
    ),
  ],
  'seram.always.invalid-orders-are-refused': [
    defect('looks at the first three APDUs of a command only', core =>
      overlook(core, order => {
        for (const command of commandsOf(order)) {
          const list = command['listOfCAPDU']
          if (Array.isArray(list)) command['listOfCAPDU'] = list.slice(0, 3)
        }
      }),
    ),
    defect('looks at the chosen secure element only where there is no delay', core =>
      overlook(core, order => {
        const management = managementOf(order)
        if ('delay' in management && isObject(management['chosenSecureElement'])) {
          delete management['chosenSecureElement']
        }
      }),
    ),
  ],
  'seram.always.generated-ids-differ': [
    defect('gives out 97 session ids over and over', core => {
      const pool: string[] = []
      let given = 0
      override(core, original => ({
        generateId: () => {
          if (pool.length < 97) pool.push(original.generateId())
          given += 1
          return pool[(given - 1) % 97] ?? ''
        },
      }))
    }),
  ],
  'seram.always.sessions-keep-their-orders': [
    defect('takes session ids for the same that differ in their last character', core => {
      const known = new Map<string, string>()
      override(core, original => ({
        store: (sessionID, text) => {
          const beginning = sessionID.slice(0, -1)
          const first = known.get(beginning) ?? sessionID
          // Scenarios use ids that have nothing in common.
          known.set(beginning, first)
          return original.store(first, text)
        },
      }))
    }),
    defect('forgets the second order of a session when a spoilt one comes third', core => {
      let latest = ''
      override(core, original => ({
        store: (sessionID, text) => {
          latest = sessionID
          return original.store(sessionID, text)
        },
        read: body => {
          const reading = original.read(body)
          const orders = core.sessions.get(latest)
          if (!reading.ok && orders?.length === 2 && body.includes(latest)) orders.pop()
          return reading
        },
      }))
    }),
  ],
  'seram.always.simultaneous-orders-are-kept': [
    defect('loses every ninth order of a session that comes within 10 ms of the one before', core => {
      const arrivals = new Map<string, { at: number; count: number }>()
      override(core, original => ({
        store: (sessionID, text) => {
          const now = performance.now()
          const last = arrivals.get(sessionID)
          const count = last && now - last.at < 10 ? last.count + 1 : 1
          arrivals.set(sessionID, { at: now, count })
          return count % 9 === 0 || original.store(sessionID, text)
        },
      }))
    }),
  ],
  'seram.always.any-text-names-a-session': [
    defect('keeps orders under the canonical form of the session id', core =>
      override(core, original => ({
        store: (sessionID, text) => original.store(sessionID.normalize('NFKC'), text),
      })),
    ),
    defect('ends a session id at a percent sign', core =>
      override(core, original => ({
        store: (sessionID, text) => original.store(sessionID.replace(/%.*/s, ''), text),
      })),
    ),
  ],
  'seram.always.credential-slips-open-nothing': [
    defect('passes over hyphens in a credential', core =>
      override(core, () => ({
        admits: request => {
          const plain = (text = ''): string => text.replaceAll('-', '')
          const { scheme } = core
          return plain(scheme.credentialOf(request)) === plain(scheme.credential)
        },
      })),
    ),
  ],
  'seram.always.mistakes-break-nothing': [
    defect('fails on a text that ends within an escape', core =>
      override(core, original => ({
        read: body => {
          if (body.at(-1) === 0x5c) throw new Error('The escape has no end.')
          return original.read(body)
        },
      })),
    ),
    defect('fails on a circumflex in the target', core =>
      override(core, original => ({
        isOrderEndpoint: target => {
          if (target.includes('^')) throw new Error('The target cannot be read.')
          return original.isOrderEndpoint(target)
        },
      })),
    ),
  ],
}
