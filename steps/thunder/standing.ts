import { isUtf8 } from 'node:buffer'
import { header, type Exchange } from '../../harness/exchange.js'
import type { Finding } from '../../harness/finding.js'
import type { Session } from '../../harness/session.js'
import type { StandingCheck } from '../../harness/suite.js'
import { habitsOf, isPredefined, isReserved } from './codes.js'
import { eventOf, eventsIn, isObject, parse, shown, type JsonObject } from './message.js'
import { calledIdsOf, type CalledId } from './called-ids.js'
import { settingsOf } from './settings.js'

/**
 * The checks that look at every exchange of a run. The closed lists of errors are not among them: what a deactivated
 * plugin, a write or a wrong parameter is answered with is in no list.
 */
export const thunderStanding: readonly StandingCheck[] = [
  check('thunder.envelope.is-one-object', usableReplies, reply =>
    isObject(reply)
      ? undefined
      : found('The answer to a call is no single JSON object.', 'one JSON object', shown(reply ?? 'no JSON')),
  ),
  check('thunder.envelope.says-version-2', responses, ({ jsonrpc }) =>
    jsonrpc === '2.0'
      ? undefined
      : found('The answer does not name the version of JSON-RPC.', '"jsonrpc":"2.0"', shown(jsonrpc)),
  ),
  check('thunder.correlation.has-an-id', responsesToCalls, answer =>
    'id' in answer ? undefined : found('The answer has no id.', 'the id of the call', 'no id'),
  ),
  check('thunder.envelope.answers-once', calledIds, ({ id, calls, answers }) =>
    answers > calls
      ? found('A call is answered more than once.', `${calls} to the id ${id}`, `${answers} answers`)
      : undefined,
  ),
  check('thunder.envelope.holds-a-result-or-an-error', responsesToCalls, reply =>
    isFull(reply)
      ? undefined
      : found('The answer holds neither a result nor an error.', 'one of both', shown(reply)),
  ),
  check('thunder.envelope.never-holds-both', fullResponses, answer =>
    'result' in answer && 'error' in answer
      ? found('The answer holds a result and an error.', 'one of both', shown(answer))
      : undefined,
  ),
  check('thunder.errors.are-objects', errors, error =>
    isObject(error) ? undefined : found('The error is no object.', 'an object', shown(error)),
  ),
  check('thunder.errors.code-is-an-integer', errorObjects, ({ code }) =>
    Number.isInteger(code)
      ? undefined
      : found('The code of the error is no integer.', 'an integer', shown(code)),
  ),
  check('thunder.errors.message-is-a-string', errorObjects, ({ message }) =>
    typeof message === 'string'
      ? undefined
      : found('The message of the error is no string.', 'a string', shown(message)),
  ),
  check('thunder.errors.message-describes-the-error', errorMessages, message =>
    message.trim() === ''
      ? found('The message of the error is empty.', 'a short description of the error', shown(message))
      : undefined,
  ),
  check('thunder.errors.message-is-concise', errorMessages, message =>
    /[\r\n]/.test(message.trim())
      ? found('The message of the error has several lines.', 'a single sentence', shown(message))
      : undefined,
  ),
  check('thunder.errors.keeps-reserved-codes-free', errorCodes, code =>
    !isReserved(code) || isPredefined(code)
      ? undefined
      : found(
          'The code of the error is reserved by JSON-RPC, which does not define it.',
          'a code outside of -32768 to -32000, or one that is defined',
          shown(code),
        ),
  ),
  check('thunder.events.says-version-2', events, ({ jsonrpc }) =>
    jsonrpc === '2.0'
      ? undefined
      : found('The event does not name the version of JSON-RPC.', '"jsonrpc":"2.0"', shown(jsonrpc)),
  ),
  check('thunder.events.has-no-id', events, event =>
    'id' in event ? found('The event has an id.', 'no id', shown(event['id'])) : undefined,
  ),
  check('thunder.events.is-named-provisioningchange', events, ({ method }) =>
    /(^|\.)provisioningchange$/.test(String(method))
      ? undefined
      : found('The method does not end in the name of the event.', '<id>.provisioningchange', shown(method)),
  ),
  check('thunder.events.has-parameters-in-an-object', events, ({ params }) =>
    isObject(params)
      ? undefined
      : found('The parameters of the event are no object.', 'an object', shown(params)),
  ),
  check('thunder.events.carries-a-status', eventParams, ({ status }) =>
    typeof status === 'number'
      ? undefined
      : found('The status of the event is no number.', 'a number', shown(status)),
  ),
  check('thunder.transports.http-says-json', postedWith('result', 'error'), ({ answer }) => {
    const type = header(answer?.headers ?? [], 'content-type')
    return /\bjson/i.test(type ?? '')
      ? undefined
      : found('The answer does not say that it is JSON.', 'Content-Type: application/json', type ?? 'none')
  }),
  check('thunder.transports.http-answers-with-200', postedWith('result'), ({ answer }) => {
    const { status = 0 } = answer ?? {}
    if (status === 200) return undefined
    return found('A call that succeeds is not answered with 200 OK.', '200', String(status))
  }),
  check('thunder.transports.http-errors-are-accepted', postedWith('error'), ({ answer }, { target }) => {
    const { status = 0 } = answer ?? {}
    const { refusedStatus } = habitsOf(target.profile)
    if (refusedStatus.includes(status)) return undefined
    return found('A call that is refused has another status.', refusedStatus.join(' or '), String(status))
  }),
  check('thunder.transports.websocket-answers-in-text', answerFrames, binary =>
    binary ? found('The answer is a binary message.', 'a text message', 'a binary message') : undefined,
  ),
]

function check<Subject>(
  rule: string,
  subjectsOf: (exchange: Exchange, session: Session) => readonly Subject[],
  find: (subject: Subject, session: Session) => Finding | undefined,
): StandingCheck {
  return {
    rule,
    applies: (exchange, session) => subjectsOf(exchange, session).length > 0,
    find(exchange, session) {
      for (const subject of subjectsOf(exchange, session)) {
        const finding = find(subject, session)
        if (finding) return finding
      }
      return undefined
    },
  }
}

/** What the checks look at in an exchange, found out once for all of them. */
interface Seen {
  /** How many messages there were; more may come. */
  readonly count: number
  /** What came back and is no event: JSON values, undefined for what is none. */
  readonly replies: readonly unknown[]
  /** What came back where nothing but calls was sent; what merely repeats a call is no answer. */
  readonly repliesToCalls: readonly unknown[]
  /** Objects that came back, alone or in arrays, and are no requests. */
  readonly responses: readonly JsonObject[]
  /** The events of a socket on which nothing but this event was registered. */
  readonly events: readonly JsonObject[]
}

const seen = new WeakMap<Exchange, Seen>()

function seenIn(exchange: Exchange, session: Session): Seen {
  const count = exchange.messages?.length ?? 0
  const known = seen.get(exchange)
  if (known?.count === count) return known
  const replies = repliesIn(exchange, session)
  const own = sent(exchange)
  const fresh = {
    count,
    replies,
    repliesToCalls: own.length > 0 && own.every(isCall) ? replies.filter(reply => !isRequest(reply)) : [],
    responses: replies
      .flatMap(reply => (Array.isArray(reply) ? (reply as unknown[]) : [reply]))
      .filter(isObject)
      .filter(reply => !isRequest(reply) && Object.keys(reply).length > 0),
    events: eventsOf(exchange, own),
  }
  seen.set(exchange, fresh)
  return fresh
}

function repliesIn(exchange: Exchange, session: Session): unknown[] {
  if (exchange.kind === 'socket') {
    const messages = exchange.messages ?? []
    const received = messages.filter(({ direction }) => direction === 'received')
    return received.filter(message => eventOf(message) === undefined).map(({ data }) => parse(data))
  }
  const { request, answer } = exchange
  const isCall = exchange.kind === 'request' && request.target.endsWith(settingsOf(session.target).httpPath)
  return isCall && answer && answer.body.length > 0 ? [parse(answer.body)] : []
}

function repliesToCalls(exchange: Exchange, session: Session): readonly unknown[] {
  return seenIn(exchange, session).repliesToCalls
}

/** The same without objects that hold nothing: they show nothing, and are judged by what they lack. */
function usableReplies(exchange: Exchange, session: Session): unknown[] {
  return repliesToCalls(exchange, session).filter(reply => !isObject(reply) || isFull(reply))
}

function fullResponses(exchange: Exchange, session: Session): JsonObject[] {
  return responses(exchange, session).filter(isFull)
}

function responses(exchange: Exchange, session: Session): readonly JsonObject[] {
  return seenIn(exchange, session).responses
}

function responsesToCalls(exchange: Exchange, session: Session): JsonObject[] {
  return repliesToCalls(exchange, session).filter(isObject)
}

function errors(exchange: Exchange, session: Session): unknown[] {
  return responses(exchange, session)
    .filter(answer => 'error' in answer && (answer['error'] !== null || !('result' in answer)))
    .map(({ error }) => error)
}

function errorObjects(exchange: Exchange, session: Session): JsonObject[] {
  return errors(exchange, session).filter(isObject)
}

function errorCodes(exchange: Exchange, session: Session): number[] {
  return errorObjects(exchange, session).flatMap(({ code }) =>
    Number.isInteger(code) ? [code as number] : [],
  )
}

function errorMessages(exchange: Exchange, session: Session): string[] {
  return errorObjects(exchange, session).flatMap(({ message }) =>
    typeof message === 'string' ? [message] : [],
  )
}

function calledIds(exchange: Exchange, session: Session): readonly CalledId[] {
  return exchange.kind === 'socket' ? calledIdsOf(sent(exchange), responses(exchange, session)) : []
}

function events(exchange: Exchange, session: Session): readonly JsonObject[] {
  return seenIn(exchange, session).events
}

function eventsOf({ kind, messages = [] }: Exchange, sent: readonly unknown[]): JsonObject[] {
  if (kind !== 'socket') return []
  const registrations = sent
    .filter(isObject)
    .filter(({ method }) => typeof method === 'string' && method.endsWith('.register'))
  const named = registrations.map(({ params }) => (isObject(params) ? params['event'] : undefined))
  if (named.length === 0 || named.some(event => event !== 'provisioningchange')) return []
  const own = messages.filter(({ direction }) => direction === 'sent').map(({ data }) => data)
  return eventsIn(messages.filter(({ data }) => !own.some(sent => sent.equals(data))))
}

function eventParams(exchange: Exchange, session: Session): JsonObject[] {
  return events(exchange, session).flatMap(({ params }) => (isObject(params) ? [params] : []))
}

/** An HTTP exchange in which a call was posted and answered with one of these members. */
function postedWith(...members: readonly string[]) {
  return (exchange: Exchange, session: Session): Exchange[] => {
    const answers = exchange.kind === 'request' ? responsesToCalls(exchange, session) : []
    return answers.some(answer => members.some(member => answer[member] !== undefined)) ? [exchange] : []
  }
}

/** Whether each answer on a socket is binary. */
function answerFrames({ kind, messages = [] }: Exchange): boolean[] {
  if (kind !== 'socket') return []
  return messages
    .filter(message => message.direction === 'received' && eventOf(message) === undefined)
    .filter(({ data }) => responseLike(parse(data)))
    .map(({ binary }) => binary)
}

function responseLike(value: unknown): boolean {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).some(item => isObject(item) && isFull(item))
}

/** Whether an answer holds a result or an error. */
function isFull(answer: JsonObject): boolean {
  return 'result' in answer || 'error' in answer
}

/** Everything that was sent in an exchange, as JSON values; undefined for what is none, such as bytes that are no UTF-8. */
function sent({ kind, request, messages = [] }: Exchange): unknown[] {
  if (kind !== 'socket') return [isUtf8(request.body) ? parse(request.body) : undefined]
  return messages.filter(({ direction }) => direction === 'sent').map(({ data }) => parse(data))
}

/** Whether what was sent is a call as JSON-RPC wants it, with an id. */
function isCall(value: unknown): boolean {
  if (!isObject(value)) return false
  const { jsonrpc, method, id, params = {} } = value
  const isStructured = typeof params === 'object' && params !== null
  return (
    jsonrpc === '2.0' &&
    typeof method === 'string' &&
    isStructured &&
    (typeof id === 'string' || typeof id === 'number' || id === null)
  )
}

/** Whether what came back is a request, such as the one that was sent. */
function isRequest(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isRequest)
  return isObject(value) && 'method' in value && !('result' in value || 'error' in value)
}

function found(summary: string, expected: string, received: string): Finding {
  return { summary, expected, received }
}
