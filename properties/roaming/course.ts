import type { Inbox } from '../../harness/callback-server.js'
import type { Exchange } from '../../harness/exchange.js'
import {
  broken,
  callbackAt,
  describeUsers,
  isGone,
  refused,
  succeeded,
  wantedFor,
  wantedOf,
  type Callback,
  type Dsp,
  type Place,
  type Seen,
} from './dsp.js'
import type { Hear } from './hearing.js'
import {
  closed,
  decided,
  ended,
  isPending,
  isSettled,
  placed,
  replaced,
  requested,
  type Contract,
  type Possible,
  type Signalling,
  type Status,
} from './model.js'
import { create, decide, retrieve, take, writing, type Staged } from './requests.js'
import { plainly } from './spelling.js'

/** Ends a case about notifications whose answers are wrong already: they are judged by another property. */
export class Astray extends Error {}

/** The subscriptions of one case: what was done to them, and everything that may have become of them. */
export class Course {
  readonly places: Place[] = []
  /** The callbacks that were given for each of them, one after the other. */
  readonly callbacks: Callback[][] = []
  private possible: Possible[] = [[]]
  private customers = 0

  /** @param judges whether answers are judged. */
  constructor(
    private readonly dsp: Dsp,
    private readonly inbox: Inbox,
    private readonly judges: boolean,
  ) {}

  /** Everything that may be by now. */
  get possibles(): readonly Possible[] {
    this.possible = closed(this.possible)
    return this.possible
  }

  /** Has the stage put a subscription into a status, for the customer of another one or for one of its own. */
  async take(arpId: string, status: Staged | 'indelible', sameCustomerAs?: number): Promise<number> {
    const at = this.places.length
    const callback = this.newCallback(at)
    const other = sameCustomerAs === undefined ? undefined : this.places[sameCustomerAs]
    const place = await take(this.dsp, status, callback, {
      arpId,
      ...(other ? { sameCustomerAs: other } : {}),
    })
    const customer =
      sameCustomerAs === undefined ? this.newCustomer() : (this.possible[0]?.[sameCustomerAs]?.customer ?? 0)
    const contract = status === 'indelible' ? placed(customer, 'Active', 'no') : placed(customer, status)
    return this.add(place, callback, contract)
  }

  /** Has an ARP request pre-provisioning for a customer of whom the DSP thinks so. */
  async create(arpId: string, customer: 'customer' | 'denied customer'): Promise<number> {
    const { userId } = await this.dsp.world.state(customer, {})
    const callback = this.newCallback(this.places.length)
    const wanted = wantedFor(this.dsp, arpId, userId, callback)
    const { exchange, place } = await create(this.dsp, wanted, plainly(callback.notificationFormat))
    if (place === undefined) return this.astray('A customer is not pre-provisioned.', '201 Created', exchange)
    const says = customer === 'denied customer' ? 'no' : undefined
    const contract = placed(this.newCustomer(), 'PreProvisioningPending', says)
    return this.add(place, callback, { ...contract, isFree: true })
  }

  /** Whether something holds of a subscription however things may be. */
  is(at: number, holds: (contract: Contract, possible: Possible) => boolean): boolean {
    return this.possibles.every(possible => {
      const contract = possible[at]
      return contract !== undefined && holds(contract, possible)
    })
  }

  /** The ARP requests a status, unless nobody says what comes of it. */
  async request(at: number, status: Status): Promise<void> {
    const before = this.possibles
    if (!before.every(possible => isSettled(possible, at, status))) return
    const may = before.some(possible => requested(possible, at, status).served)
    this.dsp.world.cover(may ? 'transitions' : 'illegalTransitions', `${this.tell(at)}: request ${status}`)
    const exchange = await this.put(at, status)
    this.narrow(
      afterRequest(this.dsp, exchange, before, { at, status }),
      `The request for the status ${status} of a subscription that is ${this.tell(at)} comes to something else.`,
      may ? '202 Accepted or 200 OK, and what was requested pending' : 'a refusal',
      exchange,
    )
  }

  /** ARPs request all of this at the same time; what it comes to must be what it could come to in some order. */
  async race(requests: readonly Raced[]): Promise<void> {
    const sent = requests.map(({ at, status, isNew }) => {
      const callback = isNew ? this.newCallback(at) : this.callbacks[at]?.[0]
      if (isNew && callback) this.callbacks[at]?.push(callback)
      return { at, status, callback, index: (this.callbacks[at]?.length ?? 1) - 1 }
    })
    const exchanges = await Promise.all(
      sent.map(({ at, status, callback }) =>
        status === 'none' ? this.get(at) : this.put(at, status, this.signallingOf(at), callback),
      ),
    )
    const before = this.possibles
    const steps = sent.map(({ at, status, index }, place) => {
      const exchange = exchanges[place] as Exchange
      const isNew = requests[place]?.isNew ?? false
      return {
        step: (possibles: readonly Possible[]): readonly Possible[] | undefined => {
          const now = closed(possibles)
          const after =
            status === 'none'
              ? this.afterLook(exchange, now, at)
              : afterRequest(this.dsp, exchange, now, { at, status, callback: isNew ? index : 0 })
          return after.length === 0 ? undefined : after
        },
      }
    })
    const ends = endsOf(before, steps)
    const served = exchanges.filter(succeeded).length
    this.dsp.world.cover('transitions', `${requests.length} at once, ${served} served`)
    this.narrow(
      ends,
      'Requests at the same time came to what they could not come to in any order.',
      'what they could come to one after the other',
      exchanges.find(({ request }) => request.method === 'PUT') ?? (exchanges[0] as Exchange),
      exchanges.map(exchange => this.describe(exchange)).join(', '),
    )
  }

  /** The ARP requests the other signalling status of a subscription that is Active. */
  async signal(at: number): Promise<void> {
    if (!this.is(at, isAtRest)) return
    const old = this.signallingOf(at)
    const wanted: Signalling = old === 'OnLine' ? 'OffLine' : 'OnLine'
    this.dsp.world.cover('transitions', `Active: request ${wanted}`)
    const exchange = await this.put(at, 'Active', wanted)
    const shown = this.dsp.shownIn(exchange)
    const isServed = succeeded(exchange) && (shown?.signalling ?? old) === old
    this.narrow(
      isServed ? this.changed(at, contract => ({ ...contract, wanted, isFree: true })) : [],
      'A change of the signalling status is not accepted as pending.',
      `202 Accepted, and still ${old}`,
      exchange,
    )
  }

  /** The ARP gives a new callback for a subscription that is Active. */
  async call(at: number): Promise<void> {
    if (!this.is(at, isAtRest)) return
    const callback = this.newCallback(at)
    this.dsp.world.cover('transitions', 'Active: new callback')
    const exchange = await this.put(at, 'Active', this.signallingOf(at), callback)
    if (succeeded(exchange)) this.callbacks[at]?.push(callback)
    this.narrow(
      succeeded(exchange)
        ? this.changed(at, contract => ({ ...contract, callback: contract.callback + 1 }))
        : [],
      'A new callback is not accepted.',
      '200 OK',
      exchange,
    )
  }

  /** The DSP decides whatever is pending on some subscriptions, all at once. */
  async decide(...which: readonly number[]): Promise<void> {
    const open = which.filter(
      at => !this.is(at, ({ status, isReplaced }) => status === 'Cancelled' || isReplaced === true),
    )
    const before = this.possibles
    for (const at of open) this.dsp.world.cover('transitions', `${this.tell(at)}: decision`)
    await Promise.all(open.map(at => decide(this.dsp, this.places[at] as Place)))
    const orders = [open, open.toReversed()]
    this.possible = before.flatMap(possible => orders.map(order => order.reduce(decided, possible)))
  }

  /** The DSP ends a subscription that is Active on its own account. */
  async end(at: number, reason: 'CustomerRequested' | 'MNPPortOut' | 'DSPRequested'): Promise<void> {
    if (!this.is(at, isAtRest)) return
    const { subscriptionId } = this.places[at] as Place
    this.dsp.world.cover('transitions', `Active: ${reason}`)
    await this.dsp.world.state('deactivation by the DSP', { subscriptionId, reason })
    this.possible = this.changed(at, contract => ended(contract, reason))
  }

  /** Whether a subscription is Active and its customer has no other one. What the DSP will say of a new one must be known. */
  mayRename(at: number): boolean {
    return this.is(at, isAtRest) && this.is(at, isAlone) && this.is(at, ({ says }) => says === undefined)
  }

  /**
   * The customer of a subscription gets other identifiers. Gives the contract for them, if the DSP leads to one that goes
   * on as the old one was; the old one where there is none that anybody could know of.
   */
  async rename(at: number, heard: Hear): Promise<number> {
    const old = this.places[at] as Place
    this.dsp.world.cover('transitions', 'Active: change of userId')
    const signalling = this.signallingOf(at)
    const { subscriptionId } = old
    const { userId } = await this.dsp.world.state('change of userId', { subscriptionId })
    const before = this.possibles
    this.possible = this.changed(at, replaced)
    const link = await heard(this.inbox, calls =>
      calls
        .map(call => this.dsp.toldBy(call))
        .filter(told => told?.reason === 'UserIdChange' && told.subscriptionId === subscriptionId)
        .flatMap(told => told?.links ?? [])
        .find(other => other.arpId === old.arpId && other.subscriptionId !== subscriptionId),
    )
    if (link === undefined) return at
    const bare = { ...link, dspId: old.dspId, userId }
    const exchange = await retrieve(this.dsp, bare, 'JSON')
    const shown = this.dsp.shownIn(exchange)
    const place = { ...bare, own: this.dsp.ownIn(exchange) ?? {} }
    const { callback: index = 0, customer = 0 } = before[0]?.[at] ?? {}
    const callback = this.callbacks[at]?.[index]
    // Nobody says what the new contract takes over: one that is otherwise than the old one was is left alone.
    const goesOn =
      callback !== undefined &&
      shown?.status === 'Active' &&
      (shown.signalling ?? signalling) === signalling &&
      shown.callbackData === callback.callbackData &&
      describeUsers(shown.userId) === describeUsers(userId)
    if (!goesOn) return at
    this.dsp.world.cover('transitions', 'change of userId: Active')
    return this.add(place, callback, { ...placed(customer, 'Active'), signalling })
  }

  /** The ARP retrieves a subscription, which must be as something that may have become of it. */
  async look(at: number): Promise<void> {
    const exchange = await this.get(at)
    const before = this.possibles
    const expected = before.map(possible => this.describeContract(at, possible[at] as Contract))
    this.narrow(
      this.afterLook(exchange, before, at),
      'A subscription is not what was made of it.',
      [...new Set(expected)].join(', or '),
      exchange,
      this.describe(exchange),
    )
  }

  /** Has everything decided that may be pending, and each subscription looked at. */
  async settle(): Promise<void> {
    for (const at of this.places.keys()) {
      if (this.possibles.some(possible => isPending(possible[at] as Contract))) await this.decide(at)
    }
    if (!this.judges) return
    for (const at of this.places.keys()) await this.look(at)
  }

  /** The statuses in which a subscription may be. */
  tell(at: number): string {
    return [...new Set(this.possible.map(possible => possible[at]?.status ?? ''))].join(' or ')
  }

  private afterLook(exchange: Exchange, before: readonly Possible[], at: number): Possible[] {
    const shown = this.dsp.shownIn(exchange)
    return before.filter(possible => {
      const contract = possible[at] as Contract
      if (contract.isReplaced) return isGone(exchange) || shown !== undefined
      if (isGone(exchange)) return contract.status === 'Cancelled' || contract.status === 'Deactivated'
      const { callbackData } = this.callbacks[at]?.[contract.callback] ?? {}
      return shown !== undefined && shows(shown, contract) && shown.callbackData === callbackData
    })
  }

  private describeContract(at: number, contract: Contract): string {
    const { status, signalling, callback } = contract
    if (contract.isReplaced) return 'whatever is left of it'
    const { callbackData } = this.callbacks[at]?.[callback] ?? {}
    return status === 'Cancelled' ? 'gone' : `${status}, ${signalling}, callbackData ${callbackData}`
  }

  private describe(exchange: Exchange): string {
    const shown = this.dsp.shownIn(exchange)
    const { request, answer } = exchange
    const what = shown
      ? ` ${shown.status}, ${shown.signalling ?? ''}, callbackData ${shown.callbackData}`
      : ''
    return `${request.method} ${answer?.status ?? 'without an answer'}${what}`
  }

  private signallingOf(at: number): Signalling {
    return this.possible[0]?.[at]?.signalling ?? 'OnLine'
  }

  private changed(at: number, change: (contract: Contract) => Contract): Possible[] {
    return this.possibles.map(possible => possible.with(at, change(possible[at] as Contract)))
  }

  private add(place: Place, callback: Callback, contract: Contract): number {
    this.possible = this.possible.map(possible => [...possible, contract])
    this.callbacks.push([callback])
    return this.places.push(place) - 1
  }

  private newCustomer(): number {
    this.customers += 1
    return this.customers
  }

  /** Callbacks tell by their names for which subscription they were given and how many were before. */
  private newCallback(at: number): Callback {
    const before = this.callbacks[at]?.length ?? 0
    return callbackAt(this.dsp, this.inbox, `${at}-${before}`, (at + before) % 2 === 0 ? 'XML' : 'JSON')
  }

  private get(at: number): Promise<Exchange> {
    return retrieve(this.dsp, this.places[at] as Place, at % 2 === 0 ? 'XML' : 'JSON')
  }

  private async put(
    at: number,
    status: Status,
    arpSignallingStatus = this.signallingOf(at),
    callback = this.callbacks[at]?.at(-1) as Callback,
  ): Promise<Exchange> {
    const place = this.places[at] as Place
    const wanted = {
      ...wantedOf(this.dsp, place, callback),
      status: this.dsp.spell(status),
      arpSignallingStatus,
    }
    const spelling = plainly(at % 2 === 0 ? 'JSON' : 'XML')
    const request = writing(this.dsp, 'PUT', this.dsp.path(place), wanted, spelling)
    const exchange = await this.dsp.ask(place.arpId, request)
    this.dsp.world.answerOf(exchange)
    return exchange
  }

  private narrow(
    left: Possible[],
    summary: string,
    expected: string,
    exchange: Exchange,
    received?: string,
  ): void {
    if (left.length === 0) this.astray(summary, expected, exchange, received)
    this.possible = left
  }

  private astray(summary: string, expected: string, exchange: Exchange, received?: string): never {
    if (!this.judges) throw new Astray(summary)
    broken(summary, expected, exchange, received)
  }
}

/** A request of a race: a PUT with a status and perhaps a new callback, or a retrieval. */
export interface Raced {
  readonly at: number
  readonly status: Status | 'none'
  readonly isNew: boolean
}

/** What may be after a PUT that came to that; nothing if it cannot have come to it. */
function afterRequest(
  dsp: Dsp,
  exchange: Exchange,
  before: readonly Possible[],
  { at, status, callback }: { readonly at: number; readonly status: Status; readonly callback?: number },
): Possible[] {
  const shown = dsp.shownIn(exchange)
  return before.flatMap(possible => {
    const { served, mayBeRefused } = requested(possible, at, status)
    const contract = possible[at] as Contract
    if (refused(exchange)) {
      if (!mayBeRefused) return []
      // Whether a refusal leaves the callback as it was is for another rule to say.
      return callback === undefined ? [possible] : [possible, possible.with(at, { ...contract, callback })]
    }
    if (!succeeded(exchange) || served === undefined) return []
    if (shown !== undefined && !shows(shown, served)) return []
    return [possible.with(at, callback === undefined ? served : { ...served, callback })]
  })
}

/** Everything that may be after commands in some order. */
function endsOf(
  before: readonly Possible[],
  commands: readonly { step(before: readonly Possible[]): readonly Possible[] | undefined }[],
): Possible[] {
  if (commands.length === 0) return [...before]
  const ends = commands.flatMap((command, index) => {
    const after = command.step(before)
    return after === undefined ? [] : endsOf(after, commands.toSpliced(index, 1))
  })
  return [...new Map(ends.map(end => [JSON.stringify(end), end])).values()]
}

/** Whether the customer of a subscription has no other one that could become or stay Active. */
function isAlone(contract: Contract, possible: Possible): boolean {
  const others = possible.filter(other => other !== contract && other.customer === contract.customer)
  return others.every(({ status }) => status === 'Deactivated' || status === 'Cancelled')
}

/** Whether a subscription is Active, with nothing pending for its customer. */
function isAtRest(contract: Contract, possible: Possible): boolean {
  const { customer, status } = contract
  return status === 'Active' && !possible.some(other => other.customer === customer && isPending(other))
}

/** Whether a representation is that of a subscription; what was denied may be removed a moment later. */
function shows({ status, signalling }: Seen, contract: Contract): boolean {
  const expected = contract.status === 'Cancelled' ? 'PreProvisioningPending' : contract.status
  return status === expected && (signalling ?? contract.signalling) === contract.signalling
}
