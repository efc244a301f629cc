import { defect, override, type Alteration, type Defects } from '../../simulator.js'
import type { OrderPlatform } from '../core.js'
import {
  commandsOf,
  distort,
  elementsOf,
  isObject,
  managementOf,
  refusing,
  type Members,
} from '../lenience.js'
import { refusePost } from './session.js'

/** Ways to refuse an order that is right, or to keep something else than what was ordered. */
export const orderDefects: Defects<OrderPlatform> = {
  'seram.order.accepts-post': [defect('takes orders by PUT only', refusePost)],
  'seram.order.session-id-is-optional': [
    refusing('needs a sessionID', order => !('sessionID' in order) && has(order, 2)),
  ],
  'seram.order.secure-element-is-optional': [
    refusing('needs a secureElement', order => !('secureElement' in order) && has(order, 2)),
  ],
  'seram.order.remote-management-order-is-optional': [
    refusing('needs a remoteManagementOrder', order => !('remoteManagementOrder' in order) && has(order, 2)),
  ],
  'seram.order.single-parameter-is-enough': [
    refusing('needs two parameters', order => has(order, 1)),
    refusing('needs something to do', order => has(order, 1) && 'sessionID' in order),
  ],
  'seram.order.takes-a-list-of-secure-elements': [
    refusing('takes four secure elements at most', order => elementsOf(order).length > 4),
    refusing('takes an uneven number or eight of them', order => elementsOf(order).length === 2),
  ],
  'seram.order.is-stored': [
    defect('cuts ids after 32 characters', core =>
      override(core, original => ({ store: (id, text) => original.store(id.slice(0, 32), text) })),
    ),
    defect('acknowledges orders and forgets them', core =>
      override(core, original => ({
        store: (sessionID, text) => {
          if (original.sessions.has(sessionID)) return original.store(sessionID, text)
          original.sessions.set(sessionID, [])
          return true
        },
      })),
    ),
    defect('forgets orders without commands', core =>
      override(core, original => ({
        store: (sessionID, text) => text.includes('"ramCommands"') || original.store(sessionID, text),
      })),
    ),
  ],
  'seram.order.stores-secure-elements': [
    distorting('keeps the first secure element only', order => {
      if ('secureElement' in order) order['secureElement'] = elementsOf(order).slice(0, 1)
    }),
    distorting('loses the secure elements of an order for nothing else', order => {
      if (!('remoteManagementOrder' in order)) delete order['secureElement']
    }),
    defect('loses the secure elements of a further order', core =>
      override(core, original => ({
        store: (sessionID, text) => {
          const { secureElement, ...rest } = JSON.parse(text) as Record<string, unknown>
          const isLost = secureElement !== undefined && original.sessions.has(sessionID)
          return original.store(sessionID, isLost ? JSON.stringify(rest) : text)
        },
      })),
    ),
    distorting('keeps every seType in lower case', order => {
      for (const element of elementsOf(order)) element['seType'] = String(element['seType']).toLowerCase()
    }),
    distorting('keeps the first feature of seExtraInfo', order => {
      for (const element of elementsOf(order)) {
        const { seExtraInfo } = element
        if (typeof seExtraInfo === 'string') element['seExtraInfo'] = seExtraInfo.split(',', 1)[0]
      }
    }),
    distorting('keeps seExtraInfo in ASCII', order => {
      for (const element of elementsOf(order)) {
        const { seExtraInfo } = element
        if (typeof seExtraInfo === 'string') element['seExtraInfo'] = seExtraInfo.replace(/[^ -~]/g, '?')
      }
    }),
    distorting('loses the type undefined', order => {
      for (const element of elementsOf(order)) {
        if (element['seType'] === 'undefined') delete element['seType']
      }
    }),
    defect('keeps further orders with the secure elements of the first', core =>
      override(core, original => ({
        store: (sessionID, text) => {
          const [first] = original.sessions.get(sessionID) ?? []
          const order = JSON.parse(text) as Members
          const { secureElement } = first === undefined ? order : (JSON.parse(first) as Members)
          const isListed = secureElement !== undefined && order['secureElement'] !== undefined
          return original.store(sessionID, isListed ? JSON.stringify({ ...order, secureElement }) : text)
        },
      })),
    ),
    defect('gives the first order the secure elements of a further one', core =>
      override(core, original => ({
        store: (sessionID, text) => {
          const orders = original.sessions.get(sessionID)
          const { secureElement } = JSON.parse(text) as Members
          if (orders?.[0] !== undefined && secureElement !== undefined) {
            orders[0] = JSON.stringify({ ...(JSON.parse(orders[0]) as Members), secureElement })
          }
          return original.store(sessionID, text)
        },
      })),
    ),
    distorting('keeps secure elements without seExtraInfo', order => {
      for (const element of elementsOf(order)) delete element['seExtraInfo']
    }),
  ],
  'seram.order.stores-remote-management-order': [
    distorting('loses a delay of 0', order => {
      const management = managementOf(order)
      if (management['delay'] === 0) delete management['delay']
    }),
    distorting('keeps a delay of a minute at most', order => {
      const management = managementOf(order)
      if (Number(management['delay']) > 60_000) management['delay'] = 60_000
    }),
    distorting('keeps the chosen secure element without its seExtraInfo', order => {
      const chosen = managementOf(order)['chosenSecureElement']
      if (isObject(chosen)) delete chosen['seExtraInfo']
    }),
    distorting('trims notifications', order => {
      for (const command of commandsOf(order)) {
        const text = command['deviceAppNotification']
        if (typeof text === 'string') command['deviceAppNotification'] = text.trim()
      }
    }),
    distorting('loses empty C-APDUs', order => {
      for (const command of commandsOf(order)) {
        const list = command['listOfCAPDU']
        if (Array.isArray(list)) command['listOfCAPDU'] = list.filter(apdu => apdu !== '')
      }
    }),
    distorting('keeps a C-APDU once that comes twice', order => {
      for (const command of commandsOf(order)) {
        const list = command['listOfCAPDU']
        if (Array.isArray(list)) command['listOfCAPDU'] = [...new Set(list)]
      }
    }),
    distorting('keeps a command once that comes twice', order => {
      const texts = commandsOf(order).map(command => JSON.stringify(command))
      const management = managementOf(order)
      if ('ramCommands' in management) {
        management['ramCommands'] = [...new Set(texts)].map(text => JSON.parse(text) as Members)
      }
    }),
    distorting('cuts C-APDUs after 261 bytes', order => {
      for (const command of commandsOf(order)) {
        const list = command['listOfCAPDU']
        if (Array.isArray(list)) command['listOfCAPDU'] = list.map(apdu => String(apdu).slice(0, 522))
      }
    }),
    distorting('loses characters of four bytes in notifications', order => {
      for (const command of commandsOf(order)) {
        const text = command['deviceAppNotification']
        if (typeof text === 'string') command['deviceAppNotification'] = text.replace(/[^\0-\uffff]/gu, '?')
      }
    }),
    distorting('keeps notifications in ASCII', order => {
      for (const command of commandsOf(order)) {
        const text = command['deviceAppNotification']
        if (typeof text === 'string') command['deviceAppNotification'] = text.replace(/[^ -~]/g, '?')
      }
    }),
    distorting('loses the remoteManagementOrder of an order without secure elements', order => {
      if (!('secureElement' in order)) delete order['remoteManagementOrder']
    }),
    distorting('keeps one command of each kind of APDU', order => {
      const management = managementOf(order)
      if ('ramCommands' in management) {
        management['ramCommands'] = commandsOf(order).filter(
          it => it['ramCommandType'] !== 'notificationCommand',
        )
      }
    }),
    distorting('gives every order a remoteManagementOrder', order => {
      order['remoteManagementOrder'] ??= { delay: 100 }
    }),
  ],
}

function distorting(name: string, change: (order: Members) => void): Alteration<OrderPlatform> {
  return defect(name, core => distort(core, change))
}

/** Whether an order has so many of the three parameters. */
function has(order: Members, count: number): boolean {
  return (
    ['secureElement', 'sessionID', 'remoteManagementOrder'].filter(name => name in order).length === count
  )
}
