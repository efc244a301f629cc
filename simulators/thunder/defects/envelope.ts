import { defect, override } from '../../simulator.js'
import {
  inRelease,
  only,
  refusals,
  responses,
  unknownMethods,
  without,
  type ThunderAlteration,
} from '../alterations.js'
import type { ThunderCore } from '../core.js'
import { ExactNumber } from '../exact-number.js'
import { FAULTS, isBatch, isObject, type Response } from '../json-rpc.js'
import type { Connection } from '../sockets.js'
import { answers, errorCode, inArray, jsonOf, reads, rpc } from './rpc-alterations.js'

/** Changes the id of responses. */
const ids = (name: string, change: (id: unknown, response: Response) => unknown): ThunderAlteration =>
  responses(name, response => ({ ...response, id: change(response['id'], response) }))

/** Defects in the envelope of answers and in their ids. */
export const envelopeDefects = {
  'thunder.envelope.answers-every-call': [
    defect('answers an unknown method with nothing', core =>
      override(core.rpc, original => ({
        answer: (text, channel) => {
          const answer = original.answer(text, channel)
          return errorCode(answer) === -32601 ? 'notification' : answer
        },
      })),
    ),
  ],
  'thunder.envelope.answers-once': [
    defect('answers an unknown method twice', core =>
      override(core.sockets, original => ({
        message: (connection, data, binary) => {
          original.message(connection, data, binary)
          const call = jsonOf(data.toString())
          const isUnknown = isObject(call) && /\.(?:reset|status|label)/.test(String(call['method']))
          const reply = isUnknown ? core.receive(data.toString(), connection) : undefined
          if (reply !== undefined) connection.reply(reply)
        },
      })),
    ),
  ],
  'thunder.envelope.takes-any-form-of-json': [
    rpc('wants the version to be the first member of a call', original => ({
      isRequest: value =>
        original.isRequest(value) && (Object.keys(value)[0] === 'jsonrpc' || !Object.hasOwn(value, 'id')),
    })),
    answers('takes no line ends between the tokens of a call', (answer, text) =>
      text.includes('\n') ? { jsonrpc: '2.0', id: null, error: FAULTS.parseError } : answer,
    ),
    answers('takes no blanks before a call', (answer, text) =>
      /^\s+\{/.test(text) ? { jsonrpc: '2.0', id: null, error: FAULTS.parseError } : answer,
    ),
    answers('decodes no letters in the names of methods', (answer, text) =>
      text.includes('\\u006') && typeof answer === 'object'
        ? { jsonrpc: '2.0', id: null, error: FAULTS.methodNotFound }
        : answer,
    ),
  ],
  'thunder.envelope.is-one-object': [
    defect('breaks the JSON of an answer to an unknown method off', core =>
      override(core.rpc, original => ({
        encode: answer => {
          const text = original.encode(answer)
          return errorCode(answer) === -32601 ? text.slice(0, -1) : text
        },
      })),
    ),
    answers('answers an unknown method with an array', answer =>
      errorCode(answer) === -32601 ? inArray(answer) : answer,
    ),
  ],
  'thunder.envelope.says-version-2': [
    responses('leaves the version out', response => without(response, 'jsonrpc')),
    responses('gives the version as a number', response => ({ ...response, jsonrpc: 2 })),
    refusals('gives version "1.0" where it refuses', response => ({ ...response, jsonrpc: '1.0' })),
    only('websocket', 'leaves the version out over WebSocket', response => without(response, 'jsonrpc')),
  ],
  'thunder.envelope.holds-a-result-or-an-error': [
    responses('leaves out a result that is null', response =>
      response['result'] === null ? without(response, 'result') : response,
    ),
    only('websocket', 'leaves out a result that is null over WebSocket', response =>
      response['result'] === null ? without(response, 'result') : response,
    ),
    unknownMethods('gives no error for an unknown method', response => without(response, 'error')),
  ],
  'thunder.envelope.never-holds-both': [
    responses('puts an error that is null beside each result', response =>
      'result' in response ? { ...response, error: null } : response,
    ),
    refusals('puts a result that is null beside each error', response => ({ ...response, result: null })),
  ],

  'thunder.correlation.has-an-id': [
    unknownMethods('leaves the id out for an unknown method', response => without(response, 'id')),
  ],
  'thunder.correlation.echoes-numbers': [
    ids('takes the id for a signed number of 32 bits', id =>
      typeof id === 'number' && Number.isInteger(id) && id > 0x7f_ff_ff_ff ? Math.trunc(id) | 0 : id,
    ),
    ids('gives a number as a string where it refuses', (id, response) =>
      typeof id === 'number' && id > 0 && 'error' in response ? String(id) : id,
    ),
    only('websocket', 'gives a number of ten digits over WebSocket as a string', response =>
      Number(response['id']) > 999_999_999 ? { ...response, id: String(response['id']) } : response,
    ),
  ],
  'thunder.correlation.echoes-zero': [
    ids('takes the id 0 for none', id => (id === 0 ? null : id)),
    refusals('gives 0 as a string where it refuses', response =>
      response['id'] === 0 ? { ...response, id: '0' } : response,
    ),
  ],
  'thunder.correlation.echoes-strings': [
    ids('gives a string of digits as a number', id =>
      typeof id === 'string' && /^\d+$/.test(id) ? Number(id) : id,
    ),
    ids('gives null for an empty string', id => (id === '' ? null : id)),
    ids('drops what is not ASCII from the id', id =>
      typeof id === 'string' ? id.replaceAll(/[^\u0020-\u007e]/g, '') : id,
    ),
    ids('takes the word null for null', id => (id === 'null' ? null : id)),
    ids('takes the word true for a number', id => (id === 'true' ? 1 : id)),
    ids('drops what takes more than 16 bits', id =>
      typeof id === 'string' ? id.replaceAll(/[\ud800-\udfff]/g, '') : id,
    ),
    ids('writes angle brackets as HTML does', id =>
      typeof id === 'string' ? id.replaceAll('<', '&lt;').replaceAll('>', '&gt;') : id,
    ),
  ],
  'thunder.correlation.turns-digits-into-a-number': [
    inRelease('r4', 'keeps a string of digits', core =>
      override(core.rpc, original => ({
        answer: (text, channel) => {
          const answer = original.answer(text, channel)
          const isQuoted = /"id"\s*:\s*"/.test(text)
          return isQuoted && typeof answer === 'object' && !isBatch(answer)
            ? { ...answer, id: String(answer['id']) }
            : answer
        },
      })),
    ),
  ],
  'thunder.correlation.echoes-negative-numbers': [
    ids('wraps a negative id', id => (typeof id === 'number' && id < 0 ? id >>> 0 : id)),
    ids('gives null for a negative id', id => (typeof id === 'number' && id < 0 ? null : id)),
  ],
  'thunder.correlation.echoes-fractions': [
    ids('cuts the fraction from the id', id =>
      id instanceof ExactNumber && id.digits.includes('.') ? Math.trunc(Number(id.digits)) : id,
    ),
  ],
  'thunder.correlation.echoes-every-digit': [
    ids('keeps an id as a double', id =>
      id instanceof ExactNumber && !id.digits.includes('.') ? Number(id.digits) : id,
    ),
    rpc('keeps the ids of a batch as doubles', original => ({
      answerBatch: (values, channel) => {
        const answer = original.answerBatch(values, channel)
        return isBatch(answer) ? answer.map(rounded) : answer
      },
    })),
  ],
  'thunder.correlation.echoes-null': [
    rpc('refuses the id null as invalid request', original => ({
      isRequest: value => value['id'] !== null && original.isRequest(value),
    })),
    reads('takes the id null for none', value => (value['id'] === null ? without(value, 'id') : value)),
    answers('gives 0 for the id null', (answer, text) =>
      typeof answer === 'object' &&
      !isBatch(answer) &&
      answer['id'] === null &&
      errorCode(answer) === undefined &&
      text.includes('null')
        ? { ...answer, id: 0 }
        : answer,
    ),
  ],
  'thunder.correlation.answers-calls-at-once': [
    defect('answers the fortieth call of a connection twice', core => repliesTwice(core, 40)),
    defect('does not answer the fortieth call of a connection', core => repliesTwice(core, 40, 0)),
  ],
  'thunder.correlation.answers-posts-at-once': [
    defect('answers posts with the id of the latest one', core => {
      let latest: unknown
      override(core.http, original => ({
        carry: answer => {
          if (typeof answer === 'string' || isBatch(answer)) return original.carry(answer)
          latest = answer['id']
          return new Promise(resolve =>
            core.environment.clock.after(5, () => resolve(original.carry({ ...answer, id: latest }))),
          )
        },
      }))
    }),
  ],
  'thunder.correlation.keeps-connections-apart': [
    defect('sends an answer to the connection that used the same id before', core => {
      const readers = new Map<unknown, Connection>()
      override(core.sockets, original => ({
        message: (connection, data, binary) => {
          const call = jsonOf(data.toString())
          const isRead = isObject(call) && /\.(id|state)$/.test(String(call['method']))
          if (!isRead || call['id'] === undefined) return original.message(connection, data, binary)
          const before = readers.get(call['id']) ?? connection
          readers.set(call['id'], connection)
          if (!core.sockets.connections.has(before)) return original.message(connection, data, binary)
          const reply = core.receive(data.toString(), connection)
          if (reply !== undefined) before.reply(reply)
        },
      }))
    }),
  ],
} as const satisfies Record<string, readonly ThunderAlteration[]>

/** Lets one call of each connection be answered another number of times. */
function repliesTwice(core: ThunderCore, nth: number, times = 2): void {
  const counts = new WeakMap<Connection, number>()
  override(core.sockets, original => ({
    message: (connection, data, binary) => {
      const count = (counts.get(connection) ?? 0) + 1
      counts.set(connection, count)
      if (count !== nth) return original.message(connection, data, binary)
      const reply = core.receive(data.toString(), connection)
      for (let i = 0; i < times; i += 1) if (reply !== undefined) connection.reply(reply)
    },
  }))
}

function rounded(response: Response): Response {
  const { id } = response
  return id instanceof ExactNumber ? { ...response, id: Number(id.digits) } : response
}
