import type { Exchange } from '../../harness/exchange.js'
import { Inconclusive, NotTested } from '../../harness/finding.js'
import { Operator, type Behaviour, type Placement } from './operator.js'
import type { Order } from './order.js'
import { isAccepted, statusOf } from './outcome.js'
import type { Sending } from './sending.js'
import { missing, unfit, type OnapiWorld } from './world.js'

/** Milliseconds after which the operator answers even if nothing else showed that the provider waits for it. */
const LONGEST_HOLD = 1000

/** The way of one order from the portal through the provider to the operator and back. */
export interface Passage {
  readonly access: string
  /** Orders that the operator had got before. */
  readonly earlier: number
  /** The portal's exchange. */
  readonly exchange: Exchange
  /** Who was answered first: the portal, while the operator still withheld its answer, or the provider. */
  readonly first: 'portal' | 'provider' | 'unknown'
}

/**
 * Sends what the portal made of an order and plays the operator meanwhile. The operator withholds its answer until
 * the portal has its own, or until a further order, which was placed after the operator had got this one, is answered:
 * a provider that does not wait would have answered the earlier one by then.
 */
export async function passThrough(
  world: OnapiWorld,
  order: Order,
  sending: Sending,
  behaviour: Behaviour,
): Promise<Passage> {
  const operator = await Operator.of(world.session)
  const access = accessOf(order)
  const earlier = operator.arrived
  let release = (): void => {}
  operator.plan(access, { behaviour, release: new Promise(resolve => (release = resolve)) })
  world.atEnd(() => operator.rest())
  try {
    const answered = world.deliver(sending)
    const arrived = operator.arrival(placement => belongs(placement, { access, earlier }))
    const event = await Promise.race([answered.then(() => 'answer'), arrived.then(() => 'order')])
    const first = event === 'answer' ? 'portal' : await firstAnswered(world, answered)
    release()
    return { access, earlier, exchange: await answered, first }
  } finally {
    release()
  }
}

/**
 * Places an order that is possible and must arrive at the operator. What the provider sent there for an earlier order
 * has arrived by then.
 */
export async function placeLater(world: OnapiWorld, passage: Passage): Promise<void> {
  const operator = await Operator.of(world.session)
  const order = await world.orderIn('free access')
  const access = accessOf(order)
  if (access === passage.access) unfit('free access', 'two of them are the same access')
  const earlier = operator.arrived
  const exchange = await world.place(order)
  await requirePlacement(world, { access, earlier, exchange, first: 'unknown' })
}

/** The order that reached the operator; undefined if none does. */
export async function placementOf(world: OnapiWorld, passage: Passage): Promise<Placement | undefined> {
  const operator = await Operator.of(world.session)
  const isIt = (placement: Placement): boolean => belongs(placement, passage)
  const status = statusOf(passage.exchange, world.profile)
  const there = operator.placements.find(isIt)
  if (there || !isAccepted(status) || operator.waitedInVain) return there
  // What is reported as done has been at the operator; that it comes late is the business of another rule.
  const limit = status === 'ACTIVATED' ? LONGEST_HOLD : world.session.target.limits.wait
  const placement = await within(limit, operator.arrival(isIt))
  operator.waitedInVain = placement === undefined
  return placement
}

/** The order that reached the operator, which must have got it. */
export async function requirePlacement(world: OnapiWorld, passage: Passage): Promise<Placement> {
  const { exchange } = passage
  world.answerOf(exchange)
  const placement = await placementOf(world, passage)
  if (placement) return placement
  world.require(
    false,
    'onapi.operator.is-asked-for-possible-order',
    'a possible order is placed at the operator',
    exchange,
  )
  throw new Inconclusive('The operator has got no order.')
}

/** Every order of a passage that is at the operator by now. */
export async function placementsOf(world: OnapiWorld, passage: Passage): Promise<Placement[]> {
  const { placements } = await Operator.of(world.session)
  return placements.filter(placement => belongs(placement, passage))
}

/** Places an order that is no part of the scenario, and waits for its answer; where none can be made, none is placed. */
async function placeFurther(world: OnapiWorld): Promise<void> {
  try {
    await world.place(await world.orderIn('orderable access'))
  } catch (error) {
    if (!(error instanceof NotTested)) throw error
  }
}

/** The passage of the scenario's order. */
export function passageOf(world: OnapiWorld): Passage {
  return world.passages[0] ?? missing('an order that the operator could get')
}

/** The orders at the operator that name the access of a passage, since it began. */
export async function placementsNaming(world: OnapiWorld, passage: Passage): Promise<Placement[]> {
  const placements = await placementsOf(world, passage)
  return placements.filter(({ access }) => access === passage.access)
}

/** The access that an order is for. */
export function accessOf(order: Order): string {
  return String(order['coAccessId'])
}

/** Who is answered first, the provider being next if a further order is done before the portal has its answer. */
async function firstAnswered(world: OnapiWorld, answered: Promise<Exchange>): Promise<Passage['first']> {
  const further = placeFurther(world)
  world.atEnd(() => further)
  return Promise.race([
    answered.then(() => 'portal' as const),
    within(
      LONGEST_HOLD,
      further.then(() => 'provider' as const),
    ).then(first => first ?? 'unknown'),
  ])
}

/** Whether an order at the operator is one of a passage: it names its access, or none that is known. */
function belongs(placement: Placement, { access, earlier }: Pick<Passage, 'access' | 'earlier'>): boolean {
  return placement.earlier >= earlier && [access, undefined].includes(placement.access)
}

/** What is awaited, or undefined if it is not there after so many milliseconds. */
async function within<Thing>(limit: number, awaited: Promise<Thing>): Promise<Thing | undefined> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<undefined>(resolve => {
    timer = setTimeout(() => resolve(undefined), limit)
  })
  const first = await Promise.race([awaited, over])
  clearTimeout(timer)
  return first
}
