import { Then } from '@cucumber/cucumber'
import { describeAnswer } from '../../harness/describe.js'
import type { Exchange } from '../../harness/exchange.js'
import { Inconclusive, NotApplicable } from '../../harness/finding.js'
import { Operator } from './operator.js'
import { isAccepted, isError, statusOf } from './outcome.js'
import {
  accessOf,
  passThrough,
  placeFurther,
  placementOf,
  placementsOf,
  requirePlacement,
  type Passage,
} from './passage.js'
import { operatorOrderProblem } from './shapes.js'
import { missing, type OnapiWorld } from './world.js'

Then('the operator has got the order', async function (this: OnapiWorld) {
  const passage = passageOf(this)
  const { exchange } = passage
  this.answerOf(exchange)
  const placement = await placementOf(this, passage)
  if (!placement && this.requireAccepted(exchange) !== 'ACTIVATED') {
    throw new Inconclusive(
      `The operator has got no order within ${this.session.target.limits.wait} ms; the provider did not say that it was done.`,
    )
  }
  this.check(
    placement !== undefined,
    {
      summary: 'The provider says that the order is done, but placed none at the operator.',
      expected: 'an order at the operator',
      received: describeAnswer(exchange),
    },
    exchange,
  )
})

Then("the operator's order names the access", async function (this: OnapiWorld) {
  const passage = passageOf(this)
  await requirePlacement(this, passage)
  checkNamed(this, [passage], await placementsOf(this, passage))
})

Then("each of the operator's orders names its own access", async function (this: OnapiWorld) {
  for (const passage of this.passages) await placementOf(this, passage)
  const all = await Promise.all(this.passages.map(passage => placementsOf(this, passage)))
  const placements = [...new Set(all.flat())]
  for (const passage of this.passages) this.requireAccepted(passage.exchange)
  this.require(
    placements.length >= this.passages.length,
    'onapi.operator.is-asked-for-possible-order',
    'each possible order is placed at the operator',
    this.exchange,
  )
  checkNamed(this, this.passages, placements)
})

Then("the operator's order has accessId, service, operation", async function (this: OnapiWorld) {
  const placement = await requirePlacement(this, passageOf(this))
  const call = (await Operator.of(this.session)).callOf(placement)
  const problem = operatorOrderProblem(placement.request)
  this.check(
    problem === undefined,
    {
      summary: "The order at the operator is not as the operator's page on orders has it.",
      expected: 'accessId, service, operation ACTIVATE',
      received: problem ?? '',
    },
    call ?? this.exchange,
  )
})

Then('the operator has got at most one order for the access', async function (this: OnapiWorld) {
  const passage = passageOf(this)
  await requirePlacement(this, passage)
  await placeFurther(this)
  const { length } = await placementsOf(this, passage)
  this.check(
    length === 1,
    {
      summary: "One order of the portal's became several orders at the operator.",
      expected: '1 order for the access',
      received: `${length} orders`,
    },
    this.exchange,
  )
})

Then('the operator gets no order for the access', async function (this: OnapiWorld) {
  const passage = passageOf(this)
  const { exchange } = passage
  this.answerOf(exchange)
  if (this.promisedBy === 'onapi.outcome.own-rejection-is-rejected') {
    this.require(
      isError(exchange) || statusOf(exchange, this.profile) === 'REJECTED',
      this.promisedBy,
      'an order that the provider does not take is REJECTED',
      exchange,
    )
  } else this.requireRefused(exchange)
  // An order that is possible and placed later must arrive; what was placed before it has arrived by then.
  const later = await this.orderIn('free access')
  if (accessOf(later) === passage.access) missing('two accesses that differ')
  const next = await passThrough(this, later, this.sendingOf(later), this.behaviour ?? missing('an operator'))
  await requirePlacement(this, next)
  const placed = (await Operator.of(this.session)).placements.filter(
    ({ access, earlier }) => access === passage.access && earlier >= passage.earlier,
  )
  this.check(
    placed.length === 0,
    {
      summary: 'An order that the provider does not take was placed at the operator.',
      expected: 'no order for the access at the operator',
      received: `${placed.length} orders`,
    },
    exchange,
  )
})

Then('the order is activated if the operator confirmed first', async function (this: OnapiWorld) {
  const passage = passageOf(this)
  await requirePlacement(this, passage)
  const { exchange, answeredFirst } = passage
  const status = this.requireStatus(exchange)
  this.require(
    isAccepted(status),
    'onapi.operator.confirmed-order-is-accepted',
    'an order that the operator confirms is accepted',
    exchange,
  )
  if (answeredFirst) throwForEarlyAnswer(this, exchange)
  this.check(
    status === 'ACTIVATED',
    {
      summary: 'The provider knows that the operator confirmed, and does not say so.',
      expected: 'ACTIVATED',
      received: describeAnswer(exchange),
    },
    exchange,
  )
})

Then('the order is not activated', async function (this: OnapiWorld) {
  const passage = passageOf(this)
  await requirePlacement(this, passage)
  const isActivated = statusOf(passage.exchange, this.profile) === 'ACTIVATED'
  if (passage.answeredFirst && isActivated) throwForEarlyAnswer(this, passage.exchange)
  this.check(
    !isActivated,
    {
      summary: 'An order that the operator did not confirm is reported as ACTIVATED.',
      expected: 'another answer than ACTIVATED',
      received: describeAnswer(passage.exchange),
    },
    passage.exchange,
  )
})

Then('the order is not activated before the operator confirmed', async function (this: OnapiWorld) {
  const passage = passageOf(this)
  await requirePlacement(this, passage)
  const { exchange, answeredFirst } = passage
  this.check(
    !(answeredFirst && statusOf(exchange, this.profile) === 'ACTIVATED'),
    {
      summary: 'An order is reported as ACTIVATED while the operator still withholds its answer.',
      expected: 'ACTIVATED after the operator confirmed, or RECEIVED',
      received: describeAnswer(exchange),
    },
    exchange,
  )
})

Then('the order is rejected if the operator refused first', async function (this: OnapiWorld) {
  const passage = passageOf(this)
  await requirePlacement(this, passage)
  const { exchange, answeredFirst } = passage
  if (!isError(exchange)) this.requireStatus(exchange)
  const status = statusOf(exchange, this.profile)
  if (answeredFirst && isAccepted(status)) throwForEarlyAnswer(this, exchange)
  await this.requirePossible()
  this.check(
    status === 'REJECTED',
    {
      summary: 'The operator refused the order, and the portal is not told REJECTED.',
      expected: 'REJECTED',
      received: describeAnswer(exchange),
    },
    exchange,
  )
})

Then('the portal is answered', async function (this: OnapiWorld) {
  const { exchange } = passageOf(this)
  const operator = await Operator.of(this.session)
  const { access, earlier } = passageOf(this)
  this.require(
    operator.placements.some(placement => placement.earlier >= earlier && placement.access === access),
    'onapi.operator.is-asked-for-possible-order',
    'a possible order is placed at the operator',
    exchange,
  )
  this.check(
    exchange.answer !== undefined,
    {
      summary: 'The portal is left without an answer because the operator gives none.',
      expected: `an answer within ${this.session.target.limits.request} ms`,
      received: describeAnswer(exchange),
    },
    exchange,
  )
})

function passageOf(world: OnapiWorld): Passage {
  return world.passages[0] ?? missing('an order that the operator could get')
}

/** Ends a scenario whose portal was answered before the operator said how the order ended. */
function throwForEarlyAnswer(world: OnapiWorld, exchange: Exchange): void {
  world.require(
    statusOf(exchange, world.profile) !== 'ACTIVATED',
    'onapi.operator.activated-needs-confirmation',
    'no order is reported as ACTIVATED before the operator confirmed it',
    exchange,
  )
  throw new NotApplicable('The provider answers the portal before it knows what the operator does.')
}

function checkNamed(
  world: OnapiWorld,
  passages: readonly Passage[],
  placements: readonly { readonly access: string | undefined }[],
): void {
  for (const { access, exchange } of passages) {
    world.check(
      placements.some(placement => placement.access === access),
      {
        summary: 'The provider ordered at the operator for another access than the portal named.',
        expected: `the access ${access}`,
        received: `orders for ${placements.map(placement => placement.access ?? 'an unknown access').join(', ')}`,
      },
      exchange,
    )
  }
}
