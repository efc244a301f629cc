import { roamingStates } from '../../schemas/roaming/states.js'
import type { Simulator } from '../simulator.js'
import { RoamingCore } from './core.js'
import { roamingDefects } from './defects.js'
import { roamingFuzzDefects } from './fuzz-defects.js'
import { roamingVariations } from './variations.js'

/** The reference implementation of the DSP's side of roamingProvisioning. */
export const roamingSimulator: Simulator<RoamingCore> = {
  api: 'roaming',
  states: roamingStates,
  target: {
    profile: 'document',
    capabilities: { authentication: true, 'res-format': true, 'refuses-deactivation': true },
    auth: { type: 'basic', username: 'ITA01', password: 'secret-of-ITA01' },
    options: {
      arpId: 'ITA01',
      dspId: 'ITASI',
      secondArp: {
        arpId: 'ITA02',
        auth: { type: 'basic', username: 'ITA02', password: 'secret-of-ITA02' },
      },
    },
  },
  create: environment => new RoamingCore(environment),
  defects: roamingDefects,
  variations: roamingVariations,
  fuzzDefects: roamingFuzzDefects,
}
