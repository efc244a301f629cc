import { Then } from '@cucumber/cucumber'
import { describeAnswer } from '../../harness/describe.js'
import { header, type Exchange } from '../../harness/exchange.js'
import { defineWords } from '../../harness/words.js'
import { isAccepted, isError, statusOf } from './outcome.js'
import type { OnapiWorld } from './world.js'

/** The refusals by the words of the common responses. */
const REFUSALS = {
  invalid: { status: 400, name: '400, invalid data' },
  unauthorized: { status: 401, name: '401, invalid credentials' },
  forbidden: { status: 403, name: '403, not allowed with these credentials' },
  'too many requests': { status: 429, name: '429, too many requests' },
  'not implemented': { status: 501, name: '501, unknown or unimplemented endpoint' },
}

defineWords('refusal', REFUSALS)

type Refusal = (typeof REFUSALS)[keyof typeof REFUSALS]

for (const sentence of ['the order is refused as {refusal}', 'the request is refused as {refusal}']) {
  Then(sentence, async function (this: OnapiWorld, { status, name }: Refusal) {
    await this.requireTaken()
    this.expectStatus(this.exchange, status, name)
  })
}

Then('the order is refused with a client error', async function (this: OnapiWorld) {
  const { status } = this.answerOf(this.exchange)
  await this.requireTaken()
  this.check(
    status >= 400 && status < 500,
    {
      summary: 'An order of another media type is not refused with a client error.',
      expected: 'a 4xx, such as 400 or 415',
      received: describeAnswer(this.exchange),
    },
    this.exchange,
  )
})

Then('the answer is no server error', async function (this: OnapiWorld) {
  const { status } = this.answerOf(this.exchange)
  await this.requireTaken()
  await this.requireOrdersToBeToldApart()
  if (status >= 500 && this.isOrderable) await this.requireFurtherOrder()
  this.check(
    status < 500,
    {
      summary: "What the portal did wrong is answered as an error of the provider's.",
      expected: 'no 5xx',
      received: describeAnswer(this.exchange),
    },
    this.exchange,
  )
})

Then('the order is not accepted', async function (this: OnapiWorld) {
  checkNotAccepted(this, this.exchange)
  if (statusOf(this.exchange, this.profile) === 'REJECTED') await requireAcceptedElsewhere(this)
  else this.requireStatus(await this.requireTaken())
})

Then('the refusal says when to try again', async function (this: OnapiWorld) {
  const { status, headers } = this.answerOf(this.exchange)
  await this.requireTaken()
  this.require(
    status === 429,
    'onapi.error.too-many-requests-is-429',
    'the order is refused as too many requests',
    this.exchange,
  )
  const value = header(headers, 'retry-after')
  this.check(
    value !== undefined && (/^\d+$/.test(value) || isHttpDate(value)),
    {
      summary: 'The refusal does not say when to try again.',
      expected: 'Retry-After with a whole number of seconds or a date of HTTP',
      received: value === undefined ? 'no Retry-After' : `Retry-After: ${value}`,
    },
    this.exchange,
  )
})

/** The three forms that a date has in HTTP: `Sun, 06 Nov 1994 08:49:37 GMT` and two that are older. */
function isHttpDate(value: string): boolean {
  const isOne =
    /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(value) ||
    /^[A-Z][a-z]{5,8}, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d GMT$/.test(value) ||
    /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/.test(value)
  return isOne && !Number.isNaN(Date.parse(value))
}

function checkNotAccepted(world: OnapiWorld, exchange: Exchange): void {
  const { status } = world.answerOf(exchange)
  const isOutcome = status === 200 && exchange.request.method === 'POST'
  const outcome = isOutcome ? world.requireStatus(exchange) : statusOf(exchange, world.profile)
  world.check(
    isError(exchange) || !isAccepted(outcome),
    {
      summary: 'An order that should not be accepted was.',
      expected: 'REJECTED or an error',
      received: describeAnswer(exchange),
    },
    exchange,
  )
}

/**
 * A rejection says nothing if the well-formed order would be rejected as well. Where the state allows that, what the
 * portal did is done again for an access whose order must be accepted.
 */
async function requireAcceptedElsewhere(world: OnapiWorld): Promise<void> {
  if (!world.isOrderable) return world.requirePossible()
  const twin = await world.place(await world.orderIn('orderable access'))
  if (isAccepted(world.requireStatus(twin))) return
  const order = await world.orderIn('free access')
  checkNotAccepted(world, await world.deliver(world.made(order)))
  world.requireAccepted(await world.place(order))
}
