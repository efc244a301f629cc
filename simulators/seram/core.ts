import type { SeramOptions } from '../../schemas/seram/options.js'
import type { seramStates } from '../../schemas/seram/states.js'
import type { StageHandlers } from '../../schemas/states.js'
import { readJson, type JsonReading } from '../json.js'
import type { Core, Environment, HttpReply, HttpRequest, Refusal } from '../simulator.js'
import { keepYoungest } from '../youngest.js'
import { wrongWithOrder } from './check.js'
import { bearer, type SecurityScheme } from './security.js'
import { stageOf } from './stage.js'

/** An order in the document's spelling. */
export interface Order {
  readonly secureElement?: readonly unknown[]
  readonly sessionID?: string
  readonly remoteManagementOrder?: unknown
}

/** How the two members of an order are spelt whose names are in doubt. */
export type Spelling = Required<Pick<SeramOptions, 'listKey' | 'sessionKey'>>

/** How a platform is set up. */
export interface PlatformOptions {
  /** The security scheme; a bearer token if left out. */
  readonly scheme?: SecurityScheme
  /** The document's own spelling if left out. */
  readonly spelling?: Spelling
}

/** The token of the bundled platform. */
export const TOKEN = 'seram-orders-token'

/** The most orders that one session can hold. */
export const MAX_ORDERS = 10_000

const JSON_TYPE = { 'content-type': 'application/json' }

/** A Management Platform: takes orders on `/order` and keeps them in the queues of their sessions. */
export class OrderPlatform implements Core {
  readonly environment: Environment
  scheme: SecurityScheme
  spelling: Spelling
  /** The orders of each session as JSON texts in the document's spelling, the first one placed first. */
  readonly sessions = new Map<string, string[]>()
  readonly stage: StageHandlers<typeof seramStates> = stageOf(this)

  constructor(environment: Environment, options: PlatformOptions = {}) {
    this.environment = environment
    this.scheme = options.scheme ?? bearer(TOKEN)
    this.spelling = options.spelling ?? { listKey: 'secureElement', sessionKey: 'sessionID' }
  }

  handle(request: HttpRequest): HttpReply | Promise<HttpReply> {
    if (!this.isOrderEndpoint(request.target)) return this.error(404, 'There is nothing at this path.')
    if (!this.takesMethod(request.method)) return this.refuseMethod()
    if (!this.admits(request)) return this.refuseCredentials(request)
    if (!this.takesMediaType(request)) return this.error(415, 'An order is application/json in UTF-8.')
    const reading = this.read(request.body)
    if (!reading.ok) return this.error(400, reading.why)
    const order = this.inDocumentSpelling(reading.value)
    const wrong = this.check(order)
    if (wrong !== undefined) return this.refuseOrder(wrong, order)
    return this.place(order as Order, order === reading.value ? reading.text : JSON.stringify(order))
  }

  refuse({ status, why }: Refusal): HttpReply {
    return this.error(status, why)
  }

  isOrderEndpoint(target: string): boolean {
    if (target === '/order') return true
    const query = target.indexOf('?')
    return query >= 0 && target.slice(0, query) === '/order'
  }

  takesMethod(method: string): boolean {
    return method === 'POST'
  }

  admits(request: HttpRequest): boolean {
    return this.scheme.credentialOf(request) === this.scheme.credential
  }

  takesMediaType(request: HttpRequest): boolean {
    const declared = request.headers['content-type']
    if (declared === 'application/json') return true
    return typeof declared === 'string' && /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(declared)
  }

  read(body: Buffer): JsonReading {
    return readJson(body)
  }

  inDocumentSpelling(value: unknown): unknown {
    const { listKey, sessionKey } = this.spelling
    if (listKey === 'secureElement' && sessionKey === 'sessionID') return value
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const names: Record<string, string> = { [listKey]: 'secureElement', [sessionKey]: 'sessionID' }
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [names[name] ?? name, member]))
  }

  /** Says what is wrong with an order; undefined if nothing is. */
  check(order: unknown): string | undefined {
    return wrongWithOrder(order)
  }

  /** Puts an order into its session, which is created if need be. `text` is the order as JSON. */
  place(order: Order, text: string): HttpReply | Promise<HttpReply> {
    const sessionID = order.sessionID ?? this.generateId()
    if (!this.store(sessionID, text))
      return this.error(409, `The session holds ${MAX_ORDERS} orders already.`)
    return order.sessionID === undefined ? this.answerGenerated(sessionID) : this.answerGiven(sessionID)
  }

  generateId(): string {
    return this.environment.random.uuid()
  }

  /** Keeps an order at the end of its session's queue; false if the queue is full. */
  store(sessionID: string, text: string): boolean {
    const orders = this.sessions.get(sessionID)
    if (orders === undefined) keepYoungest(this.sessions.set(sessionID, [text]))
    else if (orders.length < MAX_ORDERS) orders.push(text)
    else return false
    return true
  }

  /** The answer to an order whose session id was generated. */
  answerGenerated(sessionID: string): HttpReply {
    return {
      status: 201,
      headers: JSON_TYPE,
      body: `{"${this.spelling.sessionKey}":${JSON.stringify(sessionID)}}`,
    }
  }

  /** The answer to an order that named its session. */
  answerGiven(_sessionID: string): HttpReply {
    return { status: 201, headers: JSON_TYPE, body: 'null' }
  }

  refuseMethod(): HttpReply {
    return this.error(405, 'Orders are placed by POST.', { allow: 'POST' })
  }

  refuseCredentials(_request: HttpRequest): HttpReply {
    const headers = { 'www-authenticate': this.scheme.challenge }
    return this.error(401, 'Credentials are missing or wrong.', headers)
  }

  refuseOrder(wrong: string, _order: unknown): HttpReply {
    return this.error(400, wrong)
  }

  error(status: number, error: string, headers: Readonly<Record<string, string>> = {}): HttpReply {
    return { status, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify({ error }) }
  }
}
