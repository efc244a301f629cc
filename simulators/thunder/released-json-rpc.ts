import {
  isObject,
  JsonRpc,
  type Answer,
  type Call,
  type Id,
  type Outcome,
  type Response,
} from './json-rpc.js'
import type { Release } from './releases.js'

/**
 * JSON-RPC as the released framework speaks it: the version is not checked, ids are unsigned numbers of 32 bits, a
 * string of digits is one, null is none, and there are no batches.
 */
export class ReleasedJsonRpc<Channel> extends JsonRpc<Channel> {
  constructor(
    invoke: (call: Call, channel: Channel) => Outcome,
    readonly release: Release,
  ) {
    super(invoke)
  }

  override answer(text: string, channel: Channel): Answer {
    const call = this.parse(text)
    if (call === undefined) return this.unparsed(channel)
    const outcome = this.invoke(call, channel)
    if (call.id !== undefined) return this.respond(call.id, outcome, channel)
    return this.silence(call, outcome, channel) ?? 'notification'
  }

  override silence(_call: Call, outcome: Outcome, channel: Channel): Response | undefined {
    const { notifications } = this.release
    const answered = notifications === 'answered' || (notifications === 'errors' && 'error' in outcome)
    if (!answered) return undefined
    const { id: _, ...response } = this.respond(null, outcome, channel)
    return response
  }

  /** The answer to what cannot be parsed. */
  unparsed(channel: Channel): Answer {
    const error = this.release.parseError
    return error === undefined ? 'unparsed' : this.respond(null, { error }, channel)
  }

  private parse(text: string): Call | undefined {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      return undefined
    }
    if (!isObject(value) || typeof value['method'] !== 'string') return undefined
    if (!isReadable(value['id'])) return undefined
    const id = releasedId(value['id'])
    const params = value['params'] === null || value['params'] === '' ? undefined : value['params']
    return { method: value['method'], params, id }
  }
}

function isReadable(id: unknown): boolean {
  return (
    id === undefined ||
    id === null ||
    Number.isInteger(id) ||
    (typeof id === 'string' && /^\d{1,10}$/.test(id))
  )
}

function releasedId(id: unknown): Id | undefined {
  return id === undefined || id === null ? undefined : Number(id) >>> 0
}
