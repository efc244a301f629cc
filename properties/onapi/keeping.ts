import * as fc from 'fast-check'
import type { Exchange } from '../../harness/exchange.js'
import type { Property } from '../../harness/fuzz/property.js'
import { isExplainable, type Raced } from '../../harness/fuzz/race.js'
import { acceptedOf, ACCESSES, live, lives, tellLife, type Placed, type Step } from './life.js'
import { broken, isAccepted, type Held, type Offering, type Order, type Provider } from './provider.js'

/** However many orders are accepted one after the other, each is kept. */
export function manyOrdersAreKept(provider: Provider): Property<number> {
  const { world } = provider
  return {
    name: 'any number of orders one after the other',
    values: fc.noBias(fc.integer({ min: 2, max: world.session.fuzzing.isDeep ? 200 : 6 })),
    tell: count => [
      `When the portal places ${count} orders one after the other, each for a free access of its own`,
    ],
    restsOn: ['onapi.outcome.keeps-accepted-orders', 'onapi.outcome.keeps-orders-apart'],
    async holds(count) {
      const placed: { offering: Offering; order: Order; exchange: Exchange }[] = []
      for (let index = 0; index < count; index += 1) {
        const offering = await provider.offering('free access')
        const order = provider.orderFor(offering)
        const exchange = await provider.place(order)
        world.answerOf(exchange)
        if (isAccepted(provider.outcomeOf(exchange))) placed.push({ offering, order, exchange })
      }
      for (const [index, { offering, order, exchange }] of placed.entries()) {
        const held = await provider.held(offering.coAccessId)
        if (isKept(provider, order, held)) continue
        const received = `after ${placed.length} orders, order ${index + 1} is not there`
        broken('An order that was accepted is lost.', 'every order', exchange, received)
      }
    },
  }
}

/** What was accepted first for an access stays, whatever is done then. */
export function acceptedOrdersStay(provider: Provider): Property<readonly Step[]> {
  return {
    name: 'anything done to several accesses in any order',
    values: lives(provider),
    tell: tellLife,
    restsOn: ['onapi.outcome.keeps-accepted-orders', 'onapi.outcome.keeps-orders-apart'],
    async holds(steps) {
      const life = await live(provider, steps)
      for (const [index, { coAccessId }] of life.offerings.entries()) {
        const accepted = acceptedOf(life, index).filter(({ isRight }) => isRight)
        // Whether a further order for the same access is a new one is left open (ON-13).
        const first = accepted.filter(({ time }) => time === accepted[0]?.time)
        const [one] = first
        if (one === undefined) continue
        const held = await provider.held(coAccessId)
        if (first.some(({ order }) => isKept(provider, order, held))) continue
        const received = `${held.length} orders, none of them the one that was accepted`
        broken(
          'An order that was accepted is not kept to the end.',
          `the first order for ${ACCESSES[index]}`,
          one.exchange,
          received,
        )
      }
    },
  }
}

/** What is kept for an access is what was accepted for it, whatever else was tried. */
export function refusedOrdersLeaveNothing(provider: Provider): Property<readonly Step[]> {
  return {
    name: 'anything done to several accesses in any order, with what it leaves behind',
    values: lives(provider),
    tell: tellLife,
    restsOn: ['onapi.error.refusal-stores-nothing', 'onapi.outcome.keeps-accepted-orders'],
    async holds(steps) {
      const life = await live(provider, steps)
      for (const [index, { coAccessId }] of life.offerings.entries()) {
        const accepted = acceptedOf(life, index)
        // Where orders are kept with what was answered, those that were rejected may be among them.
        const held = (await provider.held(coAccessId)).filter(({ status }) => status !== 'REJECTED')
        const left = unexplained(provider, held, accepted)
        if (left.length === 0) continue
        const refused = life.placed.findLast(
          ({ access, outcome }) => access === index && !isAccepted(outcome),
        )
        const last = refused ?? life.placed.findLast(({ access }) => access === index) ?? life.placed.at(-1)
        const received = `${held.length} orders, ${accepted.length} of them accepted`
        broken('An order that was not accepted is kept.', 'accepted orders alone', last?.exchange, received)
      }
    },
  }
}

/** What is kept and was not accepted, or more often than it was. */
function unexplained(provider: Provider, held: readonly Held[], accepted: readonly Placed[]): Held[] {
  const left = [...held]
  // Of bytes that were spoilt and accepted nobody can say what order they were.
  const unknown = accepted.filter(({ isRight }) => !isRight).length
  for (const { order } of accepted.filter(({ isRight }) => isRight)) {
    const at = left.findIndex(one => provider.differenceOf(order, one) === undefined)
    if (at >= 0) left.splice(at, 1)
  }
  return left.slice(Math.min(unknown, left.length))
}

/** Orders at the same time: how many for each free access. */
type Rush = readonly number[]

/** What orders at the same time come to could have come of them one after the other, and what is accepted is kept. */
export function simultaneousOrdersAreKept(provider: Provider): Property<Rush> {
  const { world } = provider
  return {
    name: 'any number of orders at the same time',
    values: fc.array(fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 5 })), {
      minLength: 1,
      maxLength: world.session.fuzzing.isDeep ? 8 : 4,
    }),
    tell: rush => [
      `When the portal places ${rush.join(' and ')} orders at the same time, each number for an access`,
    ],
    restsOn: ['onapi.outcome.keeps-accepted-orders', 'onapi.outcome.takes-a-possible-order'],
    async holds(rush) {
      const offerings: Offering[] = []
      for (const _ of rush) offerings.push(await provider.offering('free access'))
      const races = await Promise.all(
        offerings.map((offering, index) =>
          Promise.all(
            Array.from({ length: rush[index] ?? 0 }, async () => {
              const order = provider.orderFor(offering)
              return { order, exchange: await provider.place(order) }
            }),
          ),
        ),
      )
      for (const [index, race] of races.entries()) {
        for (const { exchange } of race) world.answerOf(exchange)
        const accepted = race.filter(({ exchange }) => isAccepted(provider.outcomeOf(exchange)))
        world.cover('transitions', `${accepted.length} of ${race.length} accepted`)
        const [any] = race
        if (
          !isExplainable<Access>(
            'free',
            race.map(({ exchange }) => raced(provider, exchange)),
          )
        ) {
          broken(
            'Of orders for a free access at the same time, none is accepted.',
            'one accepted at least',
            any?.exchange,
          )
        }
        const held = await provider.held(offerings[index]?.coAccessId ?? '')
        if (accepted.some(({ order }) => isKept(provider, order, held))) continue
        const received = `${accepted.length} accepted, ${held.length} kept`
        broken(
          'An order that was accepted among others is lost.',
          'the order',
          accepted[0]?.exchange,
          received,
        )
      }
    },
  }
}

type Access = 'free' | 'ordered'

/** A possible order is accepted; what becomes of a further one is left open (ON-13). */
function raced(provider: Provider, exchange: Exchange): Raced<Access> {
  if (isAccepted(provider.outcomeOf(exchange))) return { step: () => 'ordered' }
  return { step: access => (access === 'ordered' ? access : undefined) }
}

function isKept(provider: Provider, order: Order, held: readonly Held[]): boolean {
  return held.some(one => provider.differenceOf(order, one) === undefined)
}
