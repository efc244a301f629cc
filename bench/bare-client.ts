import { Agent, createServer, request, type Server } from 'node:http'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { Answer, Exchange } from '../harness/exchange.js'

/** What a client sends: a request as bytes, or a message on a WebSocket that an answer with its id follows. */
export type Sent = { readonly bytes: Buffer } | { readonly message: Buffer; readonly id: unknown }

/** Exchanges that are sent again. */
const SAMPLE = 20_000

/** What was sent, in its order, and what the target's own calls were last answered. */
export class Tape {
  readonly sent: Sent[] = []
  answer: Answer | undefined

  get isFull(): boolean {
    return this.sent.length >= SAMPLE
  }

  add(exchange: Exchange): void {
    if (exchange.kind === 'callback') this.answer = exchange.answer
    else if (!this.isFull) this.sent.push(...repeatable(exchange))
  }
}

/** What of an exchange a client without any knowledge of the API can send again. */
function repeatable({ kind, sent, messages = [] }: Exchange): Sent[] {
  if (kind === 'request' && sent && isPlain(sent)) return [{ bytes: sent }]
  if (kind !== 'socket') return []
  return messages.flatMap(({ direction, data }) => {
    const id = direction === 'sent' ? idOf(data) : undefined
    return id === undefined ? [] : [{ message: data, id }]
  })
}

/**
 * A client that knows nothing: `node:http` with one kept-alive connection and one WebSocket, each thing sent when the one before
 * is answered, and the answer dropped.
 */
export class BareClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 })
  private socket: WebSocket | undefined

  constructor(private readonly url: URL) {}

  async send(sent: Sent): Promise<void> {
    if ('message' in sent) return this.sendMessage(sent.message, sent.id)
    const { method, path, headers, body } = parse(sent.bytes)
    const { hostname, port } = this.url
    await new Promise<void>((resolve, reject) => {
      const outgoing = request({ agent: this.agent, hostname, port, method, path, headers }, response =>
        response.resume().once('end', resolve),
      )
      outgoing.once('error', reject)
      outgoing.end(body)
    })
  }

  close(): void {
    this.agent.destroy()
    this.socket?.terminate()
  }

  private async sendMessage(message: Buffer, id: unknown): Promise<void> {
    if (this.socket?.readyState !== WebSocket.OPEN) {
      const url = new URL('/jsonrpc', this.url.href.replace(/^http/, 'ws'))
      this.socket = new WebSocket(url, ['notification'], { perMessageDeflate: false })
      await once(this.socket, 'open')
    }
    const socket = this.socket
    await new Promise<void>(resolve => {
      const hear = (data: Buffer): void => {
        if (idOf(data) !== id) return
        socket.off('message', hear)
        socket.off('close', resolve)
        resolve()
      }
      socket.on('message', hear)
      socket.once('close', resolve)
      socket.send(message, { binary: false })
    })
  }
}

/** A server that gives every call the answer that was given last, and counts them. */
export class BareServer {
  calls = 0

  private constructor(private readonly server: Server) {}

  static async listen(port: number, answer: Exchange['answer']): Promise<BareServer> {
    const server = createServer((incoming, response) => {
      bare.calls += 1
      incoming.resume().once('end', () => {
        response.writeHead(answer?.status ?? 204, answer?.headers.flat() ?? [])
        response.end(answer?.body)
      })
    })
    const bare = new BareServer(server)
    await once(server.listen(port, '127.0.0.1'), 'listening')
    return bare
  }

  close(): void {
    this.server.close()
    this.server.closeAllConnections()
  }
}

const FIELD = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+: [\t\x20-\x7e]*$/

/** Whether an ordinary client would send a request so. */
function isPlain(bytes: Buffer): boolean {
  const end = bytes.indexOf('\r\n\r\n')
  const [start = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
  const length = lines.find(line => /^content-length:/i.test(line))?.slice(15) ?? '0'
  return (
    /^[A-Z]+ \/[!-~]* HTTP\/1\.1$/.test(start) &&
    lines.every(line => FIELD.test(line)) &&
    !lines.some(line => /^(transfer-encoding|connection|upgrade|expect):/i.test(line)) &&
    Number(length) === bytes.length - end - 4
  )
}

function parse(bytes: Buffer) {
  const end = bytes.indexOf('\r\n\r\n')
  const [start = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
  const [method = '', path = ''] = start.split(' ')
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    headers[line.slice(0, colon)] = line.slice(colon + 2)
  }
  return { method, path, headers, body: bytes.subarray(end + 4) }
}

/** The id of a JSON-RPC message that must be answered, as a number or a text; undefined of anything else. */
function idOf(data: Buffer): unknown {
  try {
    const { id } = JSON.parse(data.toString()) as { id?: unknown }
    return typeof id === 'string' || typeof id === 'number' ? id : undefined
  } catch {
    return undefined
  }
}
