import { thunderStates } from '../../schemas/thunder/states.js'
import type { Simulator } from '../simulator.js'
import { ThunderCore } from './core.js'
import { thunderDefects } from './defects.js'
import { thunderFuzzDefects } from './fuzz-defects.js'
import { thunderVariations } from './variations.js'

/** The reference implementation of a Thunder server with the Provisioning plugin. */
export const thunderSimulator: Simulator<ThunderCore> = {
  api: 'thunder',
  states: thunderStates,
  target: {
    profile: 'document',
    capabilities: { http: true, websocket: true, 'states-at-will': true },
    options: {},
  },
  create: environment => new ThunderCore(environment),
  defects: thunderDefects,
  variations: thunderVariations,
  fuzzDefects: thunderFuzzDefects,
}
