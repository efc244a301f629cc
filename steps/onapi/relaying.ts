import { Then } from '@cucumber/cucumber'
import { describeAnswer } from '../../harness/describe.js'
import { Inconclusive, NotApplicable } from '../../harness/finding.js'
import { isAccepted, isError, statusOf } from './outcome.js'
import {
  accessOf,
  passageOf,
  placementsNaming,
  placementsOf,
  requirePlacement,
  type Passage,
} from './passage.js'
import type { OnapiWorld } from './world.js'

Then('the order is activated if the operator confirmed first', async function (this: OnapiWorld) {
  const passage = passageOf(this)
  await requirePlacement(this, passage)
  const { exchange, first } = passage
  const status = this.requireStatus(exchange)
  this.require(
    isAccepted(status),
    'onapi.operator.confirmed-order-is-accepted',
    'an order that the operator confirms is accepted',
    exchange,
  )
  if (first === 'portal' || status !== 'ACTIVATED') leaveEarlyAnswer(this, passage)
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
  if (passage.first === 'portal' && isActivated) leaveEarlyAnswer(this, passage)
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
  const { exchange, first } = passage
  this.check(
    !(first === 'portal' && statusOf(exchange, this.profile) === 'ACTIVATED'),
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
  const { exchange } = passage
  if (!isError(exchange)) this.requireStatus(exchange)
  const status = statusOf(exchange, this.profile)
  if (isAccepted(status)) leaveEarlyAnswer(this, passage)
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

Then('the order is not accepted if the operator refused first', async function (this: OnapiWorld) {
  const passage = passageOf(this)
  await requirePlacement(this, passage)
  const { exchange } = passage
  const isTaken = !isError(exchange) && isAccepted(statusOf(exchange, this.profile))
  if (isTaken) leaveEarlyAnswer(this, passage)
  await this.requirePossible()
  this.check(
    !isTaken,
    {
      summary: 'The operator refused the order, and the portal is told that it is accepted.',
      expected: 'REJECTED, or an error',
      received: describeAnswer(exchange),
    },
    exchange,
  )
})

Then('an accepted order is answered with 200', async function (this: OnapiWorld) {
  const passage = passageOf(this)
  await requirePlacement(this, passage)
  const { exchange } = passage
  this.require(
    isAccepted(statusOf(exchange, this.profile)),
    'onapi.operator.received-order-is-accepted',
    'an order that the operator has received is accepted',
    exchange,
  )
  this.expectStatus(exchange, 200, '200 OK')
})

Then('neither order has the outcome of the other', async function (this: OnapiWorld) {
  const outcomes = this.orders.map(order => {
    const passage = this.passages.find(({ access }) => access === accessOf(order))
    return passage && statusOf(passage.exchange, this.profile)
  })
  for (const passage of this.passages) await requireNoFailure(this, passage)
  for (const passage of this.passages) await requirePlacement(this, passage)
  const early = this.passages.find(({ first }) => first !== 'provider')
  const isTooEarly = early?.first === 'portal' && statusOf(early.exchange, this.profile) === 'ACTIVATED'
  if (early && (outcomes.includes('RECEIVED') || isTooEarly)) leaveEarlyAnswer(this, early)
  for (const { exchange, access } of this.passages) {
    if (!isError(exchange)) this.requireStatus(exchange)
    else if (access !== accessOf(this.order)) {
      this.require(
        statusOf(exchange, this.profile) === 'REJECTED',
        'onapi.operator.refused-order-is-rejected',
        'an order that the operator refuses is reported as REJECTED',
        exchange,
      )
    }
  }
  const [first] = this.passages.filter(({ access }) => access === accessOf(this.order))
  if (first?.first !== 'provider' && outcomes[0] === 'REJECTED') {
    throw new Inconclusive('The provider rejected the order before the operator had confirmed it.')
  }
  await this.requirePossible()
  this.check(
    isAccepted(outcomes[0]) && outcomes[1] === 'REJECTED',
    {
      summary: 'Two orders at the same time do not have the outcomes that the operator gave to them.',
      expected: 'ACTIVATED or RECEIVED for the first, REJECTED for the other',
      received: outcomes.map(String).join(' and '),
    },
    this.exchange,
  )
})

Then('the portal is answered', async function (this: OnapiWorld) {
  const passage = passageOf(this)
  const { exchange } = passage
  this.require(
    (await placementsOf(this, passage)).length > 0,
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

/** Checks that an order which is possible on its own does not end as an error because there is another one. */
async function requireNoFailure(world: OnapiWorld, passage: Passage): Promise<void> {
  const { exchange } = passage
  if ((exchange.answer?.status ?? 0) < 500 || (await placementsNaming(world, passage)).length > 0) return
  await world.requirePossible()
  world.check(
    false,
    {
      summary: 'Of two orders at the same time, one is answered as an error of the server.',
      expected: 'an order at the operator, and its outcome',
      received: describeAnswer(exchange),
    },
    exchange,
  )
}

/** Ends a scenario in which the order was accepted before the provider knew what the operator does. */
function leaveEarlyAnswer(world: OnapiWorld, { exchange, first }: Passage): void {
  if (first === 'provider') return
  if (first === 'unknown') {
    throw new Inconclusive(
      'It is not known whether the provider answered the portal before the operator did.',
    )
  }
  world.require(
    statusOf(exchange, world.profile) !== 'ACTIVATED',
    'onapi.operator.activated-needs-confirmation',
    'no order is reported as ACTIVATED before the operator confirmed it',
    exchange,
  )
  throw new NotApplicable('The provider answers the portal before it knows what the operator does.')
}
