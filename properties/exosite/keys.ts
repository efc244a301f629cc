import * as fc from 'fast-check'
import { Violation } from '../../harness/finding.js'
import { isExplainable, type Raced } from '../../harness/fuzz/race.js'
import type { Exchange } from '../../harness/exchange.js'
import type { Property } from '../../harness/fuzz/property.js'
import { activation, broken, cikOf, succeeded, type World } from './device.js'

/** However many clients are activated, no two of them have the same key. */
export function keysDiffer(world: World): Property<number> {
  return {
    name: 'any number of activations one after the other',
    values: fc.noBias(fc.integer({ min: 2, max: world.session.fuzzing.isDeep ? 200 : 8 })),
    tell: count => [`When ${count} devices activate one after the other, each with its own serial number`],
    restsOn: ['exosite.activate.returns-cik', 'exosite.activate.gives-each-client-its-own-cik'],
    async holds(count) {
      const seen = new Map<string, number>()
      for (let index = 1; index <= count; index += 1) {
        const exchange = await world.send(activation(await world.state('enabled serial number', {})))
        world.answerOf(exchange)
        const cik = cikOf(exchange)
        if (cik === undefined)
          broken('An enabled serial number does not activate.', '200 OK with a CIK', exchange)
        const earlier = seen.get(cik)
        if (earlier !== undefined) {
          const received = `the key of activation ${earlier} again at activation ${index}`
          throw new Violation(
            { summary: 'Two clients received the same CIK.', expected: 'a CIK for each', received },
            exchange,
          )
        }
        seen.set(cik, index)
      }
    },
  }
}

/** Devices that activate at the same time, a number for each serial number, and how often that is done. */
interface Race {
  readonly devices: readonly number[]
  readonly rounds: number
}

/** A refusal is always possible, since who wins is left open; a success only while nobody has won. */
function raced(exchange: Exchange): Raced<'enabled' | 'activated'> {
  if (!succeeded(exchange)) return { step: state => state }
  return { step: state => (state === 'enabled' ? 'activated' : undefined) }
}

/** Of devices that activate with one serial number at the same time at most one wins, whatever else goes on. */
export function racesHaveOneWinner(world: World): Property<Race> {
  return {
    name: 'any number of devices at the same time',
    values: fc.record({
      devices: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 3 }),
      rounds: fc.integer({ min: 1, max: 4 }),
    }),
    tell: ({ devices, rounds }) => [
      `Given ${devices.length} enabled serial numbers`,
      `When ${devices.join(' and ')} devices activate with them at the same time${rounds > 1 ? `, ${rounds} times over` : ''}`,
    ],
    restsOn: ['exosite.activate.admits-one-winner', 'exosite.refusal.activated-is-refused'],
    async holds({ devices, rounds }) {
      for (let round = 0; round < rounds; round += 1) {
        const triples = []
        for (const _ of devices) triples.push(await world.state('enabled serial number', {}))
        const races = triples.map((triple, index) =>
          Promise.all(Array.from({ length: devices[index] ?? 0 }, () => world.send(activation(triple)))),
        )
        for (const exchanges of await Promise.all(races)) {
          const winners = exchanges.filter(succeeded)
          world.cover(
            winners.length === 1 ? 'transitions' : 'illegalTransitions',
            `${winners.length} winners`,
          )
          const [, second] = winners
          if (second && !isExplainable('enabled', exchanges.map(raced))) {
            const summary =
              'Devices that activate with one serial number at the same time received a CIK each.'
            const received = `${winners.length} successes out of ${exchanges.length}`
            throw new Violation({ summary, expected: 'at most 1 success', received }, second)
          }
        }
      }
    },
  }
}
