import { NAMESPACES, type RoamingProfile } from '../../schemas/roaming/namespaces.js'
import type { Core, Environment, HttpReply, HttpRequest, Refusal } from '../simulator.js'
import { Announcer } from './announcer.js'
import { readBody } from './body.js'
import type { Callback, Format, Signalling, Subscription, UserId, Wanted } from './model.js'
import { field, formatOfAccept, formatOfBody, formatOfQuery } from './negotiation.js'
import { Problem } from './problem.js'
import { Provider } from './provider.js'
import { Rendering } from './rendering.js'
import { readRoute, type Route } from './route.js'
import { createStage } from './stage.js'
import { step, type Step } from './transitions.js'
import { createReader, readWanted } from './wanted.js'

const MAX_TARGET = 2048

type Headers = Readonly<Record<string, string>>

/** The API of a DSP as the draft of the OMA specification describes it, for ARPs that HTTP Basic tells apart. */
export class RoamingCore implements Core {
  /** The ARPs by the Authorization fields that they send. */
  readonly credentials = new Map<string, string>()
  readonly reader = createReader()
  readonly rendering = new Rendering()
  readonly announcer: Announcer
  readonly provider: Provider
  readonly stage
  readonly environment: Environment

  constructor(environment: Environment) {
    this.environment = environment
    this.announcer = new Announcer(environment, this.rendering)
    this.provider = new Provider(environment, this.announcer)
    this.stage = createStage(this.provider)
    this.admit('ITA01', 'ITA01', 'secret-of-ITA01')
    this.admit('ITA02', 'ITA02', 'secret-of-ITA02')
  }

  get profile(): RoamingProfile {
    return this.rendering.profile
  }

  /** Lets an ARP in by HTTP Basic. */
  admit(arpId: string, username: string, password: string): void {
    const token = Buffer.from(`${username}:${password}`).toString('base64')
    this.credentials.set(`Basic ${token}`, arpId)
  }

  handle(request: HttpRequest): HttpReply | Promise<HttpReply> {
    let format: Format = 'XML'
    try {
      const route = this.route(request)
      const negotiated = this.negotiate(request, route)
      format = negotiated ?? format
      this.authorize(request, route)
      if (negotiated === undefined) this.refuseFormats()
      return this.dispatch(request, route, format)
    } catch (error) {
      if (error instanceof Problem) return this.refusal(error, this.formatOfRefusal(request, format))
      throw error
    }
  }

  refuse({ status, why }: Refusal): HttpReply {
    return { ...this.refusal(new Problem('framing', [why]), 'XML'), status }
  }

  route(request: HttpRequest): Route {
    if (request.target.length > MAX_TARGET) throw new Problem('too long', ['Request-URI'])
    const route = readRoute(request.target)
    if (route === undefined) throw new Problem('unknown', ['Request-URI'])
    return route
  }

  /** The format of the answer; undefined if the client accepts none that there is. */
  negotiate(request: HttpRequest, route: Route): Format | undefined {
    return (
      formatOfQuery(route.query) ??
      formatOfAccept(field(request, 'accept'), formatOfBody(field(request, 'content-type')) ?? 'XML')
    )
  }

  refuseFormats(): void {
    throw new Problem('unacceptable', ['only XML and JSON can be answered'])
  }

  formatOfRefusal(request: HttpRequest, negotiated: Format): Format {
    return formatOfAccept(field(request, 'accept'), negotiated) ?? negotiated
  }

  /** The ARP whose credentials a request carries. */
  identify(request: HttpRequest): string | undefined {
    const sent = field(request, 'authorization')
    return sent && (this.credentials.get(sent) ?? this.credentials.get(sent.replace(/^basic +/i, 'Basic ')))
  }

  authorize(request: HttpRequest, route: Route): void {
    const arpId = this.identify(request)
    if (arpId === undefined) this.challenge()
    if (arpId !== route.arpId) throw new Problem('foreign', ['arpId is not that of the requester'])
  }

  challenge(): never {
    throw new Problem('unauthorized', ['valid credentials are needed'], {
      'www-authenticate': 'Basic realm="roamingProvisioning", charset="UTF-8"',
    })
  }

  dispatch(request: HttpRequest, route: Route, format: Format): HttpReply | Promise<HttpReply> {
    if (route.subscriptionId === undefined) {
      if (request.method === 'POST') return this.create(request, route, format)
      return this.methodNotAllowed('POST')
    }
    switch (request.method) {
      case 'GET':
        return this.retrieve(request, route, format)
      case 'HEAD':
        return withoutBody(this.retrieve(request, route, format))
      case 'PUT':
        return this.update(request, route, format)
      default:
        return this.methodNotAllowed('GET, PUT')
    }
  }

  methodNotAllowed(allow: string): HttpReply {
    throw new Problem('method', ['method not allowed'], { allow })
  }

  create(request: HttpRequest, route: Route, format: Format): HttpReply {
    const language = this.languageOf(request)
    const wanted = this.read(request, language)
    this.checkParties(wanted, route)
    this.checkCreation(wanted)
    const subscription = this.provider.found(wanted, this.originOf(request), language)
    const reply = this.created(subscription, format)
    this.provider.schedule(subscription)
    return reply
  }

  created(subscription: Subscription, format: Format): HttpReply {
    return this.answer(201, subscription, subscription.origin, format, {
      location: this.rendering.resourceUrl(subscription, subscription.origin),
    })
  }

  retrieve(request: HttpRequest, route: Route, format: Format): HttpReply {
    return this.answer(200, this.find(route), this.originOf(request), format)
  }

  update(request: HttpRequest, route: Route, format: Format): HttpReply {
    const subscription = this.find(route)
    const wanted = this.read(request, this.languageOf(request))
    this.checkParties(wanted, route)
    this.checkFixed(subscription, wanted, route)
    const next = this.step(subscription, wanted)
    const signalling = this.signallingToBegin(subscription, wanted, next)
    this.replaceCallback(subscription, wanted.callback)
    this.begin(subscription, next, signalling)
    const pending = next !== 'none' || signalling !== undefined
    const reply = this.updated(subscription, this.originOf(request), format, pending)
    if (pending && next !== 'repeat') this.provider.schedule(subscription)
    return reply
  }

  begin(subscription: Subscription, next: Step, signalling: Signalling | undefined): void {
    if (next === 'activate' || next === 'deactivate') this.provider.begin(subscription, next)
    if (signalling !== undefined) this.provider.beginSignalling(subscription, signalling)
  }

  updated(subscription: Subscription, origin: string, format: Format, pending: boolean): HttpReply {
    return this.answer(pending ? 202 : 200, subscription, origin, format)
  }

  find(route: Route): Subscription {
    const subscription = this.provider.subscriptions.get(route.subscriptionId ?? '')
    if (subscription === undefined || !this.belongsTo(subscription, route)) {
      throw new Problem('unknown', ['Request-URI'])
    }
    return subscription
  }

  belongsTo(subscription: Subscription, route: Route): boolean {
    return subscription.arpId === route.arpId
  }

  languageOf(request: HttpRequest): Format {
    const format = formatOfBody(field(request, 'content-type'))
    if (format === undefined) throw new Problem('media type', ['only XML and JSON can be read'])
    return format
  }

  read(request: HttpRequest, language: Format): Wanted {
    const namespace = NAMESPACES[this.profile]
    return readWanted(readBody(language, request.body, 'roamingSubscription', namespace), this.reader)
  }

  checkParties(wanted: Wanted, route: Route): void {
    if (wanted.arpId !== route.arpId) throw new Problem('value', ['arpId'])
    if (wanted.dspId !== this.provider.dspId) throw new Problem('value', ['dspId'])
  }

  checkCreation(wanted: Wanted): void {
    if (wanted.status !== 'PreProvisioned') throw new Problem('enumeration', ['status', 'PreProvisioned'])
  }

  /** What a PUT shall not modify may be repeated or left out. */
  checkFixed(subscription: Subscription, wanted: Wanted, route: Route): void {
    if (!sameUsers(subscription.userId, wanted.userId)) throw new Problem('fixed', ['userId'])
    if (wanted.arrival !== undefined && !sameTime(subscription.arrivedAt, wanted.arrival)) {
      throw new Problem('fixed', ['requestArrivalTimestamp'])
    }
    if (wanted.resourceURL !== undefined && !addresses(wanted.resourceURL, route)) {
      throw new Problem('fixed', ['resourceURL'])
    }
  }

  /** What a requested status sets off. Throws a Problem if it is not allowed. */
  step(subscription: Subscription, wanted: Wanted): Step {
    const next = step(subscription.status, wanted.status)
    if (next === 'refuse') this.refuseTransition(subscription, wanted.status)
    return next
  }

  refuseTransition(subscription: Subscription, requested: string): never {
    throw new Problem('transition', [`status from ${subscription.status} to ${requested}`])
  }

  /** The signalling status that a PUT asks for, if it is another one than that in effect. */
  signallingToBegin(subscription: Subscription, wanted: Wanted, next: Step): Signalling | undefined {
    if (wanted.signalling === undefined || wanted.signalling === subscription.signalling) return undefined
    if (next !== 'activate' && subscription.status !== 'Active') {
      this.refuseTransition(subscription, `${wanted.status} with ${wanted.signalling}`)
    }
    return wanted.signalling
  }

  replaceCallback(subscription: Subscription, callback: Callback): void {
    subscription.callback = callback
  }

  /** The scheme and authority by which a client reached this server. */
  originOf(request: HttpRequest): string {
    return `http://${field(request, 'host') ?? 'localhost'}`
  }

  answer(
    status: number,
    subscription: Subscription,
    origin: string,
    format: Format,
    headers: Headers = {},
  ): HttpReply {
    const { rendering } = this
    const content = rendering.subscription(subscription, origin)
    return this.reply(
      status,
      format,
      rendering.write(format, rendering.root('roamingSubscription'), content),
      headers,
    )
  }

  refusal(problem: Problem, format: Format): HttpReply {
    const { rendering } = this
    const exception = rendering.exception(problem)
    const body = rendering.write(format, rendering.errorRoot(), rendering.error(exception, problem.variables))
    return this.reply(exception.status, format, body, problem.headers)
  }

  reply(status: number, format: Format, body: string, headers: Headers): HttpReply {
    return { status, headers: { 'content-type': this.rendering.contentType(format), ...headers }, body }
  }
}

function withoutBody(reply: HttpReply): HttpReply {
  const length = String(Buffer.byteLength(reply.body))
  return { ...reply, headers: { ...reply.headers, 'content-length': length }, body: '' }
}

function sameUsers(stored: readonly UserId[], wanted: readonly UserId[]): boolean {
  if (stored.length !== wanted.length) return false
  return wanted.every(({ type, value }) => stored.some(held => held.type === type && held.value === value))
}

/** Whether a date or dateTime means that second; a date means all its day, and a time without a zone is in UTC. */
function sameTime(stored: number, wanted: string): boolean {
  if (!wanted.includes('T')) return new Date(stored).toISOString().startsWith(wanted.slice(0, 10))
  const hasZone = wanted.endsWith('Z') || /[+-]\d\d:\d\d$/.test(wanted)
  const time = Date.parse(hasZone ? wanted : `${wanted}Z`)
  return Math.abs(time - stored) < 1000
}

/** Whether a URL ends with the path of a route, whatever its server root. */
function addresses(url: string, route: Route): boolean {
  const start = url.indexOf('/roamingProvisioning/')
  const named = start < 0 ? undefined : readRoute(url.slice(start))
  return named?.arpId === route.arpId && named.subscriptionId === route.subscriptionId
}
