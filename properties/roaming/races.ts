import * as fc from 'fast-check'
import type { Property } from '../../harness/fuzz/property.js'
import { Course, type Raced } from './course.js'
import type { Dsp } from './dsp.js'

/** What races begin with: one subscription, or two of one customer with two ARPs. */
const STARTS = ['one that is PreProvisioned', 'one that is Active', 'two that are PreProvisioned'] as const

/** Requests that are sent at the same time. */
interface Race {
  readonly start: (typeof STARTS)[number]
  readonly requests: readonly {
    readonly which: number
    readonly asks: 'for the next status' | 'for Active with a new callback' | 'to see it'
  }[]
}

/** Whatever is requested at the same time comes to what it could come to in some order. */
export function racesHaveAnOrder(dsp: Dsp): Property<Race> {
  return {
    name: 'any requests at the same time',
    values: fc.record({
      start: fc.constantFrom(...STARTS),
      requests: fc.array(
        fc.record({
          which: fc.nat(1),
          asks: fc.constantFrom('for the next status', 'for Active with a new callback', 'to see it'),
        }),
        { minLength: 2, maxLength: 5, size: 'max' },
      ),
    }),
    tell: ({ start, requests }) => [
      `Given subscriptions of one customer: ${start}`,
      `When at the same time ${requests
        .map(
          ({ which, asks }) =>
            `the ARP of the ${isTwo(start) && which === 1 ? 'second' : 'first'} asks ${asks}`,
        )
        .join(', ')}`,
      'When the DSP decides about all of them at the same time',
    ],
    restsOn: [
      'roaming.update.activation-is-accepted',
      'roaming.update.deactivation-is-accepted',
      'roaming.callback.change-is-kept',
      'roaming.transitions.activation-starts-once',
      'roaming.transitions.deactivation-starts-once',
      'roaming.changes.swap-deactivates-the-donor',
    ],
    async holds({ start, requests }) {
      const inbox = await dsp.listen()
      try {
        const course = new Course(dsp, inbox, true)
        const [first = '', second = first] = dsp.arps
        const status = start === 'one that is Active' ? 'Active' : 'PreProvisioned'
        const one = await course.take(first, status)
        const other = isTwo(start) && second !== first ? await course.take(second, status, one) : one
        await course.race(
          requests.map(({ which, asks }): Raced => ({
            at: which === 1 ? other : one,
            status: statusFor(start, asks),
            isNew: asks === 'for Active with a new callback',
          })),
        )
        await course.decide(...new Set([one, other]))
        await course.settle()
      } finally {
        inbox.close()
      }
    },
  }
}

function statusFor(start: Race['start'], asks: Race['requests'][number]['asks']): Raced['status'] {
  if (asks === 'to see it') return 'none'
  return start === 'one that is Active' && asks === 'for the next status' ? 'Deactivated' : 'Active'
}

function isTwo(start: Race['start']): boolean {
  return start === 'two that are PreProvisioned'
}
