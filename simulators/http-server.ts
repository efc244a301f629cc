import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Core, HttpReply, HttpRequest, Refusal } from './simulator.js'
import { answerStage, STAGE_PATH } from './stage-server.js'
import { Turn } from './turn.js'

/** Where and how a core is served. */
export interface ServeOptions {
  /** Address to listen on; the loopback address if left out. */
  readonly host?: string
  /** Port to listen on; a free one if left out or 0. */
  readonly port?: number
  /** Whether the stage answers under `/_stage` on the same port. */
  readonly stage?: boolean
  /** Milliseconds to wait before each reply. */
  readonly latency?: number
  /** Largest request body in bytes; 1 MiB if left out. */
  readonly maxBody?: number
  /** Told of each request when its reply has been handed to the socket. */
  readonly log?: (request: HttpRequest, reply: HttpReply, milliseconds: number) => void
  /** Told of an exception of the core, which was answered with 500. */
  readonly onError?: (error: unknown) => void
}

/** A core that is being served. */
export interface RunningServer {
  readonly url: string
  /** Where the stage is, if it is served. */
  readonly stageUrl?: string
  close(): Promise<void>
}

/** Serves a core over HTTP/1.1. Rejects with the system's error if the address cannot be listened on. */
export async function serveCore(core: Core, options: ServeOptions = {}): Promise<RunningServer> {
  const maxBody = options.maxBody ?? 1024 * 1024
  const server = createServer({ requestTimeout: 30_000, keepAliveTimeout: 30_000 })
  const turn = new Turn()
  const take = (request: HttpRequest, response: ServerResponse) => {
    const exchange = { request, response, started: options.log === undefined ? 0 : performance.now() }
    turn.add(() => respond(core, exchange, options))
  }

  server.on('request', (incoming, response) => {
    if (!hasBody(incoming)) {
      take(requestOf(incoming, NOTHING), response)
      return
    }
    readBody(incoming, maxBody, body => {
      if (body === undefined) refuseRequest(core, response, tooLarge(maxBody))
      else take(requestOf(incoming, body), response)
    })
  })
  server.on('checkContinue', (incoming, response) => {
    const announced = Number(incoming.headers['content-length'] ?? 0)
    if (announced > maxBody) refuseRequest(core, response, tooLarge(maxBody))
    else {
      response.writeContinue()
      server.emit('request', incoming, response)
    }
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => refuseBytes(core, error, socket))
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    const request = requestOf(incoming, NOTHING)
    if (core.upgrade) core.upgrade(request, socket, head)
    else
      socket
        .on('error', () => socket.destroy())
        .end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  })

  const host = options.host ?? '127.0.0.1'
  const port = await listen(server, host, options.port ?? 0)
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  return {
    url,
    ...(options.stage ? { stageUrl: url + STAGE_PATH } : {}),
    close: () => close(server, core),
  }
}

const NOTHING = Buffer.alloc(0)

function requestOf(incoming: IncomingMessage, body: Buffer): HttpRequest {
  return { method: incoming.method ?? '', target: incoming.url ?? '', headers: incoming.headers, body }
}

function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length']
  return (length !== undefined && length !== '0') || headers['transfer-encoding'] !== undefined
}

interface OpenExchange {
  readonly request: HttpRequest
  readonly response: ServerResponse
  /** When the request was complete, if anyone is told. */
  readonly started: number
}

function respond(core: Core, exchange: OpenExchange, options: ServeOptions): void {
  const { request } = exchange
  try {
    const reply =
      options.stage && request.target.startsWith(STAGE_PATH)
        ? answerStage(core, request)
        : core.handle(request)
    if (reply instanceof Promise) {
      reply.then(
        it => finish(exchange, it, options),
        error => finish(exchange, failure(error, options), options),
      )
    } else finish(exchange, reply, options)
  } catch (error) {
    finish(exchange, failure(error, options), options)
  }
}

function finish(exchange: OpenExchange, reply: HttpReply, options: ServeOptions): void {
  if (options.latency) setTimeout(() => send(exchange, reply, options), options.latency)
  else send(exchange, reply, options)
}

function send({ request, response, started }: OpenExchange, reply: HttpReply, { log }: ServeOptions): void {
  writeReply(response, reply)
  log?.(request, reply, performance.now() - started)
}

/** The reply to a request over which the core threw: a fault of the simulator's own. */
function failure(error: unknown, { onError }: ServeOptions): HttpReply {
  onError?.(error)
  return { status: 500, headers: { 'content-type': 'text/plain' }, body: 'Internal Server Error\n' }
}

/** Gives the body when it is complete, or undefined once it is over the limit. A client that goes away is not answered. */
function readBody(incoming: IncomingMessage, limit: number, done: (body: Buffer | undefined) => void): void {
  const chunks: Buffer[] = []
  let size = 0
  incoming.on('data', (chunk: Buffer) => {
    if (size > limit) return
    size += chunk.length
    if (size <= limit) chunks.push(chunk)
    else {
      incoming.pause()
      done(undefined)
    }
  })
  incoming.on('end', () => {
    const [only] = chunks
    if (size <= limit) done(chunks.length === 1 && only ? only : Buffer.concat(chunks))
  })
}

/** Hands a reply to the socket in one piece: the head waits for the body, so that it can tell its length. */
function writeReply(response: ServerResponse, { status, reason, headers, body }: HttpReply): void {
  response.statusCode = status
  if (reason !== undefined) response.statusMessage = reason
  // An empty phrase is taken for none unless the head is written with it.
  if (reason === '') response.writeHead(status, reason, headers)
  else for (const name in headers) response.setHeader(name, headers[name]!)
  response.end(body)
}

function refuseRequest(core: Core, response: ServerResponse, refusal: Refusal): void {
  const reply = refusalReply(core, refusal)
  writeReply(response, { ...reply, headers: { ...reply.headers, connection: 'close' } })
}

function refuseBytes(core: Core, error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const { status, headers, body } = refusalReply(core, refusalOf(error))
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}\r\n`)
  const length = Buffer.byteLength(body)
  socket.end(
    `HTTP/1.1 ${status} ${REASONS[status] ?? 'Bad Request'}\r\n${lines.join('')}` +
      `content-length: ${length}\r\nconnection: close\r\n\r\n${body.toString()}`,
  )
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  413: 'Content Too Large',
  431: 'Request Header Fields Too Large',
}

function refusalOf(error: NodeJS.ErrnoException): Refusal {
  if (error.code === 'HPE_HEADER_OVERFLOW') return { status: 431, why: 'The header fields are over 16 KiB.' }
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return { status: 408, why: 'The request was not complete within 30 s.' }
  return { status: 400, why: `The bytes are no HTTP request: ${error.message}.` }
}

function tooLarge(limit: number): Refusal {
  return { status: 413, why: `The body is over ${limit} bytes.` }
}

function refusalReply(core: Core, refusal: Refusal): HttpReply {
  return (
    core.refuse?.(refusal) ?? {
      status: refusal.status,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: `${refusal.why}\n`,
    }
  )
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

function close(server: Server, core: Core): Promise<void> {
  core.close?.()
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
