import { Then } from '@cucumber/cucumber'
import { describeAnswer } from '../../harness/describe.js'
import { Inconclusive, NotApplicable } from '../../harness/finding.js'
import { isAccepted, isError, messageOf, statusKeyOf, statusOf } from './outcome.js'
import { requirePlacement } from './passage.js'
import type { OnapiWorld } from './world.js'

Then('the order is taken', async function (this: OnapiWorld) {
  this.answerOf(this.exchange)
  await this.requireTaken()
  await this.requireOrdersToBeToldApart()
  await this.leaveAccessInUse()
  this.expectStatus(this.exchange, 200, '200 OK')
})

Then('the order is accepted', async function (this: OnapiWorld) {
  const [passage] = this.passages
  if (passage) await requirePlacement(this, passage)
  const { exchange } = this
  this.answerOf(exchange)
  if (isError(exchange)) await this.requireTaken()
  else this.requireStatus(exchange)
  if (passage && passage.first !== 'provider' && statusOf(exchange, this.profile) === 'REJECTED') {
    throw new Inconclusive('The provider rejected the order before the operator had confirmed it.')
  }
  this.check(
    !isError(exchange) && isAccepted(statusOf(exchange, this.profile)),
    {
      summary: 'An order that is possible is not accepted.',
      expected: 'ACTIVATED or RECEIVED',
      received: describeAnswer(exchange),
    },
    exchange,
  )
})

Then('the order is rejected', async function (this: OnapiWorld) {
  const { exchange } = this
  this.answerOf(exchange)
  if (!isError(exchange)) this.requireStatus(exchange)
  await this.requirePossible()
  this.check(
    statusOf(exchange, this.profile) === 'REJECTED',
    {
      summary: 'An order that the provider does not take has another outcome than REJECTED.',
      expected: 'REJECTED',
      received: describeAnswer(exchange),
    },
    exchange,
  )
})

/** Sentences about the outcome of an order. Each is a standing check too, and is made here on the scenario's answer. */
const SENTENCES = [
  'the outcome is declared as JSON',
  'the outcome has a status',
  'the status is one of the listed values',
  'an externalMessage is a text',
]

for (const sentence of SENTENCES) {
  Then(sentence, async function (this: OnapiWorld) {
    await requireOutcome(this)
    this.checkStanding(this.exchange)
    const key = statusKeyOf(this.exchange, this.profile)
    if (key !== undefined && this.profile === 'released')
      this.observe('the member that holds the outcome', key)
  })
}

Then('a rejection is no other success than 200', async function (this: OnapiWorld) {
  requireRejection(this)
  await this.requireOrdersToBeToldApart()
  if (isError(this.exchange))
    throw new NotApplicable('A rejection that is an error is judged by another rule.')
  this.expectStatus(this.exchange, 200, '200 OK')
})

Then('the rejection is answered with 200', async function (this: OnapiWorld) {
  await requireOutcome(this)
  requireRejection(this)
  this.checkStanding(this.exchange)
})

Then('the portal has a message for the customer', async function (this: OnapiWorld) {
  await requireOutcome(this)
  if (this.promisedBy === 'onapi.outcome.own-rejection-is-rejected') requireRejection(this)
  else this.requireStatus(this.exchange)
  checkMessage(this)
})

Then('a rejection has a message for the customer', async function (this: OnapiWorld) {
  const [passage] = this.passages
  if (passage) await requirePlacement(this, passage)
  this.answerOf(this.exchange)
  const status = statusOf(this.exchange, this.profile)
  if (passage?.first === 'portal' && isAccepted(status)) {
    throw new NotApplicable('The provider answers the portal before it knows what the operator does.')
  }
  this.require(
    status === 'REJECTED',
    'onapi.operator.refused-order-is-rejected',
    'an order that the operator refuses is reported as REJECTED',
    this.exchange,
  )
  checkMessage(this)
})

/** Makes sure that the answer is one to a well-formed order, from a target that tells orders apart. */
async function requireOutcome(world: OnapiWorld): Promise<void> {
  await world.leaveAccessInUse()
  const { status } = world.answerOf(world.exchange)
  world.require(
    status === 200 || statusOf(world.exchange, world.profile) === 'REJECTED',
    world.promisedBy,
    'the order has an outcome',
    world.exchange,
  )
  await world.requireOrdersToBeToldApart()
}

function requireRejection(world: OnapiWorld): void {
  world.require(
    statusOf(world.exchange, world.profile) === 'REJECTED',
    'onapi.outcome.own-rejection-is-rejected',
    'an order that the provider does not take is REJECTED',
    world.exchange,
  )
}

function checkMessage(world: OnapiWorld): void {
  const message = messageOf(world.exchange)
  const isRejection = statusOf(world.exchange, world.profile) === 'REJECTED'
  world.require(
    message === undefined || typeof message === 'string',
    'onapi.outcome.message-is-text',
    'an externalMessage is a text',
    world.exchange,
  )
  world.check(
    typeof message === 'string' && (!isRejection || message.trim() !== ''),
    {
      summary: 'The outcome has no message that could be shown to the customer.',
      expected: 'an externalMessage',
      received: describeAnswer(world.exchange),
    },
    world.exchange,
  )
}
