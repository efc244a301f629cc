import { setTimeout as pause } from 'node:timers/promises'
import type { Exchange } from '../../harness/exchange.js'
import { Inconclusive } from '../../harness/finding.js'
import { readBody } from './body.js'
import { takeSubscription, expectationOf, type Expectation, type Subscription } from './known.js'
import { missing } from './missing.js'
import { succeeded } from './outcomes.js'
import { textAt, type Part } from './part.js'
import { spellingOf } from './settings.js'
import { enterRequest } from './machine.js'
import { pendingAfter, spell, type Status } from './statuses.js'
import { statusOf } from './subscription.js'
import type { RoamingWorld } from './world.js'

type Fits = (call: Exchange) => boolean

/** What a call of the DSP says; undefined if its body cannot be read. */
export function notificationIn({ request }: Exchange): Part | undefined {
  return readBody(request.body).body?.top
}

/** The status that a call of the DSP tells of. */
export function statusIn(call: Exchange): string | undefined {
  const notification = notificationIn(call)
  return notification && statusOf(notification)
}

/** Whether a notification is about a subscription. */
export function isAboutIt({ subscriptionId }: Subscription): (call: Exchange) => boolean {
  return call => textAt(notificationIn(call), 'roamingSubscriptionId') === subscriptionId
}

/** Has the DSP decide whatever is pending on a subscription. */
export async function decide(world: RoamingWorld, { subscriptionId }: Subscription): Promise<void> {
  await world.state('decision made', { subscriptionId })
}

/** The next call of the DSP that fits, as soon as it is there; undefined where none comes within the limit. */
export async function hear(
  world: RoamingWorld,
  subscription: Subscription,
  { promisedBy, status }: Expectation,
  fits: Fits = () => true,
): Promise<Exchange | undefined> {
  const { inVain, target } = world.session
  if (inVain.has(promisedBy)) world.require(world.rule.id === promisedBy, promisedBy, tellsOf(status))
  const call = await subscription.inbox.next(target.limits.wait, fits)
  if (call === undefined) inVain.add(promisedBy)
  return call
}

/** The first notification of an event, whatever it says. */
export async function requireHeard(
  world: RoamingWorld,
  subscription: Subscription = world.held,
  expectation: Expectation = subscription.next,
  fits?: Fits,
): Promise<Exchange> {
  const call = await hear(world, subscription, expectation, fits)
  if (call) return call
  if (world.rule.id === expectation.promisedBy) complain(world, subscription, expectation.status)
  world.require(false, expectation.promisedBy, tellsOf(expectation.status))
  return missing('a notification')
}

/** Charges it to the scenario's rule that a notification did not come, where nothing more had to happen before it. */
export function complain(world: RoamingWorld, { inbox }: Subscription, status: Status): void {
  const { target } = world.session
  const released = target.stage !== undefined && target.fixtures?.['decision made'] === undefined
  const received = describeCalls(inbox.received)
  if (!released) {
    throw new Inconclusive(
      `No notification of ${status} came within ${target.limits.wait} ms (${received}), and nobody can know whether the DSP has decided.`,
    )
  }
  const isReadable = inbox.received.every(call => statusIn(call) !== undefined)
  world.require(isReadable, 'roaming.notification-contents.has-its-type', 'a notification tells of a status')
  const summary = 'The ARP was not notified of what the DSP had completed.'
  world.check(false, { summary, expected: `a notification of ${status}`, received }, inbox.received.at(-1))
}

/** Calls of the DSP in one line. */
export function describeCalls(calls: readonly Exchange[]): string {
  if (calls.length === 0) return 'no notification'
  const told = calls.map(call => `${call.request.method} of ${statusIn(call) ?? 'nothing readable'}`)
  return told.join(', then ')
}

function tellsOf(status: Status): string {
  return `the ARP is notified that its subscription is ${status}`
}

/** Asks until the answer will do or the target's limit is over, and gives the last answer. */
export async function until<A>(
  world: RoamingWorld,
  promisedBy: string,
  ask: () => Promise<A>,
  willDo: (answer: A) => boolean,
): Promise<A> {
  const { inVain, target } = world.session
  const patient = world.rule.id === promisedBy || !inVain.has(promisedBy)
  const end = performance.now() + (patient ? target.limits.wait : 0)
  for (let milliseconds = 10; ; milliseconds = Math.min(2 * milliseconds, 500)) {
    const answer = await ask()
    if (willDo(answer)) return answer
    if (performance.now() + milliseconds > end) {
      inVain.add(promisedBy)
      return answer
    }
    // No event tells of a change that is not notified.
    await pause(milliseconds)
  }
}

/** Has an ARP request a status, which must be granted as a change that the DSP has to decide about. */
export async function requireRequested(
  world: RoamingWorld,
  subscription: Subscription,
  status: Status,
): Promise<void> {
  const pending = pendingAfter(subscription.status, status) ?? missing('a transition that is allowed')
  const written = await world.edited(subscription, { status: spell(status, spellingOf(world.session)) })
  const exchange = await world.update(subscription, written)
  world.exchanges = [...world.exchanges, exchange]
  const promisedBy =
    status === 'Active' ? 'roaming.update.activation-is-accepted' : 'roaming.update.deactivation-is-accepted'
  enterRequest(world, subscription.status, status, exchange)
  world.require(succeeded(exchange), promisedBy, `the status ${status} can be requested`, exchange)
  subscription.status = pending
  // A deactivation of which the refusal is expected keeps what is expected.
  if (subscription.next.promisedBy !== REFUSED) subscription.next = expectationOf(pending)
}

/** The rule about a deactivation that the DSP refuses. */
export const REFUSED = 'roaming.notifications.tells-of-refused-deactivation'

/** Brings about the next event of which a subscription's ARP must be notified, and gives that notification. */
export async function requireNextEvent(world: RoamingWorld, subscription: Subscription): Promise<Exchange> {
  if (subscription.status === 'PreProvisioned') await requireRequested(world, subscription, 'Active')
  else if (subscription.status === 'Active') await requireRequested(world, subscription, 'Deactivated')
  else if (subscription.status === 'Deactivated') return requireSentinel(world, subscription)
  await decide(world, subscription)
  const { next } = subscription
  const call = await requireHeard(world, subscription, next, heard => statusIn(heard) === next.status)
  subscription.status = next.status
  return call
}

/** Nothing more can happen to what is Deactivated: another subscription that notifies the same inbox has to. */
async function requireSentinel(
  world: RoamingWorld,
  { inbox, arp, callback }: Subscription,
): Promise<Exchange> {
  const callbackData = `after-${world.random.word(10)}`
  const sentinel = await takeSubscription(world, 'PreProvisioningPending', {
    arp,
    callback: { ...callback, callbackData },
  })
  await decide(world, sentinel)
  return requireHeard(world, { ...sentinel, inbox }, sentinel.next, call => {
    const notification = notificationIn(call)
    const names = [textAt(notification, 'callbackData'), textAt(notification, 'roamingSubscriptionId')]
    return names.includes(callbackData) || names.includes(sentinel.subscriptionId)
  })
}
