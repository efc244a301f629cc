import { connect as connectTcp, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import type { TlsMaterial } from './connection.js'
import type { ExchangeFailure, HeaderPairs, SentRequest } from './exchange.js'
import { failureOf, type HttpResult } from './http-client.js'
import { parseAnswer } from './http-message.js'
import { hostOf, openTunnel } from './tunnel.js'

/** Where and within which bounds the raw client sends. */
export interface RawClientOptions {
  readonly url: string
  readonly tls?: TlsMaterial
  /** The proxy through which every connection is tunnelled. */
  readonly proxy?: string | undefined
  readonly timeout: number
  readonly maxBody: number
}

/** Bytes for the wire, in pieces that are sent one after the other, and how the client behaves after the last. */
export interface RawRequest {
  readonly pieces: readonly Buffer[]
  /** Milliseconds between the pieces; without it they follow at once. */
  readonly pause?: number
  /** Ends the sending side after the last piece: the request then has all the bytes it will ever have. */
  readonly end?: boolean
}

/** A connection for requests one after the other, as bytes that nothing adds to, corrects or checks. */
export class RawConnection {
  private socket: Socket | undefined
  private connected = false
  private closed = false
  private error: Error | undefined
  private received: Buffer[] = []
  private size = 0
  private onChange = (): void => {}

  constructor(private readonly options: RawClientOptions) {
    const { proxy, url, tls = {} } = options
    if (proxy === undefined) {
      const socket = open(options)
      socket.once(url.startsWith('https:') ? 'secureConnect' : 'connect', () => this.connect())
      this.watch(socket)
    } else {
      void this.pass(proxy, url, tls)
    }
  }

  /**
   * Sends the bytes and reads one response strictly; what came after the response before belongs to this one. Never
   * rejects; a connection that the target closes without a byte is the failure `reset`.
   * @param known what the bytes are, where that need not be found out from them.
   */
  send(request: RawRequest, known?: SentRequest): Promise<HttpResult> {
    const { options } = this
    const [only = NOTHING] = request.pieces
    const sent = request.pieces.length === 1 ? only : Buffer.concat(request.pieces)
    const described = known ?? sentRequest(new URL(options.url).origin, sent)
    let written = false
    let enough = 1
    return new Promise(resolve => {
      const settle = (outcome: Pick<HttpResult, 'answer' | 'failure'>, rest: Buffer = NOTHING): void => {
        clearTimeout(timer)
        this.onChange = () => {}
        const all = this.gathered
        this.received = []
        this.size = 0
        this.keep(rest)
        const received = rest.length === 0 ? all : all.subarray(0, all.length - rest.length)
        resolve({ request: described, ...outcome, sent, received })
      }
      const fail = (failure: ExchangeFailure): void => settle({ failure })
      const timer = setTimeout(
        () => fail({ kind: 'timeout', message: `no complete answer within ${options.timeout} ms` }),
        options.timeout,
      )
      this.onChange = () => {
        if (this.connected && !written) {
          written = true
          void this.write(request)
        }
        const tooLarge = { kind: 'too-large' as const, message: `the body is over ${options.maxBody} bytes` }
        if (this.size > options.maxBody + MAX_HEAD) return fail(tooLarge)
        if (this.size < enough && !this.closed) return
        if (this.size === 0) {
          const message = 'the connection was closed without an answer'
          return fail(this.error ? failureOf(this.error, options) : { kind: 'reset', message })
        }
        const parsed = parseAnswer(this.gathered, described.method, this.closed)
        if (parsed.state === 'complete' && parsed.answer.body.length > options.maxBody) fail(tooLarge)
        else if (parsed.state === 'complete') settle({ answer: parsed.answer }, parsed.rest)
        else if (parsed.state === 'partial') enough = this.size + parsed.missing
        else fail({ kind: 'malformed', message: `the answer is not HTTP: ${parsed.why}` })
      }
      this.onChange()
    })
  }

  /** Whether another request can be sent: the connection stands, and no bytes came that nobody asked for. */
  get isReusable(): boolean {
    return !this.closed && this.size === 0
  }

  close(): void {
    this.closed = true
    this.socket?.destroy()
  }

  private async write({ pieces, pause, end }: RawRequest): Promise<void> {
    for (const [index, piece] of pieces.entries()) {
      if (index > 0 && pause !== undefined) await delay(pause)
      if (this.closed) return
      this.socket?.write(piece)
    }
    if (end) this.socket?.end()
  }

  private async pass(proxy: string, url: string, tls: TlsMaterial): Promise<void> {
    try {
      this.watch(await openTunnel(proxy, url, tls))
      this.connect()
    } catch (error) {
      this.end(error as Error)
    }
  }

  private watch(socket: Socket): void {
    this.socket = socket
    if (this.closed) socket.destroy()
    socket.on('data', (chunk: Buffer) => {
      this.keep(chunk)
      this.onChange()
    })
    socket.on('end', () => this.end())
    socket.on('error', error => this.end(error))
    socket.on('close', () => this.end())
  }

  private connect(): void {
    this.connected = true
    this.onChange()
  }

  private end(error?: Error): void {
    this.closed = true
    this.error ??= error
    this.onChange()
  }

  /** Everything that has come, as one piece. */
  private get gathered(): Buffer {
    if (this.received.length !== 1) this.received = [Buffer.concat(this.received)]
    return this.received[0] as Buffer
  }

  private keep(chunk: Buffer): void {
    if (chunk.length === 0) return
    this.received.push(chunk)
    this.size += chunk.length
  }
}

const MAX_HEAD = 64 * 1024

const NOTHING = Buffer.alloc(0)

/** The bytes of a request with exactly these header fields: nothing is added, corrected or checked. */
export function requestBytes(
  method: string,
  target: string,
  headers: HeaderPairs,
  body: Buffer | string = '',
): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const head = Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines}\r\n`, 'latin1')
  return body.length === 0 ? head : Buffer.concat([head, typeof body === 'string' ? Buffer.from(body) : body])
}

function open(options: RawClientOptions): Socket {
  const url = new URL(options.url)
  const { protocol, port } = url
  const host = hostOf(url)
  if (protocol === 'https:') {
    return connectTls({ host, port: Number(port || 443), servername: host, ...options.tls })
  }
  return connectTcp({ host, port: Number(port || 80), allowHalfOpen: true })
}

/** What a receiver reads in the bytes of a request. @param origin of the URL that it was sent to. */
export function sentRequest(origin: string, sent: Buffer): SentRequest {
  const end = sent.indexOf('\r\n\r\n')
  const head = sent.toString('latin1', 0, end < 0 ? sent.length : end)
  const [start = '', ...lines] = head.split('\r\n')
  const [method = '', target = ''] = start.split(' ')
  return {
    method,
    url: origin + target,
    target,
    headers: lines.flatMap(line => {
      const colon = line.indexOf(':')
      return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()] as const]
    }),
    body: end < 0 ? Buffer.alloc(0) : sent.subarray(end + 4),
  }
}
