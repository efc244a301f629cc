import { ExactNumber, parseExactly } from './exact-number.js'

/** What correlates a call with its answer. */
export type Id = string | number | null | ExactNumber

/** Why a call was refused: JSON-RPC 2.0, section 5.1. */
export interface RpcError {
  readonly code: number
  readonly message: string
  readonly data?: unknown
}

/** What became of a call. */
export type Outcome = { readonly result: unknown } | Refused

/** The outcome of a call that was refused. */
export interface Refused {
  readonly error: RpcError
}

/** A valid request; a notification has no id. */
export interface Call {
  readonly method: string
  readonly params: unknown
  readonly id: Id | undefined
}

/** A response object as it goes to the wire. */
export type Response = Readonly<Record<string, unknown>>

/** What a message is answered with: one response, those of a batch, or nothing, and why nothing. */
export type Answer = Response | readonly Response[] | 'notification' | 'unparsed'

/** The errors that JSON-RPC 2.0 predefines. */
export const FAULTS = {
  parseError: { code: -32700, message: 'Parse error' },
  invalidRequest: { code: -32600, message: 'Invalid Request' },
  methodNotFound: { code: -32601, message: 'Method not found' },
  invalidParams: { code: -32602, message: 'Invalid params' },
} as const satisfies Record<string, RpcError>

/** The most values that a batch may hold. */
export const MAX_BATCH = 10_000

/** A JSON-RPC 2.0 server without a transport: text in, answer out. `Channel` is passed through to the methods. */
export class JsonRpc<Channel> {
  constructor(readonly invoke: (call: Call, channel: Channel) => Outcome) {}

  /** Answers one message. */
  answer(text: string, channel: Channel): Answer {
    let message: unknown
    try {
      message = parseExactly(text)
    } catch {
      return this.respond(null, { error: FAULTS.parseError }, channel)
    }
    if (Array.isArray(message)) return this.answerBatch(message, channel)
    return this.answerOne(message, channel) ?? 'notification'
  }

  /** Answers the values of a batch, in their order. */
  answerBatch(values: readonly unknown[], channel: Channel): Answer {
    if (values.length === 0 || values.length > MAX_BATCH)
      return this.respond(null, { error: FAULTS.invalidRequest }, channel)
    const responses = values
      .map(value => this.answerOne(value, channel))
      .filter(response => response !== undefined)
    return responses.length === 0 ? 'notification' : responses
  }

  /** Answers one request object; nothing if it is a notification. */
  answerOne(value: unknown, channel: Channel): Response | undefined {
    const call = this.read(value)
    if ('error' in call) return this.respond(call.id, call, channel)
    const outcome = this.invoke(call, channel)
    return call.id === undefined
      ? this.silence(call, outcome, channel)
      : this.respond(call.id, outcome, channel)
  }

  /** What a notification is answered with. */
  silence(_call: Call, _outcome: Outcome, _channel: Channel): Response | undefined {
    return undefined
  }

  /** The call in a JSON value; where it is none, the error with the id that it has, or null. */
  read(value: unknown): Call | { readonly error: RpcError; readonly id: Id } {
    if (!isObject(value)) return { error: FAULTS.invalidRequest, id: null }
    const { id } = value
    if (!this.isRequest(value)) return { error: FAULTS.invalidRequest, id: isId(id) ? id : null }
    return {
      method: value['method'] as string,
      params: value['params'] ?? undefined,
      id: id as Id | undefined,
    }
  }

  /** Whether an object is a request: JSON-RPC 2.0, section 4. Parameters that are null count as left out. */
  isRequest(value: Readonly<Record<string, unknown>>): boolean {
    return (
      value['jsonrpc'] === '2.0' &&
      typeof value['method'] === 'string' &&
      (value['id'] === undefined || isId(value['id'])) &&
      (value['params'] === undefined || typeof value['params'] === 'object')
    )
  }

  /** The response object for an outcome. */
  respond(id: Id, outcome: Outcome, _channel: Channel): Response {
    return 'error' in outcome
      ? { jsonrpc: '2.0', id, error: outcome.error }
      : { jsonrpc: '2.0', id, result: outcome.result }
  }

  /** The text of responses, or of an event. */
  encode(answer: Response | readonly Response[]): string {
    if (isBatch(answer)) return `[${answer.map(response => this.encode(response)).join(',')}]`
    const { id } = answer
    if (!(id instanceof ExactNumber)) return JSON.stringify(answer)
    const members = Object.entries(answer).map(
      ([name, value]) => `${JSON.stringify(name)}:${name === 'id' ? id.digits : JSON.stringify(value)}`,
    )
    return `{${members.join(',')}}`
  }
}

/** Whether an answer is that of a batch. */
export function isBatch(answer: Answer): answer is readonly Response[] {
  return Array.isArray(answer)
}

/** Whether a JSON value is an object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isId(value: unknown): value is Id {
  return (
    typeof value === 'string' || typeof value === 'number' || value === null || value instanceof ExactNumber
  )
}
