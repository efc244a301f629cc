import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Arrivals } from './arrivals.js'
import { headerPairs, type Exchange, type HeaderPairs, type SentRequest } from './exchange.js'
import { Misuse } from './finding.js'
import { Intake } from './intake.js'
import type { Recorder } from './recorder.js'
import type { Callback } from './target.js'

/** What the harness answers to a call of the target. */
export interface CallbackReply {
  readonly status: number
  readonly headers?: HeaderPairs
  readonly body?: string | Buffer
}

/**
 * Decides the answer to a call: `reset` breaks the connection, `undefined` lets the call hang until its sender or the
 * server gives it up.
 */
export type Answerer = (
  request: SentRequest,
) => CallbackReply | 'reset' | Promise<CallbackReply | 'reset'> | undefined

/** Largest body of a call that is taken, in bytes. */
const MOST_BYTES = 10 * 1024 * 1024

/** What is taken in one second: far more than a target has to say. */
const MOST_IN_A_SECOND = { calls: 2000, bytes: 2 * MOST_BYTES }

/** Where a target's calls for one purpose arrive. */
export class Inbox {
  /** Every call so far, in the order of arrival. */
  readonly received: Exchange[] = []
  private readonly arrivals = new Arrivals<Exchange>()

  constructor(
    /** The URL to give to the target. */
    readonly url: string,
    readonly scenario: string,
    readonly answer: Answerer,
    private readonly onClose: () => void,
  ) {}

  /** Takes a call in. */
  take(call: Exchange): void {
    this.received.push(call)
    this.arrivals.add(call)
  }

  /** The first call that matches and was not given before, as soon as it is there; undefined after `limit` ms. */
  next(limit: number, matches: (call: Exchange) => boolean = () => true): Promise<Exchange | undefined> {
    return this.arrivals.next(matches, limit)
  }

  /** Forgets the calls from the one with this id on. */
  forget(since: number): void {
    const from = this.received.findIndex(({ id }) => id >= since)
    if (from < 0) return
    this.received.splice(from)
    this.arrivals.forget(({ id }) => id >= since)
  }

  /** Ends the inbox: later calls to its URL are answered with 404. */
  close(): void {
    this.arrivals.end()
    this.onClose()
  }
}

/** Listens for calls that a target makes to others: notifications, orders at the next party. */
export class CallbackServer {
  private readonly inboxes = new Map<string, Inbox>()
  private closing = false

  /** Rejects with a `Misuse` if the address cannot be listened on. `intake` is what is taken of all calls. */
  static async open(
    config: Callback | undefined,
    recorder: Recorder,
    intake = new Intake(MOST_IN_A_SECOND),
  ): Promise<CallbackServer> {
    const { listen = '127.0.0.1:0', publicUrl } = config ?? {}
    const colon = listen.lastIndexOf(':')
    const host = listen.slice(0, colon).replace(/^\[|\]$/g, '')
    const server = createServer()
    await new Promise<void>((resolve, reject) => {
      server.once('error', cause =>
        reject(new Misuse(`callback.listen ${listen}: ${cause.message}`, { cause })),
      )
      server.listen(Number(listen.slice(colon + 1)), host, resolve)
    })
    const { port } = server.address() as AddressInfo
    const url = publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`
    return new CallbackServer(url.replace(/\/+$/, ''), server, recorder, intake)
  }

  private constructor(
    /** The URL under which the target reaches the harness, without a trailing slash. */
    readonly url: string,
    private readonly server: Server,
    private readonly recorder: Recorder,
    private readonly intake: Intake,
  ) {
    server.on('request', (incoming, response) => this.receive(incoming, response))
    server.on('clientError', (_error, socket) => socket.destroy())
  }

  /** Opens an inbox for every call to `path` or below it; one for the empty path takes what no other takes. */
  inbox(path: string, scenario: string, answer: Answerer): Inbox {
    const inbox = new Inbox(this.url + path, scenario, answer, () => this.inboxes.delete(path))
    this.inboxes.set(path, inbox)
    return inbox
  }

  /** Forgets the calls that belong to no scenario, from the one with this id on. */
  forget(since: number): void {
    for (const inbox of this.inboxes.values()) if (inbox.scenario === '') inbox.forget(since)
  }

  async close(): Promise<void> {
    this.closing = true
    for (const inbox of this.inboxes.values()) inbox.close()
    await new Promise<void>(resolve => {
      this.server.close(() => resolve())
      this.server.closeAllConnections()
    })
  }

  private receive(incoming: IncomingMessage, response: ServerResponse): void {
    const startedAt = Date.now()
    const started = performance.now()
    const chunks: Buffer[] = []
    let size = 0
    const refuse = (status: 413 | 429): void => {
      chunks.length = 0
      if (!response.headersSent) response.writeHead(status, { connection: 'close' }).end()
    }
    if (!this.intake.takesCall()) refuse(429)
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > MOST_BYTES) refuse(413)
      else if (!this.intake.takesBytes(chunk.length)) refuse(429)
      else if (!response.headersSent) chunks.push(chunk)
    })
    incoming.on('error', () => response.destroy())
    incoming.on('end', () => {
      if (response.headersSent) return
      const target = originForm(incoming.url ?? '/')
      const request: SentRequest = {
        method: incoming.method ?? '',
        url: this.url + target,
        target,
        headers: headerPairs(incoming.rawHeaders),
        body: Buffer.concat(chunks),
      }
      const inbox = this.find(target)
      const enter = (outcome: Pick<Exchange, 'answer' | 'failure'>): void => {
        const call = this.recorder.enter({
          kind: 'callback',
          scenario: inbox?.scenario ?? '',
          startedAt,
          durationMs: performance.now() - started,
          request,
          ...outcome,
        })
        inbox?.take(call)
      }
      const giveUp = (): void => {
        if (!this.closing) enter({ failure: { kind: 'reset', message: 'the call was given up unanswered' } })
      }
      const settle = (reply: CallbackReply | 'reset'): void => {
        response.off('close', giveUp)
        if (reply === 'reset') {
          enter({ failure: { kind: 'reset', message: 'the connection was broken on purpose' } })
          incoming.socket.resetAndDestroy()
          return
        }
        const { status, headers = [], body = '' } = reply
        enter({ answer: { httpVersion: '1.1', status, reason: '', headers, body: Buffer.from(body) } })
        response.writeHead(status, headers.flat())
        response.end(body)
      }
      const reply = inbox ? inbox.answer(request) : { status: 404 }
      if (reply instanceof Promise) void reply.then(settle)
      else if (reply === undefined) response.once('close', giveUp)
      else settle(reply)
    })
  }

  private find(target: string): Inbox | undefined {
    const path = target.split('?', 1)[0] ?? ''
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const inbox = this.inboxes.get(path.slice(0, end))
      if (inbox) return inbox
    }
    return this.inboxes.get('')
  }
}

/** The path and query of a request's target, which may be absolute (RFC 2616, 5.1.2). */
function originForm(target: string): string {
  const [, path = '', query = ''] = /^https?:\/\/[^/?]*(\/[^?]*)?(\?.*)?$/i.exec(target) ?? [target, target]
  return path === '' ? `/${query}` : path + query
}
