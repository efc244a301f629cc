import { describeAnswer } from '../../harness/describe.js'
import type { Exchange } from '../../harness/exchange.js'
import { Violation } from '../../harness/finding.js'
import type { HttpRequest } from '../../harness/http-client.js'
import type { AssayWorld } from '../../harness/world.js'
import type { thunderStates } from '../../schemas/thunder/states.js'
import { isEvent, parse, type Line } from './line.js'

/** The two ways to carry a call, as the features name them. */
export type Transport = 'HTTP' | 'WebSocket'

/** Why a call is refused, in the words of the features. */
export type Reason = 'unavailable' | 'in progress' | 'parse error' | 'invalid request' | 'invalid params'

/** A plugin as properties see it; the steps know how the target spells things. */
export interface Plugin {
  readonly world: AssayWorld<typeof thunderStates>
  /** The release that the target follows, or the document. */
  readonly profile: string
  /** The transports that the target offers, at least one. */
  readonly transports: readonly [Transport, ...Transport[]]
  readonly callsign: string
  /** The name of a member of the plugin: `Provisioning.1.state`. */
  name(member: string): string
  /** The codes of a refusal: any one of them will do. */
  codes(reason: Reason): readonly number[]
  /** Whether JSON-RPC itself defines a code. */
  isPredefined(code: number): boolean
  /** Opens a WebSocket, which is closed at the end of the case if it is open then. */
  open(): Promise<Line>
  /** A WebSocket that a case may have used before, for what leaves nothing behind on it. */
  share(): Promise<Line>
  /** The request that carries a message over HTTP. */
  request(body: Buffer): HttpRequest
}

/** What came for a message: a JSON value, undefined if nothing came or what is no JSON. */
export interface Reply {
  readonly exchange: Exchange
  readonly value: unknown
  /** Whether the connection has ended over it. */
  readonly isEnded: boolean
}

/** Sends messages one after the other: posts them, or uses one WebSocket for all. */
export class Speaker {
  private opened: Line | undefined

  constructor(readonly plugin: Plugin) {}

  /** Sends a text and gives what comes back; something must. */
  async ask(transport: Transport, text: string): Promise<Reply> {
    if (transport === 'HTTP') return this.post(Buffer.from(text))
    const line = await this.line()
    const { received } = line
    const from = received.length
    const answer = (): number => received.findIndex((value, index) => index >= from && !isEvent(value))
    await line.send(text)
    const isAnswered = await line.until(() => answer() >= 0, 'request')
    const value = isAnswered ? received[answer()] : undefined
    return { exchange: line.exchange, value, isEnded: !line.isOpen }
  }

  /** Posts bytes. A target that is silent decides nothing, and one that closes the connection has not answered. */
  async post(body: Buffer): Promise<Reply> {
    const { world } = this.plugin
    const exchange = await world.send(this.plugin.request(body))
    const answer = world.answerOf(exchange)
    return { exchange, value: parse(answer.body), isEnded: false }
  }

  /** The WebSocket, another one where the target has closed the one before. */
  async line(): Promise<Line> {
    if (this.opened === undefined || !this.opened.isOpen) this.opened = await this.plugin.share()
    return this.opened
  }
}

/** The text of a call; of a notification if `id` is left out. */
export function callText(plugin: Plugin, member: string, params?: unknown, id?: unknown): string {
  return JSON.stringify(callOf(plugin, member, params, id))
}

/** A call; a notification if `id` is left out. */
export function callOf(plugin: Plugin, member: string, params?: unknown, id?: unknown): object {
  return {
    jsonrpc: '2.0',
    ...(id === undefined ? {} : { id }),
    method: plugin.name(member),
    ...(params === undefined ? {} : { params }),
  }
}

/** Throws the violation that an exchange shows. */
export function broken(summary: string, expected: string, exchange: Exchange, received?: string): never {
  throw new Violation({ summary, expected, received: received ?? describeAnswer(exchange) }, exchange)
}

/** Throws the violation that a reply shows. */
export function wrong(summary: string, expected: string, { exchange, value, isEnded }: Reply): never {
  const seen = value === undefined ? (isEnded ? 'the end of the connection' : 'no answer') : shown(value)
  return broken(summary, expected, exchange, exchange.kind === 'socket' ? seen : undefined)
}

/** A value as a failure shows it. */
export function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 160 ? `${text.slice(0, 160)}...` : text
}
