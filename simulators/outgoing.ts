import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { Environment, HttpReply, OutgoingRequest } from './simulator.js'

/** Bounds of the calls that a simulator makes. */
export interface CallLimits {
  /** Milliseconds until a call without a complete answer is given up. */
  readonly timeout: number
  /** Largest body of an answer in bytes; 1 MiB if left out. */
  readonly maxBody?: number
}

/** Milliseconds that a connection is kept for the next call: less than any server keeps one that is idle. */
const KEPT = 1000

/**
 * Makes the function by which simulators call others: over HTTP or HTTPS by the URL, on connections that are kept for a
 * moment, redirects not followed. It rejects where no complete answer comes within the limits; no call is made twice.
 */
export function makeCall({ timeout, maxBody = 1024 * 1024 }: CallLimits): Environment['call'] {
  const kept = { keepAlive: true, timeout: KEPT }
  const plain = { send: http.request, agent: new http.Agent(kept) }
  const secure = { send: https.request, agent: new https.Agent(kept) }
  return outgoing =>
    new Promise<HttpReply>((resolve, reject) => {
      const { send, agent } = outgoing.url.startsWith('https:') ? secure : plain
      const request = send(outgoing.url, {
        method: outgoing.method,
        headers: { ...outgoing.headers, 'content-length': Buffer.byteLength(outgoing.body) },
        agent,
      })
      const timer = setTimeout(() => request.destroy(new Error(noAnswer(outgoing, timeout))), timeout)
      const settle = (finish: () => void): void => {
        clearTimeout(timer)
        finish()
      }
      request.on('response', response => {
        readAll(response, maxBody).then(
          body => settle(() => resolve(replyOf(response, body))),
          (error: Error) => {
            request.destroy()
            settle(() => reject(error))
          },
        )
      })
      request.on('error', error => settle(() => reject(error)))
      request.end(outgoing.body)
    })
}

async function readAll(response: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) throw new Error(`The answer is over ${limit} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function replyOf(response: IncomingMessage, body: Buffer): HttpReply {
  const headers: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(response.headers)) if (value !== undefined) headers[name] = value
  return { status: response.statusCode ?? 0, reason: response.statusMessage ?? '', headers, body }
}

function noAnswer(outgoing: OutgoingRequest, timeout: number): string {
  return `${outgoing.method} ${outgoing.url} had no complete answer within ${timeout} ms.`
}
