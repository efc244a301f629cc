import { header, type HeaderPairs, type SentRequest } from '../exchange.js'
import type { HttpRequest, HttpResult } from '../http-client.js'
import { RawConnection, requestBytes, sentRequest, type RawClientOptions } from '../raw-client.js'

/** A client with kept-alive connections for very many requests: it writes bytes and reads answers, and nothing else. */
export class LeanClient {
  private readonly idle: RawConnection[] = []
  private readonly busy = new Set<RawConnection>()
  private closed = false
  private readonly prefix: string
  private readonly host: string
  private readonly origin: string

  constructor(private readonly options: RawClientOptions) {
    const { host, origin, pathname } = new URL(options.url)
    this.host = host
    this.origin = origin
    this.prefix = pathname.replace(/\/+$/, '')
  }

  /** Sends one request; never rejects. One that meets a connection closed meanwhile is sent once more on a new one. */
  async send(request: HttpRequest): Promise<HttpResult> {
    const ready = this.ready(request)
    for (let connection = this.idle.pop(); connection !== undefined; connection = this.idle.pop()) {
      if (!connection.isReusable) {
        connection.close()
        continue
      }
      const result = await this.sendOn(connection, ready)
      if (result.failure?.kind !== 'reset' || result.received.length > 0 || this.closed) return result
      break
    }
    return this.sendOn(new RawConnection(this.options), ready)
  }

  /** Ends every connection; what is under way fails. */
  close(): void {
    this.closed = true
    for (const connection of [...this.idle, ...this.busy]) connection.close()
  }

  private async sendOn(connection: RawConnection, { bytes, described }: Ready): Promise<HttpResult> {
    this.busy.add(connection)
    const result = await connection.send({ pieces: [bytes] }, described)
    this.busy.delete(connection)
    const { answer } = result
    const goesOn = answer !== undefined && answer.httpVersion === '1.1' && !closes(answer.headers)
    if (goesOn && connection.isReusable) this.idle.push(connection)
    else connection.close()
    return result
  }

  private ready({ method, target, headers = [], body }: HttpRequest): Ready {
    const isNamed = (name: string): boolean => headers.some(([key]) => key.toLowerCase() === name)
    const takesBody = method !== 'GET' && method !== 'HEAD'
    const length = body?.length ?? (takesBody ? 0 : undefined)
    const fields: (readonly [string, string])[] = isNamed('host') ? [] : [['Host', this.host]]
    fields.push(...headers)
    if (length !== undefined && !isNamed('content-length') && !isNamed('transfer-encoding')) {
      fields.push(['Content-Length', String(length)])
    }
    const path = this.prefix + target
    const bytes = requestBytes(method, path, fields, body)
    // What is not printable may come to something else on the wire, which is read back then.
    const isPlain =
      PLAIN.test(method) &&
      PLAIN.test(path) &&
      fields.every(([name, value]) => PLAIN.test(name) && isTrimmed(value))
    const described: SentRequest = isPlain
      ? { method, url: this.origin + path, target: path, headers: fields, body: body ?? NOTHING }
      : sentRequest(this.origin, bytes)
    return { bytes, described }
  }
}

/** A request as bytes, and as it is recorded. */
interface Ready {
  readonly bytes: Buffer
  readonly described: SentRequest
}

const NOTHING = Buffer.alloc(0)

/** What a start line or a field name can hold without being taken for two things. */
const PLAIN = /^[!-9;-~][!-~]*$/

/** Whether a field value comes out as it went in. */
function isTrimmed(value: string): boolean {
  return /^(?:[!-~](?:[ -~]*[!-~])?)?$/.test(value)
}

function closes(headers: HeaderPairs): boolean {
  return /\bclose\b/i.test(header(headers, 'connection') ?? '')
}
