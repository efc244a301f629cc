import * as fc from 'fast-check'
import type { Property } from '../../harness/fuzz/property.js'
import { Course } from './course.js'
import type { Dsp } from './dsp.js'
import { hearing } from './hearing.js'
import { checkTold } from './life.js'
import { owedProblem } from './telling.js'

/** What happens to the customer's subscription before the customer goes to the other ARP. */
const BEFORE = ['nothing', 'a new callback', 'another signalling status', 'a second retrieval'] as const

/** However often a customer goes from one ARP to the other, each time the one loses it and the other gets it. */
export function swapsMoveTheCustomer(dsp: Dsp): Property<readonly (typeof BEFORE)[number][]> {
  const heard = hearing(dsp.world)
  const { isDeep } = dsp.world.session.fuzzing
  return {
    name: 'a customer who goes from ARP to ARP',
    values: fc.array(fc.constantFrom(...BEFORE), { minLength: 1, maxLength: isDeep ? 7 : 3, size: 'max' }),
    tell: moves => [
      'Given an Active subscription of the first ARP',
      ...moves.map((before, index) => {
        const then = before === 'nothing' ? '' : `after ${before} `
        return `When ${then}the customer goes to the ${index % 2 === 0 ? 'second' : 'first'} ARP`
      }),
    ],
    restsOn: [
      'roaming.changes.swap-deactivates-the-donor',
      'roaming.changes.swap-tells-the-donor',
      'roaming.changes.swap-is-the-donors-reason',
      'roaming.changes.swap-tells-the-recipient',
      'roaming.notifications.tells-of-signalling-change',
    ],
    async holds(moves) {
      const inbox = await dsp.listen()
      try {
        const course = new Course(dsp, inbox, true)
        let at = await course.take(dsp.arps[0] ?? '', 'Active')
        for (const [index, before] of moves.entries()) {
          if (before === 'a new callback') await course.call(at)
          if (before === 'a second retrieval') await course.look(at)
          if (before === 'another signalling status') {
            await course.signal(at)
            await course.decide(at)
          }
          const next = await course.take(dsp.arps[(index + 1) % 2] ?? '', 'PreProvisioned', at)
          await course.request(next, 'Active')
          await course.look(at)
          await course.decide(next)
          at = next
        }
        await course.settle()
        await checkTold(dsp, course, inbox, owedProblem, heard)
      } finally {
        inbox.close()
      }
    },
  }
}
