import type { Inbox } from '../../harness/callback-server.js'
import { header, type Exchange } from '../../harness/exchange.js'
import { NotTested } from '../../harness/finding.js'
import { addressIn, type Address } from './addresses.js'
import { readBody } from './body.js'
import { missing } from './missing.js'
import { isGone, succeeded } from './outcomes.js'
import { partAt, textAt } from './part.js'
import { firstArp, secondArp, optionsOf, type Arp } from './settings.js'
import { DECIDED, type Status } from './statuses.js'
import { subscriptionIn, type UserId } from './subscription.js'
import type { RoamingWorld } from './world.js'
import type { CallbackReference, Written } from './writing.js'

/** What an ARP is to be notified of next, and the rule that says so. */
export interface Expectation {
  readonly status: Status
  readonly promisedBy: string
}

/** A subscription as its ARP knows it. */
export interface Subscription extends Address {
  readonly arp: Arp
  readonly dspId: string
  readonly userId: readonly UserId[]
  readonly inbox: Inbox
  callback: CallbackReference
  status: Status
  /** What the DSP's next decision is notified as. */
  next: Expectation
}

/** How a subscription is taken from the stage. */
export interface Taking {
  readonly arp?: Arp
  readonly sameCustomerAs?: Subscription
  readonly indelible?: boolean
  /** Where its notifications go; an inbox of its own if left out. */
  readonly callback?: CallbackReference
}

const TELLS_OF: Partial<Record<Status, string>> = {
  PreProvisioningPending: 'roaming.notifications.tells-of-granted-pre-provisioning',
  ActivationPending: 'roaming.notifications.tells-of-activation',
  DeactivationPending: 'roaming.notifications.tells-of-deactivation',
}

/** What the ARP is notified of when the DSP decides on a subscription in a status. */
export function expectationOf(status: Status): Expectation {
  return {
    status: DECIDED[status] ?? 'Deactivated',
    promisedBy: TELLS_OF[status] ?? 'roaming.changes.dsp-tells-of-its-deactivation',
  }
}

/** Takes a subscription in a status from the stage. */
export async function takeSubscription(
  world: RoamingWorld,
  status: Exclude<Status, 'Cancelled'>,
  taking: Taking = {},
): Promise<Subscription> {
  await world.requireDsp()
  const arp = taking.arp ?? firstArp(world.session)
  const callback = taking.callback ?? (await world.newCallback())
  const { notifyURL, callbackData } = callback
  const facts = await world.state(
    taking.indelible ? 'indelible subscription' : (`${status} subscription` as const),
    {
      arpId: arp.arpId,
      serverRoot: world.session.target.url.replace(/\/+$/, ''),
      ...(notifyURL === undefined ? {} : { notifyURL }),
      ...(callbackData === undefined ? {} : { callbackData }),
      notificationFormat: world.notificationFormat,
      ...(taking.sameCustomerAs ? { sameCustomerAs: taking.sameCustomerAs.subscriptionId } : {}),
    },
  )
  const subscription = {
    ...facts,
    arp: arpOf(world, facts.arpId, arp),
    inbox: inboxAt(world, callback),
    callback,
    status,
    next: expectationOf(status),
  }
  // Fixtures were written down before the harness listened anywhere.
  if (world.session.target.stage === undefined) await moveCallback(world, subscription)
  return subscription
}

/** The subscription that a creation brought; undefined if its answer does not say which. */
export async function identify(
  world: RoamingWorld,
  exchange: Exchange,
  written: Written,
): Promise<Subscription | undefined> {
  const arp = firstArp(world.session)
  const base = {
    arp,
    dspId: written.dspId ?? '',
    userId: (written.userId ?? []).map(({ type = '', value = '' }) => ({ type, value })),
    inbox: inboxAt(world, written.callbackReference ?? {}),
    callback: written.callbackReference ?? {},
    status: 'PreProvisioningPending' as const,
    next: expectationOf('PreProvisioningPending'),
  }
  const found = addressesIn(exchange).map((address): Subscription => ({
    ...base,
    ...address,
    arpId: arp.arpId,
  }))
  const [first, second] = found
  // Where two URLs disagree, the one is meant that leads to something.
  if (!first || !second || first.subscriptionId === second.subscriptionId) return first
  return isGone(await world.retrieve(first)) ? second : first
}

/** The inbox that a callback leads to. */
function inboxAt(world: RoamingWorld, { notifyURL = '' }: CallbackReference): Inbox {
  return world.inboxes.find(({ url }) => notifyURL.startsWith(url)) ?? missing('an inbox')
}

function arpOf(world: RoamingWorld, arpId: string, asked: Arp): Arp {
  if (arpId === asked.arpId) return asked
  const second = optionsOf(world.session).secondArp
  return second?.arpId === arpId ? secondArp(world.session) : { ...asked, arpId }
}

function addressesIn(exchange: Exchange): Address[] {
  const { answer } = exchange
  if (answer === undefined) return []
  const top = readBody(answer.body).body?.top
  const urls = [
    header(answer.headers, 'location'),
    textAt(subscriptionIn(exchange), 'resourceURL') ?? textAt(partAt(top), 'resourceURL'),
  ]
  return urls.flatMap(url => (url === undefined ? [] : (addressIn(url) ?? [])))
}

async function moveCallback(world: RoamingWorld, subscription: Subscription): Promise<void> {
  const exchange = await world.update(subscription, await world.edited(subscription))
  if (succeeded(exchange)) return
  throw new NotTested('The subscription of the fixtures does not take the callback of the harness.')
}
