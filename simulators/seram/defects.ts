import type { Defects } from '../simulator.js'
import type { OrderPlatform } from './core.js'
import { orderDefects } from './defects/order.js'
import { requestDefects } from './defects/request.js'
import { securityDefects } from './defects/security.js'
import { sessionDefects } from './defects/session.js'
import { shapeDefects } from './defects/shape.js'

/** Ways to break each rule of seram. */
export const seramDefects: Defects<OrderPlatform> = {
  ...orderDefects,
  ...sessionDefects,
  ...shapeDefects,
  ...requestDefects,
  ...securityDefects,
}
