import { override } from '../../simulator.js'
import {
  inRelease,
  outcomeOf,
  releaseBut,
  settings,
  without,
  type ThunderAlteration,
} from '../alterations.js'
import { FAULTS, isBatch, isObject, type Answer, type Response, type RpcError } from '../json-rpc.js'
import type { Channel } from '../observers.js'
import type { ReleaseName } from '../releases.js'
import { answers, errorCode, inArray, isBatchText, jsonOf, reads, recode, rpc } from './rpc-alterations.js'

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
      answerBatch: (values, channel) => {
        inBatch = true
        try {
          return original.answerBatch(values, channel)
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

/** Changes the text of each message that a server of a release reads. */
const rereads = (release: ReleaseName, name: string, change: (text: string) => string): ThunderAlteration =>
  inRelease(release, name, core =>
    override(core.rpc, original => ({ answer: (text, channel) => original.answer(change(text), channel) })),
  )

/** Changes the answer to batches that are JSON. */
const batches = (
  name: string,
  change: (answer: Answer, values: readonly unknown[]) => Answer,
): ThunderAlteration =>
  rpc(name, original => ({
    answerBatch: (values, channel) => change(original.answerBatch(values, channel), values),
  }))

/** Defects in the answers to what is no call, or more than one. */
export const messageDefects = {
  'thunder.faults.names-parse-errors': [
    misnames('refuses broken JSON as invalid request', FAULTS.parseError, FAULTS.invalidRequest),
    releaseBut('r5', 'refuses broken JSON with the code of JSON-RPC', { parseError: FAULTS.parseError }),
    rpc('leaves broken JSON over WebSocket without an answer', original => ({
      answer: (text, channel) =>
        channel.transport === 'websocket' && jsonOf(text) === undefined
          ? 'notification'
          : original.answer(text, channel),
    })),
    rpc('reads no further than the end of a call', original => ({
      answer: (text, channel) =>
        original.answer(isBatchText(text) ? text : text.replace(/\} \{\}$/, '}'), channel),
    })),
    rpc('takes a comment', original => ({
      answer: (text, channel) => original.answer(text.replace('/* x */', ''), channel),
    })),
    rpc('supplies a brace that is left out', original => ({
      answer: (text, channel) => {
        const whole = `${text}}`
        const isSupplied = !isBatchText(text) && jsonOf(text) === undefined && jsonOf(whole) !== undefined
        return original.answer(isSupplied ? whole : text, channel)
      },
    })),
    rpc('takes single quotation marks', original => ({
      answer: (text, channel) =>
        original.answer(text.startsWith("{'") ? text.replaceAll("'", '"') : text, channel),
    })),
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
  'thunder.faults.refuses-unreadable-ids': [
    rereads('r5', 'cuts the fraction from an id', text => text.replace(/("id":\d+)\.\d+/, '$1')),
    rereads('r5', 'takes what follows the x of an id for the id', text => text.replace('"id":"x', '"id":"')),
  ],
  'thunder.faults.leaves-unreadable-ids-unanswered': [
    rereads('r4', 'reads an id up to its first letter', text => text.replace(/("id":"\d+)x"/, '$1"')),
  ],
  'thunder.faults.names-invalid-requests': [
    answers('refuses a call whose method is no string as method not found', (answer, text) => {
      const call = jsonOf(text)
      const isOdd = isObject(call) && 'method' in call && typeof call['method'] !== 'string'
      return isOdd && errorCode(answer) === -32600
        ? recode(answer as Response, FAULTS.methodNotFound)
        : answer
    }),
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
    reads('takes no notice of what is sent to a trigger', value =>
      String(value['method']).endsWith('.provision') && typeof value['params'] === 'string'
        ? without(value, 'params')
        : value,
    ),
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
    outcomeOf('index', 'drops parameters that are no object', (outcome, { params }) =>
      Array.isArray(params) && 'error' in outcome ? { result: null } : outcome,
    ),
  ],
  'thunder.parameters.ignores-wrong-types': [
    releaseBut('r4', 'refuses parameters of the wrong type', { wrongParams: FAULTS.invalidParams }),
  ],
  'thunder.parameters.empty-ones-are-none': [
    rereads('r4', 'takes null for the value of a write', text =>
      text.replace('"params":null', '"params":{}'),
    ),
    rereads('r5', 'takes an empty text for the value of a write', text =>
      text.replace('"params":""', '"params":{}'),
    ),
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
  'thunder.notification.is-carried-out': [
    rpc('drops what has no id', original => ({
      answerOne: (value, channel) =>
        isObject(value) && !('id' in value) && original.isRequest(value)
          ? undefined
          : original.answerOne(value, channel),
    })),
  ],
  'thunder.notification.null-is-no-id': [
    rereads('r4', 'takes the id null for 0', text => text.replace('"id":null', '"id":0')),
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
    batches('refuses a batch with a number as a whole', (answer, values) =>
      isBatch(answer) && !values.every(isObject)
        ? { jsonrpc: '2.0', id: null, error: FAULTS.invalidRequest }
        : answer,
    ),
    rpc('skips what is null in a batch', original => ({
      answerBatch: (values, channel) =>
        original.answerBatch(
          values.filter(value => value !== null),
          channel,
        ),
    })),
    rpc('makes the calls of a batch in a batch', original => ({
      answerBatch: (values, channel) => original.answerBatch(values.flat(), channel),
    })),
    batches('refuses a batch of numbers once', (answer, values) =>
      isBatch(answer) && !values.every(isObject) ? answer.slice(0, 1) : answer,
    ),
  ],
} as const satisfies Record<string, readonly ThunderAlteration[]>

function idIn(text: string): unknown {
  return jsonOf(/"id"\s*:\s*("[^"]*"|-?\d+)/.exec(text)?.[1] ?? '0')
}
