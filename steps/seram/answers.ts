import { Then } from '@cucumber/cucumber'
import { describeAnswer } from '../../harness/describe.js'
import { header } from '../../harness/exchange.js'
import { NotApplicable, type Finding } from '../../harness/finding.js'
import { isObject } from './order.js'
import { findNoGeneratedId, findNoNullBody, generatedIdOf, readJson } from './wire.js'
import type { SeramWorld } from './world.js'

Then('the order is created', async function (this: SeramWorld) {
  await requireSuccess(this)
  this.expectStatus(this.exchange, 201, 'Created')
  observeFields(this)
})

Then('the answer consists of the generated sessionID', async function (this: SeramWorld) {
  await requireSuccess(this)
  checkBody(this, findNoGeneratedId(this.exchange, this.options))
})

Then('the answer has a null body', async function (this: SeramWorld) {
  await requireSuccess(this)
  checkBody(this, findNoNullBody(this.exchange, this.options))
  observeFields(this)
})

Then('the answer has no other member than the sessionID', async function (this: SeramWorld) {
  if (this.options.generatedBody === 'string') throw new NotApplicable('The body is a string by option.')
  await requireSuccess(this)
  this.requireGeneratedId(this.exchange)
  const { value } = readJson(this.answerOf(this.exchange).body) ?? {}
  const others = Object.keys(isObject(value) ? value : {}).filter(name => name !== this.options.sessionKey)
  this.check(
    others.length === 0,
    {
      summary: 'The answer has other members than the generated session id.',
      expected: `${this.options.sessionKey} alone`,
      received: `also ${others.join(', ')}`,
    },
    this.exchange,
  )
})

Then('the generated sessionID is a string that is not empty', async function (this: SeramWorld) {
  await requireSuccess(this)
  const id = generatedIdOf(this.exchange, this.options)
  const promise = 'an order without a session id is answered with the generated one'
  this.require(id !== undefined, 'seram.session.generated-id-is-returned', promise, this.exchange)
  this.check(
    typeof id === 'string' && id !== '',
    {
      summary: 'The generated session id is no string, or an empty one.',
      expected: 'a string with at least one character',
      received: JSON.stringify(id),
    },
    this.exchange,
  )
})

Then('the generated sessionIDs are all different', async function (this: SeramWorld) {
  const ids: string[] = []
  for (const exchange of this.exchanges) {
    await this.preconditions.requireAccepted(exchange, this.promisedBy)
    ids.push(this.requireGeneratedId(exchange))
  }
  const different = new Set(ids).size
  const repeated = ids.findIndex((id, index) => ids.indexOf(id) < index)
  this.check(
    different === ids.length,
    {
      summary: 'Orders without a session id were given the same one.',
      expected: `${ids.length} different session ids`,
      received: `${different} different ones`,
    },
    this.exchanges[repeated],
  )
})

/** The order must have been accepted; whether it should have been is for other rules. */
async function requireSuccess(world: SeramWorld): Promise<void> {
  world.answerOf(world.exchange)
  await world.preconditions.requireAccepted(world.exchange, world.promisedBy)
}

function checkBody(world: SeramWorld, finding: Finding | undefined): void {
  const fine = { summary: '', expected: '', received: describeAnswer(world.exchange) }
  world.check(finding === undefined, finding ?? fine, world.exchange)
}

function observeFields(world: SeramWorld): void {
  const { headers, body } = world.answerOf(world.exchange)
  const kind = body.length === 0 ? 'no bytes' : 'a body'
  world.observe(`Content-Type of a success with ${kind}`, header(headers, 'content-type') ?? 'none')
  world.observe('Location of a success', header(headers, 'location') === undefined ? 'none' : 'given')
}
