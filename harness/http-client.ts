import { Agent as HttpAgent, type ClientRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Socket } from 'node:net'
import supertest from 'supertest'
import {
  headerPairs,
  type Answer,
  type ExchangeFailure,
  type HeaderPairs,
  type SentRequest,
} from './exchange.js'
import { WireTap } from './wire-tap.js'

/** A request for the ordinary client. The target is a path with its query, already encoded. */
export interface HttpRequest {
  readonly method: string
  readonly target: string
  readonly headers?: HeaderPairs
  /** Bytes to send; none if left out. `Content-Length` follows from them unless `headers` has its own. */
  readonly body?: Buffer
}

/** What came of a request: an answer or a failure, and the bytes on the wire. */
export interface HttpResult {
  readonly request: SentRequest
  readonly answer?: Answer
  readonly failure?: ExchangeFailure
  readonly sent: Buffer
  readonly received: Buffer
}

/** Connection settings of the ordinary client. */
export interface HttpClientOptions {
  /** Base URL without a trailing slash; targets are appended to it. */
  readonly url: string
  readonly agent: HttpAgent
  /** Milliseconds for a whole exchange. */
  readonly timeout: number
  /** Largest accepted body of an answer, in bytes. */
  readonly maxBody: number
  /** Whether requests go to a proxy in absolute form, so that an answer may be the proxy's own. */
  readonly proxied?: boolean
  /** Whether the agent's connections were ended, so that what fails is not sent again. */
  readonly isClosed?: () => boolean
}

/** A pool of kept-alive connections, over TLS for https URLs. */
export function keepAliveAgent(
  url: string,
  tls: { ca?: string; cert?: string; key?: string } = {},
): HttpAgent {
  const options = { keepAlive: true, maxSockets: 64 }
  return url.startsWith('https:') ? new HttpsAgent({ ...options, ...tls }) : new HttpAgent(options)
}

/**
 * Sends one request as a well-behaved client and never rejects: what went wrong is in the result's `failure`.
 * Where a kept-alive connection turns out to be closed before a byte of the answer, the request is sent once more on
 * a new one (RFC 9112 section 9.3.1).
 */
export async function sendHttp(options: HttpClientOptions, request: HttpRequest): Promise<HttpResult> {
  const { stale, ...result } = await sendOnce(options, request)
  if (!stale || options.isClosed?.()) return result
  // Connections of the same age are most likely as dead.
  for (const socket of Object.values(options.agent.freeSockets).flat()) socket?.destroy()
  const { stale: _, ...again } = await sendOnce(options, request)
  return again
}

function sendOnce(
  options: HttpClientOptions,
  request: HttpRequest,
): Promise<HttpResult & { stale: boolean }> {
  return new Promise(resolve => {
    const method = request.method.toLowerCase()
    const start = (supertest(options.url) as unknown as Record<string, (target: string) => supertest.Test>)[
      method
    ]
    if (start === undefined) throw new TypeError(`Method ${request.method} needs the raw client`)
    const test = start(request.target)
    let tap: WireTap | undefined
    let message: IncomingMessage | undefined

    test
      .agent(options.agent)
      .unset('Accept-Encoding')
      .redirects(0)
      .serialize(body => body as string)
      .timeout({ deadline: options.timeout })
      .maxResponseSize(options.maxBody)
      .buffer(true)
      .parse((response, done) => {
        message = response as unknown as IncomingMessage
        collect(message, options.maxBody, done)
      })
    for (const [name, values] of grouped(request.headers ?? [])) {
      test.set(name, (values.length === 1 ? values[0] : values) as string)
    }
    if (request.body !== undefined) test.send(request.body as unknown as string)

    const outgoing = clientRequestOf(test)
    outgoing.once('socket', (socket: Socket) => {
      tap = WireTap.of(socket, options.maxBody + MAX_HEAD)
      tap.begin()
    })
    // The body is kept as it came: superagent decodes by this field, and the answer is read from the raw ones.
    outgoing.once('response', response => delete response.headers['content-encoding'])
    test.end((error: unknown, response) => {
      const bytes = tap?.take() ?? { sent: Buffer.alloc(0), received: Buffer.alloc(0) }
      const sentRequest: SentRequest = {
        method: request.method,
        url: options.url + request.target,
        ...readHead(bytes.sent, request, options.url),
        body: request.body ?? Buffer.alloc(0),
      }
      const incoming = message ?? bodiless(request.method, response)
      const body: unknown = message ? response?.body : Buffer.alloc(0)
      if (options.proxied && incoming?.statusCode === 407) {
        const message = `the proxy answered 407 ${incoming.statusMessage ?? ''}`.trim()
        resolve({ request: sentRequest, failure: { kind: 'refused', message }, ...bytes, stale: false })
      } else if (incoming && Buffer.isBuffer(body)) {
        resolve({ request: sentRequest, answer: answerOf(incoming, body), ...bytes, stale: false })
      } else {
        const failure = failureOf(error, options)
        const stale = failure.kind === 'reset' && outgoing.reusedSocket && bytes.received.length === 0
        resolve({ request: sentRequest, failure, ...bytes, stale })
      }
    })
  })
}

const MAX_HEAD = 64 * 1024

/** The request that superagent is about to send; its types leave the method out. */
function clientRequestOf(test: supertest.Test): ClientRequest {
  return (test as unknown as { request(): ClientRequest }).request()
}

/** The answer to a HEAD request, which superagent does not hand to the parser. */
function bodiless(method: string, response: unknown): IncomingMessage | undefined {
  return method === 'HEAD' ? (response as { res?: IncomingMessage } | undefined)?.res : undefined
}

function collect(
  message: IncomingMessage,
  limit: number,
  done: (error: Error | null, body: Buffer) => void,
): void {
  const chunks: Buffer[] = []
  let size = 0
  message.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > limit) message.destroy(Object.assign(new Error('body too large'), { code: 'ETOOLARGE' }))
    else chunks.push(chunk)
  })
  message.on('end', () => done(null, Buffer.concat(chunks)))
}

function grouped(headers: HeaderPairs): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const [name, value] of headers) groups.set(name, [...(groups.get(name) ?? []), value])
  return groups
}

/** Target and header fields from the bytes that were sent; from the request where nothing was sent. */
function readHead(sent: Buffer, request: HttpRequest, url: string): Pick<SentRequest, 'target' | 'headers'> {
  const end = sent.indexOf('\r\n\r\n')
  if (end < 0) return { target: request.target, headers: request.headers ?? [] }
  const [start = '', ...lines] = sent.toString('latin1', 0, end).split('\r\n')
  const [, target = request.target] = start.split(' ')
  const { origin } = new URL(url)
  return {
    // To a proxy the target goes in absolute form; seen from the origin server it is a path.
    target: target.startsWith(`${origin}/`) ? target.slice(origin.length) : target,
    headers: lines.map(line => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as const
    }),
  }
}

function answerOf(message: IncomingMessage, body: Buffer): Answer {
  return {
    httpVersion: message.httpVersion,
    status: message.statusCode ?? 0,
    reason: message.statusMessage ?? '',
    headers: headerPairs(message.rawHeaders),
    body,
  }
}

/** The failure behind an error of Node's HTTP client. */
export function failureOf(error: unknown, limits: { timeout: number; maxBody: number }): ExchangeFailure {
  const { message = String(error), code = /^(E[A-Z]+): /.exec(message)?.[1] ?? '' } = (error ?? {}) as {
    code?: string
    message?: string
  }
  if (code === 'ETIMEDOUT' && message.startsWith('connect')) {
    return { kind: 'timeout', message: `no connection within the system's limit (${message})` }
  }
  if (code === 'ECONNABORTED' || code === 'ETIME' || code === 'ETIMEDOUT') {
    return { kind: 'timeout', message: `no complete answer within ${limits.timeout} ms` }
  }
  if (code === 'EPROXY' || code === 'ECONNREFUSED' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH') {
    return { kind: 'refused', message }
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { kind: 'dns', message }
  if (code === 'ETOOLARGE') return { kind: 'too-large', message: `the body is over ${limits.maxBody} bytes` }
  if (code.startsWith('HPE_'))
    return { kind: 'malformed', message: `the answer is not HTTP: ${message} (${code})` }
  if (TLS_CODE.test(code) || message.includes('before secure TLS connection'))
    return { kind: 'tls', message: readableTls(message) }
  return { kind: 'reset', message: `the connection ended without a complete answer (${code || message})` }
}

const TLS_CODE =
  /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_|INVALID_|EPROTO)/

/** OpenSSL's errors, such as "C0E8...:error:0A000412:SSL routines:ssl3_read_bytes:<words>:<file>:<line>:", without their places. */
function readableTls(message: string): string {
  return /error:[0-9A-F]+:[^:]*:[^:]*:([^:]+)/.exec(message)?.[1] ?? message.trim().replace(/\.$/, '')
}
