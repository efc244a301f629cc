import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Clock } from '../clock.js'
import type { HttpRequest } from '../simulator.js'
import type { Channel } from './observers.js'

/** What the sockets tell the core. */
export interface SocketEvents {
  /** Answers a text message; nothing is sent for undefined. */
  receive(text: string, channel: Channel): string | undefined
  /** The connection of a channel was closed. */
  closed(channel: Channel): void
}

/** Bounds of a connection: sizes in bytes, times in milliseconds. */
export const SOCKET_LIMITS = {
  /** A longer message closes its connection with 1009. */
  message: 1024 * 1024,
  /** While more than this waits to be sent, no further call is read. */
  pause: 1024 * 1024,
  /** A connection with more than this waiting is broken off: it does not read its events. */
  buffer: 4 * 1024 * 1024,
  /** A connection that is silent for so long is pinged. */
  ping: 15_000,
  /** A connection that is silent for so long, even on a ping, is broken off. */
  idle: 45_000,
} as const

/** The WebSockets of a core: text messages in and out, pings, and bounds that keep one client from harming others. */
export class Sockets {
  readonly connections = new Set<Connection>()
  readonly server: WebSocketServer
  private cancelSweep: (() => void) | undefined

  constructor(
    readonly clock: Clock,
    readonly events: SocketEvents,
  ) {
    this.server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: SOCKET_LIMITS.message,
      // Who asks for a sub-protocol gets it back; clients fail otherwise, and fail where one comes unasked.
      handleProtocols: protocols => this.subprotocol([...protocols]),
    })
  }

  /** Takes over a connection; ws itself refuses what is no WebSocket handshake. */
  accept(request: HttpRequest, socket: Duplex, head: Buffer): void {
    const incoming = { method: request.method, url: request.target, headers: request.headers }
    socket.on('error', () => socket.destroy())
    this.server.handleUpgrade(incoming as unknown as IncomingMessage, socket, head, websocket => {
      this.serve(new Connection(this, websocket, socket))
    })
  }

  /** Refuses a connection with an HTTP status. */
  refuse(socket: Duplex, status: string): void {
    socket.on('error', () => socket.destroy())
    socket.once('finish', () => socket.destroy())
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  }

  /** The sub-protocol that is spoken, of those that were asked for. */
  subprotocol(asked: readonly string[]): string | false {
    return asked[0] ?? false
  }

  /** Answers one message of a connection. */
  message(connection: Connection, data: Buffer, binary: boolean): void {
    if (binary) {
      connection.websocket.close(1003, 'Messages are text.')
      return
    }
    const reply = this.events.receive(data.toString(), connection)
    if (reply !== undefined) connection.reply(reply)
  }

  /** A frame was broken, too large or no UTF-8: ws has answered with the close code already. */
  broken(_connection: Connection): void {}

  close(): void {
    this.cancelSweep?.()
    for (const { websocket } of this.connections) websocket.terminate()
    this.server.close()
  }

  private serve(connection: Connection): void {
    const { websocket } = connection
    this.connections.add(connection)
    this.cancelSweep ??= this.clock.after(SOCKET_LIMITS.ping, () => this.sweep())
    websocket.on('message', (data, binary) => {
      connection.heardAt = this.clock.now()
      this.message(connection, data as Buffer, binary)
    })
    websocket.on('pong', () => (connection.heardAt = this.clock.now()))
    websocket.on('ping', () => (connection.heardAt = this.clock.now()))
    websocket.on('error', () => this.broken(connection))
    websocket.on('close', () => {
      this.connections.delete(connection)
      this.events.closed(connection)
    })
  }

  private sweep(): void {
    const now = this.clock.now()
    for (const { websocket, heardAt } of this.connections) {
      if (now - heardAt >= SOCKET_LIMITS.idle) websocket.terminate()
      else if (now - heardAt >= SOCKET_LIMITS.ping) websocket.ping()
    }
    this.cancelSweep =
      this.connections.size > 0 ? this.clock.after(SOCKET_LIMITS.ping, () => this.sweep()) : undefined
  }
}

/** One WebSocket. */
export class Connection implements Channel {
  readonly transport = 'websocket'
  /** When something last came from the client. */
  heardAt: number
  private paused = false

  constructor(
    readonly sockets: Sockets,
    readonly websocket: WebSocket,
    readonly socket: Duplex,
  ) {
    this.heardAt = sockets.clock.now()
    socket.on('drain', () => this.resume())
  }

  /** Sends an answer. A client that does not read its answers is read no further until it does. */
  reply(text: string): void {
    this.websocket.send(text)
    if (!this.paused && this.socket.writableLength > SOCKET_LIMITS.pause) {
      this.paused = true
      this.websocket.pause()
    }
  }

  /** Sends an event. A client that does not read its events is broken off. */
  readonly push = (text: string): void => {
    this.websocket.send(text)
    if (this.socket.writableLength > SOCKET_LIMITS.buffer) this.websocket.terminate()
  }

  private resume(): void {
    if (!this.paused) return
    this.paused = false
    this.websocket.resume()
  }
}
