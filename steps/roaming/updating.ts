import { When } from '@cucumber/cucumber'
import type { Exchange } from '../../harness/exchange.js'
import { unknownLike } from '../../harness/unknown-like.js'
import { defineWords } from '../../harness/words.js'
import { subscriptionPath } from './addresses.js'
import { otherFormat, type Format } from './body.js'
import { expectationOf, type Subscription } from './known.js'
import { succeeded } from './outcomes.js'
import { PIECES, without, withValue, type Piece } from './pieces.js'
import { optionsOf, spellingOf, type Arp } from './settings.js'
import { enterRequest } from './machine.js'
import { pendingAfter, spell, type Status } from './statuses.js'
import type { Element } from './subscription.js'
import type { RoamingWorld } from './world.js'
import type { CallbackReference, Written } from './writing.js'

const CALLBACKS = ['notifyURL', 'callbackData', 'notificationFormat', 'callbackReference'] as const

type CallbackElement = (typeof CALLBACKS)[number]

defineWords('callback', Object.fromEntries(CALLBACKS.map(name => [name, name])))

defineWords('piece', Object.fromEntries(PIECES.map(name => [name, name])))

/** The signalling status that is asked for where the other one holds. */
export const OTHER_SIGNALLING = 'OffLine'

/** The signalling status of what the stage makes Active. */
export const FORMER_SIGNALLING = 'OnLine'

When('the ARP requests the status {status}', async function (this: RoamingWorld, status: Status) {
  await requestStatus(this, this.held, status)
})

When(
  'the ARP requests the status {status} twice at the same time',
  async function (this: RoamingWorld, status: Status) {
    const { held } = this
    const written = await this.edited(held, { status: spell(status, spellingOf(this.session)) })
    const both = await Promise.all([this.update(held, written), this.update(held, written)])
    this.exchanges = both.toSorted((one, other) => Number(succeeded(other)) - Number(succeeded(one)))
    const [first] = this.exchanges
    const promisedBy = 'roaming.update.activation-is-accepted'
    this.require(
      first !== undefined && succeeded(first),
      promisedBy,
      `the status ${status} can be requested`,
      first,
    )
    held.status = pendingAfter(held.status, status) ?? held.status
    held.next = expectationOf(held.status)
  },
)

When(
  'the ARP requests the status {status} with no credentials',
  async function (this: RoamingWorld, status: Status) {
    const written = await this.edited(this.held, { status: spell(status, spellingOf(this.session)) })
    const request = this.writing('PUT', subscriptionPath(this.held), written)
    this.exchanges = [await this.sendAnonymously(request)]
  },
)

When(
  'the ARP requests the status {status} with a new callbackReference',
  async function (this: RoamingWorld, status: Status) {
    await updateWith(
      this,
      written => ({ ...written, status: spell(status, spellingOf(this.session)) }),
      'callbackReference',
    )
    this.refusedBy = REFUSED_BY[status]
  },
)

When('the ARP requests the other signalling status', async function (this: RoamingWorld) {
  this.exchanges = [await changeSignalling(this, this.held)]
  this.promisedBy = 'roaming.update.signalling-change-is-accepted'
})

When('the ARP requests the same signalling status again', async function (this: RoamingWorld) {
  this.exchanges = [...this.exchanges, await changeSignalling(this, this.held)]
})

When('the ARP gives a new {callback}', async function (this: RoamingWorld, element: CallbackElement) {
  this.exchanges = [await giveNew(this, element)]
  this.promisedBy = 'roaming.callback.change-is-done-at-once'
})

When('the ARP updates the subscription with what it retrieved', async function (this: RoamingWorld) {
  await this.requireFormat(this.format)
  this.exchanges = [await this.update(this.held, await this.edited(this.held))]
  this.promisedBy = 'roaming.update.nothing-changed-is-done-at-once'
})

When('the ARP updates the subscription without {piece}', async function (this: RoamingWorld, piece: Piece) {
  await updateWith(this, written => without(written, piece))
})

When(
  'the ARP updates the subscription with the {word} {string}',
  async function (this: RoamingWorld, element: Element, value: string) {
    await updateWith(this, written => withValue(written, element, value))
  },
)

When(
  'the ARP updates the subscription with another {piece}',
  async function (this: RoamingWorld, piece: Piece) {
    const element = piece as Element
    await updateWith(this, written => ({ ...written, ...another(this, element, written) }))
  },
)

When('the ARP updates the subscription with one more userId', async function (this: RoamingWorld) {
  const more = { type: 'Email', value: `${this.random.word(8)}@example.com` }
  await updateWith(this, written => ({ ...written, userId: [...(written.userId ?? []), more] }))
})

When(
  'the ARP requests the status {status} without {piece}',
  async function (this: RoamingWorld, status: Status, piece: Piece) {
    await requestEdited(this, status, 'with the element', written => without(written, piece))
  },
)

When(
  'the ARP requests the status {status} with another {piece}',
  async function (this: RoamingWorld, status: Status, piece: Piece) {
    await requestEdited(this, status, 'without the modification', written => ({
      ...written,
      ...another(this, piece as Element, written),
    }))
  },
)

When(
  'the ARP updates the subscription with its userIds in the reverse order',
  async function (this: RoamingWorld) {
    if (this.held.userId.length === 1) this.observe('userIds of the subscription', 'there is one')
    await updateWith(this, written => ({ ...written, userId: written.userId?.toReversed() }))
  },
)

When('the ARP updates an unknown subscription', async function (this: RoamingWorld) {
  const unknown = await this.nobodys()
  const known = this.held
  const resourceURL = this.session.target.url.replace(/\/+$/, '') + subscriptionPath(unknown)
  const written = await this.edited(known, { resourceURL })
  this.exchanges = [await this.update(unknown, written)]
  this.refusedBy = UNKNOWN_IS_REFUSED
  this.twin = async () => {
    await this.requireShown(known)
  }
})

/** The rule that promises that what does not exist is refused. */
export const UNKNOWN_IS_REFUSED = 'roaming.urls.answers-not-found-for-the-unknown'

/** The rules that promise that a status cannot be requested. */
const REFUSED_BY: Readonly<Record<Status, string>> = {
  PreProvisioningPending: 'roaming.transitions.never-sets-what-is-pending',
  PreProvisioned: 'roaming.transitions.never-returns-to-pre-provisioned',
  ActivationPending: 'roaming.transitions.never-sets-what-is-pending',
  Active: 'roaming.transitions.only-activates-what-is-pre-provisioned',
  DeactivationPending: 'roaming.transitions.never-sets-what-is-pending',
  Deactivated: 'roaming.transitions.only-deactivates-what-is-active',
  Cancelled: 'roaming.transitions.never-sets-cancelled',
}

/** Requests a status, of which nothing is expected yet. */
export async function requestStatus(
  world: RoamingWorld,
  subscription: Subscription,
  status: Status,
  as: Arp = subscription.arp,
): Promise<void> {
  await world.requireFormat(world.format)
  const written = await world.edited(subscription, { status: spell(status, spellingOf(world.session)) })
  const exchange = await world.ask(world.writing('PUT', subscriptionPath(subscription), written), as)
  world.sent = written
  world.exchanges = [...world.exchanges, exchange]
  world.promisedBy =
    status === 'Active' ? 'roaming.update.activation-is-accepted' : 'roaming.update.deactivation-is-accepted'
  const pending = pendingAfter(subscription.status, status)
  if (as === subscription.arp) enterRequest(world, subscription.status, status, exchange)
  world.requested = status
  if (pending === undefined && subscription.next.status !== status) world.refusedBy = REFUSED_BY[status]
}

/** Requests the signalling status that does not hold. */
export async function changeSignalling(
  world: RoamingWorld,
  subscription: Subscription,
  wanted: string = OTHER_SIGNALLING,
): Promise<Exchange> {
  await world.requireFormat(world.format)
  const { shown } = await world.requireShown(subscription)
  world.before = shown
  const written = await world.edited(subscription, { arpSignallingStatus: wanted }, shown)
  return world.update(subscription, written)
}

/** Gives a subscription another callback, or another part of it. */
export async function giveNew(world: RoamingWorld, element: CallbackElement): Promise<Exchange> {
  await world.requireFormat(world.format)
  const { held } = world
  const shown = await world.shownIfRetained(held)
  world.before = shown
  const callback = newCallback(world, held.callback, element)
  const exchange = await world.update(held, await world.edited(held, { callbackReference: callback }, shown))
  if (succeeded(exchange)) held.callback = callback
  return exchange
}

/** A request for a status that is one edit away from one that the same target takes afterwards, if not already. */
async function requestEdited(
  world: RoamingWorld,
  status: Status,
  otherwise: string,
  edit: (written: Written) => Written,
): Promise<void> {
  await world.requireFormat(world.format)
  const { held } = world
  const { shown } = await world.requireShown(held)
  world.before = shown
  const written = await world.edited(held, { status: spell(status, spellingOf(world.session)) }, shown)
  world.exchanges = [await world.update(held, edit(written))]
  world.twin = async () => {
    const whole = succeeded(world.exchange) ? world.exchange : await world.update(held, written)
    const promisedBy =
      status === 'Active'
        ? 'roaming.update.activation-is-accepted'
        : 'roaming.update.deactivation-is-accepted'
    world.require(succeeded(whole), promisedBy, `the same request is served ${otherwise}`, whole)
  }
}

/** An update that is one edit away from a change of the callback, which the same target takes afterwards. */
async function updateWith(
  world: RoamingWorld,
  edit: (written: Written) => Written,
  element: CallbackElement = 'callbackData',
): Promise<void> {
  await world.requireFormat(world.format)
  const { held } = world
  const { shown } = await world.requireShown(held)
  world.before = shown
  const callbackReference = newCallback(world, held.callback, element)
  const written = await world.edited(held, { callbackReference }, shown)
  world.exchanges = [await world.update(held, edit(written))]
  world.twin = async () => {
    const accepted = await world.update(held, written)
    const promisedBy = 'roaming.callback.change-is-done-at-once'
    world.require(succeeded(accepted), promisedBy, 'the same request is served without the edit', accepted)
  }
}

function newCallback(
  world: RoamingWorld,
  old: CallbackReference,
  element: CallbackElement,
): CallbackReference {
  const all = element === 'callbackReference'
  const format: Format = old.notificationFormat === 'JSON' ? 'JSON' : 'XML'
  return {
    notifyURL: all || element === 'notifyURL' ? `${old.notifyURL}-${world.random.word(4)}` : old.notifyURL,
    callbackData: all || element === 'callbackData' ? `new-${world.random.word(10)}` : old.callbackData,
    notificationFormat: element === 'notificationFormat' ? otherFormat(format) : format,
  }
}

/** Another value of what cannot be modified, as plausible as the present one. */
function another(world: RoamingWorld, element: Element, written: Written): Written {
  const other = (value: string | undefined): string => unknownLike(value ?? '', world.random)
  switch (element) {
    case 'userId':
      return {
        userId: written.userId?.map(({ type = '', value }) => ({ type, value: otherUser(other, value) })),
      }
    case 'dspId':
      return { dspId: other(written.dspId) }
    case 'arpId':
      return { arpId: optionsOf(world.session).secondArp?.arpId ?? other(written.arpId) }
    case 'requestArrivalTimestamp':
      return { requestArrivalTimestamp: isDate(written) ? '2001-01-01' : '2001-01-01T00:00:00Z' }
    case 'resourceURL': {
      const end = written.resourceURL?.lastIndexOf('/') ?? -1
      const url = written.resourceURL ?? ''
      return { resourceURL: url.slice(0, end + 1) + other(world.held.subscriptionId.replace(/\W/g, '')) }
    }
    default:
      throw new TypeError(`There is no other ${element}`)
  }
}

/** A userId of the same form: a scheme and a host are kept. */
function otherUser(other: (value: string) => string, value = ''): string {
  const [, scheme = '', name = '', rest = ''] = /^([a-z]+:)?([^@]*)(@.*)?$/.exec(value) ?? []
  return scheme + other(name) + rest
}

function isDate({ requestArrivalTimestamp = 'T' }: Written): boolean {
  return !requestArrivalTimestamp.includes('T')
}
