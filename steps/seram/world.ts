import type { Exchange } from '../../harness/exchange.js'
import { NotTested } from '../../harness/finding.js'
import type { HttpRequest } from '../../harness/http-client.js'
import type { Random } from '../../harness/random.js'
import { unknownLike } from '../../harness/unknown-like.js'
import { AssayWorld } from '../../harness/world.js'
import type { SeramOptions } from '../../schemas/seram/options.js'
import { SE_TYPES, type SeramStates } from '../../schemas/seram/states.js'
import { BODIES } from './bodies.js'
import { CREDENTIALS, NO_CREDENTIALS, requireCredentials } from './credentials.js'
import { listedAs, makeOrder, PARAMETERS, spell } from './order.js'
import type { Feature, Order, Parameter, SecureElement } from './order.js'
import { uuid } from './session-ids.js'
import { Preconditions } from './preconditions.js'
import type { Held } from './stored.js'
import { generatedIdOf, optionsOf, ORDER, succeeded } from './wire.js'

/** How an order goes over the wire where it does so in another way than usual. */
export interface Manner {
  readonly method?: string
  readonly mediaType?: string
  readonly body?: Buffer
  /** The media types that the client accepts; it does not say which, if left out. */
  readonly accept?: string
  /** The words for what is wrong with the credentials. */
  readonly credentials?: string
}

/** What the steps of one scenario of this API share. */
export class SeramWorld extends AssayWorld<SeramStates> {
  /** The order that the client is about to place, or has placed last. */
  order: Order = {}
  /** The orders that were placed in the session, the first one first. */
  placed: Order[] = []
  /** The session id that the scenario is about, and the one of another session. */
  sessionID = ''
  otherSessionID = ''
  /** Whether the target generated the session's id. */
  isGenerated = false
  /** Everything that the client did in the scenario's event, in order. */
  exchanges: readonly Exchange[] = []
  /** The rule that promises that such an order is accepted. */
  promisedBy = 'seram.order.accepts-post'
  /** The rule that promises that what the client did is refused, where there is one. */
  refusedBy: string | undefined
  /** What was sent, in the words of the feature. */
  deed = ''
  /** Shows that the target accepts the same order without the one edit; a precondition of a judgement. */
  twin: () => Promise<void> = async () => {}

  /** What must hold of the target for a scenario to judge anything. */
  readonly preconditions = new Preconditions(this)

  /** The last thing that the client did. */
  get exchange(): Exchange {
    return this.exchanges.at(-1) ?? missing('an exchange')
  }

  /** What the target file says about spellings. */
  get options(): Required<SeramOptions> {
    return optionsOf(this.session.target)
  }

  /** Places an order. */
  place(order: Order, manner: Manner = {}): Promise<Exchange> {
    const {
      method = 'POST',
      mediaType = 'application/json',
      body = this.bytesOf(order),
      accept,
      credentials,
    } = manner
    const accepted = accept === undefined ? [] : [['Accept', accept] as const]
    const headers = [['Content-Type', mediaType] as const, ...accepted]
    const request = { method, target: ORDER, headers, body }
    if (credentials === undefined) return this.send(request)
    requireCredentials(this.session.target.auth)
    return credentials === NO_CREDENTIALS
      ? this.sendAnonymously(request)
      : this.sendUsing(credentials, request)
  }

  /** An order in the bytes of the wire. */
  bytesOf(order: Order): Buffer {
    return Buffer.from(JSON.stringify(spell(order, this.options)))
  }

  /** A request in which nothing is right: half an order, without credentials. */
  placeInVain(): Promise<Exchange> {
    const { of } = BODIES['its first half'] ?? missing('a spoiled body')
    const json = this.bytesOf({ sessionID: uuid(this.random) }).toString()
    const body = of(json, { key: this.options.sessionKey, id: '' }, this.random)
    const headers = [['Content-Type', 'application/json'] as const]
    return this.sendAnonymously({ method: 'POST', target: ORDER, headers, body })
  }

  /** A new order of the kind that the target is known to accept, for a session that nobody has used. */
  async newOrder(
    parameters: readonly Parameter[] = PARAMETERS,
    details: {
      sessionID?: string
      features?: readonly Feature[]
      random?: Random
      secureElement?: SecureElement
    } = {},
  ): Promise<Order> {
    const { random = this.random, sessionID = await this.unusedSessionID(random) } = details
    const features = details.features ?? (await this.preconditions.base()).features
    const { secureElement = await this.secureElement() } = details
    return makeOrder({ parameters, features, secureElement, sessionID, random })
  }

  /** The secure element that the target takes orders for. */
  async secureElement(): Promise<SecureElement> {
    const [first = missing('a secure element')] = await this.secureElements(1)
    return first
  }

  /**
   * So many different secure elements, the first one that of every order. Of a platform that takes orders for a few
   * alone it may be fewer, down to two.
   */
  async secureElements(count: number): Promise<SecureElement[]> {
    const { others, ...first } = await this.state('orderable secure element', {})
    const made = Array.from({ length: others ? 0 : count - 1 }, () => ({
      ...first,
      seId: unknownLike(first.seId, this.random),
    }))
    const all = [first, ...(others ?? made)].slice(0, count)
    const needed = Math.min(count, 2)
    if (all.length >= needed) return all
    throw new NotTested(
      `The facts of "orderable secure element" name ${all.length} secure element; ${needed} are needed. Add to others.`,
    )
  }

  /** A secure element of each type that the platform must know, as far as it takes orders for any. */
  async elementsOfEveryType(): Promise<SecureElement[]> {
    const { others, ...first } = await this.state('orderable secure element', {})
    const { features } = await this.preconditions.base()
    const known = this.session.target.capabilities['undefined-se-type'] === false ? ALWAYS_KNOWN : SE_TYPES
    const made = known.map(seType => ({
      ...first,
      seType,
      seId: unknownLike(first.seId, this.random),
    }))
    return (others ?? made).map(element => listedAs(element, features))
  }

  /** So many different secure elements as an order lists them. */
  async listedElements(count: number): Promise<SecureElement[]> {
    const { features } = await this.preconditions.base()
    return (await this.secureElements(count)).map(element => listedAs(element, features))
  }

  /** What the target keeps under a session id. */
  held(sessionID: string): Promise<Held> {
    return this.state('orders of a session', { sessionID })
  }

  /** A session id that nobody has used, as far as the target's stage can tell. */
  async unusedSessionID(random: Random = this.random): Promise<string> {
    const run = await this.session.once('seram: unused session ids', async () => ({ hadSome: false }))
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const id = uuid(random)
      const held = await this.held(id).catch((error: unknown) => {
        if (error instanceof NotTested) return undefined
        throw error
      })
      if (held?.exists) continue
      run.hadSome = true
      return id
    }
    // A stage that knew of unused ids before the first order, and knows of none since, shows sessions that are one.
    const what = 'a session id that nobody has used names no session'
    if (run.hadSome) this.require(false, 'seram.queue.keeps-sessions-apart', what)
    throw new NotTested('The stage says of every session id that its session exists.')
  }

  /** The session id that an answer brought, if it can be used. */
  generatedId(exchange: Exchange): string | undefined {
    const id = succeeded(exchange) ? generatedIdOf(exchange, this.options) : undefined
    return typeof id === 'string' && id !== '' ? id : undefined
  }

  /** The session id that an answer must have brought. */
  requireGeneratedId(exchange: Exchange): string {
    const isThere = generatedIdOf(exchange, this.options) !== undefined
    const promise = 'an order without a session id is answered with the generated one'
    this.require(isThere, 'seram.session.generated-id-is-returned', promise, exchange)
    const id = this.generatedId(exchange)
    const what = 'a generated session id is a string that is not empty'
    this.require(id !== undefined, 'seram.session.generated-id-is-a-string', what, exchange)
    return id ?? missing('a session id')
  }

  /** Whether the scenario is one of that rule, or of the one that stands in its place for the release. */
  isAbout(rule: string): boolean {
    return [rule, releasedOf(rule)].includes(this.rule.id)
  }

  /** Where the release has a rule of its own in place of the document's, it is that one that promises. */
  override require(holds: boolean, blocking: string, what: string, exchange?: Exchange): void {
    super.require(holds, this.session.judges(blocking) ? blocking : releasedOf(blocking), what, exchange)
  }

  private sendUsing(words: string, request: HttpRequest): Promise<Exchange> {
    const edit = CREDENTIALS[words] ?? missing(`credentials such as "${words}"`)
    return this.sendEdited(request, authorized => {
      const edited = edit(this.session.target.auth, authorized, this.random)
      for (const secret of edited.secrets) this.session.secrets.add(secret)
      return edited.request
    })
  }
}

/** Ends a scenario whose steps do not fit together; a mistake of the feature, never of the target. */
export function missing(what: string): never {
  throw new TypeError(`The scenario has no step that brings ${what}`)
}

const ALWAYS_KNOWN = SE_TYPES.filter(seType => seType !== 'undefined')

function releasedOf(rule: string): string {
  const released = rule.replace(/^seram\.\w+\./, 'seram.released.')
  return RELEASED.has(released) ? released : rule
}

const RELEASED = new Set([
  'seram.released.accepts-post',
  'seram.released.success-is-201',
  'seram.released.generated-id-is-returned',
  'seram.released.given-id-has-null-body',
  'seram.released.takes-further-orders',
])
