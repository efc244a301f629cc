import { Then } from '@cucumber/cucumber'
import { describeAnswer } from '../../harness/describe.js'
import { header } from '../../harness/exchange.js'
import { defineWords } from '../../harness/words.js'
import { isEncoded, leadsTo, pathBelow, variablesIn } from './addresses.js'
import { readBody, type Format } from './body.js'
import { requireMade, requireResourceUrl } from './created.js'
import { FOUND_NOTHING } from './findings.js'
import { decide, requireHeard } from './hearing.js'
import { missing } from './missing.js'
import { isRefusal, succeeded } from './outcomes.js'
import type { Part } from './part.js'
import type { Status } from './statuses.js'
import { describeUserIds, ELEMENTS, statusOf, subscriptionIn, valueOf, type Element } from './subscription.js'
import { FORMER_SIGNALLING, OTHER_SIGNALLING } from './updating.js'
import type { RoamingWorld } from './world.js'
import type { Written } from './writing.js'

/** The rules that promise that an answer holds the subscription, by the method of the request. */
const SHOWN_BY: Readonly<Record<string, string>> = {
  POST: 'roaming.pre-provisioning.starts-pending',
  GET: 'roaming.urls.offers-each-subscription',
  PUT: 'roaming.callback.change-is-shown',
}

defineWords('element', Object.fromEntries(ELEMENTS.map(element => [element, element])))
defineWords('success', {
  OK: { status: 200, name: 'OK' },
  Created: { status: 201, name: 'Created' },
  Accepted: { status: 202, name: 'Accepted' },
})

Then(
  'the answer is {success}',
  async function (this: RoamingWorld, { status, name }: { status: number; name: string }) {
    await requireServable(this)
    if (this.hasVanished(this.subscription, this.exchange)) this.check(true, FOUND_NOTHING)
    else this.expectStatus(this.exchange, status, name)
  },
)

Then('the request succeeds', async function (this: RoamingWorld) {
  await requireServable(this)
  this.answerOf(this.exchange)
  this.check(
    succeeded(this.exchange) || this.hasVanished(this.subscription, this.exchange),
    {
      summary: 'A request that should be served is not.',
      expected: 'a success',
      received: describeAnswer(this.exchange),
    },
    this.exchange,
  )
  if (this.exchange.request.method !== 'POST') await this.twin()
})

Then('the answer holds the subscription as {status}', async function (this: RoamingWorld, status: Status) {
  if (this.hasVanished(this.subscription, this.exchange)) {
    this.check(true, FOUND_NOTHING)
    return
  }
  const shown = await shownIn(this)
  this.requireElement(this.exchange, 'status')
  const received = (shown && statusOf(shown)) ?? describeAnswer(this.exchange)
  const summary = 'The answer shows another status than the subscription should be in.'
  this.check(received === status, { summary, expected: status, received }, this.exchange)
})

Then('the answer holds the subscription', async function (this: RoamingWorld) {
  await this.twin()
  const shown = subscriptionIn(this.exchange)
  this.check(
    shown !== undefined && valueOf(shown, 'userId') === describeUserIds(this.held.userId),
    {
      summary: 'The subscription is not found.',
      expected: 'the subscription',
      received: describeAnswer(this.exchange),
    },
    this.exchange,
  )
})

Then(
  'the answer repeats the {element} that the ARP sent',
  async function (this: RoamingWorld, element: Element) {
    await checkRepeated(this, element)
  },
)

Then(
  'the request is refused, or the answer repeats the {element} that the ARP sent',
  async function (this: RoamingWorld, element: Element) {
    if (isRefusal(this.exchange)) this.check(true, FOUND_NOTHING)
    else await checkRepeated(this, element)
    await this.twin()
  },
)

Then('the answer shows no other callbackData', async function (this: RoamingWorld) {
  const shown = await shownIn(this)
  const received = shown && valueOf(shown, 'callbackData')
  this.check(
    received === undefined || received === '',
    {
      summary: 'An empty text is shown as another one.',
      expected: 'an empty text',
      received: received ?? '',
    },
    this.exchange,
  )
})

Then('the request is refused, or the subscription can be shown in XML', async function (this: RoamingWorld) {
  await this.requireFormat(this.format)
  this.answerOf(this.exchange)
  if (isRefusal(this.exchange)) this.check(true, FOUND_NOTHING)
  else
    this.checkStanding(
      await this.retrieve(await this.requireCreated(this.exchange, this.sent), 'application/xml'),
    )
  await this.twin()
})

Then('the answer holds the same subscription as before', function (this: RoamingWorld) {
  const [before, now] = [this.exchanges.at(0), this.exchange].map(seen => seen && subscriptionIn(seen))
  this.require(
    before !== undefined && now !== undefined,
    'roaming.retrieval.is-answered-ok',
    'the subscription is shown',
    this.exchange,
  )
  const differing = ELEMENTS.filter(
    element => before && now && valueOf(before, element) !== valueOf(now, element),
  )
  this.check(
    differing.length === 0,
    {
      summary: 'A subscription changed while it was only retrieved.',
      expected: 'the same elements as before',
      received: `another ${differing.join(', ')}`,
    },
    this.exchange,
  )
})

Then('the answer shows the old signalling status', async function (this: RoamingWorld) {
  const shown = await shownIn(this)
  const received = shown && valueOf(shown, 'arpSignallingStatus')
  // Where the target does not show the optional element at all, an answer without it shows nothing new.
  const isOld =
    received === 'OnLine' ||
    (received === undefined && this.before?.parts.has('arpSignallingStatus') === false)
  this.check(
    shown !== undefined && isOld,
    {
      summary: 'The answer does not show the signalling status that holds until the DSP has changed it.',
      expected: 'OnLine',
      received: received ?? describeAnswer(this.exchange),
    },
    this.exchange,
  )
})

Then(
  'the answer shows the old signalling status unless the change is completed',
  async function (this: RoamingWorld) {
    const shown = await shownIn(this)
    const received = shown && valueOf(shown, 'arpSignallingStatus')
    const finding = {
      summary: 'The new signalling status is shown before the change is completed.',
      expected: FORMER_SIGNALLING,
      received: received ?? describeAnswer(this.exchange),
    }
    if (received !== OTHER_SIGNALLING) {
      // That the element is shown at all, and as one of its values, is for other rules.
      this.check(true, finding)
      return
    }
    const told = await this.held.inbox.next(this.session.target.limits.wait)
    if (told !== undefined) {
      this.observe(
        'the signalling status while its change is pending',
        'not seen: the DSP has decided at once',
      )
      this.check(true, FOUND_NOTHING)
      return
    }
    await decide(this, this.held)
    await requireHeard(this)
    this.check(false, finding, this.exchange)
  },
)

Then('the answer is in {format}', async function (this: RoamingWorld, format: Format) {
  if (this.exchange.request.method === 'POST') await this.requireFormat(this.format)
  await this.twin()
  const { body } = readBody(this.answerOf(this.exchange).body)
  if (this.refusedBy === '') {
    this.require(succeeded(this.exchange), this.promisedBy, 'the request is served', this.exchange)
    const rule = 'roaming.formats.names-the-content-type'
    this.require(body !== undefined, rule, 'the answer has a body in one of the formats', this.exchange)
  } else {
    this.require(isRefusal(this.exchange), this.refusedBy, 'the request is refused', this.exchange)
    const rule = 'roaming.errors.are-request-errors'
    this.require(body !== undefined, rule, 'the body of a refusal is a requestError', this.exchange)
  }
  this.check(
    body?.format === format,
    { summary: 'The answer is in another format.', expected: format, received: body?.format ?? 'no body' },
    this.exchange,
  )
})

/** Sentences about an answer that shows a subscription. Each is a standing check too. */
for (const sentence of [
  'the answer carries a resourceURL',
  'the answer has the type RoamingSubscription',
  'the root element is in the namespace of the API',
  "the body's one member is roamingSubscription",
  'the resourceURL is absolute',
]) {
  Then(sentence, async function (this: RoamingWorld) {
    await shownIn(this)
    if (sentence.includes('resourceURL is')) requireResourceUrl(this)
    this.checkStanding(this.exchange)
  })
}

Then('the Content-Type agrees with the body', async function (this: RoamingWorld) {
  if (this.exchange.request.method !== 'GET') await shownIn(this)
  await this.twin()
  this.checkStanding(this.exchange)
})

Then('the resourceURL leads to the subscription', async function (this: RoamingWorld) {
  await shownIn(this)
  const url = requireResourceUrl(this)
  const encoded = variablesIn(url)?.every(isEncoded) ?? true
  this.require(
    encoded,
    'roaming.urls.encodes-reserved-characters',
    'the resourceURL is encoded',
    this.exchange,
  )
  const path = pathBelow(url)
  const finding = { summary: 'The resourceURL does not lead to the subscription.', expected: 'its own URL' }
  this.check(path !== undefined && leadsTo(url, this.held), { ...finding, received: url }, this.exchange)
  const seen = await this.ask(this.reading(path ?? ''), this.held.arp)
  const shown = subscriptionIn(seen)
  const received = `${url}, where ${describeAnswer(seen)} is found`
  this.check(
    shown !== undefined && valueOf(shown, 'userId') === describeUserIds(this.held.userId),
    { ...finding, received },
    seen,
  )
})

Then('every variable in the resourceURL is percent-encoded', async function (this: RoamingWorld) {
  await shownIn(this)
  requireResourceUrl(this)
  this.checkStanding(this.exchange)
})

Then('every variable in the Location is percent-encoded', async function (this: RoamingWorld) {
  await requireMade(this)
  if (header(this.answerOf(this.exchange).headers, 'location') === undefined) {
    this.observe('Location of a new subscription', 'none given')
  }
  this.checkStanding(this.exchange)
})

/** Makes sure that what the ARP asked in could be served at all: its format, and the resource. */
async function requireServable(world: RoamingWorld): Promise<void> {
  if (world.exchange.request.method === 'GET') await world.requireDsp()
  else await world.requireFormat(world.format)
}

/** Checks that the last answer shows an element as the ARP sent it. */
async function checkRepeated(world: RoamingWorld, element: Element): Promise<void> {
  const { exchange } = world
  const shown = await shownIn(world)
  const { body } = world.answerOf(exchange)
  const isReadable = readBody(body).body !== undefined
  const shows =
    isReadable || body.length === 0
      ? (SHOWN_BY[exchange.request.method] ?? '')
      : 'roaming.formats.names-the-content-type'
  world.require(shown !== undefined, shows, 'the answer holds the subscription', exchange)
  world.requireElement(exchange, element)
  const expected = sentValue(world.sent, element)
  const received = shown && valueOf(shown, element)
  world.check(
    received === expected,
    {
      summary: `The ${element} is not what the ARP sent.`,
      expected: expected ?? 'none',
      received: received ?? (shown?.parts.has(element) ? 'something that is no string' : 'none'),
    },
    exchange,
  )
}

/** The subscription in the last answer, which must have been served; whether it is there is for the caller. */
async function shownIn(world: RoamingWorld): Promise<Part | undefined> {
  await requireServable(world)
  const { exchange } = world
  world.require(succeeded(exchange), world.promisedBy, 'the request is served', exchange)
  return subscriptionIn(exchange)
}

function sentValue({ userId, callbackReference, ...written }: Written, element: Element): string | undefined {
  if (element === 'userId') {
    return describeUserIds((userId ?? []).map(({ type = '', value = '' }) => ({ type, value })))
  }
  const value = { ...callbackReference, ...written }[element]
  return typeof value === 'string' ? value : missing(`a ${element}`)
}
