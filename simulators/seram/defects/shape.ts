import { defect, override, type Defects } from '../../simulator.js'
import type { OrderPlatform } from '../core.js'
import {
  commandsOf,
  overlooking,
  elementsOf,
  isObject,
  managementOf,
  refusing,
  type Members,
} from '../lenience.js'

const ELEMENT = { seType: 'uicc', seId: '1' }

/** Ways to take a wrong secure element or command, or to refuse a right one. */
export const shapeDefects: Defects<OrderPlatform> = {
  'seram.secure-element.takes-every-type': [
    refusing('does not know the type ieuicc', order =>
      elementsOf(order).some(it => it['seType'] === 'ieuicc'),
    ),
    refusing('does not know the type iSE', order => elementsOf(order).some(it => it['seType'] === 'iSE')),
  ],
  'seram.secure-element.takes-undefined-type': [
    refusing('does not know the type undefined', order =>
      elementsOf(order).some(it => it['seType'] === 'undefined'),
    ),
  ],
  'seram.secure-element.takes-any-id': [
    refusing('does not take the id of a card as a seId', order =>
      elementsOf(order).some(it => /^\d{19}$/.test(String(it['seId']))),
    ),
    refusing('takes seIds of digits only', order =>
      elementsOf(order).some(it => typeof it['seId'] === 'string' && /[^0-9]/.test(it['seId'])),
    ),
  ],
  'seram.secure-element.extra-info-is-optional': [
    refusing('takes one feature only', order =>
      elementsOf(order).some(it => typeof it['seExtraInfo'] === 'string' && it['seExtraInfo'].includes(',')),
    ),
    refusing('takes seExtraInfo in ASCII only', order =>
      elementsOf(order).some(it => typeof it['seExtraInfo'] === 'string' && /[^ -~]/.test(it['seExtraInfo'])),
    ),
    refusing('needs seExtraInfo', order => elementsOf(order).some(it => it['seExtraInfo'] === undefined)),
  ],
  'seram.secure-element.needs-type': [
    overlooking('takes a first secure element without seType', order => {
      const [first] = elementsOf(order)
      if (first !== undefined && !('seType' in first)) first['seType'] = 'uicc'
    }),
    overlooking('does not look at the types of secure elements without anything to do', order => {
      if ('remoteManagementOrder' in order) return
      for (const it of elementsOf(order)) it['seType'] ??= 'uicc'
    }),
    defect('does not look at the types of secure elements of a further order', core =>
      override(core, original => ({
        check: order => {
          const wrong = original.check(order)
          const isFurther = isObject(order) && original.sessions.has(String(order['sessionID']))
          if (wrong === undefined || !isFurther) return wrong
          const mended = structuredClone(order)
          for (const it of elementsOf(mended)) it['seType'] ??= 'uicc'
          return original.check(mended)
        },
      })),
    ),
    overlooking('passes over empty secure elements', order => {
      if (!Array.isArray(order['secureElement'])) return
      order['secureElement'] = order['secureElement'].map(it =>
        isObject(it) && Object.keys(it).length === 0 ? ELEMENT : (it as unknown),
      )
    }),
  ],
  'seram.secure-element.needs-id': [
    overlooking('takes a first secure element without seId', order => {
      const [first] = elementsOf(order)
      if (first !== undefined && !('seId' in first)) first['seId'] = '1'
    }),
  ],
  'seram.secure-element.refuses-unknown-type': [
    overlooking('takes any text as seType', order => {
      for (const it of elementsOf(order)) if (typeof it['seType'] === 'string') it['seType'] = 'uicc'
    }),
    overlooking('takes a seType in any case', order => {
      for (const it of elementsOf(order))
        if (it['seType'] === 'UICC' || it['seType'] === 'ese') it['seType'] = 'uicc'
    }),
    overlooking('takes null as seType', order => {
      for (const it of elementsOf(order)) if (it['seType'] === null) it['seType'] = 'uicc'
    }),
  ],
  'seram.secure-element.refuses-id-of-another-type': [
    overlooking('takes a seId of any type', order => {
      for (const it of elementsOf(order)) if ('seId' in it) it['seId'] = '1'
    }),
  ],
  'seram.secure-element.refuses-extra-info-of-another-type': [
    overlooking('takes seExtraInfo of any type', order => {
      for (const it of elementsOf(order)) if ('seExtraInfo' in it) it['seExtraInfo'] = 'SAM'
    }),
  ],
  'seram.secure-element.refuses-what-is-no-list': [
    overlooking('takes a secure element without a list', order => {
      if (isObject(order['secureElement'])) order['secureElement'] = [order['secureElement']]
    }),
    overlooking('does not look at what is no list', order => {
      if (!Array.isArray(order['secureElement'])) delete order['secureElement']
    }),
  ],
  'seram.secure-element.refuses-what-is-no-secure-element': [
    overlooking('passes over what is no object in the list', order => {
      if (Array.isArray(order['secureElement'])) order['secureElement'] = elementsOf(order)
    }),
  ],
  'seram.secure-element.checks-every-item': [
    overlooking('checks the first secure element only', order => {
      if (Array.isArray(order['secureElement'])) {
        order['secureElement'] = order['secureElement'].map((it, at) =>
          at > 0 && isObject(it) ? ELEMENT : it,
        )
      }
    }),
  ],
  'seram.remote-management-order.members-are-optional': [
    refusing(
      'needs a delay',
      order => 'ramCommands' in managementOf(order) && !('delay' in managementOf(order)),
    ),
    refusing('takes no delay alone', order => Object.keys(managementOf(order)).join() === 'delay'),
    refusing(
      'needs a chosenSecureElement',
      order => 'ramCommands' in managementOf(order) && !('chosenSecureElement' in managementOf(order)),
    ),
    refusing(
      'needs ramCommands',
      order => 'remoteManagementOrder' in order && !('ramCommands' in managementOf(order)),
    ),
  ],
  'seram.remote-management-order.takes-any-delay': [
    refusing('refuses a delay of 0', order => managementOf(order)['delay'] === 0),
    refusing('refuses a delay of an hour', order => Number(managementOf(order)['delay']) > 600_000),
  ],
  'seram.remote-management-order.takes-every-command': [
    refusing('does not take two commands of one type', order => {
      const types = commandsOf(order).map(command => command['ramCommandType'])
      return new Set(types).size < types.length
    }),
    refusing('needs a seRamCommand', order => {
      const types = commandsOf(order).map(command => command['ramCommandType'])
      return types.length > 0 && !types.includes('seRamCommand')
    }),
  ],
  'seram.remote-management-order.takes-any-apdu': [
    refusing('refuses an empty C-APDU', order => apdusOf(order).length === 1 && apdusOf(order)[0] === ''),
    refusing('takes C-APDUs of up to 255 bytes', order => apdusOf(order).some(apdu => apdu.length > 510)),
    refusing('takes short C-APDUs only', order => apdusOf(order).some(apdu => apdu.length > 522)),
    refusing('takes whole headers only', order => apdusOf(order).some(apdu => apdu.length === 2)),
  ],
  'seram.remote-management-order.takes-any-notification': [
    refusing('takes notifications in ASCII only', order =>
      notificationsOf(order).some(it => /[^ -~]/.test(it)),
    ),
    refusing('takes notifications in characters of up to three bytes', order =>
      notificationsOf(order).some(it => /[^\0-\uffff]/u.test(it)),
    ),
    refusing('refuses an empty notification', order => notificationsOf(order).includes('')),
  ],
  'seram.remote-management-order.refuses-what-is-no-object': [
    overlooking('does not look at a remoteManagementOrder that is no object', order => {
      if (!isObject(order['remoteManagementOrder'])) delete order['remoteManagementOrder']
    }),
    overlooking('does not look at the remoteManagementOrder of an order without secure elements', order => {
      if (!('secureElement' in order)) delete order['remoteManagementOrder']
    }),
    overlooking('takes true for a remoteManagementOrder', order => {
      if (order['remoteManagementOrder'] === true) delete order['remoteManagementOrder']
    }),
  ],
  'seram.remote-management-order.refuses-delay-of-another-type': [
    overlooking('takes a delay of any type', order => {
      if ('delay' in managementOf(order)) managementOf(order)['delay'] = 1
    }),
    overlooking('takes a delay in quotes', order => {
      const { delay } = managementOf(order)
      if (typeof delay === 'string') managementOf(order)['delay'] = Number(delay)
    }),
  ],
  'seram.remote-management-order.checks-chosen-secure-element': [
    overlooking('does not look at chosenSecureElement', order => {
      delete managementOf(order)['chosenSecureElement']
    }),
    overlooking('does not look at the type of chosenSecureElement', order => {
      const chosen = managementOf(order)['chosenSecureElement']
      if (isObject(chosen)) chosen['seType'] = 'uicc'
    }),
    overlooking('takes one chosenSecureElement in a list', order => {
      const chosen = managementOf(order)['chosenSecureElement']
      if (Array.isArray(chosen)) managementOf(order)['chosenSecureElement'] = chosen[0]
    }),
  ],
  'seram.remote-management-order.needs-a-command': [
    overlooking('takes an empty list of commands', order => {
      const { ramCommands } = managementOf(order)
      if (Array.isArray(ramCommands) && ramCommands.length === 0) delete managementOf(order)['ramCommands']
    }),
  ],
  'seram.remote-management-order.refuses-commands-that-are-no-list': [
    overlooking('does not look at commands that are no list', order => {
      if (!Array.isArray(managementOf(order)['ramCommands'])) delete managementOf(order)['ramCommands']
    }),
  ],
  'seram.remote-management-order.needs-command-type': [
    overlooking('takes a command without a type', order => {
      for (const command of commandsOf(order)) {
        if (!('ramCommandType' in command)) command['ramCommandType'] = 'ramStopCommand'
      }
    }),
    overlooking('passes over commands that are null', order => {
      const management = managementOf(order)
      const { ramCommands } = management
      if (Array.isArray(ramCommands)) management['ramCommands'] = ramCommands.filter(it => it !== null)
    }),
    overlooking('checks all commands but the last', order => {
      const { ramCommands } = managementOf(order)
      if (Array.isArray(ramCommands) && ramCommands.length > 1) ramCommands.pop()
    }),
  ],
  'seram.remote-management-order.refuses-unknown-command': [
    overlooking('takes any text as ramCommandType', order => {
      for (const command of commandsOf(order)) {
        if (!KNOWN.has(command['ramCommandType']) && typeof command['ramCommandType'] === 'string') {
          command['ramCommandType'] = 'ramStopCommand'
        }
      }
    }),
    overlooking('trims ramCommandType', order => {
      for (const command of commandsOf(order)) {
        if (typeof command['ramCommandType'] === 'string')
          command['ramCommandType'] = command['ramCommandType'].trim()
      }
    }),
  ],
  'seram.remote-management-order.needs-apdus': [
    overlooking('takes a seRamCommand without listOfCAPDU', order => {
      for (const command of commandsOf(order)) command['listOfCAPDU'] ??= []
    }),
    overlooking('takes one C-APDU without a list', order => {
      for (const command of commandsOf(order)) {
        if (typeof command['listOfCAPDU'] === 'string') command['listOfCAPDU'] = [command['listOfCAPDU']]
      }
    }),
  ],
  'seram.remote-management-order.refuses-bad-apdu': [
    overlooking('takes any text as a C-APDU, as the published pattern does', order =>
      mendApdus(order, apdu => (typeof apdu === 'string' ? '' : apdu)),
    ),
    overlooking('takes C-APDUs in lower case', order =>
      mendApdus(order, apdu => (typeof apdu === 'string' ? apdu.toUpperCase() : apdu)),
    ),
    overlooking('takes half bytes', order =>
      mendApdus(order, apdu => (typeof apdu === 'string' && apdu.length % 2 === 1 ? `${apdu}0` : apdu)),
    ),
    overlooking('takes a line break at the end of a C-APDU', order =>
      mendApdus(order, apdu => (typeof apdu === 'string' ? apdu.replace(/\n$/, '') : apdu)),
    ),
    overlooking('checks the first C-APDU only', order => {
      for (const command of commandsOf(order)) {
        const list = command['listOfCAPDU']
        if (Array.isArray(list)) command['listOfCAPDU'] = list.slice(0, 1)
      }
    }),
  ],
  'seram.remote-management-order.needs-notification': [
    overlooking('takes a notificationCommand without a text', order => {
      for (const command of commandsOf(order)) command['deviceAppNotification'] ??= ''
    }),
    overlooking('takes a notification of any type', order => {
      for (const command of commandsOf(order)) {
        if ('deviceAppNotification' in command) command['deviceAppNotification'] = ''
      }
    }),
  ],
}

const KNOWN = new Set<unknown>(['ramStartCommand', 'seRamCommand', 'notificationCommand', 'ramStopCommand'])

function apdusOf(order: Members): string[] {
  return commandsOf(order).flatMap(command => (command['listOfCAPDU'] ?? []) as string[])
}

function notificationsOf(order: Members): string[] {
  return commandsOf(order).flatMap(({ deviceAppNotification }) =>
    typeof deviceAppNotification === 'string' ? [deviceAppNotification] : [],
  )
}

function mendApdus(order: Members, mend: (apdu: unknown) => unknown): void {
  for (const command of commandsOf(order)) {
    const list = command['listOfCAPDU']
    if (Array.isArray(list)) command['listOfCAPDU'] = list.map(mend)
  }
}
