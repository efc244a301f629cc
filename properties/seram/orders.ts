import * as fc from 'fast-check'
import { CHARACTERS } from '../../harness/fuzz/characters.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Property } from '../../harness/fuzz/property.js'
import { fromSchema } from '../../harness/fuzz/from-schema.js'
import {
  breakingEdits,
  editJson,
  kindOfEdit,
  tellJsonEdit,
  type JsonEdit,
} from '../../harness/fuzz/json-edits.js'
import { seramShapes } from '../../schemas/seram/shapes.js'
import { broken, succeeded, type Order, type Platform, type SecureElement } from './platform.js'

/** Text as it may stand in an order: any characters that are Unicode, and no control characters but line ends. */
const TEXTS = fc
  .string({ unit: CHARACTERS, maxLength: 24 })
  .map(text => text.replace(/[^\P{Cc}\n\t]/gu, ' ').replace(/\p{Cn}/gu, '?'))

/** An order that every schema accepts, for secure elements that the platform knows; it names no session. */
export function ordersOf({ elements, takesParts }: Platform): fc.Arbitrary<Order> {
  const element = fc
    .tuple(
      fc.constantFrom(...elements),
      fc.option(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 })),
    )
    .map(([{ seType, seId }, seExtraInfo]) =>
      seExtraInfo === null ? { seType, seId } : { seType, seId, seExtraInfo },
    )
  const middle = fc.array(
    fromSchema(
      { oneOf: ['se-ram-command', 'notification-command'].map(name => ({ $ref: `${name}.schema.json` })) },
      { shapes: seramShapes, texts: TEXTS },
    ).filter(command => !isIdle(command)),
    { maxLength: 5 },
  )
  const management = fc
    .record(
      { delay: fc.integer({ min: 0, max: 0x7fff_ffff }), chosen: fc.boolean(), middle },
      { requiredKeys: ['chosen', 'middle'] },
    )
    .map(({ delay, chosen, middle }) => ({
      ...(delay === undefined ? {} : { delay }),
      chosen,
      ramCommands: [START, ...(middle as object[]), STOP],
    }))
  const lists = fc.uniqueArray(element, { minLength: 1, maxLength: 4, selector: ({ seId }) => seId })
  const all = fc.record(
    { secureElement: lists, remoteManagementOrder: management },
    takesParts ? {} : { requiredKeys: ['secureElement', 'remoteManagementOrder'] },
  )
  return all.map(assemble)
}

/** Whether a command sends no C-APDU at all, of which nobody says what it means. */
function isIdle(command: unknown): boolean {
  const { listOfCAPDU } = command as { readonly listOfCAPDU?: readonly unknown[] }
  return listOfCAPDU?.length === 0
}

const START = { ramCommandType: 'ramStartCommand' }
const STOP = { ramCommandType: 'ramStopCommand' }

/** Which element may be chosen that is not listed is left open (SE-22), and so is an order for nothing. */
function assemble({
  secureElement,
  remoteManagementOrder,
}: {
  secureElement?: SecureElement[]
  remoteManagementOrder?: { delay?: number; chosen: boolean; ramCommands: object[] }
}): Order {
  const { chosen = false, ...management } = remoteManagementOrder ?? {}
  const [first] = secureElement ?? []
  const choice = chosen && first ? { chosenSecureElement: { seType: first.seType, seId: first.seId } } : {}
  return {
    ...(secureElement ? { secureElement } : {}),
    ...(remoteManagementOrder || !secureElement
      ? {
          remoteManagementOrder: {
            ...choice,
            ...(remoteManagementOrder ? management : { ramCommands: [START, STOP] }),
          },
        }
      : {}),
  }
}

/** Every order that the schemas accept is accepted, and kept as it was sent. */
export function validOrdersAreKept(platform: Platform): Property<Order> {
  return {
    name: 'any order that the schemas accept',
    values: ordersOf(platform),
    tell: order => [`When the client places the order ${JSON.stringify(order)}`],
    restsOn: [
      'seram.order.accepts-post',
      'seram.order.is-stored',
      'seram.order.stores-remote-management-order',
      'seram.secure-element.takes-every-type',
      'seram.remote-management-order.takes-any-delay',
      'seram.remote-management-order.takes-every-command',
      'seram.remote-management-order.takes-any-apdu',
      'seram.remote-management-order.takes-any-notification',
    ],
    async holds(order) {
      const sessionID = sessionIdOf(platform)
      const placed = { ...order, sessionID }
      const exchange = await platform.place(placed)
      platform.world.answerOf(exchange)
      if (!succeeded(exchange))
        broken('An order that the schemas accept is refused.', '201 Created', exchange)
      const { orders } = await platform.held(sessionID)
      const [kept] = orders
      if (orders.length !== 1 || kept === undefined) {
        broken('An accepted order is not kept once.', '1 order', exchange, `${orders.length} orders`)
      }
      if (!platform.isKeptAs(placed, kept)) {
        broken('An order is kept as another.', JSON.stringify(placed), exchange, JSON.stringify(kept))
      }
      platform.world.cover('created', 'session')
    },
  }
}

/** An order with one edit by which no schema accepts it. */
interface Wrong {
  readonly order: Order
  readonly edit: JsonEdit
}

/** Every order that is one edit away from a valid one, and invalid, is refused and leaves nothing behind. */
export function invalidOrdersAreRefused(platform: Platform): Property<Wrong> {
  const isValid = validator()
  return {
    name: 'any order with one thing wrong in it',
    values: fc.tuple(ordersOf(platform), fc.nat(1000)).map(([order, pick]) => {
      const edits = breakingEdits(order, isValid)
      return { order, edit: edits[pick % edits.length] ?? { at: [], edit: 'retyped', to: 7 } }
    }),
    tell: ({ order, edit }) => [
      `Given an order that is accepted: ${JSON.stringify(order)}`,
      `When the client places it with ${tellJsonEdit(edit)}`,
    ],
    restsOn: [
      'seram.secure-element.needs-type',
      'seram.secure-element.needs-id',
      'seram.secure-element.refuses-unknown-type',
      'seram.secure-element.refuses-what-is-no-list',
      'seram.secure-element.checks-every-item',
      'seram.remote-management-order.needs-a-command',
      'seram.remote-management-order.needs-command-type',
      'seram.remote-management-order.refuses-unknown-command',
      'seram.remote-management-order.needs-apdus',
      'seram.remote-management-order.refuses-bad-apdu',
      'seram.remote-management-order.needs-notification',
      'seram.remote-management-order.refuses-delay-of-another-type',
      'seram.remote-management-order.checks-chosen-secure-element',
    ],
    async holds({ order, edit }) {
      const wrong = editJson(order, edit)
      if (isValid(wrong)) return
      const right = await platform.place({ ...order, sessionID: sessionIdOf(platform) })
      platform.world.require(
        succeeded(right),
        'seram.order.accepts-post',
        'the order without the edit is accepted',
        right,
      )
      platform.world.cover('edits', kindOfEdit(edit))
      const sessionID = sessionIdOf(platform)
      const sent = typeof wrong === 'object' && !Array.isArray(wrong) ? { ...wrong, sessionID } : wrong
      const exchange = await platform.place(sent)
      platform.world.answerOf(exchange)
      if (succeeded(exchange)) broken('An order that no schema accepts is accepted.', 'a refusal', exchange)
      const { orders } = await platform.held(sessionID)
      if (orders.length > 0) {
        broken('An order that is refused is kept.', 'no order', exchange, `${orders.length} orders`)
      }
    },
  }
}

/** A session id that nobody has used. */
export function sessionIdOf({ world }: Platform): string {
  const hex = world.random.bytes(16).toString('hex')
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')
}

function validator(): (value: unknown) => boolean {
  const ajv = new Ajv2020({ discriminator: true, strict: false, schemas: { ...seramShapes } })
  const validate = ajv.getSchema('order.schema.json')
  if (validate === undefined) throw new TypeError('There is no schema of an order')
  return value => validate(value) as boolean
}
