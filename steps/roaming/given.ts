import { Given } from '@cucumber/cucumber'
import type { Exchange } from '../../harness/exchange.js'
import { defineWords } from '../../harness/words.js'
import type { Format } from './body.js'
import { decide, REFUSED, requireHeard, requireNextEvent, requireRequested, until } from './hearing.js'
import { isGone, succeeded } from './outcomes.js'
import { expectationOf, takeSubscription, type Subscription } from './known.js'
import { without, withValue } from './pieces.js'
import { secondArp } from './settings.js'
import type { Status } from './statuses.js'
import { STATUSES } from './statuses.js'
import { subscriptionIn, valueOf } from './subscription.js'
import { changeSignalling, FORMER_SIGNALLING, giveNew, OTHER_SIGNALLING } from './updating.js'
import type { RoamingWorld } from './world.js'
import type { Written } from './writing.js'

type Held = Exclude<Status, 'Cancelled'>

type Beginning = (world: RoamingWorld) => Promise<Subscription>

/** What the DSP has still to decide about a subscription, by the words of the features. */
const EVENTS: Readonly<Record<string, Beginning>> = {
  'pre-provisioning will be granted': world => takeSubscription(world, 'PreProvisioningPending'),
  'pre-provisioning will be denied': takeDenied,
  'activation is requested': world => takeSubscription(world, 'ActivationPending'),
  'deactivation is requested': world => takeSubscription(world, 'DeactivationPending'),
  'another signalling status is requested': takeChanging,
}

defineWords('status', Object.fromEntries(STATUSES.map(status => [status, status])))
defineWords('format', { XML: 'XML', JSON: 'JSON' })
defineWords('event', EVENTS)

Given('a customer of the DSP', async function (this: RoamingWorld) {
  await this.requireDsp()
  await this.requireCustomer()
})

Given('the ARP speaks {format}', function (this: RoamingWorld, format: Format) {
  this.format = format
})

Given('the ARP speaks {format} but accepts anything', function (this: RoamingWorld, format: Format) {
  this.format = format
  this.acceptsAnything = true
})

Given('the ARP wants notifications in {format}', function (this: RoamingWorld, format: Format) {
  this.notificationFormat = format
})

Given('a subscription that is {status}', async function (this: RoamingWorld, status: Held) {
  this.subscription = await takeSubscription(this, status)
})

Given('a subscription that is Active and indelible', async function (this: RoamingWorld) {
  this.subscription = await takeSubscription(this, 'Active', { indelible: true })
  this.subscription.next = { status: 'Active', promisedBy: REFUSED }
})

Given("another ARP's subscription that is {status}", async function (this: RoamingWorld, status: Held) {
  this.other = await takeSubscription(this, status, { arp: secondArp(this.session) })
  this.other.next = { status: 'Deactivated', promisedBy: 'roaming.changes.swap-tells-the-donor' }
})

Given(
  "the other ARP's subscription of another customer that is {status}",
  async function (this: RoamingWorld, status: Held) {
    // What follows is about this one, and no more about the donor.
    this.other = await takeSubscription(this, status, { arp: secondArp(this.session) })
  },
)

Given(
  'a subscription of the same customer that is {status}',
  async function (this: RoamingWorld, status: Held) {
    const sameCustomerAs = this.other
    this.subscription = await takeSubscription(this, status, sameCustomerAs ? { sameCustomerAs } : {})
    this.subscription.next = { status: 'Active', promisedBy: 'roaming.changes.swap-tells-the-recipient' }
  },
)

Given('a subscription of which {event}', async function (this: RoamingWorld, begin: Beginning) {
  this.subscription = await begin(this)
})

Given('a subscription that the ARP requested before', async function (this: RoamingWorld) {
  this.subscription = await takeRequested(this)
})

Given(
  'a subscription that the ARP requested with the callbackData {string}',
  async function (this: RoamingWorld, callbackData: string) {
    this.subscription = await takeRequested(this, withData(callbackData))
  },
)

Given(
  'a subscription that the ARP requested with {string} at the end of its notifyURL',
  async function (this: RoamingWorld, end: string) {
    this.subscription = await takeRequested(this, ({ callbackReference, ...written }) => ({
      ...written,
      callbackReference: { ...callbackReference, notifyURL: `${callbackReference?.notifyURL}${end}` },
    }))
  },
)

Given('a subscription that the ARP requested without callbackData', async function (this: RoamingWorld) {
  this.subscription = await takeRequested(this, written => without(written, 'callbackData'))
})

Given(
  'a subscription that the ARP requested as {word}, and that is Active by now',
  async function (this: RoamingWorld, arpSignallingStatus: string) {
    this.subscription = await takeRequested(this, written => ({ ...written, arpSignallingStatus }))
    const { sent } = this
    for (const _ of ['PreProvisioned', 'Active']) await requireNextEvent(this, this.subscription)
    this.sent = sent
    this.exchanges = []
  },
)

Given(
  'a subscription that the ARP requested in {format} with the callbackData {string}',
  async function (this: RoamingWorld, format: Format, callbackData: string) {
    this.format = format
    this.subscription = await takeRequested(this, withData(callbackData))
  },
)

Given(
  'a subscription that the ARP requested for a customer whom the DSP will deny',
  async function (this: RoamingWorld) {
    this.subscription = await takeDenied(this)
  },
)

Given('a subscription that was denied', async function (this: RoamingWorld) {
  const subscription = await takeDenied(this)
  this.subscription = subscription
  await decide(this, subscription)
  this.notification = await requireHeard(this, subscription)
  const rule = 'roaming.transitions.denied-pre-provisioning-removes-the-subscription'
  const exchange = await until(this, rule, () => this.retrieve(subscription), isGone)
  this.require(isGone(exchange), rule, 'a subscription that was denied is removed', exchange)
  subscription.status = 'Cancelled'
})

Given('a subscription whose other signalling status was requested', async function (this: RoamingWorld) {
  this.subscription = await takeChanging(this)
})

Given('the ARP requested the status {status}', async function (this: RoamingWorld, status: Status) {
  await requireRequested(this, this.held, status)
})

Given('a subscription whose signalling status was changed', async function (this: RoamingWorld) {
  const subscription = await takeChanging(this)
  this.subscription = subscription
  await decide(this, subscription)
  await requireHeard(this)
  const rule = 'roaming.update.signalling-change-takes-effect'
  const exchange = await until(this, rule, () => this.retrieve(subscription), showsOther)
  this.require(showsOther(exchange), rule, 'a change of the signalling status takes effect', exchange)
})

Given('the ARP requested the former signalling status', async function (this: RoamingWorld) {
  const exchange = await changeSignalling(this, this.held, FORMER_SIGNALLING)
  const rule = 'roaming.update.signalling-change-is-accepted'
  this.require(succeeded(exchange), rule, 'the former signalling status can be requested', exchange)
})

Given('a subscription whose pre-provisioning was granted', async function (this: RoamingWorld) {
  this.subscription = await takeSubscription(this, 'PreProvisioningPending')
  await requireNextEvent(this, this.subscription)
  this.heard = this.subscription.inbox.received.length
})

Given(
  'a subscription that the ARP requested, and that is Deactivated by now',
  async function (this: RoamingWorld) {
    this.subscription = await takeRequested(this)
    for (const _ of ['PreProvisioned', 'Active', 'Deactivated'])
      await requireNextEvent(this, this.subscription)
  },
)

Given('the ARP requested the other signalling status', async function (this: RoamingWorld) {
  await requireChanging(this, this.held)
})

Given('the ARP retrieved the subscription before', async function (this: RoamingWorld) {
  const { exchange } = await this.requireShown(this.held)
  this.exchanges = [exchange]
})

Given(
  'the ARP gave a new {callback}',
  async function (this: RoamingWorld, element: Parameters<typeof giveNew>[1]) {
    const exchange = await giveNew(this, element)
    this.require(
      exchange.answer?.status === 200 || exchange.answer?.status === 202,
      'roaming.callback.change-is-done-at-once',
      `the ${element} can be changed`,
      exchange,
    )
    await requireKept(this, element)
  },
)

/** What follows from a change of the callback is judged where the change is seen in the subscription. */
async function requireKept(world: RoamingWorld, element: Parameters<typeof giveNew>[1]): Promise<void> {
  const keptBy = 'roaming.callback.change-is-kept'
  if (world.rule.id === keptBy || element === 'callbackReference') return
  const { exchange, shown } = await world.requireShown(world.held)
  const isKept = valueOf(shown, element) === world.held.callback[element]
  world.require(isKept, keptBy, `the new ${element} is kept`, exchange)
}

/** A subscription that was requested over the API. */
async function takeRequested(
  world: RoamingWorld,
  edit: (written: Written) => Written = written => written,
): Promise<Subscription> {
  await world.requireDsp()
  const written = edit(await world.wanted())
  const exchange = await world.create(written)
  world.exchanges = [exchange]
  return world.requireCreated(exchange, written)
}

function withData(callbackData: string): (written: Written) => Written {
  return written => withValue(written, 'callbackData', callbackData)
}

function showsOther(exchange: Exchange): boolean {
  const shown = subscriptionIn(exchange)
  return shown !== undefined && valueOf(shown, 'arpSignallingStatus') === OTHER_SIGNALLING
}

async function takeDenied(world: RoamingWorld): Promise<Subscription> {
  world.customer = (await world.state('denied customer', {})).userId
  const subscription = await takeRequested(world)
  subscription.next = {
    status: 'Cancelled',
    promisedBy: 'roaming.notifications.tells-of-denied-pre-provisioning',
  }
  return subscription
}

async function takeChanging(world: RoamingWorld): Promise<Subscription> {
  const subscription = await takeSubscription(world, 'Active')
  await requireChanging(world, subscription)
  return subscription
}

async function requireChanging(world: RoamingWorld, subscription: Subscription): Promise<void> {
  const exchange = await changeSignalling(world, subscription)
  world.exchanges = [exchange]
  const { status = 0 } = exchange.answer ?? {}
  const promisedBy = 'roaming.update.signalling-change-is-accepted'
  world.require(
    status >= 200 && status < 300,
    promisedBy,
    'the other signalling status can be requested',
    exchange,
  )
  subscription.next = {
    ...expectationOf('ActivationPending'),
    promisedBy: 'roaming.notifications.tells-of-signalling-change',
  }
}
