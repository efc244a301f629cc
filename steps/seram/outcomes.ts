import { Then } from '@cucumber/cucumber'
import { describeAnswer } from '../../harness/describe.js'
import type { Exchange } from '../../harness/exchange.js'
import { NotApplicable } from '../../harness/finding.js'
import type { SeramWorld } from './world.js'
import { succeeded } from './wire.js'

Then('the order is accepted', async function (this: SeramWorld) {
  const { exchange } = this
  this.answerOf(exchange)
  await this.preconditions.requireRefusals()
  if (!succeeded(exchange)) {
    if (!this.isAbout('seram.order.accepts-post')) await this.preconditions.requireAcceptance()
    await this.twin()
  }
  this.check(
    succeeded(exchange),
    {
      summary: 'An order that should be accepted was not.',
      expected: '201 Created, or at least success',
      received: describeAnswer(exchange),
    },
    exchange,
  )
})

Then('the sessionID is not shown', async function (this: SeramWorld) {
  const { body } = this.answerOf(this.exchange)
  this.check(
    !body.includes(this.sessionID),
    {
      summary: 'The session id of an order is shown to somebody without credentials.',
      expected: 'nothing about it',
      received: describeAnswer(this.exchange),
    },
    this.exchange,
  )
})

Then('the order is not accepted', async function (this: SeramWorld) {
  const { exchange } = this
  this.answerOf(exchange)
  await this.twin()
  if (succeeded(exchange)) await this.preconditions.requireReading()
  if (succeeded(exchange) && this.isAbout('seram.security.refuses-wrong-credentials')) {
    await this.preconditions.requireProtection()
  }
  this.check(
    !succeeded(exchange),
    {
      summary: 'An order that should not be accepted was.',
      expected: 'no success',
      received: describeAnswer(exchange),
    },
    exchange,
  )
})

Then('the refusal is no server error', async function (this: SeramWorld) {
  const { exchange } = this
  await requireRefused(this, exchange)
  this.check(
    this.answerOf(exchange).status < 500,
    {
      summary: 'Missing or wrong credentials are answered as an error of the server.',
      expected: '401 Unauthorized, 403 Forbidden, or another status below 500',
      received: describeAnswer(exchange),
    },
    exchange,
  )
})

Then('the order is refused with a client error', async function (this: SeramWorld) {
  await requireRefused(this, this.exchange)
  checkClientError(this)
})

Then('a refusal is a client error', async function (this: SeramWorld) {
  this.answerOf(this.exchange)
  await this.twin()
  // Whether it is refused at all is for the rule on that part of an order to judge.
  if (succeeded(this.exchange)) throw new NotApplicable('The target accepts the order.')
  checkClientError(this)
})

Then('the answer is no server error', async function (this: SeramWorld) {
  const { exchange } = this
  // Whoever has read enough of a body may close the connection; whether the target survived is what the twin shows.
  const wasCut = exchange.failure?.kind === 'reset'
  const status = wasCut ? undefined : this.answerOf(exchange).status
  await this.preconditions.requireRefusals()
  await this.twin()
  this.observe(`the body is ${this.deed}`, status === undefined ? 'connection closed' : String(status))
  this.check(
    status === undefined || status < 500,
    {
      summary: 'A body that cannot be read is answered as an error of the server.',
      expected: 'no 5xx',
      received: describeAnswer(exchange),
    },
    exchange,
  )
})

Then('a refusal as unauthorized names a scheme', async function (this: SeramWorld) {
  await requireRefused(this, this.exchange)
  requireStatus(this, 401)
  this.checkStanding(this.exchange)
})

Then('a refusal of the method names POST as allowed', async function (this: SeramWorld) {
  this.answerOf(this.exchange)
  await this.twin()
  requireStatus(this, 405)
  this.checkStanding(this.exchange)
})

function checkClientError(world: SeramWorld): void {
  const { exchange } = world
  const { status } = world.answerOf(exchange)
  world.check(
    status >= 400 && status < 500,
    {
      summary: "The client's mistake is not answered as one.",
      expected: '4xx',
      received: describeAnswer(exchange),
    },
    exchange,
  )
}

async function requireRefused(world: SeramWorld, exchange: Exchange): Promise<void> {
  world.answerOf(exchange)
  await world.twin()
  world.require(!succeeded(exchange), world.refusedBy ?? '', 'the order is not accepted', exchange)
}

/** Ends a scenario about an answer that the target need not give, and does not. */
function requireStatus(world: SeramWorld, wanted: number): void {
  const { status } = world.answerOf(world.exchange)
  if (status !== wanted)
    throw new NotApplicable(`The target answers ${status}, and the rule is about ${wanted}.`)
}
