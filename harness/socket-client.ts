import type { Agent } from 'node:http'
import { WebSocket, type RawData } from 'ws'
import { Arrivals } from './arrivals.js'
import type { TlsMaterial } from './connection.js'
import {
  headerPairs,
  type Answer,
  type ExchangeFailure,
  type HeaderPairs,
  type SocketMessage,
} from './exchange.js'
import { failureOf } from './http-client.js'
import { Intake } from './intake.js'

/** Where and how a socket is opened. */
export interface SocketOptions {
  /** A URL with the scheme ws or wss. */
  readonly url: string
  readonly protocols: readonly string[]
  readonly headers: HeaderPairs
  readonly tls: TlsMaterial
  /** Makes the connection, where a proxy lies between. */
  readonly agent?: Agent | undefined
  /** Milliseconds for the opening handshake. */
  readonly timeout: number
  /** Largest accepted message, in bytes. */
  readonly maxMessage: number
  /** What is taken of all messages; a target that sends more is cut off. Far more than it has to say if left out. */
  readonly intake?: Intake
}

/** Why a socket is closed: the code and reason of RFC 6455 section 7.4; 1006 where no close frame came. */
export interface SocketClose {
  readonly code: number
  readonly reason: string
}

/** What came of opening a socket. */
export type OpenedSocket =
  | { readonly connection: SocketConnection; readonly answer: Answer }
  | { readonly failure: ExchangeFailure; readonly answer?: Answer }

/** An open WebSocket with the messages that passed over it. */
export class SocketConnection {
  messages: SocketMessage[] = []
  /** Settles when the connection is closed by either side. */
  readonly closed: Promise<SocketClose>
  private readonly arrivals = new Arrivals<SocketMessage>()

  constructor(
    private readonly socket: WebSocket,
    /** The sub-protocol that the server chose, empty if none. */
    readonly protocol: string,
    /** What is taken of all messages; a target that sends more is cut off. */
    intake: Intake,
  ) {
    let flooded = false
    socket.on('message', (data: RawData, binary: boolean) => {
      flooded ||= !intake.takesCall() || !intake.takesBytes(sizeOf(data))
      if (flooded) {
        socket.terminate()
        return
      }
      const message = { direction: 'received' as const, at: Date.now(), data: bytesOf(data), binary }
      this.messages.push(message)
      this.arrivals.add(message)
    })
    socket.on('error', () => socket.terminate())
    this.closed = new Promise(resolve => {
      socket.once('close', (code: number, reason: Buffer) => {
        this.arrivals.end()
        resolve({ code, reason: flooded ? FLOODED : reason.toString('utf8') })
      })
    })
  }

  /** Begins a new list of messages; what has come and was not taken is dropped. */
  begin(): void {
    this.messages = []
    this.arrivals.forget(() => true)
  }

  /** Whether neither side has begun to close it. */
  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN
  }

  /** Sends one message: text for a string, binary for bytes; in as many frames as there are parts. */
  send(...parts: (string | Buffer)[]): void {
    const binary = Buffer.isBuffer(parts[0])
    const data = Buffer.concat(parts.map(part => Buffer.from(part)))
    this.messages.push({ direction: 'sent', at: Date.now(), data, binary })
    for (const [index, part] of parts.entries()) {
      this.socket.send(part, { binary, fin: index === parts.length - 1 }, () => {})
    }
  }

  /** Writes bytes past the framing, for frames that no client should send. */
  sendBytes(bytes: Buffer): void {
    this.messages.push({ direction: 'sent', at: Date.now(), data: bytes, binary: true })
    const { _socket: raw } = this.socket as unknown as { _socket: { write(bytes: Buffer): void } }
    raw.write(bytes)
  }

  /** The first message that matches and was not given before; undefined after `limit` ms or when the socket closes. */
  next(
    limit: number,
    matches: (message: SocketMessage) => boolean = () => true,
  ): Promise<SocketMessage | undefined> {
    return this.arrivals.next(matches, limit)
  }

  /** Drops the messages that match and were not given so far. */
  forget(matches: (message: SocketMessage) => boolean): void {
    this.arrivals.forget(matches)
  }

  /** Closes the connection; a target that does not answer the close is cut off. */
  close(): Promise<SocketClose> {
    this.socket.close()
    const cut = setTimeout(() => this.socket.terminate(), CLOSING_TIME)
    return this.closed.finally(() => clearTimeout(cut))
  }

  /** Cuts the connection without a closing handshake. */
  cut(): void {
    this.socket.terminate()
  }
}

const FLOODED = 'cut off, because the target sent more than anybody can mean'

/** Messages of one connection, and their bytes, that are taken in one second; the largest message is taken at any rate. */
const MOST_MESSAGES = 10_000
const MOST_BYTES = 20 * 1024 * 1024

/** Milliseconds that a target has to answer a close frame. */
const CLOSING_TIME = 1000

/** Opens a WebSocket. Never rejects; a handshake that the target refuses is a failure with its answer. */
export function openSocket(options: SocketOptions): Promise<OpenedSocket> {
  return new Promise(resolve => {
    const socket = new WebSocket(options.url, [...options.protocols], {
      headers: Object.fromEntries(options.headers),
      handshakeTimeout: options.timeout,
      maxPayload: options.maxMessage,
      perMessageDeflate: false,
      ...options.tls,
      ...(options.agent ? { agent: options.agent } : {}),
    })
    let answer: Answer | undefined
    socket.once('upgrade', message => {
      answer = {
        httpVersion: message.httpVersion,
        status: message.statusCode ?? 0,
        reason: message.statusMessage ?? '',
        headers: headerPairs(message.rawHeaders),
        body: Buffer.alloc(0),
      }
    })
    socket.once('unexpected-response', (request, message) => {
      request.destroy()
      const { statusCode: status = 0, statusMessage: reason = '' } = message
      resolve({
        failure: { kind: 'malformed', message: `the handshake was answered ${status} ${reason}` },
        answer: {
          httpVersion: message.httpVersion,
          status,
          reason,
          headers: headerPairs(message.rawHeaders),
          body: Buffer.alloc(0),
        },
      })
    })
    socket.once('error', (error: Error) => {
      const timedOut = error.message.includes('handshake has timed out')
      const failure: ExchangeFailure = timedOut
        ? { kind: 'timeout', message: `no handshake within ${options.timeout} ms` }
        : failureOf(error, { timeout: options.timeout, maxBody: options.maxMessage })
      resolve(answer ? { failure: { kind: 'malformed', message: error.message }, answer } : { failure })
    })
    // Messages may arrive with the handshake: the connection listens before anything else runs.
    socket.once('open', () => {
      if (answer === undefined) return
      const most = { calls: MOST_MESSAGES, bytes: Math.max(MOST_BYTES, options.maxMessage) }
      const intake = options.intake ?? new Intake(most)
      resolve({ connection: new SocketConnection(socket, socket.protocol, intake), answer })
    })
  })
}

function sizeOf(data: RawData): number {
  return Array.isArray(data) ? data.reduce((sum, part) => sum + part.length, 0) : data.byteLength
}

function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data)
  return Buffer.isBuffer(data) ? data : Buffer.from(data)
}
