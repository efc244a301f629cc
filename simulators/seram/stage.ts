import type { FactsOf, StageHandlers } from '../../schemas/states.js'
import type { seramStates } from '../../schemas/seram/states.js'
import type { Order, OrderPlatform } from './core.js'

/** What puts a platform into the states of seram: all that it has to do is to invent and to look. */
export function stageOf(platform: OrderPlatform): StageHandlers<typeof seramStates> {
  return {
    'orderable secure element': ({ seType }) => ({
      seType: seType ?? 'uicc',
      seId: `8946${Array.from({ length: 16 }, () => platform.environment.random.integer(0, 9)).join('')}`,
      seExtraInfo: 'SAM',
    }),
    'orders of a session': ({ sessionID }) => {
      const orders = platform.sessions.get(sessionID)
      return { exists: orders !== undefined, orders: (orders ?? []).map(factsOfOrder) }
    },
  }
}

type StoredOrder = FactsOf<(typeof seramStates)['orders of a session']>['orders'][number]

function factsOfOrder(text: string): StoredOrder {
  const { secureElement, remoteManagementOrder } = JSON.parse(text) as Order
  return {
    ...(secureElement === undefined ? {} : { secureElements: [...secureElement] }),
    ...(remoteManagementOrder === undefined ? {} : { remoteManagementOrder }),
  }
}
