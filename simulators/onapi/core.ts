import type { onapiStates } from '../../schemas/onapi/states.js'
import type { StageHandlers } from '../../schemas/states.js'
import { readJson, type JsonReading } from '../json.js'
import type { Core, Environment, HttpReply, HttpRequest, Refusal } from '../simulator.js'
import { keepYoungest } from '../youngest.js'
import { Assortment, type Decision } from './assortment.js'
import { causeInCustomer, causeInOrder, type Order } from './check.js'
import { CommunicationOperator } from './co.js'
import { OperatorLink, type OperatorOutcome, type OperatorRequest } from './operator-link.js'
import { stageOf } from './stage.js'

/** Who may use the provider, and for what. */
export interface User {
  readonly username: string
  readonly password: string
  readonly mayOrder: boolean
  /** Whether the next request is one too many. */
  readonly usedUp: boolean
}

/** The outcome of an order, as the portal is told. */
export interface Outcome {
  readonly status: 'ACTIVATED' | 'RECEIVED' | 'REJECTED'
  readonly externalMessage?: string
}

/** An order that was accepted, with what the portal was told. */
export interface StoredOrder {
  readonly operation: string
  readonly orderDateTime: string
  readonly requestedDateTime: string
  readonly productId: string
  readonly offeringId: string
  readonly customerDetails: unknown
  readonly status: string
}

/** The user of the bundled portal. */
export const PORTAL = { username: 'portal', password: 'portal-secret' }

/** The most orders that are kept of one access: the last ones. */
export const KEPT_ORDERS = 1000

const JSON_TYPE = { 'content-type': 'application/json' }
const USERS: readonly User[] = [
  { ...PORTAL, mayOrder: true, usedUp: false },
  { username: 'reader', password: 'reader-secret', mayOrder: false, usedUp: false },
  { username: 'hasty', password: 'hasty-secret', mayOrder: true, usedUp: true },
]

/** A service provider: takes the orders of portals on `/order/` and orders at the communication operator. */
export class ServiceProvider implements Core {
  readonly environment: Environment
  /** Users by the base64 of HTTP Basic authentication. */
  readonly users = new Map<string, User>(USERS.map(user => [tokenOf(user), user]))
  readonly assortment = new Assortment()
  readonly ownOperator: CommunicationOperator
  readonly operator: OperatorLink
  /** The accepted orders of each access as `packed` makes them, the first one placed first; mostly there is but one. */
  readonly orders = new Map<string, string | string[]>()
  readonly stage: StageHandlers<typeof onapiStates> = stageOf(this)

  constructor(environment: Environment) {
    this.environment = environment
    this.ownOperator = new CommunicationOperator(environment)
    this.operator = new OperatorLink(environment, this.ownOperator)
    this.ownOperator.behaviours.set('access-received', 'receives')
    this.ownOperator.behaviours.set('access-occupied', 'occupied')
  }

  handle(request: HttpRequest): HttpReply | Promise<HttpReply> {
    if (!this.isOrderEndpoint(request.target)) return this.refuseEndpoint()
    const user = this.authenticate(request)
    if (user === undefined) return this.refuseCredentials(request)
    if (!this.takesMethod(request.method)) return this.refuseMethod()
    if (!user.mayOrder) return this.refuseUser()
    if (user.usedUp) return this.refuseHaste()
    if (!this.takesMediaType(request)) return this.refuseMediaType()
    const reading = this.read(request.body)
    if (!reading.ok) return this.invalid(reading.why, reading)
    const cause = this.check(reading.value)
    if (cause !== undefined) return this.invalid(cause, reading)
    return this.take(reading.value as Order)
  }

  refuse({ status, why }: Refusal): HttpReply {
    return this.error(status, why)
  }

  isOrderEndpoint(target: string): boolean {
    return target === '/order/' || target === '/order'
  }

  authenticate(request: HttpRequest): User | undefined {
    const field = request.headers['authorization']
    if (typeof field !== 'string' || field.slice(0, 6).toLowerCase() !== 'basic ') return undefined
    return this.users.get(field.slice(6).trim())
  }

  takesMethod(method: string): boolean {
    return method === 'POST'
  }

  takesMediaType(request: HttpRequest): boolean {
    const declared = request.headers['content-type']
    if (declared === 'application/json') return true
    return typeof declared === 'string' && /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(declared)
  }

  read(body: Buffer): JsonReading {
    return readJson(body)
  }

  /** The cause for which an order is invalid; undefined if there is none. */
  check(order: unknown): string | undefined {
    return this.checkOrder(order) ?? this.checkCustomer((order as Order).customerDetails)
  }

  checkOrder(order: unknown): string | undefined {
    return causeInOrder(order)
  }

  checkCustomer(details: unknown): string | undefined {
    return causeInCustomer(details)
  }

  /** Decides on an order that is well formed. */
  take(order: Order): HttpReply | Promise<HttpReply> {
    const decision = this.decide(order)
    if ('cause' in decision) return this.error(400, decision.cause)
    if ('rejection' in decision) return this.conclude(order, rejected(decision.rejection))
    return this.activate(order, decision.service)
  }

  decide({ coAccessId, products: [{ productId, offeringId }] }: Order): Decision {
    return this.assortment.decide(coAccessId, productId, offeringId)
  }

  activate(order: Order, service: string): HttpReply | Promise<HttpReply> {
    const outcome = this.askOperator(order, service)
    return outcome instanceof Promise
      ? outcome.then(it => this.conclude(order, this.report(it)))
      : this.conclude(order, this.report(outcome))
  }

  askOperator(order: Order, service: string): OperatorOutcome | Promise<OperatorOutcome> {
    return this.operator.place(this.operatorRequest(order, service))
  }

  operatorRequest({ coAccessId, operation, requestedDateTime }: Order, service: string): OperatorRequest {
    return { accessId: coAccessId, service, operation, requestedDateTime }
  }

  /** What the portal is told of the operator's answer. */
  report(outcome: OperatorOutcome): Outcome {
    switch (outcome.kind) {
      case 'confirmed':
        return {
          status: 'ACTIVATED',
          externalMessage: 'Thank you for your order. Your service is active now.',
        }
      case 'open':
      case 'unknown':
        return {
          status: 'RECEIVED',
          externalMessage: 'Thank you for your order. We will tell you when it is done.',
        }
      case 'refused':
        return rejected(`Your order could not be carried out: ${beginningOf(outcome.message)}.`)
    }
  }

  /** Keeps an order unless it is rejected, and answers it. */
  conclude(order: Order, outcome: Outcome): HttpReply {
    if (outcome.status !== 'REJECTED') this.keep(order, outcome.status)
    return this.answer(outcome)
  }

  keep(order: Order, status: string): void {
    const text = packed(order, status)
    const before = this.orders.get(order.coAccessId)
    if (before === undefined) keepYoungest(this.orders.set(order.coAccessId, text))
    else if (typeof before === 'string') this.orders.set(order.coAccessId, [before, text])
    else {
      before.push(text)
      if (before.length > KEPT_ORDERS) before.shift()
    }
  }

  /** The accepted orders of an access, the first one placed first. */
  ordersFor(coAccessId: string): StoredOrder[] {
    return [this.orders.get(coAccessId) ?? []].flat().map(unpacked)
  }

  answer(outcome: Outcome): HttpReply {
    return { status: 200, headers: JSON_TYPE, body: JSON.stringify(outcome) }
  }

  /** The answer to invalid data: what was read of the body is not for the answer. */
  invalid(cause: string, _reading: JsonReading): HttpReply {
    return this.error(400, cause)
  }

  refuseEndpoint(): HttpReply {
    return this.error(501, 'There is no such endpoint.')
  }

  refuseMethod(): HttpReply {
    return this.error(501, 'Orders are placed by POST.')
  }

  refuseMediaType(): HttpReply {
    return this.error(400, 'An order is application/json in UTF-8.')
  }

  refuseCredentials(_request: HttpRequest): HttpReply {
    const headers = { 'www-authenticate': 'Basic realm="onapi", charset="UTF-8"' }
    return this.error(401, 'The credentials are missing or wrong.', headers)
  }

  refuseUser(): HttpReply {
    return this.error(403, 'These credentials do not allow orders.')
  }

  refuseHaste(): HttpReply {
    return this.error(429, 'There were too many requests.', { 'retry-after': '30' })
  }

  error(status: number, cause: string, headers: Readonly<Record<string, string>> = {}): HttpReply {
    return { status, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify({ cause }) }
  }
}

/** The outcome of an order that is not taken. */
export function rejected(externalMessage: string): Outcome {
  return { status: 'REJECTED', externalMessage }
}

/** A text, of which 200 characters at most are shown to a customer; none of them is halved. */
function beginningOf(text: string): string {
  return text.length <= 200 ? text : Array.from(text).slice(0, 200).join('')
}

/** An accepted order without the names of its members, which would be most of it a million times over. */
function packed(order: Order, status: string): string {
  const { operation, orderDateTime, requestedDateTime, products, customerDetails } = order
  const [{ productId, offeringId }] = products
  return JSON.stringify([
    operation,
    orderDateTime,
    requestedDateTime,
    productId,
    offeringId,
    customerDetails,
    status,
  ])
}

function unpacked(text: string): StoredOrder {
  const [operation, orderDateTime, requestedDateTime, productId, offeringId, customerDetails, status] =
    JSON.parse(text) as [string, string, string, string, string, unknown, string]
  return { operation, orderDateTime, requestedDateTime, productId, offeringId, customerDetails, status }
}

function tokenOf({ username, password }: User): string {
  return Buffer.from(`${username}:${password}`, 'utf8').toString('base64')
}
