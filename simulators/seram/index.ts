import { seramStates } from '../../schemas/seram/states.js'
import type { Simulator } from '../simulator.js'
import { OrderPlatform, TOKEN } from './core.js'
import { defects } from './defects.js'
import { variations } from './variations.js'

/** The reference implementation of seram: a Management Platform that takes orders. */
export const seram: Simulator<OrderPlatform> = {
  api: 'seram',
  states: seramStates,
  target: { auth: { type: 'bearer', token: TOKEN } },
  create: environment => new OrderPlatform(environment),
  defects,
  variations,
}
