import { defect, override } from '../../simulator.js'
import {
  only,
  outcomeOf,
  refusals,
  releaseBut,
  responses,
  settings,
  unknownMethods,
  without,
} from '../alterations.js'
import { inRelease, type ThunderAlteration } from '../alterations.js'
import type { ThunderCore } from '../core.js'
import {
  FAULTS,
  isBatch,
  isObject,
  type Answer,
  type JsonRpc,
  type Response,
  type RpcError,
} from '../json-rpc.js'
import type { Channel } from '../observers.js'
import type { Connection } from '../sockets.js'

type Rpc = JsonRpc<Channel>

/** Replaces parts of the JSON-RPC server. */
const rpc = (name: string, replace: (original: Rpc, core: ThunderCore) => Partial<Rpc>): ThunderAlteration =>
  defect(name, core => override(core.rpc, original => replace(original, core)))

/** Changes the answer to whole messages, by their text. */
const answers = (
  name: string,
  change: (answer: Answer, text: string, channel: Channel) => Answer,
): ThunderAlteration =>
  rpc(name, original => ({
    answer: (text, channel) => change(original.answer(text, channel), text, channel),
  }))

/** Changes the id of responses. */
const ids = (name: string, change: (id: unknown, response: Response) => unknown): ThunderAlteration =>
  responses(name, response => ({ ...response, id: change(response['id'], response) }))

/** Takes more, or less, for a request than there is in the object. */
const reads = (
  name: string,
  change: (value: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): ThunderAlteration =>
  rpc(name, original => ({
    read: (value, exact) => original.read(isObject(value) ? change(value) : value, exact),
  }))

const isBatchText = (text: string): boolean => text.trimStart().startsWith('[')
const errorCode = (answer: Answer): unknown =>
  typeof answer === 'object' && 'error' in answer ? (answer['error'] as RpcError).code : undefined
const recode = (response: Response, error: RpcError): Response => ({ ...response, error })

/** Refuses a single message with another error in place of the right one. */
const misnames = (name: string, right: RpcError, wrong: RpcError): ThunderAlteration =>
  answers(name, (answer, text) =>
    errorCode(answer) === right.code && !isBatchText(text) ? recode(answer as Response, wrong) : answer,
  )

/** Answers notifications that are alone in their message. */
const answersNotifications = (
  name: string,
  transport: Channel['transport'],
  failed: boolean,
): ThunderAlteration =>
  rpc(name, original => {
    let inBatch = false
    return {
      answerBatch: (values, text, channel) => {
        inBatch = true
        try {
          return original.answerBatch(values, text, channel)
        } finally {
          inBatch = false
        }
      },
      silence: (_call, outcome, channel) =>
        !inBatch && channel.transport === transport && 'error' in outcome === failed
          ? original.respond(null, outcome, channel)
          : undefined,
    }
  })

/** Changes the answer to batches that are JSON. */
const batches = (
  name: string,
  change: (answer: Answer, values: readonly unknown[]) => Answer,
): ThunderAlteration =>
  rpc(name, original => ({
    answerBatch: (values, text, channel) => change(original.answerBatch(values, text, channel), values),
  }))

/** Defects in the envelope, the ids, and the answers to what is no call. */
export const protocolDefects = {
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
  'thunder.envelope.is-one-object': [
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
      typeof id === 'number' || isFraction(id) ? Math.trunc(Number(digitsOf(id))) : id,
    ),
  ],
  'thunder.correlation.echoes-null': [
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
  'thunder.correlation.keeps-connections-apart': [
    defect('sends an answer to the connection that used the same id before', core => {
      const readers = new Map<unknown, Connection>()
      override(core.sockets, original => ({
        message: (connection, data, binary) => {
          const call = parsed(data)
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

  'thunder.faults.names-parse-errors': [
    misnames('refuses broken JSON as invalid request', FAULTS.parseError, FAULTS.invalidRequest),
    releaseBut('r5', 'refuses broken JSON with the code of JSON-RPC', { parseError: FAULTS.parseError }),
    rpc('takes a stray comma', original => ({
      answer: (text, channel) =>
        original.answer(isBatchText(text) ? text : text.replace(/,\s*\}/, '}'), channel),
    })),
  ],
  'thunder.faults.parse-errors-have-the-id-null': [
    answers('gives back the id that it has read of broken JSON', (answer, text) =>
      errorCode(answer) === -32700 && !isBatchText(text)
        ? { ...(answer as Response), id: idIn(text) }
        : answer,
    ),
    answers('gives 0 for the id of broken JSON', (answer, text) =>
      errorCode(answer) === -32700 && !isBatchText(text) ? { ...(answer as Response), id: 0 } : answer,
    ),
  ],
  'thunder.faults.leaves-broken-json-unanswered': [
    releaseBut('r2', 'refuses broken JSON as release 5 does', {
      parseError: { code: -31050, message: 'ERROR_PARSE_FAILURE' },
    }),
  ],
  'thunder.faults.names-invalid-requests': [
    answers('refuses a call whose method is no string as method not found', (answer, text) =>
      errorCode(answer) === -32600 &&
      isObject(jsonOf(text)) &&
      'method' in (jsonOf(text) as object) &&
      !hasStringMethod(text)
        ? recode(answer as Response, FAULTS.methodNotFound)
        : answer,
    ),
    answers('refuses a value that is no object as parse error', (answer, text) =>
      errorCode(answer) === -32600 && !isBatchText(text) && !isObject(jsonOf(text))
        ? recode(answer as Response, FAULTS.parseError)
        : answer,
    ),
  ],
  'thunder.faults.refuses-other-versions': [
    reads('takes any string for the version', value =>
      typeof value['jsonrpc'] === 'string' ? { ...value, jsonrpc: '2.0' } : value,
    ),
    reads('takes a call without a version', value =>
      Object.keys(value).some(name => /^jsonrpc$/i.test(name)) || value['method'] === undefined
        ? value
        : { ...value, jsonrpc: '2.0' },
    ),
    reads('takes the number 2 for the version', value =>
      value['jsonrpc'] === 2 ? { ...value, jsonrpc: '2.0' } : value,
    ),
  ],
  'thunder.faults.refuses-ids-of-other-types': [
    reads('takes an id that is an object or an array for null', value =>
      typeof value['id'] === 'object' ? { ...value, id: null } : value,
    ),
    reads('takes the id true for null', value => (value['id'] === true ? { ...value, id: null } : value)),
  ],
  'thunder.faults.invalid-requests-have-the-id-null': [
    answers('gives 0 for an id that cannot be told', (answer, text) =>
      errorCode(answer) === -32600 && !isBatchText(text) && (answer as Response)['id'] === null
        ? { ...(answer as Response), id: 0 }
        : answer,
    ),
  ],
  'thunder.faults.matches-member-names-exactly': [
    reads('matches the members of a request without regard to case', value =>
      Object.fromEntries(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member])),
    ),
  ],
  'thunder.faults.refuses-parameters-without-structure': [
    reads('drops parameters without structure', value =>
      typeof value['params'] === 'object' ? value : without(value, 'params'),
    ),
  ],

  'thunder.parameters.names-invalid-params': [
    outcomeOf('index', 'refuses a wrong parameter as an internal error', outcome =>
      'error' in outcome && outcome.error.code === -32602
        ? { error: { code: -32603, message: 'Internal error' } }
        : outcome,
    ),
  ],
  'thunder.parameters.refuses-wrong-types': [
    settings('drops parameters of the wrong type', { wrongParams: 'ignored' }),
  ],
  'thunder.parameters.ignores-wrong-types': [
    releaseBut('r4', 'refuses parameters of the wrong type', { wrongParams: FAULTS.invalidParams }),
  ],

  'thunder.notification.gets-no-answer': [
    answersNotifications('answers a notification over WebSocket', 'websocket', false),
  ],
  'thunder.notification.gets-an-empty-answer': [
    answersNotifications('answers a notification over HTTP', 'http', false),
  ],
  'thunder.notification.that-fails-gets-no-answer': [
    answersNotifications('answers a notification that fails over WebSocket', 'websocket', true),
  ],
  'thunder.notification.that-fails-gets-an-empty-answer': [
    answersNotifications('answers a notification that fails over HTTP', 'http', true),
  ],
  'thunder.notification.is-answered-without-an-id': [
    releaseBut('r2', 'answers no notification', { notifications: 'silent' }),
  ],
  'thunder.notification.that-fails-is-answered': [
    releaseBut('r5', 'answers no notification that fails', { notifications: 'silent' }),
  ],

  'thunder.batch.is-answered-as-an-array': [
    batches('answers a batch of one with an object', (answer, values) =>
      isBatch(answer) && values.length === 1 ? (answer[0] ?? answer) : answer,
    ),
  ],
  'thunder.batch.answers-every-call': [
    batches('leaves the calls of a batch unanswered that fail', answer =>
      isBatch(answer) ? answer.filter(response => response['id'] === null || !('error' in response)) : answer,
    ),
    batches('answers every call of a batch under the id of the first', (answer, values) =>
      isBatch(answer) && values.every(value => isObject(value) && 'id' in value)
        ? answer.map(response => ({ ...response, id: answer[0]?.['id'] }))
        : answer,
    ),
  ],
  'thunder.batch.answers-no-notification': [
    batches('answers a notification beside a call', (answer, values) =>
      isBatch(answer) && values.some(value => isObject(value) && !('id' in value))
        ? [...answer, { jsonrpc: '2.0', id: null, result: null }]
        : answer,
    ),
  ],
  'thunder.batch.of-notifications-gets-no-answer': [
    batches('answers a batch of notifications with an empty array', answer =>
      answer === 'notification' ? [] : answer,
    ),
  ],
  'thunder.batch.refuses-an-empty-array': [
    batches('answers an empty batch with an empty array', (answer, values) =>
      values.length === 0 ? [] : answer,
    ),
    batches('refuses an empty batch in an array', (answer, values) =>
      values.length === 0 ? inArray(answer) : answer,
    ),
    batches('answers an empty batch with nothing', (answer, values) =>
      values.length === 0 ? 'notification' : answer,
    ),
  ],
  'thunder.batch.refuses-broken-json': [
    answers('refuses a broken batch in an array', (answer, text) =>
      errorCode(answer) === -32700 && isBatchText(text) ? inArray(answer) : answer,
    ),
    answers('refuses a broken batch as invalid request', (answer, text) =>
      errorCode(answer) === -32700 && isBatchText(text)
        ? recode(answer as Response, FAULTS.invalidRequest)
        : answer,
    ),
  ],
  'thunder.batch.refuses-each-value-that-is-no-request': [
    batches('refuses a batch of numbers once', (answer, values) =>
      isBatch(answer) && !values.every(isObject) ? answer.slice(0, 1) : answer,
    ),
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

function inArray(answer: Answer): Answer {
  return typeof answer === 'string' || isBatch(answer) ? answer : [answer]
}

function parsed(data: Buffer): unknown {
  return jsonOf(data.toString())
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function hasStringMethod(text: string): boolean {
  const value = jsonOf(text)
  return isObject(value) && typeof value['method'] === 'string'
}

function idIn(text: string): unknown {
  return jsonOf(/"id"\s*:\s*("[^"]*"|-?\d+)/.exec(text)?.[1] ?? '0')
}

function isFraction(id: unknown): boolean {
  return typeof id === 'object' && id !== null && 'digits' in id && String(id.digits).includes('.')
}

function digitsOf(id: unknown): unknown {
  return typeof id === 'object' && id !== null && 'digits' in id ? id.digits : id
}
