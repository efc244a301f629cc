import { seramStates } from '../../schemas/seram/states.js'
import type { Simulator } from '../simulator.js'
import { OrderPlatform, TOKEN } from './core.js'
import { seramDefects } from './defects.js'
import { seramVariations } from './variations.js'

/** The reference implementation of seram: a Management Platform that takes orders. */
export const seramSimulator: Simulator<OrderPlatform> = {
  api: 'seram',
  states: seramStates,
  target: { auth: { type: 'bearer', token: TOKEN } },
  create: environment => new OrderPlatform(environment),
  defects: seramDefects,
  variations: seramVariations,
}
