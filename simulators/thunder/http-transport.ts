import { isUtf8 } from 'node:buffer'
import type { HttpReply, HttpRequest } from '../simulator.js'
import type { ThunderCore } from './core.js'
import { FAULTS, isObject, type Answer, type Response } from './json-rpc.js'
import type { Channel } from './observers.js'

/** Milliseconds after which a request that release r4 leaves open is given up. */
export const OPEN_REQUEST_TIME = 30_000

const PATH = '/jsonrpc'
const HTTP: Channel = { transport: 'http' }
const HEADERS: HttpReply['headers'] = {
  'content-type': 'application/json',
  'access-control-allow-origin': '*',
  'cache-control': 'no-cache',
}
const ALLOW = { allow: 'POST, OPTIONS', 'access-control-allow-methods': 'POST, OPTIONS' }

/** Calls over HTTP POST, to the path of all plugins or to that of one. */
export class HttpTransport {
  private readonly open = new Set<() => void>()

  constructor(readonly core: ThunderCore) {}

  handle(request: HttpRequest): HttpReply | Promise<HttpReply> {
    const channel = request.target === PATH ? HTTP : channelOf(request.target)
    if (channel === undefined) return this.refuse(404, `There is nothing here but ${PATH}.`)
    if (request.method !== 'POST') return this.otherMethod(request.method)
    if (channel.callsign !== undefined) {
      if (channel.callsign !== this.core.callsign) return this.unknownPath()
      if (!this.core.plugin.active) return this.deactivated()
    }
    // Bytes that are no UTF-8 are no JSON either; decoding them would hide it.
    const text = isUtf8(request.body) ? request.body.toString() : ''
    return this.carry(this.core.rpc.answer(text, channel))
  }

  /** The HTTP response that carries an answer. */
  carry(answer: Answer): HttpReply | Promise<HttpReply> {
    if (answer === 'unparsed') return this.unparsed()
    if (answer === 'notification') return this.unanswered()
    return { status: this.status(answer), headers: this.headers(), body: this.core.rpc.encode(answer) }
  }

  /** The response to what is no JSON, in releases that do not say so. */
  unparsed(): HttpReply {
    const status = this.core.release.http.malformed
    return { status, reason: 'Failed to parse JSONRPC message', headers: {}, body: '' }
  }

  /** The response to what needs no answer. */
  unanswered(): HttpReply | Promise<HttpReply> {
    return this.core.release.notifications === 'hangs' ? this.hang() : { status: 204, headers: {}, body: '' }
  }

  /** The HTTP status that goes with responses. */
  status(answer: Response | readonly Response[]): number {
    const { error } = answer as Response
    if (!isObject(error)) return 200
    const { http, parseError } = this.core.release
    const isMalformed = error['code'] === FAULTS.invalidRequest.code || error['code'] === parseError?.code
    return isMalformed ? http.malformed : http.refused
  }

  /** The header fields of every response with a body. */
  headers(): HttpReply['headers'] {
    return HEADERS
  }

  /** The response to a call by the path of a callsign that no plugin has. */
  unknownPath(): HttpReply {
    return this.refuse(this.core.release.http.unknownPath, 'No plugin has this callsign.')
  }

  /** The response to a call by the path of a plugin that is deactivated. */
  deactivated(): HttpReply {
    return this.refuse(410, 'The plugin is deactivated.')
  }

  /** Refuses a request before it is looked into. */
  refuse(status: number, why: string): HttpReply {
    const error = { ...FAULTS.invalidRequest, data: why }
    return { status, headers: HEADERS, body: JSON.stringify({ jsonrpc: '2.0', id: null, error }) }
  }

  /** Gives up every request that was left open. */
  close(): void {
    for (const giveUp of this.open) giveUp()
  }

  private hang(): Promise<HttpReply> {
    return new Promise(resolve => {
      const giveUp = (): void => {
        cancel()
        this.open.delete(giveUp)
        resolve({ status: 408, headers: { connection: 'close' }, body: '' })
      }
      const cancel = this.core.environment.clock.after(OPEN_REQUEST_TIME, giveUp)
      this.open.add(giveUp)
    })
  }

  private otherMethod(method: string): HttpReply {
    if (method === 'OPTIONS') return { status: 204, headers: { ...HEADERS, ...ALLOW }, body: '' }
    const refusal = this.refuse(405, 'Calls are posted.')
    return { ...refusal, headers: { ...refusal.headers, ...ALLOW } }
  }
}

/** The channel of a request by its path, which may name a callsign; undefined if nothing is there. */
export function channelOf(target: string): Channel | undefined {
  const query = target.indexOf('?')
  const path = query < 0 ? target : target.slice(0, query)
  if (path === PATH || path === `${PATH}/`) return HTTP
  if (!path.startsWith(`${PATH}/`)) return undefined
  return { transport: 'http', callsign: path.slice(PATH.length + 1) }
}
