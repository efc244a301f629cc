import { isUtf8 } from 'node:buffer'
import { STATUS_CODES } from 'node:http'
import type { Core, Environment, HttpReply, HttpRequest } from '../simulator.js'
import { decodeField, parseFields, single, type Fields } from './form.js'
import { parseRange, type ByteRange } from './range.js'
import { Registry, type Client, type Content, type Model } from './registry.js'
import { exositeStage } from './stage.js'

/** How long an enabled client may be activated, in milliseconds. */
export const ACTIVATION_WINDOW = 24 * 60 * 60 * 1000

/** What a download asks for. */
export type Download = 'list' | 'content' | 'information'

/** Header fields of a reply that only some replies have. */
export type FurtherHeaders = Readonly<Record<string, string>>

const PLAIN = 'text/plain; charset=utf-8'
const CSV = 'text/csv; charset=utf-8'
const FORM = /^application\/x-www-form-urlencoded(?:[ \t]*;[ \t]*charset="?utf-8"?)?$/i

/** The Device Provisioning API without sockets. */
export class ExositeCore implements Core {
  readonly environment: Environment
  readonly registry: Registry
  readonly stage = exositeStage(this)
  private dateSecond = -1
  private dateText = ''

  constructor(environment: Environment) {
    this.environment = environment
    this.registry = new Registry(environment.random)
  }

  handle(request: HttpRequest): HttpReply | Promise<HttpReply> {
    const reply = this.route(request)
    if (!asksToClose(request.headers.connection)) return reply
    return reply instanceof Promise ? reply.then(closing) : closing(reply)
  }

  /** Hands a request to the procedure that its path names. */
  route(request: HttpRequest): HttpReply | Promise<HttpReply> {
    const target = originForm(request.target)
    const mark = target.indexOf('?')
    const path = mark < 0 ? target : target.slice(0, mark)
    if (path === '/provision/activate') {
      return request.method === 'POST' ? this.activate(request) : this.refuseVerb('POST')
    }
    if (path === '/provision/download') {
      if (request.method !== 'GET') return this.refuseVerb('GET')
      return this.download(request, mark < 0 ? '' : target.slice(mark + 1))
    }
    return this.error(404)
  }

  /** `/provision/activate`, POST. */
  activate(request: HttpRequest): HttpReply | Promise<HttpReply> {
    if (!this.isForm(request)) return this.error(415)
    const form = this.readForm(request.body)
    if (form === undefined) return this.error(400)
    const vendor = single(form, 'vendor')
    const model = single(form, 'model')
    const sn = single(form, 'sn')
    if (vendor === undefined || model === undefined || sn === undefined) return this.error(400)
    const client = this.findClient(vendor, model, sn)
    return client === undefined ? this.refuseUnknown(vendor, model, sn) : this.admit(client)
  }

  /** Whether the body says that it is a form in UTF-8, and is not compressed. */
  isForm(request: HttpRequest): boolean {
    const { 'content-type': type, 'content-encoding': coding } = request.headers
    return coding === undefined && FORM.test(String(type))
  }

  /** The fields of a form; undefined where it is not well formed. */
  readForm(body: Buffer): Fields | undefined {
    return isUtf8(body) ? parseFields(body.toString(), text => this.decode(text)) : undefined
  }

  /** What a name or value of a form or query stands for. */
  decode(text: string): string {
    return decodeField(text)
  }

  findModel(vendor: string, model: string): Model | undefined {
    return this.registry.vendors.get(vendor)?.get(model)
  }

  findClient(vendor: string, model: string, sn: string): Client | undefined {
    return this.findModel(vendor, model)?.clients.get(sn)
  }

  /** The reply to an activation of a client that is not there. */
  refuseUnknown(_vendor: string, _model: string, _sn: string): HttpReply {
    return this.error(404)
  }

  /** Activates the client if it may be activated, in one step. */
  admit(client: Client): HttpReply | Promise<HttpReply> {
    return this.mayActivate(client) ? this.handOver(this.issue(client)) : this.refuseClient(client)
  }

  /** Whether the client is enabled, has not expired and was not activated already. */
  mayActivate(client: Client): boolean {
    return client.progress === 'enabled' && !this.hasExpired(client)
  }

  hasExpired(client: Client): boolean {
    return this.now() >= client.enabledAt + ACTIVATION_WINDOW
  }

  /** Marks the client as activated; its key is good from now on. */
  issue(client: Client): string {
    client.progress = 'activated'
    return client.cik
  }

  handOver(cik: string): HttpReply {
    return this.reply(200, PLAIN, cik)
  }

  refuseClient(_client: Client): HttpReply {
    return this.error(409)
  }

  /** `/provision/download`, GET. */
  download(request: HttpRequest, query: string): HttpReply {
    const fields = parseFields(query, text => this.decode(text))
    const vendor = fields && single(fields, 'vendor')
    const modelName = fields && single(fields, 'model')
    if (fields === undefined || vendor === undefined || modelName === undefined) return this.error(400)
    const wanted = downloadOf(fields)
    const caller = this.findCaller(request, wanted)
    if (caller === undefined) return this.refuseCaller(request)
    const model = this.findModel(vendor, modelName)
    if (model === undefined) return this.refusePair(wanted, request)
    if (!this.belongs(caller, model, wanted)) return this.error(403)
    if (wanted === 'list') return this.list(model)
    const content = this.findContent(model, fields.get('id')![0]!, wanted)
    if (content === undefined) return this.error(404)
    if (!this.mayHave(caller, content, wanted)) return this.error(403)
    return wanted === 'content' ? this.deliver(content, request) : this.inform(content)
  }

  /** The activated client whose key the request carries. */
  findCaller(request: HttpRequest, _wanted: Download): Client | undefined {
    const cik = this.readCik(request)
    const client = cik === undefined ? undefined : this.registry.clientsByCik.get(cik)
    return client?.progress === 'activated' ? client : undefined
  }

  /** The reply to a download without a key, or with one that is good for nothing. */
  refuseCaller(_request: HttpRequest): HttpReply {
    return this.error(401)
  }

  readCik(request: HttpRequest): string | undefined {
    return request.headers['x-exosite-cik']?.toString()
  }

  refusePair(wanted: Download, _request: HttpRequest): HttpReply {
    return this.error(wanted === 'information' ? 400 : 403)
  }

  /** Whether the caller has its serial number in the given pair of vendor and model. */
  belongs(caller: Client, model: Model, _wanted: Download): boolean {
    return caller.model === model
  }

  list(model: Model): HttpReply {
    return this.reply(200, CSV, this.idsOf(model).join('\n'))
  }

  idsOf(model: Model): string[] {
    return [...model.contents.keys()]
  }

  findContent(model: Model, id: string, _wanted: Download): Content | undefined {
    return model.contents.get(id)
  }

  /** Whether the caller is authorised for the content. */
  mayHave(caller: Client, content: Content, _wanted: Download): boolean {
    return content.readers === undefined || content.readers.has(caller)
  }

  inform(content: Content): HttpReply {
    return this.reply(200, CSV, this.columnsOf(content).join(','))
  }

  /** Type, size, time of update and meta. */
  columnsOf(content: Content): string[] {
    return [content.type, String(content.body.length), String(content.updated), content.meta]
  }

  /** The whole content, or the range of it that the request asks for. */
  deliver(content: Content, request: HttpRequest): HttpReply {
    const header = request.headers.range
    if (header === undefined) return this.whole(content)
    const range = this.readRange(header, content.body.length)
    if (range === undefined) return this.whole(content)
    return range === 'unsatisfiable' ? this.refuseRange(content) : this.part(content, range)
  }

  readRange(header: string | string[], length: number): ByteRange | 'unsatisfiable' | undefined {
    return parseRange(String(header), length)
  }

  whole(content: Content): HttpReply {
    return this.reply(200, content.type, content.body, { 'Accept-Ranges': 'bytes' })
  }

  part(content: Content, range: ByteRange): HttpReply {
    return this.reply(206, content.type, content.body.subarray(range.first, range.last + 1), {
      'Accept-Ranges': 'bytes',
      'Content-Range': `bytes ${range.first}-${range.last}/${content.body.length}`,
    })
  }

  refuseRange(content: Content): HttpReply {
    return this.error(416, { 'Content-Range': `bytes */${content.body.length}` })
  }

  refuseVerb(allowed: string): HttpReply {
    return this.error(405, { Allow: allowed })
  }

  /** An error, whose body repeats the status line. */
  error(status: number, further?: FurtherHeaders): HttpReply {
    return this.reply(status, PLAIN, `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n`, further)
  }

  /** Every reply, in the order of header fields that the document prints. */
  reply(status: number, type: string, body: string | Buffer, further?: FurtherHeaders): HttpReply {
    return {
      status,
      headers: {
        Date: this.date(),
        Server: 'assay',
        Connection: 'Keep-Alive',
        'Content-Length': String(Buffer.byteLength(body)),
        ...further,
        'Content-Type': type,
      },
      body,
    }
  }

  now(): number {
    return this.environment.clock.now()
  }

  /** The time as an HTTP date, made once a second. */
  date(): string {
    const second = Math.floor(this.now() / 1000)
    if (second !== this.dateSecond) {
      this.dateSecond = second
      this.dateText = new Date(second * 1000).toUTCString()
    }
    return this.dateText
  }
}

function downloadOf(fields: Fields): Download {
  if (!fields.has('id')) return 'list'
  return fields.get('info')?.[0] === 'true' ? 'information' : 'content'
}

/** A request target without scheme and authority. */
function originForm(target: string): string {
  if (target.startsWith('/')) return target
  const slash = target.indexOf('/', target.indexOf('://') + 3)
  return slash < 0 ? '/' : target.slice(slash)
}

function asksToClose(connection: string | string[] | undefined): boolean {
  return /\bclose\b/i.test(String(connection))
}

function closing(reply: HttpReply): HttpReply {
  return { ...reply, headers: { ...reply.headers, Connection: 'close' } }
}
