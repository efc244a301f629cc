import type { Agent } from 'node:http'
import { authorizerFor, type Authorizer } from './auth.js'
import { connectionAgent, type TlsMaterial } from './connection.js'
import type { Exchange, HeaderPairs, SocketMessage } from './exchange.js'
import { LeanClient } from './fuzz/lean-client.js'
import { sendHttp, type HttpClientOptions, type HttpRequest, type HttpResult } from './http-client.js'
import { RateLimiter } from './rate-limiter.js'
import { RawConnection, type RawClientOptions, type RawRequest } from './raw-client.js'
import type { Recorder } from './recorder.js'
import type { Secrets } from './secrets.js'
import { Silence } from './silence.js'
import { openSocket, type SocketConnection } from './socket-client.js'
import type { Auth, TargetEntry } from './target.js'
import { tunnelAgent } from './tunnel.js'

/** What the clients of a run are made of. */
export interface ClientsInit {
  readonly target: TargetEntry
  readonly tls: TlsMaterial
  readonly recorder: Recorder
  readonly secrets: Secrets
  /** Whether the requests of a scenario are those of very many cases. */
  readonly isTrial: (scenario: string) => boolean
  /** Throws once nothing more is to be sent. */
  readonly requireGoing: () => void
}

/** A raw connection whose exchanges are recorded. */
export interface RecordedConnection {
  send(request: RawRequest): Promise<Exchange>
  close(): void
}

/** A WebSocket that is recorded; without a connection where it could not be opened. */
export interface OpenedConnection {
  readonly exchange: Exchange
  readonly connection?: SocketConnection
}

/**
 * The clients of a run: an ordinary one, raw connections and WebSockets. All of them keep to the target's rate and
 * stop while it is silent, and every exchange is recorded.
 */
export class Clients {
  private readonly target: TargetEntry
  private readonly tls: TlsMaterial
  private readonly recorder: Recorder
  private readonly secrets: Secrets
  private readonly isTrial: (scenario: string) => boolean
  private readonly requireGoing: () => void
  private readonly agent: Agent
  /** For WebSockets, if a proxy lies between: it would not pass their handshakes on. */
  private readonly tunnels: Agent | undefined
  private readonly limiter: RateLimiter
  /** The target's silence by HTTP requests, and over WebSockets: it may serve one and not the other. */
  private readonly silence: Silence
  private readonly socketSilence: Silence
  private readonly authorizer: Authorizer
  private readonly authorizers = new Map<Auth, Authorizer>()
  private readonly connection: HttpClientOptions & { readonly proxied: boolean }
  private lean: LeanClient | undefined
  private readonly raw = new Set<RawConnection>()
  private closed = false

  constructor({ target, tls, recorder, secrets, isTrial, requireGoing }: ClientsInit) {
    this.target = target
    this.tls = tls
    this.recorder = recorder
    this.secrets = secrets
    this.isTrial = isTrial
    this.requireGoing = requireGoing
    this.agent = connectionAgent(target, tls)
    this.tunnels = target.proxy === undefined ? undefined : tunnelAgent(target.proxy, target.url, tls)
    this.connection = {
      url: target.url.replace(/\/+$/, ''),
      agent: this.agent,
      timeout: target.limits.request,
      maxBody: target.limits.body,
      proxied: target.proxy !== undefined && target.url.startsWith('http:'),
      isClosed: () => this.closed,
    }
    this.limiter = new RateLimiter(target.limits.rate)
    this.silence = new Silence(target.limits.request)
    this.socketSilence = new Silence(target.limits.request)
    this.authorizer = authorizerFor(target, tls, secret => secrets.add(secret))
  }

  /** Gets the target's credentials ready. Rejects with a `Misuse` where they cannot be had. */
  async prepare(): Promise<void> {
    await this.authorizer.authorize({ method: 'GET', target: '/' })
  }

  /** Sends a request with the target's credentials, or with others, and its headers; records the exchange. */
  async send(
    request: HttpRequest,
    scenario: string,
    options: {
      readonly anonymous?: boolean
      readonly auth?: Auth
      readonly edit?: (authorized: HttpRequest) => HttpRequest
    } = {},
  ): Promise<Exchange> {
    const headers: HeaderPairs = [...this.headersBeside(request.headers ?? []), ...(request.headers ?? [])]
    const plain = { ...request, headers }
    const authorizer = options.auth ? this.authorizerOf(options.auth) : this.authorizer
    const ready = options.anonymous ? plain : await authorizer.authorize(plain)
    const edited = options.edit ? options.edit(ready) : ready
    const lean = this.isTrial(scenario) ? this.leanClient() : undefined
    return this.exchange('request', scenario, () =>
      lean ? lean.send(edited) : sendHttp(this.connection, edited),
    )
  }

  /**
   * The head of a raw request that reaches the target as `send` does: the target below the base URL's path, and the
   * header fields Host, those of the target file, and the credentials, followed by the given ones.
   */
  async rawHead(path: string, headers: HeaderPairs = []): Promise<{ target: string; headers: HeaderPairs }> {
    const { host, pathname } = new URL(this.target.url)
    const own = [...this.headersBeside(headers), ...headers]
    const ready = await this.authorizer.authorize({ method: 'GET', target: path, headers: own })
    const fields = ready.headers ?? []
    const named = fields.some(([name]) => name.toLowerCase() === 'host')
    return {
      target: pathname.replace(/\/+$/, '') + ready.target,
      headers: named ? fields : [['Host', host], ...fields],
    }
  }

  /** Sends bytes as they are on a connection of their own, and records the exchange. */
  sendRaw(request: RawRequest, scenario: string): Promise<Exchange> {
    return this.exchange('raw', scenario, async () => {
      const connection = this.connect()
      try {
        return await connection.send(request)
      } finally {
        this.disconnect(connection)
      }
    })
  }

  /** A connection of its own for bytes as they are; each request on it is recorded as an exchange. */
  openRaw(scenario: string): RecordedConnection {
    const connection = this.connect()
    return {
      send: request => this.exchange('raw', scenario, () => connection.send(request)),
      close: () => this.disconnect(connection),
    }
  }

  /**
   * Opens a WebSocket with the target's credentials and headers. The exchange is recorded at once and holds every
   * message; standing checks see it when the recorder's `settle` is called.
   * @param path where, relative to the base URL; or a whole URL.
   */
  async openSocket(
    path: string,
    scenario: string,
    protocols: readonly string[] = [],
  ): Promise<OpenedConnection> {
    await this.turn()
    const { url, limits, headers } = this.target
    const [, origin, target] = /^(wss?:\/\/[^/?]+)(.*)$/.exec(path) ?? []
    const plain = { method: 'GET', target: target ?? path, headers: Object.entries(headers) }
    const request = await this.authorizer.authorize(plain)
    const base = (origin ?? url).replace(/\/+$/, '')
    const startedAt = Date.now()
    const started = performance.now()
    const opened = await openSocket({
      url: base.replace(/^http/, 'ws') + request.target,
      protocols,
      headers: request.headers ?? [],
      tls: this.tls,
      agent: this.tunnels,
      timeout: limits.request,
      maxMessage: limits.body,
    })
    const { answer } = opened
    // That a socket opens is no answer to what was asked over those before.
    if ('failure' in opened) this.socketSilence.note(opened.failure.kind === 'timeout')
    const exchange = this.recorder.begin({
      kind: 'socket',
      scenario,
      startedAt,
      durationMs: performance.now() - started,
      request: {
        method: 'GET',
        url: base + request.target,
        target: request.target,
        headers: [
          ...(request.headers ?? []),
          ...(protocols.length > 0 ? [['Sec-WebSocket-Protocol', protocols.join(', ')] as const] : []),
        ],
        body: Buffer.alloc(0),
      },
      ...(answer ? { answer } : {}),
      ...('failure' in opened ? { failure: opened.failure } : { messages: opened.connection.messages }),
    })
    return 'connection' in opened ? { exchange, connection: opened.connection } : { exchange }
  }

  /** A new exchange on a WebSocket that stands, with the messages from now on. */
  goOn(opened: Exchange, connection: SocketConnection, scenario: string): Exchange {
    connection.begin()
    const { messages } = connection
    return this.recorder.begin({
      ...opened,
      scenario,
      startedAt: Date.now(),
      durationMs: 0,
      goesOn: true,
      messages,
    })
  }

  /** Waits until the target's rate allows one more message on a socket. Rejects while the target is silent. */
  async turn(): Promise<void> {
    this.requireGoing()
    this.socketSilence.requireBroken()
    await this.limiter.turn()
  }

  /**
   * The next message on a socket that matches; undefined if none comes within the limit of a request or before the
   * connection ends. A target that says nothing counts as silent, as one that leaves requests without an answer.
   */
  async hear(
    connection: SocketConnection,
    matches: (message: SocketMessage) => boolean,
  ): Promise<SocketMessage | undefined> {
    const message = await connection.next(this.target.limits.request, matches)
    this.socketSilence.note(message === undefined && connection.isOpen)
    return message
  }

  /** Ends every connection but the WebSockets, which their scenarios end. What is under way fails, and is not sent again. */
  close(): void {
    this.closed = true
    this.agent.destroy()
    for (const connection of this.raw) connection.close()
    this.tunnels?.destroy()
    this.lean?.close()
  }

  /** The client for the requests of properties; undefined where a proxy would have to let it through a tunnel to port 80. */
  private leanClient(): LeanClient | undefined {
    if (this.connection.proxied) return undefined
    this.lean ??= new LeanClient(this.rawConnection)
    return this.lean
  }

  private connect(): RawConnection {
    const connection = new RawConnection(this.rawConnection)
    this.raw.add(connection)
    return connection
  }

  private disconnect(connection: RawConnection): void {
    this.raw.delete(connection)
    connection.close()
  }

  private get rawConnection(): RawClientOptions {
    return { ...this.connection, tls: this.tls, proxy: this.target.proxy }
  }

  /** The header fields of the target file, without those that a request has itself. */
  private headersBeside(headers: HeaderPairs): HeaderPairs {
    if (Object.keys(this.target.headers).length === 0) return []
    const own = new Set(headers.map(([name]) => name.toLowerCase()))
    return Object.entries(this.target.headers).filter(([name]) => !own.has(name.toLowerCase()))
  }

  private authorizerOf(auth: Auth): Authorizer {
    const known = this.authorizers.get(auth)
    if (known) return known
    this.secrets.addAuth(auth)
    const authorizer = authorizerFor({ ...this.target, auth }, this.tls, secret => this.secrets.add(secret))
    this.authorizers.set(auth, authorizer)
    return authorizer
  }

  private async exchange(
    kind: 'request' | 'raw',
    scenario: string,
    send: () => Promise<HttpResult>,
  ): Promise<Exchange> {
    this.requireGoing()
    this.silence.requireBroken()
    await this.limiter.turn()
    this.requireGoing()
    const startedAt = Date.now()
    const started = performance.now()
    const { request, answer, failure, sent, received } = await send()
    this.silence.note(failure?.kind === 'timeout')
    return this.recorder.enter({
      kind,
      scenario,
      startedAt,
      durationMs: performance.now() - started,
      request,
      ...(answer ? { answer } : {}),
      ...(failure ? { failure } : {}),
      sent,
      received,
    })
  }
}
