import { override, variation } from '../simulator.js'
import {
  inRelease,
  outcomeOf,
  refusals,
  releaseBut,
  responses,
  settings,
  type ThunderAlteration,
} from './alterations.js'
import type { ThunderCore } from './core.js'
import { isBatch, isObject, type Outcome } from './json-rpc.js'
import type { Connection } from './sockets.js'

/** Encodes messages in another way. */
const encodes = (name: string, encode: (text: string) => string): ThunderAlteration =>
  variation(name, core =>
    override(core.rpc, original => ({ encode: answer => encode(original.encode(answer)) })),
  )

/** Lets the back office answer something else for the platform. */
const provisioned = (name: string, status: number, tokens: readonly string[]): ThunderAlteration =>
  variation(name, core => {
    core.plugin.provisioned = { status, tokens }
    core.plugin.reset()
  })

/** Ways in which a Thunder server may differ and still conform. */
export const thunderVariations: readonly ThunderAlteration[] = [
  responses('puts the members of answers in another order', response =>
    Object.fromEntries(Object.entries(response).toReversed()),
  ),
  encodes('puts spaces and line ends into answers', text => `\r\n ${text.replace(/^\{/, '{\n\t')} \n`),
  encodes('writes what is not ASCII as escapes', text =>
    text.replaceAll(/[\u0080-\uffff]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
  ),
  responses('adds members of its own to answers', response => ({ ...response, server: 'gateway', took: 3 })),
  refusals('adds data to errors', response => ({
    ...response,
    error: { ...response.error, data: { hint: ['read the manual'] } },
  })),
  outcomeOf('state', 'adds a member of its own to the state', outcome =>
    'result' in outcome ? { result: { ...(outcome.result as object), operator: 'acme' } } : outcome,
  ),

  settings('answers HTTP 202 for refused calls and for what is no call', {
    http: { refused: 202, malformed: 202, unknownPath: 404 },
  }),
  settings('answers HTTP 200 for what is no call', {
    http: { refused: 200, malformed: 200, unknownPath: 404 },
  }),
  variation('answers a notification over HTTP with 202 and nothing', core =>
    override(core.http, () => ({ unanswered: () => ({ status: 202, headers: {}, body: '' }) })),
  ),
  variation('names the encoding of answers', core =>
    override(core.http, original => ({
      headers: () => ({ ...original.headers(), 'content-type': 'application/json; charset=utf-8' }),
    })),
  ),

  settings('answers a registration with null', { registered: null }),
  variation('takes a second registration for the first', core =>
    override(core, original => ({
      register: (params, channel) => forgiving(original.register(params, channel), core),
    })),
  ),
  variation('signals a change before it answers the trigger', core =>
    override(core.plugin, original => ({
      start: () => {
        original.start()
        core.signal(core.plugin.status)
      },
    })),
  ),
  variation('signals nothing when a process ends', core =>
    override(core.plugin, () => ({
      finish: () => {
        core.plugin.running = false
      },
    })),
  ),
  variation('signals each change twice', core =>
    override(core, original => ({
      signal: status => {
        original.signal(status)
        original.signal(status)
      },
    })),
  ),
  variation('signals more than the status', core =>
    override(core, original => ({
      event: (observer, status) => {
        const event = original.event(observer, status)
        return { ...event, params: { ...(event['params'] as object), labels: ['netflix'] } }
      },
    })),
  ),

  provisioned('has no tokens and the status 0', 0, []),
  provisioned('has one token and the status 1', 1, ['playready']),
  provisioned('has the status of a failed request', 404, []),
  provisioned('has a negative status', -1, ['netflix', 'playready', 'widevine']),
  variation('takes every trigger again while a process runs', core => {
    core.plugin.repeatedTrigger = 'idempotent'
  }),
  variation('ends every process at once', core =>
    override(core.plugin, original => ({
      start: () => {
        original.start()
        core.plugin.close()
        core.plugin.finish()
      },
    })),
  ),
  outcomeOf('index', 'finds an index unavailable that lacks its label', (outcome, call, core) => {
    const isWhole = isObject(call.params) && 'label' in call.params && 'index' in call.params
    return isWhole || 'error' in outcome ? outcome : { error: core.release.error(2) }
  }),
  settings('refuses a write as unavailable', { write: { code: 2, message: 'ERROR_UNAVAILABLE' } }),
  settings('refuses an unsupported version as invalid params', {
    unsupportedVersion: { code: -32602, message: 'Requested version is not supported.' },
  }),

  variation('gives null for the id of every invalid request', core =>
    override(core.rpc, original => ({
      read: value => {
        const call = original.read(value)
        return 'error' in call ? { ...call, id: null } : call
      },
    })),
  ),
  variation('takes an index in a string', takesStrings),
  variation('answers a batch in the reverse order', core =>
    override(core.rpc, original => ({
      answerBatch: (values, channel) => {
        const answer = original.answerBatch(values, channel)
        return isBatch(answer) ? answer.toReversed() : answer
      },
    })),
  ),
  variation('answers calls that arrive together in the reverse order', answersInReverse),
  variation('closes a connection that sends what it does not read', core =>
    override(core.sockets, () => ({ broken: connection => connection.websocket.terminate() })),
  ),
  variation('pings each call before it answers', core =>
    override(core.sockets, original => ({
      message: (connection, data, binary) => {
        connection.websocket.ping()
        original.message(connection, data, binary)
      },
    })),
  ),

  variation('has another callsign and another version', core => core.rename('living-room.Provisioning', 3), {
    options: { callsign: 'living-room.Provisioning', version: 3 },
  }),
  variation(
    'takes no WebSockets',
    core =>
      override(core, () => ({
        upgrade: (_request, socket) => core.sockets.refuse(socket, '503 Service Unavailable'),
      })),
    { capabilities: { http: true, websocket: false }, options: { transports: ['http'] } },
  ),
  variation(
    'takes no calls over HTTP',
    core =>
      override(core, original => ({
        handle: () => original.refuse({ status: 400, why: 'Open a WebSocket.' }),
      })),
    { capabilities: { http: false, websocket: true }, options: { transports: ['websocket'] } },
  ),

  inRelease('r2', 'follows release 2', () => {}),
  releaseBut('r2', 'follows release 2 of 2023', { inactive: { code: 2, message: 'Service is not active' } }),
  inRelease('r4', 'follows release 4', () => {}),
  inRelease('r5', 'follows release 5', () => {}),
  releaseBut('r5', 'follows release 5.0', {
    unknownCallsign: { code: -31002, message: 'Requested service is not available.' },
    http: { refused: 202, malformed: 400, unknownPath: 404 },
  }),
]

function forgiving(outcome: Outcome, core: ThunderCore): Outcome {
  const isSecond = 'error' in outcome && outcome.error === core.release.registeredAlready
  return isSecond ? { result: core.release.registered } : outcome
}

function takesStrings(core: ThunderCore): void {
  override(core.plugin, original => ({
    index: params =>
      isObject(params) && typeof params['index'] === 'string' && /^\d+$/.test(params['index'])
        ? original.index({ ...params, index: Number(params['index']) })
        : original.index(params),
  }))
}

function answersInReverse(core: ThunderCore): void {
  const waiting = new Map<Connection, string[]>()
  override(core.sockets, original => ({
    message: (connection, data, binary) => {
      const reply = binary ? undefined : core.receive(data.toString(), connection)
      if (reply === undefined) {
        if (binary) original.message(connection, data, binary)
        return
      }
      const replies = waiting.get(connection)
      if (replies !== undefined) {
        replies.push(reply)
        return
      }
      waiting.set(connection, [reply])
      setImmediate(() => {
        for (const text of (waiting.get(connection) ?? []).toReversed()) connection.reply(text)
        waiting.delete(connection)
      })
    },
  }))
}
