import { Then, When } from '@cucumber/cucumber'
import { describeAnswer } from '../../harness/describe.js'
import type { Exchange } from '../../harness/exchange.js'
import { defineWords } from '../../harness/words.js'
import { leadsTo, pathBelow } from './addresses.js'
import { FOUND_NOTHING } from './findings.js'
import { decide, requireHeard, requireRequested } from './hearing.js'
import { takeSubscription } from './known.js'
import { missing } from './missing.js'
import { checkNotified, checkReason, linksIn, requireTold } from './notified.js'
import { checkBecomes, shownStatus } from './settling.js'
import type { Status } from './statuses.js'
import { describeUserIds, subscriptionIn, userIdsOf, valueOf } from './subscription.js'
import type { RoamingWorld } from './world.js'

const CAUSES = ['CustomerRequested', 'MNPPortOut', 'DSPRequested'] as const

defineWords('cause', Object.fromEntries(CAUSES.map(cause => [cause, cause])))

When(
  'the customer gets a subscription that is {status}',
  async function (this: RoamingWorld, status: Status) {
    const sameCustomerAs = other(this)
    await requireActive(this)
    if (status === 'PreProvisioningPending') {
      const written = await this.wanted(sameCustomerAs.userId)
      await this.requireCreated(await this.create(written), written)
      return
    }
    // What the DSP decides and what the ARP requests are made to happen: they must not touch the donor.
    this.subscription = await takeSubscription(this, 'PreProvisioningPending', { sameCustomerAs })
    await decide(this, this.subscription)
    await requireHeard(this)
    this.subscription.status = 'PreProvisioned'
    if (status === 'ActivationPending') await requireRequested(this, this.subscription, 'Active')
  },
)

When(
  'the DSP deactivates the subscription as {cause}',
  async function (this: RoamingWorld, reason: (typeof CAUSES)[number]) {
    await this.state('deactivation by the DSP', { subscriptionId: this.held.subscriptionId, reason })
    this.held.next = { status: 'Deactivated', promisedBy: 'roaming.changes.dsp-tells-of-its-deactivation' }
  },
)

When("the DSP deactivates the other ARP's subscription by the swap", async function (this: RoamingWorld) {
  await decide(this, this.held)
  // What follows is about the donor.
  this.subscription = other(this)
})

When('the DSP changes the userId of the customer', async function (this: RoamingWorld) {
  const { userId } = await this.state('change of userId', { subscriptionId: this.held.subscriptionId })
  this.customer = userId
  this.held.next = { status: 'Deactivated', promisedBy: 'roaming.changes.user-id-change-is-notified' }
})

Then("the other ARP's subscription is {status}", async function (this: RoamingWorld, status: Status) {
  const exchange = await this.retrieve(other(this))
  if (shownStatus(exchange) !== status && (await isCompleted(this))) {
    this.observe('the donor while the recipient waits', 'not seen: the DSP has decided at once')
    this.check(true, FOUND_NOTHING)
    return
  }
  checkShown(this, exchange, status)
})

Then(
  "the other ARP's subscription is {status} once the ARP was notified",
  async function (this: RoamingWorld, status: Status) {
    await requireHeard(this)
    await checkOther(this, status)
  },
)

Then(
  "the other ARP's subscription is {status} once both ARPs were notified",
  async function (this: RoamingWorld, status: Status) {
    await requireHeard(this)
    await requireHeard(this, other(this))
    await checkBecomes(this, other(this), status)
  },
)

Then(
  'the other ARP is notified that its subscription is {status}',
  async function (this: RoamingWorld, status: Status) {
    await checkNotified(this, status, other(this))
  },
)

Then(
  'the notification of the other ARP gives the reason {word}',
  async function (this: RoamingWorld, reason: string) {
    const { call, told } = await requireTold(this, other(this))
    checkReason(this, call, told, reason)
  },
)

Then('the other ARP is notified before the ARP', async function (this: RoamingWorld) {
  const recipient = await requireHeard(this)
  const donor = await requireHeard(this, other(this))
  this.check(
    donor.id < recipient.id,
    {
      summary: 'The donor of a swap is notified after the recipient.',
      expected: 'the donor first',
      received: 'the recipient first',
    },
    donor,
  )
})

Then(
  'a link of the notification leads to a subscription with the new userId',
  async function (this: RoamingWorld) {
    const { call, told } = await requireTold(this)
    const links = linksIn(told).filter(href => !leadsTo(href, this.held))
    const expected = describeUserIds(this.customer ?? [])
    let leads = false
    for (const href of links) {
      const path = pathBelow(href)
      const exchange = path === undefined ? undefined : await this.ask(this.reading(path), this.held.arp)
      const shown = exchange && subscriptionIn(exchange)
      leads ||= shown !== undefined && valueOf(shown, 'userId') === expected
    }
    this.check(
      leads,
      {
        summary: 'No link of the notification leads to the subscription that takes the place of the old one.',
        expected: `a link to a subscription of ${expected}`,
        received: links.join(', ') || 'no link but that to the old one',
      },
      call,
    )
  },
)

Then('every tel URI in the notification is a global number', async function (this: RoamingWorld) {
  const { call, told } = await requireTold(this)
  const uris = userIdsOf(told).flatMap(({ value }) => (/^tel:/i.test(value) ? [value] : []))
  if (uris.length === 0) this.observe('tel URIs in the notification of a changed userId', 'none')
  const local = uris.find(uri => !/^tel:\+[0-9.()-]*[0-9][0-9.()-]*(;|$)/i.test(uri))
  this.check(
    local === undefined,
    { summary: 'A tel URI is no global number.', expected: 'tel:+ and digits', received: local ?? '' },
    call,
  )
})

async function checkOther(world: RoamingWorld, status: Status): Promise<void> {
  checkShown(world, await world.retrieve(other(world)), status)
}

/** Whether a DSP that needs nobody to decide has completed the activation that the ARP requested. */
async function isCompleted(world: RoamingWorld): Promise<boolean> {
  if (world.subscription?.status !== 'ActivationPending') return false
  return shownStatus(await world.retrieve(world.subscription)) === 'Active'
}

function checkShown(world: RoamingWorld, exchange: Exchange, status: Status): void {
  world.requireElement(exchange, 'status')
  const received = shownStatus(exchange) ?? describeAnswer(exchange)
  const summary = "The other ARP's subscription is in another status."
  world.check(received === status, { summary, expected: status, received }, exchange)
}

/** Makes sure that the other ARP sees its subscription as Active before something happens to it. */
async function requireActive(world: RoamingWorld): Promise<void> {
  const exchange = await world.retrieve(other(world))
  const rule = 'roaming.retrieval.shows-the-status'
  world.require(
    shownStatus(exchange) === 'Active',
    rule,
    'a subscription that is Active is shown so',
    exchange,
  )
}

function other({ other }: RoamingWorld) {
  return other ?? missing("another ARP's subscription")
}
