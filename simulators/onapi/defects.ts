import type { Defects } from '../simulator.js'
import type { ServiceProvider } from './core.js'
import { errorDefects } from './defects/error.js'
import { operatorDefects } from './defects/operator.js'
import { orderDefects } from './defects/order.js'
import { outcomeDefects } from './defects/outcome.js'
import { releasedDefects } from './defects/released.js'

/** Ways to break each rule of onapi. */
export const onapiDefects: Defects<ServiceProvider> = {
  ...orderDefects,
  ...outcomeDefects,
  ...operatorDefects,
  ...errorDefects,
  ...releasedDefects,
}
