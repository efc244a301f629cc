import type { Defects } from '../simulator.js'
import type { ServiceProvider } from './core.js'
import { errorDefects } from './error-defects.js'
import { operatorDefects } from './operator-defects.js'
import { orderDefects } from './order-defects.js'
import { outcomeDefects } from './outcome-defects.js'
import { releasedDefects } from './released-defects.js'

/** Ways to break each rule of onapi. */
export const onapiDefects: Defects<ServiceProvider> = {
  ...orderDefects,
  ...outcomeDefects,
  ...operatorDefects,
  ...errorDefects,
  ...releasedDefects,
}
