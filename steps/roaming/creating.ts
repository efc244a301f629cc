import { Given, Then, When } from '@cucumber/cucumber'
import { header, type Exchange } from '../../harness/exchange.js'
import { unknownLike } from '../../harness/unknown-like.js'
import { describeAnswer } from '../../harness/describe.js'
import { defineWords } from '../../harness/words.js'
import { collectionPath, pathBelow } from './addresses.js'
import { FOUND_NOTHING } from './findings.js'
import { decide, describeCalls, hear, notificationIn, requireHeard, statusIn } from './hearing.js'
import type { Subscription } from './known.js'
import { missing } from './missing.js'
import { isRefusal, succeeded } from './outcomes.js'
import { textAt } from './part.js'
import { without, withValue, type Piece } from './pieces.js'
import { optionsOf, secondArp, spellingOf } from './settings.js'
import { spell } from './statuses.js'
import { enterRequest } from './machine.js'
import { describeUserIds, subscriptionIn, valueOf } from './subscription.js'
import { isAbout } from './times.js'
import { reasonOf } from './vocabulary.js'
import type { RoamingWorld } from './world.js'
import type { Style, Written } from './writing.js'

const PENDING_REQUEST = 'NotEligibleUserPendingRequestOngoing'

const PREFIXES: Readonly<Record<string, string>> = {
  'the namespace prefix ns2': 'ns2',
  'a default namespace': '',
}

defineWords('prefix', Object.fromEntries(Object.entries(PREFIXES).map(entry => [entry[0], entry])))
defineWords('arity', { 'an array': 'structure', 'an object': 'instance' })

Given('a request for the same customer that came to nothing', async function (this: RoamingWorld) {
  const written = await this.wanted(this.held.userId)
  const exchange = await this.create(written)
  if (isRefusal(exchange)) return
  const denied = await this.requireCreated(exchange, written)
  await decide(this, denied)
  const promisedBy = 'roaming.notifications.tells-of-denied-pre-provisioning'
  await requireHeard(this, denied, { status: 'Cancelled', promisedBy }, isAboutIt(denied))
})

When('the ARP requests pre-provisioning', async function (this: RoamingWorld) {
  await request(this, written => written)
  enterRequest(this, 'nothing', 'PreProvisioned', this.exchange)
})

When('the ARP requests pre-provisioning of another customer', async function (this: RoamingWorld) {
  this.customer = (await this.state('customer', {})).userId
  const written = await this.wanted()
  this.exchanges = [...this.exchanges, await this.create(written)]
  await this.requireCreated(this.exchange, written)
})

When('the ARP requests pre-provisioning of the same customer', async function (this: RoamingWorld) {
  this.customer = this.held.userId
  await request(this, written => written)
})

When('the ARP requests pre-provisioning of the same customer again', async function (this: RoamingWorld) {
  const [first = missing('a creation')] = this.exchanges
  const written = await this.wanted(this.held.userId)
  this.exchanges = [first, await this.create(written)]
})

When(
  'the ARP requests pre-provisioning of two customers at the same time',
  async function (this: RoamingWorld) {
    await this.requireFormat(this.format)
    const customers = [await this.requireCustomer(), (await this.state('customer', {})).userId]
    const wanted = await Promise.all(customers.map(userId => this.wanted(userId)))
    this.exchanges = await Promise.all(wanted.map(written => this.create(written)))
    for (const [index, exchange] of this.exchanges.entries()) {
      await this.requireCreated(exchange, wanted[index] ?? {})
    }
  },
)

When('the ARP requests pre-provisioning without {piece}', async function (this: RoamingWorld, piece: Piece) {
  await request(this, written => without(written, piece))
})

When(
  'the ARP requests pre-provisioning with the {word} {string}',
  async function (this: RoamingWorld, element: string, value: string) {
    await request(this, written => withValue(written, element, value))
    if (element === 'status') enterRequest(this, 'nothing', value, this.exchange)
  },
)

When(
  'the ARP requests pre-provisioning with the userId {string} of type {string}',
  async function (this: RoamingWorld, value: string, type: string) {
    await request(this, written => ({ ...written, userId: [{ type, value }] }))
  },
)

When('the ARP requests pre-provisioning with a second userId', async function (this: RoamingWorld) {
  const second = { type: 'Email', value: `${this.random.word(8)}@example.com` }
  await request(this, written => ({ ...written, userId: [...(written.userId ?? []), second] }))
})

When(
  'the ARP requests pre-provisioning with an unknown element in callbackReference',
  async function (this: RoamingWorld) {
    await request(this, written => ({
      ...written,
      callbackReference: { ...written.callbackReference, xPriority: this.random.word(6) },
    }))
  },
)

When("the ARP requests pre-provisioning of the other ARP's customer", async function (this: RoamingWorld) {
  this.customer = this.other?.userId ?? missing("another ARP's subscription")
  await request(this, written => written)
})

When('the ARP requests pre-provisioning with no credentials', async function (this: RoamingWorld) {
  const wanted = await this.wanted()
  const creation = this.writing('POST', collectionPath(wanted.arpId ?? ''), wanted)
  this.exchanges = [await this.sendAnonymously(creation)]
  this.sent = wanted
  this.refusedBy = 'roaming.authorization.refuses-strangers'
})

When('the ARP requests pre-provisioning with an unknown element', async function (this: RoamingWorld) {
  await request(this, written => ({ ...written, xPriority: this.random.word(6) }))
})

When(
  'the ARP requests pre-provisioning with a status of another namespace',
  async function (this: RoamingWorld) {
    const note = '<note:status xmlns:note="urn:example:note">Active</note:status>'
    await request(this, written => written, { respell: text => text.replace('<status>', `${note}$&`) })
  },
)

When(
  'the ARP requests pre-provisioning with null for an empty callbackData',
  async function (this: RoamingWorld) {
    await request(this, written => withValue(written, 'callbackData', ''), {
      respell: text => text.replace('"callbackData":""', '"callbackData":null'),
    })
  },
)

When(
  'the ARP requests pre-provisioning with a number for the callbackData',
  async function (this: RoamingWorld) {
    await request(this, written => withValue(written, 'callbackData', '12345'), {
      respell: text => text.replace('"12345"', '12345'),
    })
  },
)

When(
  'the ARP requests pre-provisioning with callbackData of {int} characters',
  async function (this: RoamingWorld, length: number) {
    const callbackData = this.random.word(length)
    await request(this, written => withValue(written, 'callbackData', callbackData))
  },
)

When(
  'the ARP requests pre-provisioning with a control character in the callbackData',
  async function (this: RoamingWorld) {
    await request(this, written => withValue(written, 'callbackData', '\u0001'))
  },
)

When(
  'the ARP requests pre-provisioning with {prefix}',
  async function (this: RoamingWorld, [, prefix]: [string, string]) {
    await request(this, written => written, { prefix })
  },
)

When(
  'the ARP requests pre-provisioning with the one userId as {arity}',
  async function (this: RoamingWorld, arrays: Style['arrays']) {
    await request(this, written => ({ ...written, userId: written.userId?.slice(0, 1) }), { arrays })
  },
)

When("the ARP requests pre-provisioning with another DSP's dspId", async function (this: RoamingWorld) {
  await request(this, written => ({ ...written, dspId: unknownLike(written.dspId ?? '', this.random) }))
})

When(
  'the ARP requests pre-provisioning with the arpId of another ARP in the body',
  async function (this: RoamingWorld) {
    await request(this, written => {
      const arpId = optionsOf(this.session).secondArp?.arpId ?? unknownLike(written.arpId ?? '', this.random)
      return { ...written, arpId }
    })
  },
)

When('the ARP requests pre-provisioning under the arpId of another ARP', async function (this: RoamingWorld) {
  const { arpId } = secondArp(this.session)
  const wanted = await this.wanted()
  const exchange = await this.ask(this.writing('POST', collectionPath(arpId), { ...wanted, arpId }))
  this.exchanges = [exchange]
  this.twin = () => requireWanted(this, wanted)
})

When('the ARP requests pre-provisioning as {string}', async function (this: RoamingWorld, type: string) {
  const wanted = await this.wanted()
  const ordinary = this.writing('POST', collectionPath(wanted.arpId ?? ''), wanted)
  const request = this.sending('POST', ordinary.target, type, ordinary.body ?? Buffer.alloc(0))
  this.exchanges = [await this.ask(request)]
  this.twin = () => requireWanted(this, wanted)
})

When('the ARP requests pre-provisioning in ISO-8859-1', async function (this: RoamingWorld) {
  // As UTF-8 the same bytes are another text, but one all the same.
  const wanted = withValue(await this.wanted(), 'callbackData', 'Z\u00C3\u00BCrich')
  const ordinary = this.writing('POST', collectionPath(wanted.arpId ?? ''), wanted)
  const text = String(ordinary.body).replace(' encoding="UTF-8"', '')
  const type = 'application/xml; charset=ISO-8859-1'
  this.exchanges = [await this.ask(this.sending('POST', ordinary.target, type, Buffer.from(text, 'latin1')))]
  this.sent = wanted
  this.twin = () => requireWanted(this, wanted)
})

When('the ARP requests pre-provisioning by a form', async function (this: RoamingWorld) {
  const wanted = await this.wanted()
  const { userId = [], callbackReference = {}, ...simple } = wanted
  const form = new URLSearchParams({ ...simple, ...callbackReference } as Record<string, string>)
  for (const { type = '', value = '' } of userId) {
    form.append('type', type)
    form.append('value', value)
  }
  const path = collectionPath(wanted.arpId ?? '')
  const request = this.sending(
    'POST',
    path,
    'application/x-www-form-urlencoded',
    Buffer.from(form.toString()),
  )
  this.exchanges = [await this.ask(request)]
})

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

/** Whether a notification is about a subscription. */
function isAboutIt({ subscriptionId }: Subscription): (call: Exchange) => boolean {
  return call => textAt(notificationIn(call), 'roamingSubscriptionId') === subscriptionId
}

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

/** Requests pre-provisioning, perhaps with an edit without which the same target serves it afterwards. */
export async function request(
  world: RoamingWorld,
  edit: (written: Written) => Written,
  style: Partial<Style> = {},
): Promise<void> {
  await world.requireDsp()
  const wanted = await world.wanted()
  world.exchanges = [await world.create(edit(wanted), style)]
  world.twin = () => requireWanted(world, wanted)
}

async function requireWanted(world: RoamingWorld, wanted: Written): Promise<void> {
  await world.requireFormat(world.format)
  const edited = world.exchange
  let served = await world.create(wanted)
  // A customer whose first request is pending may be refused a second one.
  if (isRefusal(served) && succeeded(edited)) {
    served = await world.create(await world.wanted((await world.state('customer', {})).userId))
  }
  const rule = 'roaming.pre-provisioning.is-answered-created'
  world.require(succeeded(served), rule, 'the same request is served without the edit', served)
}

function pathOf(location: string, arpId = ''): string {
  const path = location.replace(/^[a-z]+:\/\/[^/]*/i, '')
  // Without a slash before it, it is relative to the collection, in which its last segment counts for nothing.
  return path.startsWith('/') || path === ''
    ? path || '/'
    : new URL(path, `http://arp${collectionPath(arpId)}`).pathname
}
