import { Then } from '@cucumber/cucumber'
import { header } from '../../harness/exchange.js'
import { describeAnswer } from '../../harness/describe.js'
import { collectionPath, pathBelow } from './addresses.js'
import { FOUND_NOTHING } from './findings.js'
import { decide, describeCalls, hear, isAboutIt, notificationIn, requireHeard, statusIn } from './hearing.js'
import { missing } from './missing.js'
import { isRefusal, succeeded } from './outcomes.js'
import { textAt } from './part.js'
import { spellingOf } from './settings.js'
import { spell } from './statuses.js'
import { describeUserIds, subscriptionIn, valueOf } from './subscription.js'
import { isAbout } from './times.js'
import { reasonOf } from './vocabulary.js'
import type { RoamingWorld } from './world.js'

const PENDING_REQUEST = 'NotEligibleUserPendingRequestOngoing'

Then('the request is refused or cancelled', async function (this: RoamingWorld) {
  await this.requireFormat(this.format)
  this.answerOf(this.exchange)
  const finding = {
    summary: 'A request that should come to nothing was granted.',
    expected: 'a refusal, or a notification of Cancelled',
  }
  if (!succeeded(this.exchange)) {
    const received = describeAnswer(this.exchange)
    this.check(isRefusal(this.exchange), { ...finding, received }, this.exchange)
    return
  }
  const subscription = await this.requireCreated(this.exchange, this.sent)
  const promisedBy = 'roaming.notifications.tells-of-denied-pre-provisioning'
  await decide(this, subscription)
  const call = await hear(this, subscription, { status: 'Cancelled', promisedBy })
  this.require(call !== undefined, promisedBy, 'the ARP is notified that its subscription is Cancelled')
  const told = call ?? missing('a notification')
  this.check(statusIn(told) === 'Cancelled', { ...finding, received: describeCalls([told]) }, told)
})

Then('no other request is given as the reason, if it is denied', async function (this: RoamingWorld) {
  await this.requireFormat(this.format)
  if (isRefusal(this.exchange)) {
    this.observe('a second request for a customer, while none is pending', 'is refused')
    this.check(true, FOUND_NOTHING)
    return
  }
  const subscription = await this.requireCreated(this.exchange, this.sent)
  await decide(this, subscription)
  const call = await requireHeard(this, subscription, subscription.next, isAboutIt(subscription))
  const told = notificationIn(call)
  this.check(
    told === undefined || reasonOf(told) !== PENDING_REQUEST,
    {
      summary: 'A request was denied because of another one that is no longer pending.',
      expected: 'any other notification',
      received: describeCalls([call]),
    },
    call,
  )
})

Then('the request succeeds or is refused as Unsupported Media Type', async function (this: RoamingWorld) {
  await this.requireFormat(this.format)
  this.expectStatus(this.exchange, [200, 201, 415], 'Created or Unsupported Media Type')
})

Then('the Location leads to the subscription', async function (this: RoamingWorld) {
  await requireMade(this)
  const { headers } = this.answerOf(this.exchange)
  const location = header(headers, 'location')
  const finding = {
    summary: 'The Location does not lead to the new subscription.',
    expected: 'its URL in Location',
  }
  this.check(location !== undefined, { ...finding, received: 'no Location' }, this.exchange)
  const seen = await this.ask(
    this.reading(pathBelow(location ?? '') ?? pathOf(location ?? '', this.sent.arpId)),
  )
  const shown = subscriptionIn(seen)
  const expected = describeUserIds(this.customer ?? [])
  const received = `Location: ${location}, where ${describeAnswer(seen)} is found`
  this.check(
    shown !== undefined && valueOf(shown, 'userId') === expected,
    { ...finding, received },
    this.exchange,
  )
})

Then('the Location is the resourceURL', async function (this: RoamingWorld) {
  await requireMade(this)
  const location = header(this.answerOf(this.exchange).headers, 'location')
  this.require(
    location !== undefined,
    'roaming.pre-provisioning.says-where-it-is',
    'a creation is answered with Location',
    this.exchange,
  )
  const resourceURL = requireResourceUrl(this)
  // Whether either of them is absolute is for other rules.
  const base = this.exchange.request.url
  const [one, other] = [location ?? '', resourceURL].map(url =>
    URL.canParse(url, base) ? new URL(url, base).href : url,
  )
  this.check(
    location === resourceURL || one === other,
    { summary: 'Location and resourceURL differ.', expected: resourceURL, received: `Location: ${location}` },
    this.exchange,
  )
})

Then('the two subscriptions have different resourceURLs', function (this: RoamingWorld) {
  checkDifferent(this)
})

Then('the two subscriptions have different resourceURLs, if there are two', function (this: RoamingWorld) {
  if (succeeded(this.exchange)) {
    checkDifferent(this)
    return
  }
  this.observe('a second subscription of a customer whose first was Deactivated', 'is refused')
  this.check(this.answerOf(this.exchange).status < 500, FOUND_NOTHING)
})

Then('the ARP is notified of nothing but the next creation', async function (this: RoamingWorld) {
  const ofStatus =
    this.sent.status === 'Cancelled'
      ? 'roaming.requests.refuses-cancelled'
      : 'roaming.requests.refuses-any-other-status'
  const rule = this.refusedBy || ofStatus
  this.require(isRefusal(this.exchange), rule, 'the creation is refused', this.exchange)
  const written = { ...this.sent, status: spell('PreProvisioned', spellingOf(this.session)) }
  const next = await this.requireCreated(await this.create(written), written)
  await decide(this, next)
  const call = await requireHeard(this, next, next.next, isAboutIt(next))
  const others = next.inbox.received.slice(0, next.inbox.received.indexOf(call))
  this.check(
    others.length === 0,
    {
      summary: 'The ARP was notified of a subscription whose creation had been refused.',
      expected: 'no notification of it',
      received: describeCalls(others),
    },
    others[0],
  )
  const told = notificationIn(call)
  const isInTheWay = told !== undefined && reasonOf(told) === PENDING_REQUEST
  this.check(
    !isInTheWay,
    {
      summary: 'A creation was denied because of one that had been refused.',
      expected: 'a notification of PreProvisioned',
      received: describeCalls([call]),
    },
    call,
  )
})

Then('the Location is absolute, if there is one', async function (this: RoamingWorld) {
  await requireMade(this)
  const location = header(this.answerOf(this.exchange).headers, 'location')
  if (location === undefined) this.observe('Location of a new subscription', 'none given')
  this.check(
    location === undefined || /^https?:\/\/[^/?#]+/i.test(location),
    { summary: 'The Location is no absolute URL.', expected: 'http://host/...', received: location ?? '' },
    this.exchange,
  )
})

Then('the requestArrivalTimestamp is the present time, if there is one', async function (this: RoamingWorld) {
  await requireMade(this)
  const shown = subscriptionIn(this.exchange) ?? missing('a subscription')
  const value = valueOf(shown, 'requestArrivalTimestamp')
  if (value === undefined) this.observe('requestArrivalTimestamp of a new subscription', 'absent')
  this.check(
    value === undefined || isAbout(value, this.exchange.startedAt),
    {
      summary: 'The time of arrival is not that of the request.',
      expected: new Date(this.exchange.startedAt).toISOString(),
      received: value ?? 'none',
    },
    this.exchange,
  )
})

function checkDifferent(world: RoamingWorld): void {
  const urls = world.exchanges.map(exchange => textAt(subscriptionIn(exchange), 'resourceURL')?.trim())
  const [first, second] = urls
  const rule = 'roaming.retrieval.every-representation-has-its-resource-url'
  world.require(
    first !== undefined && second !== undefined,
    rule,
    'an answer carries the resourceURL',
    world.exchange,
  )
  world.check(
    first !== second,
    {
      summary: 'Two subscriptions have the same identifier.',
      expected: 'a resourceURL for each',
      received: `${first} for both`,
    },
    world.exchange,
  )
}

/** Makes sure that the request brought a subscription and shows it. */
export async function requireMade(world: RoamingWorld): Promise<void> {
  await world.requireFormat(world.format)
  const { exchange } = world
  world.require(succeeded(exchange), world.promisedBy, 'the request is served', exchange)
  const rule = 'roaming.pre-provisioning.starts-pending'
  world.require(subscriptionIn(exchange) !== undefined, rule, 'the answer holds the subscription', exchange)
}

/** The resourceURL that the last answer shows. */
export function requireResourceUrl(world: RoamingWorld): string {
  const url = textAt(subscriptionIn(world.exchange), 'resourceURL')?.trim()
  const rule = 'roaming.retrieval.every-representation-has-its-resource-url'
  world.require(url !== undefined, rule, 'an answer carries the resourceURL', world.exchange)
  return url ?? missing('a resourceURL')
}

function pathOf(location: string, arpId = ''): string {
  const path = location.replace(/^[a-z]+:\/\/[^/]*/i, '')
  // Without a slash before it, it is relative to the collection, in which its last segment counts for nothing.
  return path.startsWith('/') || path === ''
    ? path || '/'
    : new URL(path, `http://arp${collectionPath(arpId)}`).pathname
}
