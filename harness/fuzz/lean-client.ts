import { header, type HeaderPairs } from '../exchange.js'
import type { HttpRequest, HttpResult } from '../http-client.js'
import { RawConnection, requestBytes, type RawClientOptions } from '../raw-client.js'

/** A client with kept-alive connections for very many requests: it writes bytes and reads answers, and nothing else. */
export class LeanClient {
  private readonly idle: RawConnection[] = []
  private readonly prefix: string
  private readonly host: string

  constructor(private readonly options: RawClientOptions) {
    const { host, pathname } = new URL(options.url)
    this.host = host
    this.prefix = pathname.replace(/\/+$/, '')
  }

  /** Sends one request; never rejects. One that meets a connection closed meanwhile is sent once more on a new one. */
  async send(request: HttpRequest): Promise<HttpResult> {
    const bytes = this.bytesOf(request)
    for (let connection = this.idle.pop(); connection !== undefined; connection = this.idle.pop()) {
      if (!connection.isReusable) {
        connection.close()
        continue
      }
      const result = await this.sendOn(connection, bytes)
      if (result.failure?.kind !== 'reset' || result.received.length > 0) return result
      break
    }
    return this.sendOn(new RawConnection(this.options), bytes)
  }

  close(): void {
    for (const connection of this.idle) connection.close()
  }

  private async sendOn(connection: RawConnection, bytes: Buffer): Promise<HttpResult> {
    const result = await connection.send({ pieces: [bytes] })
    const { answer } = result
    const goesOn = answer !== undefined && answer.httpVersion === '1.1' && !closes(answer.headers)
    if (goesOn && connection.isReusable) this.idle.push(connection)
    else connection.close()
    return result
  }

  private bytesOf({ method, target, headers = [], body }: HttpRequest): Buffer {
    const names = new Set(headers.map(([name]) => name.toLowerCase()))
    const takesBody = method !== 'GET' && method !== 'HEAD'
    const length = body?.length ?? (takesBody ? 0 : undefined)
    const framed = names.has('content-length') || names.has('transfer-encoding')
    const fields: HeaderPairs = [
      ...(names.has('host') ? [] : [['Host', this.host] as const]),
      ...headers,
      ...(length === undefined || framed ? [] : [['Content-Length', String(length)] as const]),
    ]
    return requestBytes(method, this.prefix + target, fields, body)
  }
}

function closes(headers: HeaderPairs): boolean {
  return /\bclose\b/i.test(header(headers, 'connection') ?? '')
}
