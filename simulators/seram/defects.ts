import type { Defects } from '../simulator.js'
import type { OrderPlatform } from './core.js'
import { orderDefects } from './order-defects.js'
import { requestDefects } from './request-defects.js'
import { securityDefects } from './security-defects.js'
import { sessionDefects } from './session-defects.js'
import { shapeDefects } from './shape-defects.js'

/** Ways to break each rule of seram. */
export const seramDefects: Defects<OrderPlatform> = {
  ...orderDefects,
  ...sessionDefects,
  ...shapeDefects,
  ...requestDefects,
  ...securityDefects,
}
