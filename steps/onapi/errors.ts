import { Then, When } from '@cucumber/cucumber'
import { describeAnswer } from '../../harness/describe.js'
import { NotApplicable } from '../../harness/finding.js'
import { defineWords } from '../../harness/words.js'
import { wrongPassword } from './credentials.js'
import { pathsOf, withValue } from './fields.js'
import type { Order } from './order.js'
import { membersOf } from './outcome.js'
import { personalDataIn, repeatedIn } from './personal-data.js'
import { attempt, sibling } from './placing.js'
import type { Sending } from './sending.js'
import { namesBasic } from './standing.js'
import type { OnapiWorld } from './world.js'

/** Something that a portal does wrong, with the rule that promises its refusal. */
interface Fault {
  readonly refusedBy: string
  readonly make: (order: Order, world: OnapiWorld) => Sending
}

const FAULTS: Readonly<Record<string, Fault>> = {
  'missing field': {
    refusedBy: 'onapi.order.needs-mandatory-fields',
    make: (order, world) => world.sendingOf(withValue(order, ['requestedDateTime'], undefined)),
  },
  'wrong value': {
    refusedBy: 'onapi.customer.phone-is-e164',
    make(order, world) {
      const [path] = pathsOf('customerMobilePhone', world.profile)
      return world.sendingOf(withValue(order, path, '0701740605'))
    },
  },
  'incorrect JSON': {
    refusedBy: 'onapi.error.incorrect-json-is-invalid',
    make(order, world) {
      const { body, ...sending } = world.sendingOf(order)
      return { ...sending, body: body.subarray(0, Math.floor(body.length / 2)) }
    },
  },
  'wrong password': {
    refusedBy: 'onapi.error.refuses-wrong-credentials',
    make: (order, world) => ({ ...world.sendingOf(order), authorization: wrongPassword(world) ?? null }),
  },
  'unknown endpoint': {
    refusedBy: 'onapi.error.unknown-endpoint-is-501',
    make(order, world) {
      const sending = world.sendingOf(order)
      return { ...sending, path: sibling(sending.path, world.random.word(10, 'bcdfghjkmnpqrtvwxz')) }
    },
  },
}

defineWords('fault', FAULTS)

When('the portal provokes an error by {fault}', async function (this: OnapiWorld, fault: Fault) {
  this.refusedBy = fault.refusedBy
  await attempt(this, order => fault.make(order, this))
})

Then('a body of the error is JSON with a textual cause', async function (this: OnapiWorld) {
  await requireError(this)
  if (this.answerOf(this.exchange).body.length === 0) {
    throw new NotApplicable('The errors of the provider have no body, which is allowed.')
  }
  this.checkStanding(this.exchange)
})

Then('the error says a cause that is not empty', async function (this: OnapiWorld) {
  await requireError(this)
  const { cause } = membersOf(this.exchange)
  this.require(
    cause === undefined || cause === null || typeof cause === 'string',
    'onapi.error.body-is-json-with-cause',
    'a cause is a text',
    this.exchange,
  )
  this.check(
    typeof cause === 'string' && cause.trim() !== '',
    {
      summary: 'The error does not say what caused it.',
      expected: '{"cause": "<what was wrong>"}',
      received: describeAnswer(this.exchange),
    },
    this.exchange,
  )
})

Then('the error has no externalMessage', async function (this: OnapiWorld) {
  await requireError(this)
  this.check(
    (membersOf(this.exchange)['externalMessage'] ?? undefined) === undefined,
    {
      summary: 'The error has a message for the customer.',
      expected: 'a cause only',
      received: describeAnswer(this.exchange),
    },
    this.exchange,
  )
})

Then('a refusal as unauthorized names the Basic scheme', async function (this: OnapiWorld) {
  await this.requireTaken()
  const { status } = this.answerOf(this.exchange)
  this.require(
    status === 401,
    'onapi.error.needs-credentials',
    'an order without credentials is refused as unauthorized',
    this.exchange,
  )
  this.checkStanding(this.exchange)
})

Then('a refusal that names the Basic scheme names a realm', async function (this: OnapiWorld) {
  await this.requireTaken()
  const { status } = this.answerOf(this.exchange)
  this.require(status === 401, this.refusedBy, 'the order is refused as unauthorized', this.exchange)
  this.require(
    namesBasic(this.exchange),
    'onapi.error.unauthorized-names-basic',
    'the refusal names the Basic scheme',
    this.exchange,
  )
  this.checkStanding(this.exchange)
})

Then("the error repeats nothing of the customer's details", async function (this: OnapiWorld) {
  await requireError(this)
  const { body } = this.answerOf(this.exchange)
  const repeated = repeatedIn(body, personalDataIn(this.order, this.exchange.request.body))
  this.check(
    repeated === undefined,
    {
      summary: 'The error repeats what the order said of the customer.',
      expected: 'a cause without personal data',
      received: `"${repeated ?? ''}" in ${describeAnswer(this.exchange)}`,
    },
    this.exchange,
  )
})

async function requireError(world: OnapiWorld): Promise<void> {
  world.requireRefused(world.exchange)
  await world.requireTaken()
}
