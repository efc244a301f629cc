import { Then } from '@cucumber/cucumber'
import type { onapiStates } from '../../schemas/onapi/states.js'
import type { FactsOf } from '../../schemas/states.js'
import { pathsOf, valueAt } from './fields.js'
import type { Order } from './order.js'
import { statusOf } from './outcome.js'
import { accessOf } from './passage.js'
import type { OnapiWorld } from './world.js'

type StoredOrder = FactsOf<(typeof onapiStates)['stored orders']>['orders'][number]

Then('the provider holds the order as it was placed', async function (this: OnapiWorld) {
  this.requireAccepted(this.exchange)
  const stored = await storedFor(this, this.order)
  const [first] = stored.map(kept => differenceOf(this.order, kept, this.profile))
  const isHeld = stored.some(kept => differenceOf(this.order, kept, this.profile) === undefined)
  this.check(
    isHeld,
    {
      summary: 'An order that was accepted is not kept as it was placed.',
      expected: 'the order',
      received: first ?? 'no order for the access',
    },
    this.exchange,
  )
})

Then('the provider holds an order for the access', async function (this: OnapiWorld) {
  await this.requirePossible()
  this.requireAccepted(this.exchange)
  const stored = await storedFor(this, this.order)
  this.check(
    stored.length > 0,
    {
      summary: 'An order that was accepted is not kept.',
      expected: 'an order for the access',
      received: 'no order for the access',
    },
    this.exchange,
  )
})

Then('the provider holds no more than one order for the access', async function (this: OnapiWorld) {
  this.requireAccepted(this.exchange)
  const stored = await storedFor(this, this.order)
  this.require(
    stored.length > 0,
    'onapi.outcome.keeps-accepted-orders',
    'an accepted order is kept',
    this.exchange,
  )
  this.check(
    stored.length === 1,
    {
      summary: "One order of the portal's is kept several times.",
      expected: '1 order for the access',
      received: `${stored.length} orders`,
    },
    this.exchange,
  )
})

Then('the provider holds no accepted order for the access', async function (this: OnapiWorld) {
  this.require(
    statusOf(this.exchange, this.profile) === 'REJECTED',
    'onapi.outcome.own-rejection-is-rejected',
    'an order that the provider does not take is REJECTED',
    this.exchange,
  )
  // Where orders are kept with what was answered, those that were rejected may be among them.
  const stored = (await storedFor(this, this.order)).filter(({ status }) => status !== 'REJECTED')
  this.check(
    stored.length === 0,
    {
      summary: 'An order that was rejected is kept as an accepted one.',
      expected: 'no accepted order for the access',
      received: `${stored.length} orders for the access`,
    },
    this.exchange,
  )
  await this.requirePossible()
})

Then('the provider holds both orders', async function (this: OnapiWorld) {
  for (const exchange of this.exchanges) this.requireAccepted(exchange)
  const counts: number[] = []
  for (const order of this.orders) counts.push((await storedFor(this, order)).length)
  const kept = counts.filter(count => count > 0).length
  this.require(kept > 0, 'onapi.outcome.keeps-accepted-orders', 'an accepted order is kept', this.exchange)
  this.check(
    kept === this.orders.length,
    {
      summary: 'Of two orders for two accesses, only one is kept.',
      expected: 'an order for each access',
      received: `${counts[0] ?? 0} for the first access, ${counts[1] ?? 0} for the second`,
    },
    this.exchange,
  )
})

Then('the provider holds no order for the access', async function (this: OnapiWorld) {
  this.requireRefused(this.exchange)
  const stored = await storedFor(this, this.order)
  this.check(
    stored.length === 0,
    {
      summary: 'An order that was refused with an error is kept nevertheless.',
      expected: 'no order for the access',
      received: `${stored.length} orders for the access`,
    },
    this.exchange,
  )
  const twin = await this.place(this.order)
  this.requireAccepted(twin)
  this.require(
    (await storedFor(this, this.order)).length > 0,
    'onapi.outcome.keeps-accepted-orders',
    'the same order is kept if nothing is wrong with it',
    twin,
  )
})

async function storedFor(world: OnapiWorld, order: Order): Promise<readonly StoredOrder[]> {
  return (await world.state('stored orders', { coAccessId: accessOf(order) })).orders
}

/** The first thing in which a stored order is not what was placed; undefined if there is none. */
export function differenceOf(order: Order, stored: StoredOrder, profile: string): string | undefined {
  const fields = ['operation', 'orderDateTime', 'requestedDateTime', 'productId', 'offeringId'] as const
  const field = fields.find(name => !isSameMoment(valueAt(order, pathsOf(name, profile)[0]), stored[name]))
  if (field !== undefined) return `another ${field}: "${stored[field]}"`
  return contains(stored.customerDetails, order['customerDetails']) ? undefined : 'other customerDetails'
}

/** Whether two texts are equal, or two spellings of one time. */
function isSameMoment(placed: unknown, stored: string): boolean {
  return placed === stored || (/T.*Z$/.test(stored) && Date.parse(String(placed)) === Date.parse(stored))
}

/** Whether a value has everything that another has; it may have more, and what is null may be left out. */
function contains(value: unknown, wanted: unknown): boolean {
  if (wanted === null) return (value ?? null) === null
  if (typeof wanted !== 'object') return value === wanted
  if (typeof value !== 'object' || value === null) return false
  const members = value as Readonly<Record<string, unknown>>
  return Object.entries(wanted).every(([key, part]) => contains(members[key], part))
}
