import type { Inbox } from '../../harness/callback-server.js'
import type { Exchange } from '../../harness/exchange.js'
import { NotTested } from '../../harness/finding.js'
import type { HttpRequest } from '../../harness/http-client.js'
import { unknownLike } from '../../harness/unknown-like.js'
import { AssayWorld } from '../../harness/world.js'
import type { roamingStates } from '../../schemas/roaming/states.js'
import { collectionPath, subscriptionPath } from './addresses.js'
import { readBody, typeOfFormat, type Format } from './body.js'
import { identify, takeSubscription, type Subscription } from './known.js'
import { textAt, type Part } from './part.js'
import { missing } from './missing.js'
import { dspOf, firstArp, namespaceOf, optionsOf, spellingOf, type Arp } from './settings.js'
import { spell, type Status } from './statuses.js'
import { lacks, signallingOf, subscriptionIn, type Element, type UserId } from './subscription.js'
import { isGone, succeeded } from './outcomes.js'
import { write, type CallbackReference, type Style, type Written } from './writing.js'

/** What the steps of one scenario of this API share. */
export class RoamingWorld extends AssayWorld<typeof roamingStates> {
  /** The format that the ARP writes and accepts. */
  format: Format = optionsOf(this.session).format ?? 'XML'
  acceptsAnything = false
  notificationFormat: Format = this.format

  customer: readonly UserId[] | undefined
  subscription: Subscription | undefined
  /** The subscription that another ARP holds. */
  other: Subscription | undefined
  /** The subscription that does not exist. */
  unknown: Subscription | undefined

  /** Where the ARPs are notified in the scenario. */
  readonly inboxes: Inbox[] = []
  /** What the ARP sent last in a body. */
  sent: Written = {}
  /** Everything that the ARP asked in the scenario, in order. */
  exchanges: readonly Exchange[] = []
  /** The rule that promises that the last request is served. */
  promisedBy = ''
  /** The rule that promises that the last request is refused; empty where it should be served. */
  refusedBy = ''
  /** The notification that the scenario speaks of. */
  notification: Exchange | undefined
  /** How many notifications came before what the scenario is about. */
  heard = 0
  /** The status that the ARP requested last. */
  requested: Status | undefined
  /** What the subscription looked like before. */
  before: Part | undefined
  /** Shows that the target serves the last request but for the one edit. */
  twin: () => Promise<void> = async () => {}

  /** The last answer that the ARP got. */
  get exchange(): Exchange {
    return this.exchanges.at(-1) ?? missing('an exchange')
  }

  /** The subscription of the scenario. */
  get held(): Subscription {
    return this.subscription ?? missing('a subscription')
  }

  /** A request of an ARP with its own credentials. */
  ask(request: HttpRequest, arp: Arp = firstArp(this.session)): Promise<Exchange> {
    return arp.auth === undefined ? this.send(request) : this.sendAs(arp.auth, request)
  }

  /** A retrieval of whatever is at a path. */
  reading(path: string, accept = this.accepted): HttpRequest {
    return { method: 'GET', target: path, headers: [['Accept', accept]] }
  }

  /** A request with a subscription as its body. */
  writing(method: string, path: string, written: Written, style: Partial<Style> = {}): HttpRequest {
    const { format } = this
    const full: Style = {
      format,
      namespace: namespaceOf(this.session),
      prefix: 'rp',
      arrays: optionsOf(this.session).jsonArrays ?? 'structure',
      root: 'roamingSubscription',
      declared: true,
      ...style,
    }
    return this.sending(method, path, typeOfFormat(full.format), write(written, full))
  }

  /** A request with any body. */
  sending(method: string, path: string, type: string, body: Buffer): HttpRequest {
    return {
      method,
      target: path,
      headers: [
        ['Accept', this.accepted],
        ['Content-Type', type],
      ],
      body,
    }
  }

  /** The customer of the scenario. */
  async requireCustomer(): Promise<readonly UserId[]> {
    this.customer ??= (await this.state('customer', {})).userId
    return this.customer
  }

  /** The body of a request for pre-provisioning, of the scenario's customer if no other is given. */
  async wanted(customer?: readonly UserId[]): Promise<Written> {
    return {
      userId: customer ?? (await this.requireCustomer()),
      status: spell('PreProvisioned', spellingOf(this.session)),
      arpSignallingStatus: 'OnLine',
      dspId: dspOf(this.session),
      arpId: firstArp(this.session).arpId,
      callbackReference: await this.newCallback(),
    }
  }

  /** Where the ARP wants notifications: an inbox of their own, with data of their own. */
  async newCallback(): Promise<CallbackReference> {
    const callbacks = await this.session.callbacks()
    const inbox = callbacks.inbox(`/${this.random.word(12)}`, this.scenario, () => ({ status: 204 }))
    this.atEnd(() => inbox.close())
    this.inboxes.push(inbox)
    return {
      notifyURL: `${inbox.url}/notifications`,
      callbackData: `ref-${this.random.word(10)}`,
      notificationFormat: this.notificationFormat,
    }
  }

  /** Requests pre-provisioning; what comes of it is the scenario's subscription. */
  async create(written: Written, style: Partial<Style> = {}): Promise<Exchange> {
    const arp = firstArp(this.session)
    const exchange = await this.ask(this.writing('POST', collectionPath(arp.arpId), written, style), arp)
    this.sent = written
    this.promisedBy = 'roaming.pre-provisioning.is-answered-created'
    return exchange
  }

  /** The subscription that a creation brought. */
  async requireCreated(exchange: Exchange, written: Written): Promise<Subscription> {
    await this.requireFormat(this.format)
    this.require(succeeded(exchange), this.promisedBy, 'pre-provisioning can be requested', exchange)

    const subscription = await identify(this, exchange, written)
    this.require(
      subscription !== undefined,
      'roaming.retrieval.every-representation-has-its-resource-url',
      'the answer to a creation says which subscription it made',
      exchange,
    )
    return subscription ?? missing('a subscription')
  }

  /** Makes sure that what an answer shows can be read, and has an element which its type demands. */
  requireElement(exchange: Exchange, element: Element): void {
    const shown = subscriptionIn(exchange)
    const isReadable =
      !succeeded(exchange) || readBody(exchange.answer?.body ?? Buffer.alloc(0)).body !== undefined
    this.require(
      isReadable,
      'roaming.formats.names-the-content-type',
      'an answer is in one of the formats',
      exchange,
    )
    const isThere = shown === undefined || !lacks(shown, element)
    this.require(
      isThere,
      'roaming.types.answers-have-their-type',
      `a subscription shows its ${element}`,
      exchange,
    )
  }

  /** Retrieves a subscription as the ARP that holds it. */
  retrieve(subscription: Subscription, accept = this.accepted): Promise<Exchange> {
    return this.ask(this.reading(subscriptionPath(subscription), accept), subscription.arp)
  }

  /** What a subscription looks like when its ARP retrieves it. */
  async requireShown(
    subscription: Subscription,
  ): Promise<{ readonly exchange: Exchange; readonly shown: Part }> {
    const exchange = await this.retrieve(subscription)
    const shown = subscriptionIn(exchange)
    this.require(
      shown !== undefined,
      'roaming.urls.offers-each-subscription',
      'a subscription can be retrieved',
      exchange,
    )
    return { exchange, shown: shown ?? missing('a subscription') }
  }

  /** Whether an answer is about a subscription that has ended, which the DSP need not keep for ever. */
  hasVanished(subscription: Subscription | undefined, exchange: Exchange): boolean {
    const hasVanished = subscription?.status === 'Deactivated' && isGone(exchange)
    if (hasVanished) this.observe('a subscription that was Deactivated some time ago', 'is gone')
    return hasVanished
  }

  /** What a subscription looks like, which must be shown unless it has ended. */
  async shownIfRetained(subscription: Subscription): Promise<Part | undefined> {
    if (subscription.status === 'Cancelled') return undefined
    if (subscription.status === 'Deactivated') {
      const exchange = await this.retrieve(subscription)
      if (this.hasVanished(subscription, exchange)) return undefined
    }
    return (await this.requireShown(subscription)).shown
  }

  /** The body of an update: what was retrieved, with what the ARP changes. */
  async edited(subscription: Subscription, changes: Written = {}, known?: Part): Promise<Written> {
    const shown = known ?? (await this.shownIfRetained(subscription))
    return {
      userId: subscription.userId,
      status: spell(subscription.status, spellingOf(this.session)),
      arpSignallingStatus: signallingOf(shown),
      dspId: subscription.dspId,
      arpId: subscription.arpId,
      requestArrivalTimestamp: textAt(shown, 'requestArrivalTimestamp'),
      callbackReference: subscription.callback,
      resourceURL:
        textAt(shown, 'resourceURL') ??
        this.session.target.url.replace(/\/+$/, '') + subscriptionPath(subscription),
      ...changes,
    }
  }

  /** Updates a subscription as the ARP that holds it. */
  async update(subscription: Subscription, written: Written, style: Partial<Style> = {}): Promise<Exchange> {
    this.sent = written
    return this.ask(this.writing('PUT', subscriptionPath(subscription), written, style), subscription.arp)
  }

  /** Makes sure, once in a run, that the target shows what its stage puts into it. */
  async requireDsp(): Promise<void> {
    const seen = await this.session.once('roaming: a subscription of the stage', async () => {
      try {
        const arp = firstArp(this.session)
        const facts = await this.state('Active subscription', { arpId: arp.arpId })
        const path = subscriptionPath(facts)
        const exchange = await this.ask(this.reading(path, 'application/xml'), arp)
        return subscriptionIn(exchange)
          ? exchange
          : await this.ask(this.reading(path, 'application/json'), arp)
      } catch (error) {
        // A target file with fixtures for other states alone is judged by those.
        if (error instanceof NotTested && this.session.target.stage === undefined) return undefined
        throw error
      }
    })
    if (seen === undefined) return
    this.require(
      subscriptionIn(seen) !== undefined,
      'roaming.urls.offers-each-subscription',
      'a subscription that is Active is found by its identifier',
      seen,
    )
  }

  /** Makes sure, once in a run, that pre-provisioning can be requested in a format. */
  async requireFormat(format: Format): Promise<void> {
    const created = await this.creationIn(format)
    if (succeeded(created)) return
    const other = await this.creationIn(format === 'XML' ? 'JSON' : 'XML')
    const factory = 'roaming.urls.offers-the-subscription-factory'
    this.require(succeeded(other), factory, 'the collection of an ARP takes new subscriptions', created)
    const reads = format === 'XML' ? 'roaming.formats.reads-xml' : 'roaming.formats.reads-json'
    this.require(false, reads, `pre-provisioning can be requested in ${format}`, created)
  }

  /** The subscription under an identifier that does not exist, like one that does. */
  async nobodys(): Promise<Subscription> {
    const known = (this.subscription ??= await takeSubscription(this, 'Active'))
    const subscriptionId = unknownLike(known.subscriptionId, this.random)
    this.unknown ??= { ...known, subscriptionId }
    return this.unknown
  }

  private get accepted(): string {
    return this.acceptsAnything ? '*/*' : typeOfFormat(this.format)
  }

  private creationIn(format: Format): Promise<Exchange> {
    return this.session.once(`roaming: a creation in ${format}`, async () => {
      const { userId } = await this.state('customer', {})
      const path = collectionPath(firstArp(this.session).arpId)
      const request = this.writing('POST', path, await this.wanted(userId), { format })
      const type = typeOfFormat(format)
      return this.ask({
        ...request,
        headers: [
          ['Accept', type],
          ['Content-Type', type],
        ],
      })
    })
  }
}
