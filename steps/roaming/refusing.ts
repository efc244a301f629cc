import { Then, When } from '@cucumber/cucumber'
import { describeAnswer } from '../../harness/describe.js'
import { header } from '../../harness/exchange.js'
import { defineWords } from '../../harness/words.js'
import { collectionPath, subscriptionPath } from './addresses.js'
import { FOUND_NOTHING } from './findings.js'
import { readBody } from './body.js'
import { isGone, isRefusal } from './outcomes.js'
import { firstArp, optionsOf, spellingOf } from './settings.js'
import { spell, type Status } from './statuses.js'
import { exceptionIn, type RequestException } from './vocabulary.js'
import type { RoamingWorld } from './world.js'

const REFUSALS = {
  'Not Acceptable': 406,
  'Not Found': 404,
  Unauthorized: 401,
  'Unsupported Media Type': 415,
} as const

/** What Allow names for each resource: what it must name, and what it may. */
const ALLOWED = {
  'POST alone': { must: ['POST'], may: ['OPTIONS'] },
  'GET and PUT': { must: ['GET', 'PUT'], may: ['HEAD', 'OPTIONS'] },
} as const

defineWords('refusal', Object.fromEntries(Object.entries(REFUSALS).map(entry => [entry[0], entry])))
defineWords('methods', ALLOWED)

When('the ARP sends {word} to the collection', async function (this: RoamingWorld, method: string) {
  await sendMethod(this, method, collectionPath(firstArp(this.session).arpId))
  this.refusedBy = 'roaming.methods.factory-only-creates'
  this.promisedBy = 'roaming.methods.factory-answers-with-allow'
})

When('the ARP sends {word} to the subscription', async function (this: RoamingWorld, method: string) {
  await sendMethod(this, method, subscriptionPath(this.held))
  this.refusedBy = 'roaming.methods.subscription-is-only-retrieved-and-updated'
  this.promisedBy = 'roaming.methods.subscription-answers-with-allow'
})

When(
  'the ARP requests the status {status} by {word}',
  async function (this: RoamingWorld, status: Status, method: string) {
    const written = await this.edited(this.held, { status: spell(status, spellingOf(this.session)) })
    const request = this.writing(method, subscriptionPath(this.held), written)
    this.exchanges = [await this.ask(request, this.held.arp)]
  },
)

Then('the request is refused', async function (this: RoamingWorld) {
  await checkRefused(this, 'A request that should be refused is not.')
})

Then(
  'the request is refused as {refusal}',
  async function (this: RoamingWorld, [name, status]: [string, number]) {
    await this.twin()
    this.expectStatus(this.exchange, status, name)
  },
)

Then('the answer is Method Not Allowed', async function (this: RoamingWorld) {
  if (this.subscription?.status === 'Deactivated') {
    const shown = await this.retrieve(this.subscription)
    if (isGone(this.exchange) && this.hasVanished(this.subscription, shown)) {
      this.check(true, FOUND_NOTHING)
      return
    }
  }
  this.expectStatus(this.exchange, 405, 'Method Not Allowed')
})

Then('the answer carries Allow', function (this: RoamingWorld) {
  const received = requireMethodRefused(this)
  this.check(
    received !== undefined,
    {
      summary: 'The refusal of a method does not say what is allowed.',
      expected: 'Allow',
      received: 'no Allow',
    },
    this.exchange,
  )
})

Then(
  'Allow names {methods}, if there is one',
  function (this: RoamingWorld, { must, may }: { must: readonly string[]; may: readonly string[] }) {
    const allow = requireAllow(this)
    // The form of the list has a rule of its own.
    const named = allow
      .toUpperCase()
      .split(/[^A-Z]+/)
      .filter(name => name !== '')
    const isRight =
      must.every(name => named.includes(name)) && named.every(name => [...must, ...may].includes(name))
    this.check(
      isRight,
      {
        summary: 'Allow names other methods than the resource has.',
        expected: must.join(', '),
        received: allow,
      },
      this.exchange,
    )
  },
)

Then('Allow is a list with commas, if there is one', function (this: RoamingWorld) {
  const allow = requireAllow(this)
  this.check(
    /^[\s,]*[A-Z-]+(\s*,(\s*[A-Z-]+)?)*\s*$/i.test(allow),
    {
      summary: 'Allow is no list of methods.',
      expected: 'methods with commas between them',
      received: allow,
    },
    this.exchange,
  )
})

Then('the answer carries WWW-Authenticate, if it is Unauthorized', function (this: RoamingWorld) {
  const { status, headers } = this.answerOf(this.exchange)
  const rule = 'roaming.authorization.refuses-strangers'
  this.require(
    status === 401,
    rule,
    'a request without credentials is refused as unauthorized',
    this.exchange,
  )
  const received = header(headers, 'www-authenticate')
  this.check(
    received !== undefined && received.trim() !== '',
    {
      summary: 'The refusal does not say how to authenticate.',
      expected: 'WWW-Authenticate with a challenge',
      received: received ?? 'no WWW-Authenticate',
    },
    this.exchange,
  )
})

Then('the answer has the type RequestError', async function (this: RoamingWorld) {
  await requireRefused(this)
  this.checkStanding(this.exchange)
})

Then('the messageId fits the kind of exception', async function (this: RoamingWorld) {
  await requireException(this)
  this.checkStanding(this.exchange)
})

Then('the text of the exception has a place for each variable', async function (this: RoamingWorld) {
  await requireException(this)
  this.checkStanding(this.exchange)
})

Then('each place in the text of the exception has a variable', async function (this: RoamingWorld) {
  await requireException(this)
  this.checkStanding(this.exchange)
})

Then('the messageId is {word} or {word}', async function (this: RoamingWorld, one: string, other: string) {
  await checkMessageId(this, [one, other])
})

Then('the messageId is {word}', async function (this: RoamingWorld, messageId: string) {
  await checkMessageId(this, [optionsOf(this.session).transitionMessageId ?? messageId])
})

Then('the transition is refused with a status that is usual for it', async function (this: RoamingWorld) {
  await requireRefused(this)
  const { transitionStatus } = optionsOf(this.session)
  this.expectStatus(this.exchange, transitionStatus ?? [400, 403, 409], 'a transition that is not allowed')
})

Then('the unknown subscription is still not found', async function (this: RoamingWorld) {
  await this.twin()
  const unknown = await this.nobodys()
  const exchange = await this.retrieve(unknown)
  this.answerOf(exchange)
  this.check(
    isRefusal(exchange),
    {
      summary: 'An update created a subscription.',
      expected: 'a refusal of its retrieval',
      received: describeAnswer(exchange),
    },
    exchange,
  )
})

Then('no subscription is shown as Cancelled', function (this: RoamingWorld) {
  this.answerOf(this.exchange)
  if (isGone(this.exchange)) this.check(true, FOUND_NOTHING)
  else this.checkStanding(this.exchange)
})

/** Checks that the ARP was refused; with its twin, that nothing but the edit was the cause. */
export async function checkRefused(world: RoamingWorld, summary: string): Promise<void> {
  const { exchange } = world
  world.answerOf(exchange)
  const received = describeAnswer(exchange)
  world.check(isRefusal(exchange), { summary, expected: 'a refusal (4xx)', received }, exchange)
  await world.twin()
}

async function sendMethod(world: RoamingWorld, method: string, path: string): Promise<void> {
  const hasBody = method === 'PUT' || method === 'POST'
  const request = hasBody
    ? world.writing(method, path, await world.edited(world.held))
    : { ...world.reading(path), method }
  world.exchanges = [await world.ask(request, world.held.arp)]
}

function requireMethodRefused(world: RoamingWorld): string | undefined {
  const { status, headers } = world.answerOf(world.exchange)
  world.require(status === 405, world.refusedBy, 'the method is not allowed', world.exchange)
  return header(headers, 'allow')
}

function requireAllow(world: RoamingWorld): string {
  const allow = requireMethodRefused(world)
  world.require(allow !== undefined, world.promisedBy, 'the refusal carries Allow', world.exchange)
  return allow ?? ''
}

async function requireRefused(world: RoamingWorld): Promise<void> {
  await world.twin()
  const rule = world.refusedBy || 'roaming.requests.needs-every-mandatory-element'
  world.require(isRefusal(world.exchange), rule, 'the request is refused', world.exchange)
}

async function requireException(world: RoamingWorld): Promise<RequestException> {
  await requireRefused(world)
  const { body } = readBody(world.answerOf(world.exchange).body)
  const exception = body && exceptionIn(body)
  const rule = 'roaming.errors.are-request-errors'
  world.require(exception !== undefined, rule, 'the body of a refusal is a requestError', world.exchange)
  return exception ?? { kind: 'serviceException' }
}

async function checkMessageId(world: RoamingWorld, allowed: readonly string[]): Promise<void> {
  const { messageId = 'none' } = await requireException(world)
  world.check(
    allowed.includes(messageId),
    { summary: 'Another exception tells of the error.', expected: allowed.join(' or '), received: messageId },
    world.exchange,
  )
}
