import { Then } from '@cucumber/cucumber'
import { describeAnswer } from '../../harness/describe.js'
import { Inconclusive } from '../../harness/finding.js'
import { Operator } from './operator.js'
import { header, mediaType } from '../../harness/exchange.js'
import { isError, statusOf } from './outcome.js'
import {
  passageOf,
  placeLater,
  placementOf,
  placementsNaming,
  placementsOf,
  requirePlacement,
  type Passage,
} from './passage.js'
import { isJson, operatorOrderProblem } from './shapes.js'
import type { OnapiWorld } from './world.js'

Then('the operator has got the order', async function (this: OnapiWorld) {
  const passage = passageOf(this)
  const { exchange } = passage
  this.answerOf(exchange)
  const placement = await placementOf(this, passage)
  const misfit = (await Operator.of(this.session)).misfits.find(({ access }) => access === passage.access)
  if (!placement && misfit) {
    this.check(
      false,
      {
        summary: 'The provider asked the operator, but placed no order by POST.',
        expected: 'POST',
        received: `${misfit.request.method} ${misfit.request.target}`,
      },
      exchange,
    )
  }
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

Then("the operator's order is declared as JSON", async function (this: OnapiWorld) {
  const passage = passageOf(this)
  const { request } = await requirePlacement(this, passage)
  this.require(
    isJson(request.body),
    'onapi.operator.is-asked-in-its-own-words',
    'the order at the operator is JSON',
    passage.exchange,
  )
  const type = header(request.headers, 'content-type')
  this.check(
    mediaType(type) === 'application/json',
    {
      summary: 'The provider does not declare its order at the operator as JSON.',
      expected: 'Content-Type: application/json',
      received: type === undefined ? 'no Content-Type' : `Content-Type: ${type}`,
    },
    passage.exchange,
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
  await placeLater(this, passage)
  const { length } = await placementsNaming(this, passage)
  this.require(
    length > 0,
    'onapi.operator.is-asked-for-the-access',
    'the order at the operator names the access',
    this.exchange,
  )
  this.check(
    length === 1,
    {
      summary: "One order of the portal's became several orders at the operator.",
      expected: '1 order for the access',
      received: `${length} orders`,
    },
    passage.exchange,
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
  await placeLater(this, passage)
  const placed = await placementsNaming(this, passage)
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
