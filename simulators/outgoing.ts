import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Environment, HttpReply, OutgoingRequest } from './simulator.js'

/** Bounds of the calls that a simulator makes. */
export interface CallLimits {
  /** Milliseconds until a call without a complete answer is given up. */
  readonly timeout: number
  /** Largest body of an answer in bytes; 1 MiB if left out. */
  readonly maxBody?: number
}

/**
 * Makes the function by which simulators call others: over HTTP or HTTPS by the URL, each call on a connection of its
 * own, redirects not followed. It rejects where no complete answer comes within the limits.
 */
export function makeCall({ timeout, maxBody = 1024 * 1024 }: CallLimits): Environment['call'] {
  return outgoing =>
    new Promise<HttpReply>((resolve, reject) => {
      const send = outgoing.url.startsWith('https:') ? requestHttps : requestHttp
      const request = send(outgoing.url, {
        method: outgoing.method,
        headers: { ...outgoing.headers, 'content-length': Buffer.byteLength(outgoing.body) },
        agent: false,
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
