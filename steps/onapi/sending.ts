import type { Exchange } from '../../harness/exchange.js'
import type { HttpRequest } from '../../harness/http-client.js'
import { onapiDefaults, type OnapiOptions } from '../../schemas/onapi/options.js'
import type { Order } from './order.js'

/** A request of the portal before it is sent. */
export interface Sending {
  readonly method: string
  /** The path of the endpoint, relative to the target's address. */
  readonly path: string
  readonly mediaType: string
  readonly body: Buffer
  /** Value of the Authorization field; `null` sends none, and left out, it is that of the target file. */
  readonly authorization?: string | null
}

/** The order endpoint, as the options of a target say it. */
export function orderPath(options: Readonly<Record<string, unknown>>): string {
  return (options as OnapiOptions).path ?? onapiDefaults.path
}

/** An order as the document prints it. */
export function sendingOf(order: Order, path: string): Sending {
  return { method: 'POST', path, mediaType: 'application/json', body: Buffer.from(JSON.stringify(order)) }
}

/** The request without its credentials, unless they are its own. */
export function requestOf({ method, path, mediaType, body, authorization }: Sending): HttpRequest {
  const credentials = authorization ? [['Authorization', authorization] as const] : []
  return { method, target: `/${path}`, headers: [['Content-Type', mediaType], ...credentials], body }
}

/** Whether an exchange is an order that was sent to the order endpoint. */
export function isOrder({ kind, request }: Exchange, options: Readonly<Record<string, unknown>>): boolean {
  const [path = ''] = request.target.split('?', 1)
  return kind === 'request' && request.method === 'POST' && path.endsWith(`/${orderPath(options)}`)
}
