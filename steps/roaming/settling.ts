import { Then, When } from '@cucumber/cucumber'
import { describeAnswer } from '../../harness/describe.js'
import type { Exchange } from '../../harness/exchange.js'
import { decide, describeCalls, requireHeard, requireNextEvent, statusIn, until } from './hearing.js'
import { takeSubscription, type Subscription } from './known.js'
import { missing } from './missing.js'
import { isGone, isRefusal, succeeded } from './outcomes.js'
import { enterDecision } from './machine.js'
import type { Status } from './statuses.js'
import { describeUserIds, statusOf, subscriptionIn, valueOf, type Element } from './subscription.js'
import { checkRefused } from './refusing.js'
import { FORMER_SIGNALLING, OTHER_SIGNALLING } from './updating.js'
import type { RoamingWorld } from './world.js'

When('the DSP decides', async function (this: RoamingWorld) {
  await decide(this, this.held)
})

Then(
  'the subscription is {status} once the ARP was notified',
  async function (this: RoamingWorld, status: Status) {
    this.notification = await requireHeard(this)
    await checkBecomes(this, this.held, status)
  },
)

Then('the subscription is not activated once the ARP was notified', async function (this: RoamingWorld) {
  // What can be seen at once needs no notification, which may be what is wrong.
  const early = await this.retrieve(this.held)
  const call = isActivated(shownStatus(early)) ? undefined : await requireHeard(this)
  const exchange = call === undefined ? early : await this.retrieve(this.held)
  const told = [call && statusIn(call), shownStatus(exchange)].find(isActivated)
  const rule = 'roaming.retrieval.is-answered-ok'
  this.require(subscriptionIn(exchange) !== undefined, rule, 'a subscription can be retrieved', exchange)
  this.check(
    told === undefined,
    {
      summary: 'The DSP activated a subscription although its ARP had not requested it.',
      expected: 'PreProvisioned',
      received: told ?? '',
    },
    exchange,
  )
})

Then('the subscription is gone once the ARP was notified', async function (this: RoamingWorld) {
  this.notification = await requireHeard(this)
  await this.requireDsp()
  const exchange = await until(this, this.rule.id, () => this.retrieve(this.held), isGone)
  enterDecision(this, this.held.status, 'Cancelled', isGone(exchange))
  const received = describeAnswer(exchange)
  const summary = 'A subscription whose pre-provisioning was denied is still there.'
  this.check(isGone(exchange), { summary, expected: '404 or 410', received }, exchange)
})

Then('the subscription is no longer Active once the ARP was notified', async function (this: RoamingWorld) {
  this.notification = await requireHeard(this)
  const isOver = (exchange: Exchange): boolean => isGone(exchange) || shownStatus(exchange) === 'Deactivated'
  const exchange = await until(this, this.rule.id, () => this.retrieve(this.held), isOver)
  this.requireElement(exchange, 'status')
  const received = shownStatus(exchange) ?? describeAnswer(exchange)
  const summary = 'The subscription goes on although its contract has ended.'
  this.check(isOver(exchange), { summary, expected: 'Deactivated, or gone', received }, exchange)
})

Then(
  'the subscription shows the new signalling status once the ARP was notified',
  async function (this: RoamingWorld) {
    this.notification = await requireHeard(this)
    const isNew = (exchange: Exchange): boolean => signallingOf(exchange) === OTHER_SIGNALLING
    const exchange = await until(this, this.rule.id, () => this.retrieve(this.held), isNew)
    const received = signallingOf(exchange) ?? describeAnswer(exchange)
    const summary = 'The signalling status that was requested is not seen after its completion was notified.'
    this.check(isNew(exchange), { summary, expected: OTHER_SIGNALLING, received }, exchange)
  },
)

Then(
  'the subscription shows the former signalling status once the ARP was notified',
  async function (this: RoamingWorld) {
    this.notification = await requireHeard(this)
    const isFormer = (exchange: Exchange): boolean => signallingOf(exchange) === FORMER_SIGNALLING
    const exchange = await until(this, this.rule.id, () => this.retrieve(this.held), isFormer)
    const received = signallingOf(exchange) ?? describeAnswer(exchange)
    const summary =
      'The signalling status that was requested again is not seen after its completion was notified.'
    this.check(isFormer(exchange), { summary, expected: FORMER_SIGNALLING, received }, exchange)
  },
)

Then('the transition is refused', async function (this: RoamingWorld) {
  const { status } = this.held
  this.twin = () => requireTransition(this)
  const allowed = `from ${status} to ${this.requested}`
  await checkRefused(this, `The transition ${allowed} should be refused, and is not.`)
})

Then('the subscription is still {status}', async function (this: RoamingWorld, status: Status) {
  if (this.refusedBy.startsWith('roaming.methods.')) {
    const rule = this.refusedBy
    this.require(isRefusal(this.exchange), rule, 'the method is refused', this.exchange)
  } else this.answerOf(this.exchange)
  const exchange = await this.retrieve(this.held)
  this.requireElement(exchange, 'status')
  const received = shownStatus(exchange) ?? describeAnswer(exchange)
  const isStill = received === status || this.hasVanished(this.held, exchange)
  if (!isStill && received !== this.requested) await requireStagedAsShown(this, status, received)
  const summary = isRefusal(this.exchange)
    ? 'A request that was refused has changed the status.'
    : 'A request has changed the status that it could not change.'
  this.check(isStill, { summary, expected: status, received }, exchange)
})

Then('the subscription is still gone', async function (this: RoamingWorld) {
  const exchange = await this.retrieve(this.held)
  const summary = 'A subscription that was removed is back.'
  this.check(
    isGone(exchange),
    { summary, expected: '404 or 410', received: describeAnswer(exchange) },
    exchange,
  )
})

Then('the subscription still has its {element}', async function (this: RoamingWorld, element: Element) {
  const before = this.before ?? missing('a subscription as it was before')
  const exchange = await this.retrieve(this.held)
  const shown = subscriptionIn(exchange)
  if (shown === undefined) {
    const summary = `The ARP cannot retrieve its subscription any more after an update with another ${element}.`
    this.answerOf(exchange)
    const received = describeAnswer(exchange)
    return this.check(false, { summary, expected: 'the subscription as before', received }, exchange)
  }
  const expected = element === 'userId' ? describeUserIds(this.held.userId) : valueOf(before, element)
  this.requireElement(exchange, element)
  const received = valueOf(shown, element)
  this.check(
    received === expected,
    {
      summary: `The ${element} was changed by an update.`,
      expected: expected ?? 'none',
      received: received ?? 'none',
    },
    exchange,
  )
  await this.twin()
})

Then('the subscription still has its callbackReference', async function (this: RoamingWorld) {
  this.require(!succeeded(this.exchange), this.refusedBy, 'the update is refused', this.exchange)
  const { exchange, shown } = await this.requireShown(this.held)
  const before = this.before ?? missing('a subscription as it was before')
  for (const element of ['notifyURL', 'callbackData'] as const) {
    const expected = valueOf(before, element)
    const received = valueOf(shown, element)
    const summary = `The ${element} was changed by an update that was refused.`
    this.check(
      received === expected,
      { summary, expected: expected ?? 'none', received: received ?? 'none' },
      exchange,
    )
  }
  await this.twin()
})

Then('no notification comes before the next one that must come', async function (this: RoamingWorld) {
  this.answerOf(this.exchange)
  const next = await requireNextEvent(this, this.held)
  const early = before(this, next)
  this.check(
    early.length === 0,
    {
      summary: 'The ARP was notified although nothing had happened to its subscription.',
      expected: `no notification before that of ${statusIn(next)}`,
      received: describeCalls(early),
    },
    early[0],
  )
})

Then('the ARP is notified exactly once before the next event', async function (this: RoamingWorld) {
  const first = await requireHeard(this)
  this.held.status = this.held.next.status
  await checkOnce(this, first)
})

Then('the repeated request has no second effect', async function (this: RoamingWorld) {
  const [first, again] = this.exchanges
  if (first === undefined || again === undefined) missing('a request that was repeated')
  this.answerOf(again)
  this.requireElement(again, 'status')
  // A DSP that needs nobody to decide may have completed what was requested before it is requested again.
  const isCompleted =
    shownStatus(again) === this.held.next.status && signallingOf(again) === this.sent.arpSignallingStatus
  const isRepetition =
    isRefusal(again) ||
    (succeeded(again) &&
      ((shownStatus(again) === shownStatus(first) && signallingOf(again) === signallingOf(first)) ||
        isCompleted))
  this.check(
    isRepetition,
    {
      summary: 'A request that was repeated while it is pending is answered as something else.',
      expected: `a refusal, or ${describeAnswer(first)}`,
      received: describeAnswer(again),
    },
    again,
  )
  await decide(this, this.held)
  const notified = await requireHeard(this)
  const { status } = this.held.next
  const settled = await until(
    this,
    this.rule.id,
    () => this.retrieve(this.held),
    exchange => shownStatus(exchange) === status,
  )
  this.requireElement(settled, 'status')
  const received = shownStatus(settled) ?? describeAnswer(settled)
  const summary = 'What was requested twice is pending again after its completion was notified.'
  this.check(received === status, { summary, expected: status, received }, settled)
  this.held.status = status
  await checkOnce(this, notified)
})

/** Checks that a subscription gets into a status, and stays where it was put. */
export async function checkBecomes(
  world: RoamingWorld,
  subscription: Subscription,
  status: Status,
): Promise<void> {
  const exchange = await until(
    world,
    world.rule.id,
    () => world.retrieve(subscription),
    seen => shownStatus(seen) === status,
  )
  world.requireElement(exchange, 'status')
  const received = shownStatus(exchange) ?? describeAnswer(exchange)
  enterDecision(world, subscription.status, status, received === status)
  const summary = 'The subscription is not in the status that was completed.'
  world.check(received === status, { summary, expected: status, received }, exchange)
}

/** The status that an answer shows. */
export function shownStatus(exchange: Exchange): string | undefined {
  const shown = subscriptionIn(exchange)
  return shown && statusOf(shown)
}

/** Checks that an event was notified once, when the next one is. */
async function checkOnce(world: RoamingWorld, first: Exchange): Promise<void> {
  const { held } = world
  const next = await requireNextEvent(world, held)
  const all = before(world, next)
  world.check(
    all.length === 1,
    {
      summary: 'One event was notified more than once.',
      expected: describeCalls([first]),
      received: describeCalls(all),
    },
    all[1],
  )
}

/** Makes sure that what the stage puts into a status is shown in it, and not in the one that was received. */
async function requireStagedAsShown(world: RoamingWorld, status: Status, received: string): Promise<void> {
  if (status === 'Cancelled') return
  const other = await takeSubscription(world, status)
  const exchange = await world.retrieve(other)
  const isShown = shownStatus(exchange) !== received
  const rule = 'roaming.retrieval.shows-the-status'
  world.require(isShown, rule, `a subscription that is ${status} is shown so`, exchange)
}

function before({ heard, held: { inbox } }: RoamingWorld, call: Exchange): readonly Exchange[] {
  return inbox.received.slice(heard, inbox.received.indexOf(call))
}

function signallingOf(exchange: Exchange): string | undefined {
  const shown = subscriptionIn(exchange)
  return shown && valueOf(shown, 'arpSignallingStatus')
}

/** Makes sure, once in a run, that a transition that is allowed is made. */
async function requireTransition(world: RoamingWorld): Promise<void> {
  const made = await world.session.once(
    `roaming: a transition that is made, in ${world.format}`,
    async () => {
      const subscription = await takeSubscription(world, 'PreProvisioned')
      return world.update(subscription, await world.edited(subscription, { status: 'Active' }))
    },
  )
  const rule = 'roaming.update.activation-is-accepted'
  world.require(succeeded(made), rule, 'a transition that is allowed is accepted', made)
}

function isActivated(status: string | undefined): boolean {
  return status === 'Active' || status === 'ActivationPending'
}
