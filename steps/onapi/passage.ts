import type { Exchange } from '../../harness/exchange.js'
import { Inconclusive, NotTested } from '../../harness/finding.js'
import { Operator, type Behaviour, type Placement } from './operator.js'
import type { Order } from './order.js'
import { isAccepted, statusOf } from './outcome.js'
import type { Sending } from './sending.js'
import type { OnapiWorld } from './world.js'

/** Milliseconds after which the operator answers even if nothing else showed that the provider waits for it. */
const LONGEST_HOLD = 1000

/** The way of one order from the portal through the provider to the operator and back. */
export interface Passage {
  readonly access: string
  /** Orders that the operator had got before. */
  readonly earlier: number
  /** The portal's exchange. */
  readonly exchange: Exchange
  /** Whether the portal was answered while the operator still withheld its answer. */
  readonly answeredFirst: boolean
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
  const earlier = operator.placements.length
  let release = (): void => {}
  operator.plan(access, { behaviour, release: new Promise(resolve => (release = resolve)) })
  world.atEnd(() => operator.rest())
  try {
    const answered = world.deliver(sending)
    const arrived = operator.arrival(placement => belongs(placement, { access, earlier }))
    const first = await Promise.race([answered.then(() => 'answer'), arrived.then(() => 'order')])
    const answeredFirst = first === 'answer' || !(await isWaitedFor(world, answered))
    release()
    return { access, earlier, exchange: await answered, answeredFirst }
  } finally {
    release()
  }
}

/** The order that reached the operator; undefined if none is there. */
export async function placementOf(world: OnapiWorld, passage: Passage): Promise<Placement | undefined> {
  const operator = await Operator.of(world.session)
  const find = (): Placement | undefined => operator.placements.find(placement => belongs(placement, passage))
  if (find()) return find()
  const status = statusOf(passage.exchange, world.profile)
  if (!isAccepted(status)) return undefined
  // What the provider sent to the operator along with its answer is there by the time a further order is done.
  await placeFurther(world)
  if (find() || status === 'ACTIVATED' || operator.waitedInVain) return find()
  const late = operator.arrival(placement => belongs(placement, passage))
  const placement = await within(world.session.target.limits.wait, late)
  operator.waitedInVain ||= placement === undefined
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
export async function placeFurther(world: OnapiWorld): Promise<void> {
  try {
    await world.place(await world.orderIn('orderable access'))
  } catch (error) {
    if (!(error instanceof NotTested)) throw error
  }
}

/** The access that an order is for. */
export function accessOf(order: Order): string {
  return String(order['coAccessId'])
}

/** Whether the portal's answer waits for that of the operator, which is withheld until this is known. */
async function isWaitedFor(world: OnapiWorld, answered: Promise<Exchange>): Promise<boolean> {
  const further = placeFurther(world)
  world.atEnd(() => further)
  return Promise.race([answered.then(() => false), within(LONGEST_HOLD, further).then(() => true)])
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
