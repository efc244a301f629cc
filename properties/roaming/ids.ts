import * as fc from 'fast-check'
import type { Property } from '../../harness/fuzz/property.js'
import { broken, wantedFor, type Dsp } from './dsp.js'
import { create } from './requests.js'

/** However many subscriptions ARPs request, no two of them have the same identifier. */
export function identifiersDiffer(dsp: Dsp): Property<number> {
  const isDeep = dsp.world.session.fuzzing.isDeep
  return {
    name: 'any number of subscriptions one after the other',
    values: fc.noBias(fc.integer({ min: 2, max: isDeep ? 200 : 6 })),
    tell: count => [
      `When the ARPs request ${count} subscriptions, each for a customer of its own and by turns`,
    ],
    restsOn: [
      'roaming.pre-provisioning.is-answered-created',
      'roaming.pre-provisioning.assigns-unique-identifiers',
    ],
    async holds(count) {
      const seen = new Map<string, number>()
      for (let index = 1; index <= count; index += 1) {
        const arpId = dsp.arps[index % dsp.arps.length] ?? ''
        const { userId } = await dsp.world.state('customer', {})
        const callback = {
          notifyURL: 'http://arp.example.com/notifications',
          callbackData: `number ${index}`,
          notificationFormat: 'JSON' as const,
        }
        const { exchange, place } = await create(dsp, wantedFor(dsp, arpId, userId, callback))
        if (place === undefined) broken('A customer is not pre-provisioned.', '201 Created', exchange)
        const earlier = seen.get(place.subscriptionId)
        if (earlier !== undefined) {
          const received = `that of subscription ${earlier} again for subscription ${index}`
          broken('Two subscriptions have the same identifier.', 'an identifier for each', exchange, received)
        }
        seen.set(place.subscriptionId, index)
      }
    },
  }
}
