import { seramStates } from '../../schemas/seram/states.js'
import type { Simulator } from '../simulator.js'
import { OrderPlatform, TOKEN } from './core.js'
import { seramDefects } from './defects.js'
import { seramFuzzDefects } from './fuzz-defects.js'
import { seramVariations } from './variations.js'

/** The reference implementation of seram: a Management Platform that takes orders. */
export const seramSimulator: Simulator<OrderPlatform> = {
  api: 'seram',
  states: seramStates,
  target: {
    profile: 'document',
    auth: { type: 'bearer', token: TOKEN },
    capabilities: { 'single-parameter-orders': true, 'undefined-se-type': true },
  },
  create: environment => new OrderPlatform(environment),
  defects: seramDefects,
  variations: seramVariations,
  fuzzDefects: seramFuzzDefects,
}
