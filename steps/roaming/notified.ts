import { Then } from '@cucumber/cucumber'
import type { Exchange } from '../../harness/exchange.js'
import { readBody, type Format } from './body.js'
import { leadsTo, variablesIn } from './addresses.js'
import { complain, decide, describeCalls, hear, notificationIn, requireHeard, statusIn } from './hearing.js'
import { FOUND_NOTHING } from './findings.js'
import { missing } from './missing.js'
import { isRefusal } from './outcomes.js'
import { partsOf, textAt, type Part } from './part.js'
import { isPending, type Status } from './statuses.js'
import { describeUserIds, userIdsOf } from './subscription.js'
import { isAbout, spanOf } from './times.js'
import { denies, reasonOf } from './vocabulary.js'
import type { RoamingWorld } from './world.js'

Then(
  'the ARP is notified that the subscription is {status}',
  async function (this: RoamingWorld, status: Status) {
    await checkNotified(this, status)
  },
)

Then(
  'the first notification says that the subscription is {status}',
  async function (this: RoamingWorld, status: Status) {
    const call = await requireHeard(this)
    const told = statusIn(call)
    // A final status that is wrong breaks the rule that promises the right one.
    const isOurs = told === status || isPending(told) || (told === 'Active' && status === 'PreProvisioned')
    const { promisedBy } = this.held.next
    this.require(isOurs, promisedBy, `the ARP is notified that its subscription is ${status}`)
    const summary = 'The first notification tells of something else.'
    this.check(told === status, { summary, expected: status, received: describeCalls([call]) }, call)
  },
)

Then('the notification is a POST to the notifyURL', async function (this: RoamingWorld) {
  const call = await requireHeard(this)
  const { method, url } = call.request
  const expected = `POST ${this.held.callback.notifyURL}`
  const summary = 'The notification does not come where the ARP wants it.'
  this.check(`${method} ${url}` === expected, { summary, expected, received: `${method} ${url}` }, call)
})

Then('the notification is in {format}', async function (this: RoamingWorld, format: Format) {
  checkFormat(this, await requireHeard(this), format)
})

Then('the notification is in the new notificationFormat', async function (this: RoamingWorld) {
  const format = this.held.callback.notificationFormat
  checkFormat(this, await requireHeard(this), format ?? missing('a notificationFormat'))
})

/** Sentences about a notification. Each is a standing check too. */
for (const sentence of [
  'the notification has the type RoamingSubscriptionNotification',
  "the notification's Content-Type agrees with its body",
  'the root element of the notification is in the namespace of the API',
  "the notification's one member is roamingSubscriptionNotification",
  'the reason of the notification may go with its status',
]) {
  Then(sentence, async function (this: RoamingWorld) {
    this.checkStanding(await requireHeard(this))
  })
}

Then("every variable in the notification's links is percent-encoded", async function (this: RoamingWorld) {
  const { call, told } = await requireTold(this)
  const isThere = linksIn(told).some(href => variablesIn(href) !== undefined)
  const rule = 'roaming.notification-contents.links-to-its-subscription'
  this.require(isThere, rule, 'a notification links to its subscription')
  this.checkStanding(call)
})

Then('the notification repeats the callbackData', async function (this: RoamingWorld) {
  await checkCallbackData(this)
})

Then(
  'the request is refused, or its notification repeats the callbackData',
  async function (this: RoamingWorld) {
    await this.requireFormat(this.format)
    this.answerOf(this.exchange)
    if (isRefusal(this.exchange)) {
      this.check(true, FOUND_NOTHING)
      return this.twin()
    }
    this.subscription = await this.requireCreated(this.exchange, this.sent)
    await decide(this, this.subscription)
    await checkCallbackData(this)
  },
)

Then('the notification holds no callbackData', async function (this: RoamingWorld) {
  const { call, told } = await requireTold(this)
  const received = textAt(told, 'callbackData')
  this.check(
    received === undefined || received === '',
    {
      summary: 'The notification holds callbackData although the ARP gave none.',
      expected: 'none',
      received: JSON.stringify(received) ?? 'something that is no string',
    },
    call,
  )
})

Then('the notification names the subscription', async function (this: RoamingWorld) {
  const { call, told } = await requireTold(this)
  const expected = this.held.subscriptionId
  const received = textAt(told, 'roamingSubscriptionId')
  requirePart(this, received, 'roamingSubscriptionId')
  const summary = 'The notification names another subscription.'
  this.check(received === expected, { summary, expected, received: received ?? 'none' }, call)
})

Then(
  'the notification has the {element} of the subscription',
  async function (this: RoamingWorld, element: string) {
    const { call, told } = await requireTold(this)
    const { userId, dspId, arpId } = this.held
    const [expected, received] =
      element === 'userId'
        ? [describeUserIds(userId), describeUserIds(userIdsOf(told))]
        : [element === 'dspId' ? dspId : arpId, textAt(told, element)]
    requirePart(this, received, element)
    const summary = `The notification names another ${element} than its subscription.`
    this.check(
      received === expected,
      { summary, expected: expected ?? 'none', received: received ?? 'none' },
      call,
    )
  },
)

Then('a link of the notification leads to the subscription', async function (this: RoamingWorld) {
  const { call, told } = await requireTold(this)
  const links = linksIn(told)
  this.require(links.length > 0, 'roaming.notification-contents.has-its-type', 'a notification has a link')
  this.check(
    links.some(href => URL.canParse(href.trim()) && leadsTo(href, this.held)),
    {
      summary: 'No link of the notification leads to its subscription.',
      expected: `the absolute URL of the subscription ${this.held.subscriptionId}`,
      received: links.join(', ') || 'no link',
    },
    call,
  )
})

Then('the notification gives the reason {word}', async function (this: RoamingWorld, reason: string) {
  const { call, told } = await requireTold(this)
  checkReason(this, call, told, reason)
})

Then(
  'the reason of the notification is {word}, if there is one',
  async function (this: RoamingWorld, reason: string) {
    const { call, told } = await requireTold(this)
    if (reasonOf(told) === undefined) {
      this.observe(`reason of a deactivation for ${reason}`, 'none given')
      this.check(true, FOUND_NOTHING)
    } else checkReason(this, call, told, reason)
  },
)

Then('the reason of the notification is one of denial, if there is one', async function (this: RoamingWorld) {
  const { call, told } = await requireTold(this)
  const { promisedBy } = this.held.next
  this.require(
    statusIn(call) === 'Cancelled',
    promisedBy,
    'the ARP is notified that its subscription is Cancelled',
  )
  const reason = reasonOf(told)
  if (reason === undefined) this.observe('reason of a denial', 'none given')
  this.check(
    reason === undefined || denies(reason),
    {
      summary: 'The reason of a denial is none that denies.',
      expected: 'NoActiveAgreement, NotAuthorized... or NotEligible...',
      received: reason ?? 'none',
    },
    call,
  )
})

Then('the operation of the notification starts before it ends', async function (this: RoamingWorld) {
  const { call, told } = await requireTold(this)
  const end = requireEnd(this, told)
  const start = textAt(told, 'operationStartTimestamp')?.trim()
  if (start === undefined) this.observe('start of an operation', 'none given')
  const [from, to] = [spanOf(start ?? end), spanOf(end)]
  this.check(
    from !== undefined && to !== undefined && from.from <= to.to,
    {
      summary: 'The operation ends before it starts.',
      expected: `an end that is not before ${start}`,
      received: end,
    },
    call,
  )
})

Then('the operation of the notification ends at the present time', async function (this: RoamingWorld) {
  const { call, told } = await requireTold(this)
  const end = requireEnd(this, told)
  this.check(
    isAbout(end, call.startedAt),
    {
      summary: 'The end of the operation is not the time of its completion.',
      expected: new Date(call.startedAt).toISOString(),
      received: end,
    },
    call,
  )
})

/** Checks that the notification that must come brings the callbackData of its subscription. */
async function checkCallbackData(world: RoamingWorld): Promise<void> {
  const { call, told } = await requireTold(world)
  const expected = world.held.callback.callbackData
  const received = textAt(told, 'callbackData')
  world.check(
    received === expected,
    {
      summary: 'The notification does not pass back the callbackData that the ARP gave.',
      expected: JSON.stringify(expected),
      received:
        JSON.stringify(received) ?? (told.parts.has('callbackData') ? 'something that is no string' : 'none'),
    },
    call,
  )
}

/** Checks that the ARP is notified of a status; other notifications may come before. */
export async function checkNotified(
  world: RoamingWorld,
  status: Status,
  subscription = world.held,
): Promise<void> {
  const expectation = { status, promisedBy: world.rule.id }
  const call = await hear(world, subscription, expectation, heard => statusIn(heard) === status)
  if (call === undefined) complain(world, subscription, status)
  else world.check(true, FOUND_NOTHING, call)
}

/** The first notification of the scenario's event, which must be readable. */
export async function requireTold(
  world: RoamingWorld,
  subscription = world.held,
): Promise<{ readonly call: Exchange; readonly told: Part }> {
  const call = await requireHeard(world, subscription)
  const told = notificationIn(call)
  const rule = 'roaming.notification-contents.has-its-type'
  world.require(told !== undefined, rule, 'a notification is a roamingSubscriptionNotification')
  return { call, told: told ?? missing('a notification') }
}

/** Checks the reason of a notification. */
export function checkReason(world: RoamingWorld, call: Exchange, told: Part, reason: string): void {
  const received = reasonOf(told) ?? 'none'
  const summary = 'The notification does not give the reason of what happened.'
  world.check(received === reason, { summary, expected: reason, received }, call)
}

/** Where the links of a notification lead. */
export function linksIn(told: Part): readonly string[] {
  return partsOf(told, 'link').flatMap(link => textAt(link, 'href') ?? [])
}

function checkFormat(world: RoamingWorld, call: Exchange, format: string): void {
  const { body, problem } = readBody(call.request.body)
  const summary = 'The notification is in another format than the subscription asks for.'
  world.check(
    body?.format === format,
    { summary, expected: format, received: body?.format ?? `${problem}` },
    call,
  )
}

function requireEnd(world: RoamingWorld, told: Part): string {
  const end = textAt(told, 'operationEndTimestamp')?.trim()
  const rule = 'roaming.notification-contents.has-its-type'
  world.require(
    end !== undefined && spanOf(end) !== undefined,
    rule,
    'a notification tells when its operation ended',
  )
  return end ?? ''
}

/** Makes sure that a notification has an element which its type demands. */
function requirePart(world: RoamingWorld, value: string | undefined, element: string): void {
  const rule = 'roaming.notification-contents.has-its-type'
  world.require(value !== undefined, rule, `a notification has a ${element}`)
}
