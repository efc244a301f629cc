import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ExchangeFailure, HeaderPairs, SentRequest } from './exchange.js'
import { failureOf, type HttpResult } from './http-client.js'
import { parseAnswer } from './http-message.js'

/** Where and within which bounds the raw client sends. */
export interface RawClientOptions {
  readonly url: string
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string }
  readonly timeout: number
  readonly maxBody: number
}

/** Bytes for the wire, in pieces that are sent one after the other, and how the client behaves after the last. */
export interface RawRequest {
  readonly pieces: readonly Buffer[]
  /** Ends the sending side after the last piece: the request then has all the bytes it will ever have. */
  readonly end?: boolean
}

/**
 * Sends bytes as they are on a connection of their own and reads one response strictly. Never rejects; a connection
 * that the target closes without a byte is the failure `reset`.
 */
export function sendRaw(options: RawClientOptions, request: RawRequest): Promise<HttpResult> {
  const sent = Buffer.concat(request.pieces)
  const described = describe(options.url, sent)
  return new Promise(resolve => {
    const socket = open(options)
    const chunks: Buffer[] = []
    let size = 0
    let enough = 1
    let settled = false
    const settle = (outcome: Pick<HttpResult, 'answer' | 'failure'>): void => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      socket.destroy()
      resolve({ request: described, ...outcome, sent, received: Buffer.concat(chunks) })
    }
    const fail = (failure: ExchangeFailure): void => settle({ failure })
    const timer = setTimeout(
      () => fail({ kind: 'timeout', message: `no complete answer within ${options.timeout} ms` }),
      options.timeout,
    )
    const read = (closed: boolean): void => {
      if (size < enough && !closed) return
      const parsed = parseAnswer(Buffer.concat(chunks), described.method, closed)
      if (parsed.state === 'complete') settle({ answer: parsed.answer })
      else if (parsed.state === 'partial') enough = size + parsed.missing
      else {
        if (size === 0) fail({ kind: 'reset', message: 'the connection was closed without an answer' })
        else fail({ kind: 'malformed', message: `the answer is not HTTP: ${parsed.why}` })
      }
    }
    socket.once(options.url.startsWith('https:') ? 'secureConnect' : 'connect', () => {
      for (const piece of request.pieces) socket.write(piece)
      if (request.end) socket.end()
    })
    socket.on('data', (chunk: Buffer) => {
      size += chunk.length
      chunks.push(chunk)
      if (size > options.maxBody + MAX_HEAD) {
        fail({ kind: 'too-large', message: `the answer is over ${options.maxBody} bytes` })
      } else read(false)
    })
    socket.once('end', () => read(true))
    socket.once('error', error => {
      if (size > 0) read(true)
      fail(failureOf(error, options))
    })
    socket.once('close', () => read(true))
  })
}

const MAX_HEAD = 64 * 1024

/** The bytes of a request with exactly these header fields: nothing is added, corrected or checked. */
export function requestBytes(
  method: string,
  target: string,
  headers: HeaderPairs,
  body: Buffer | string = '',
): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return Buffer.concat([
    Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines}\r\n`, 'latin1'),
    Buffer.from(body),
  ])
}

function open(options: RawClientOptions): Socket {
  const { protocol, hostname, port } = new URL(options.url)
  const host = hostname.replace(/^\[|\]$/g, '')
  if (protocol === 'https:') {
    return connectTls({ host, port: Number(port || 443), servername: host, ...options.tls })
  }
  return connectTcp({ host, port: Number(port || 80), allowHalfOpen: true })
}

function describe(url: string, sent: Buffer): SentRequest {
  const end = sent.indexOf('\r\n\r\n')
  const head = sent.toString('latin1', 0, end < 0 ? sent.length : end)
  const [start = '', ...lines] = head.split('\r\n')
  const [method = '', target = ''] = start.split(' ')
  return {
    method,
    url: new URL(url).origin + target,
    target,
    headers: lines.flatMap(line => {
      const colon = line.indexOf(':')
      return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()] as const]
    }),
    body: end < 0 ? Buffer.alloc(0) : sent.subarray(end + 4),
  }
}
