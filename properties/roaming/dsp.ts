import type { Inbox } from '../../harness/callback-server.js'
import { describeAnswer } from '../../harness/describe.js'
import type { Exchange } from '../../harness/exchange.js'
import { Violation } from '../../harness/finding.js'
import type { HttpRequest } from '../../harness/http-client.js'
import type { AssayWorld } from '../../harness/world.js'
import type { RoamingStates } from '../../schemas/roaming/states.js'

/** The formats of bodies, by the names that notificationFormat uses. */
export const FORMATS = ['XML', 'JSON'] as const
export type Format = (typeof FORMATS)[number]

/** A user identifier (section 5.2.2.3). */
export interface UserId {
  readonly type: string
  readonly value: string
}

/** Where and how an ARP wants its notifications. */
export interface Callback {
  readonly notifyURL: string
  readonly callbackData: string
  readonly notificationFormat: Format
}

/** What an ARP writes: a roamingSubscription. What is undefined is left out. */
export interface Wanted {
  readonly userId: readonly UserId[]
  readonly status: string
  readonly arpSignallingStatus?: string | undefined
  readonly authorizationInformation?: string | undefined
  readonly dspId: string
  readonly arpId: string
  readonly requestArrivalTimestamp?: string | undefined
  readonly callbackReference: Callback
  readonly resourceURL?: string | undefined
}

/** What of a subscription is the DSP's own. An update has to repeat it. */
export type Own = Pick<Wanted, 'requestArrivalTimestamp' | 'resourceURL'>

/** What names a subscription, and what all that an ARP writes of it has to repeat. */
export interface Place {
  readonly arpId: string
  readonly dspId: string
  readonly subscriptionId: string
  readonly userId: readonly UserId[]
  readonly own?: Own
}

/** A subscription as an answer shows it, a notification as it came: texts that can be compared, undefined if absent. */
export interface Seen {
  readonly format: Format
  readonly status?: string | undefined
  readonly signalling?: string | undefined
  readonly reason?: string | undefined
  readonly subscriptionId?: string | undefined
  readonly notifyURL?: string | undefined
  readonly callbackData?: string | undefined
  readonly userId: readonly UserId[]
  /** What its links lead to, as far as that is subscriptions. */
  readonly links: readonly Pick<Place, 'arpId' | 'subscriptionId'>[]
}

/** A DSP as properties see it; the steps know how it spells things. */
export interface Dsp {
  readonly world: AssayWorld<RoamingStates>
  /** The ARPs that the harness plays, by their TADIG codes; a second one only where the target file has one. */
  readonly arps: readonly string[]
  readonly dspId: string
  /** The namespace of the API in the target's profile. */
  readonly namespace: string
  /** The URL of the DSP up to /roamingProvisioning. */
  readonly serverRoot: string
  /** Whether one userId is an array in the JSON that the target is sent. */
  readonly wrapsOne: boolean
  /** A status as the target spells it. */
  spell(status: string): string
  /** The path of an ARP's collection. */
  collection(arpId: string): string
  /** The path of a subscription. */
  path(place: Pick<Place, 'arpId' | 'subscriptionId'>): string
  /** Sends a request with the credentials of an ARP. */
  ask(arpId: string, request: HttpRequest): Promise<Exchange>
  /** The subscription that an answer of success shows; undefined if it shows none. */
  shownIn(exchange: Exchange): Seen | undefined
  /** The subscription that an answer to a creation names; undefined if it names none. */
  namedIn(exchange: Exchange): Pick<Place, 'arpId' | 'subscriptionId'> | undefined
  /** What of the subscription in an answer is the DSP's own; undefined if it shows none. */
  ownIn(exchange: Exchange): Own | undefined
  /** What a call of the DSP tells; undefined if it cannot be read. */
  toldBy(call: Exchange): Seen | undefined
  /** A place where notifications arrive until it is closed. */
  listen(): Promise<Inbox>
}

/** Whether an exchange has an answer of success. */
export function succeeded({ answer }: Exchange): boolean {
  return answer !== undefined && answer.status >= 200 && answer.status < 300
}

/** Whether an exchange has an answer that refuses the request as the ARP's error. */
export function refused({ answer }: Exchange): boolean {
  return answer !== undefined && answer.status >= 400 && answer.status < 500
}

/** Whether an answer says that there is no such resource, or no longer. */
export function isGone({ answer }: Exchange): boolean {
  return answer?.status === 404 || answer?.status === 410
}

/** Throws the violation that an exchange shows. */
export function broken(
  summary: string,
  expected: string,
  exchange: Exchange | undefined,
  received = exchange ? describeAnswer(exchange) : 'nothing',
): never {
  throw new Violation({ summary, expected, received }, exchange)
}

/** A callback of its own below an inbox. */
export function callbackAt(dsp: Dsp, inbox: Inbox, name: string, notificationFormat: Format): Callback {
  return {
    notifyURL: `${inbox.url}/${name}`,
    callbackData: `${name}-${dsp.world.random.word(10)}`,
    notificationFormat,
  }
}

/** What an ARP asks for a customer who has no subscription. */
export function wantedFor(dsp: Dsp, arpId: string, userId: readonly UserId[], callback: Callback): Wanted {
  return {
    userId,
    status: dsp.spell('PreProvisioned'),
    arpSignallingStatus: 'OnLine',
    dspId: dsp.dspId,
    arpId,
    callbackReference: callback,
  }
}

/** What an ARP asks for when it updates a subscription that it holds. */
export function wantedOf(dsp: Dsp, place: Place, callback: Callback): Wanted {
  const { arpId, dspId, userId, own = {} } = place
  return { ...wantedFor(dsp, arpId, userId, callback), dspId, ...own }
}

/** User identifiers as a set in words. */
export function describeUsers(userIds: readonly UserId[]): string {
  return [...new Set(userIds.map(({ type, value }) => JSON.stringify([type, value])))].toSorted().join(' ')
}
