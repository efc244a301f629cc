import { defect, override, type Alteration, type Defects } from '../../simulator.js'
import type { OrderPlatform } from '../core.js'
import { overlooking, refusing, type Members } from '../lenience.js'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const RELEASED = { profile: 'released' }

/** Ways to answer an order wrongly, or to mix up sessions and their queues. */
export const sessionDefects: Defects<OrderPlatform> = {
  'seram.session.success-is-201': [
    defect('answers 200', core => restatus(core, 200, 200)),
    defect('answers 200 where the session was named', core => restatus(core, 201, 200)),
    defect('answers 202 where the session was generated', core => restatus(core, 202, 201)),
  ],
  'seram.session.further-success-is-201': [
    defect('answers a further order with 200', core => restatusFurther(core, 200)),
  ],
  'seram.session.generated-id-is-returned': [
    defect('answers null to every order', core =>
      override(core, original => ({ answerGenerated: id => original.answerGiven(id) })),
    ),
    defect('spells the generated sessionID as sessionId', core =>
      rewriteGenerated(core, id => JSON.stringify({ sessionId: id })),
    ),
    defect('answers the generated sessionID as a bare string', core =>
      rewriteGenerated(core, id => JSON.stringify(id)),
    ),
    defect('answers the generated sessionID as plain text', core => rewriteGenerated(core, id => id)),
  ],
  'seram.session.generated-body-has-nothing-else': [
    defect('adds the number of orders', core =>
      rewriteGenerated(core, sessionID => JSON.stringify({ sessionID, orders: 1 })),
    ),
  ],
  'seram.session.generated-id-is-a-string': [
    defect('generates numbers', core => {
      override(core, original => ({
        generateId: () => String(original.environment.random.integer(1, 2 ** 31 - 1)),
        inDocumentSpelling: value => {
          const order = original.inDocumentSpelling(value) as Members
          return typeof order?.['sessionID'] === 'number'
            ? { ...order, sessionID: String(order['sessionID']) }
            : order
        },
      }))
      rewriteGenerated(core, id => `{"sessionID":${id}}`)
    }),
  ],
  'seram.session.generated-id-is-unique': [
    defect('repeats ids when one order is repeated', repeatIds),
    defect('gives one id to all orders without secure elements', core =>
      override(core, original => ({
        place: (order, text) => {
          if (order.sessionID !== undefined || order.secureElement !== undefined) {
            return original.place(order, text)
          }
          original.store('for-all', text)
          return original.answerGenerated('for-all')
        },
      })),
    ),
  ],
  'seram.session.generated-id-holds-the-order': [
    defect('answers another id than the one it uses', core =>
      override(core, original => ({
        answerGenerated: () => original.answerGenerated(original.generateId()),
      })),
    ),
    defect('generates a session without the order', core =>
      override(core, original => ({
        place: (order, text) => {
          if (order.sessionID !== undefined) return original.place(order, text)
          const sessionID = original.generateId()
          original.sessions.set(sessionID, [])
          return original.answerGenerated(sessionID)
        },
      })),
    ),
  ],
  'seram.session.generated-id-takes-further-orders': [
    defect('takes no further order in a session that it generated', core => {
      const generated = new Set<string>()
      override(core, original => ({
        answerGenerated: id => {
          generated.add(id)
          return original.answerGenerated(id)
        },
        place: (order, text) =>
          generated.has(order.sessionID ?? '')
            ? original.error(409, 'The session is complete.')
            : original.place(order, text),
      }))
    }),
  ],
  'seram.session.given-id-has-null-body': [
    defect('echoes the sessionID', core => rewriteGiven(core, id => JSON.stringify({ sessionID: id }))),
    defect('answers an empty object', core => rewriteGiven(core, () => '{}')),
    defect('answers null in quotes', core => rewriteGiven(core, () => '"null"')),
    defect('takes the sessionID 0 for none', core =>
      override(core, original => ({
        answerGiven: id => (id === '0' ? original.answerGenerated(id) : original.answerGiven(id)),
      })),
    ),
    defect('echoes the sessionID of a session that exists', core =>
      rewriteGiven(core, id =>
        (core.sessions.get(id)?.length ?? 0) > 1 ? JSON.stringify({ sessionID: id }) : 'null',
      ),
    ),
  ],
  'seram.session.given-id-is-kept': [
    defect('keeps orders under an id of its own', core => {
      const own = new Map<string, string>()
      override(core, original => ({
        store: (sessionID, text) => {
          const id = own.get(sessionID) ?? original.generateId()
          own.set(sessionID, id)
          return original.store(id, text)
        },
        answerGenerated: id => original.answerGenerated(own.get(id) ?? id),
      }))
    }),
  ],
  'seram.session.begins-with-an-id-alone': [
    defect('begins a session with the first order for something only', core =>
      override(core, original => ({
        store: (sessionID, text) =>
          Object.keys(JSON.parse(text) as Members).join() === 'sessionID' || original.store(sessionID, text),
      })),
    ),
  ],
  'seram.session.any-string-is-an-id': [
    refusing('has sessions in a plain object', order => String(order['sessionID']) in {}),
    refusing(
      'needs a UUID',
      order => typeof order['sessionID'] === 'string' && !UUID.test(order['sessionID']),
    ),
    refusing(
      'takes ids of 64 characters at most',
      ({ sessionID }) => typeof sessionID === 'string' && sessionID.length > 64,
    ),
  ],
  'seram.session.refuses-id-of-another-type': [
    overlooking('takes a sessionID of any type', order => {
      if ('sessionID' in order) order['sessionID'] = JSON.stringify(order['sessionID'])
    }),
  ],

  'seram.queue.takes-further-orders': [
    defect('takes one order for each session', core => limitOrders(core, 1)),
    defect('wants secure elements with every further order', core =>
      override(core, original => ({
        place: (order, text) =>
          order.secureElement === undefined && original.sessions.has(order.sessionID ?? '')
            ? original.error(400, 'For which secure element?')
            : original.place(order, text),
      })),
    ),
    defect('takes five orders for each session', core => limitOrders(core, 5)),
    defect('takes further orders for the latest session alone', core => {
      let latest = ''
      override(core, original => ({
        place: (order, text) => {
          const { sessionID = '' } = order
          if (sessionID !== latest && original.sessions.has(sessionID)) {
            return original.error(409, 'The session is over.')
          }
          latest = sessionID
          return original.place(order, text)
        },
      }))
    }),
  ],
  'seram.queue.keeps-every-order': [
    defect('keeps the latest twelve sessions', core =>
      override(core, original => ({
        store: (sessionID, text) => {
          const kept = original.store(sessionID, text)
          const [oldest] = original.sessions.keys()
          if (original.sessions.size > 12 && oldest !== undefined) original.sessions.delete(oldest)
          return kept
        },
      })),
    ),
    defect('loses further orders without secure elements', core =>
      override(core, original => ({
        store: (sessionID, text) =>
          (original.sessions.has(sessionID) && !text.includes('"secureElement":')) ||
          original.store(sessionID, text),
      })),
    ),
    defect('adds a further order without anything to do to the one before', core =>
      override(core, original => ({
        store: (sessionID, text) => {
          const orders = original.sessions.get(sessionID)
          if (!orders?.length || text.includes('"remoteManagementOrder":')) {
            return original.store(sessionID, text)
          }
          return true
        },
      })),
    ),
    defect('empties the session for secure elements alone', core =>
      override(core, original => ({
        store: (sessionID, text) => {
          const isListOnly = !text.includes('remoteManagementOrder')
          if (isListOnly && original.sessions.has(sessionID)) original.sessions.set(sessionID, [])
          return original.store(sessionID, text)
        },
      })),
    ),
    defect('replaces the order before', core =>
      override(core, original => ({
        store: (sessionID, text) => Boolean(original.sessions.set(sessionID, [text])),
      })),
    ),
    defect('keeps the last six orders', core => trimOrders(core, orders => orders.slice(-6))),
    defect('keeps the second order twice', core =>
      trimOrders(core, orders => (orders.length === 2 ? [...orders, ...orders.slice(-1)] : orders)),
    ),
  ],
  'seram.queue.keeps-simultaneous-orders': [defect('loses orders that arrive at once', raceOrders)],
  'seram.queue.keeps-sessions-apart': [
    readingIds('has one queue for all sessions', () => 'all'),
    defect('adds an order to the session before as well', core => {
      let before: string | undefined
      override(core, original => ({
        store: (sessionID, text) => {
          if (before !== undefined && before !== sessionID) original.store(before, text)
          before = sessionID
          return original.store(sessionID, text)
        },
      }))
    }),
  ],
  'seram.queue.tells-session-ids-apart': [
    readingIds('keeps 36 characters of a session id', id => id.slice(0, 36)),
    readingIds('drops a space at the end of a session id', id => id.replace(/ $/, '')),
    readingIds('decodes session ids', id => id.replaceAll('+', ' ').replaceAll('%61', 'a')),
    readingIds('composes the letters of session ids', id => id.normalize('NFC')),
    readingIds('keeps session ids in small letters', id => (UUID.test(id) ? id : id.toLowerCase())),
    readingIds('drops hyphens from session ids', id => id.replaceAll('-', '')),
    readingIds('keeps session ids in ASCII', id => id.replace(/[^ -~]/g, '?')),
  ],
  'seram.queue.first-in-first-out': [
    defect('puts a further order first', core =>
      trimOrders(core, orders => [...orders.slice(-1), ...orders.slice(0, -1)]),
    ),
  ],

  'seram.released.accepts-post': [defect('takes orders by PUT only', refusePost, RELEASED)],
  'seram.released.success-is-201': [defect('answers 200', core => restatus(core, 200, 200), RELEASED)],
  'seram.released.generated-id-is-returned': [
    defect('answers {} to every order', core => rewriteGenerated(core, () => '{}'), RELEASED),
  ],
  'seram.released.given-id-has-null-body': [
    defect(
      'echoes the sessionID',
      core => rewriteGiven(core, id => JSON.stringify({ sessionID: id })),
      RELEASED,
    ),
  ],
  'seram.released.takes-further-orders': [
    defect('takes one order for each session', core => limitOrders(core, 1), RELEASED),
  ],
}

/** Makes a platform take orders by PUT instead of POST. */
export function refusePost(core: OrderPlatform): void {
  override(core, original => ({
    takesMethod: method => method === 'PUT',
    refuseMethod: () => original.error(405, 'Orders are placed by PUT.', { allow: 'PUT' }),
  }))
}

function restatus(core: OrderPlatform, generated: number, given: number): void {
  override(core, original => ({
    answerGenerated: id => ({ ...original.answerGenerated(id), status: generated }),
    answerGiven: id => ({ ...original.answerGiven(id), status: given }),
  }))
}

function restatusFurther(core: OrderPlatform, status: number): void {
  override(core, original => ({
    answerGiven: id => {
      const answer = original.answerGiven(id)
      return core.sessions.get(id)?.length === 1 ? answer : { ...answer, status }
    },
  }))
}

function rewriteGenerated(core: OrderPlatform, body: (sessionID: string) => string): void {
  override(core, original => ({
    answerGenerated: id => ({ ...original.answerGenerated(id), body: body(id) }),
  }))
}

function rewriteGiven(core: OrderPlatform, body: (sessionID: string) => string): void {
  override(core, original => ({ answerGiven: id => ({ ...original.answerGiven(id), body: body(id) }) }))
}

function limitOrders(core: OrderPlatform, most: number): void {
  override(core, original => ({
    place: (order, text) =>
      (original.sessions.get(order.sessionID ?? '')?.length ?? 0) >= most
        ? original.error(409, 'The session is full.')
        : original.place(order, text),
  }))
}

function trimOrders(core: OrderPlatform, trim: (orders: string[]) => string[]): void {
  override(core, original => ({
    store: (sessionID, text) => {
      const kept = original.store(sessionID, text)
      original.sessions.set(sessionID, trim(original.sessions.get(sessionID) ?? []))
      return kept
    },
  }))
}

/** Takes ids of sessions for others, also when the stage asks. */
function readingIds(name: string, read: (sessionID: string) => string): Alteration<OrderPlatform> {
  return defect(name, core =>
    override(core.sessions, original => ({
      get: id => original.get(read(id)),
      has: id => original.has(read(id)),
      set: (id, orders) => original.set(read(id), orders),
    })),
  )
}

/** Reads the queue, waits, and writes it back: what came in between is lost. */
function raceOrders(core: OrderPlatform): void {
  override(core, original => ({
    place: async (order, text) => {
      const id = order.sessionID
      if (id === undefined) return original.place(order, text)
      const before = original.sessions.get(id) ?? []
      await new Promise<void>(resolve => void original.environment.clock.after(15, resolve))
      original.sessions.set(id, [...before, text])
      return original.answerGiven(id)
    },
  }))
}

function repeatIds(core: OrderPlatform): void {
  let previous = { text: '', id: '', times: 0 }
  override(core, original => ({
    place: (order, text) => {
      if (order.sessionID !== undefined) {
        previous = { text: '', id: '', times: 0 }
        return original.place(order, text)
      }
      const times = previous.text === text ? previous.times + 1 : 1
      const id = times > 6 ? previous.id : original.generateId()
      previous = { text, id, times }
      original.store(id, text)
      return original.answerGenerated(id)
    },
  }))
}
