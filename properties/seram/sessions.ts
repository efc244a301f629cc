import * as fc from 'fast-check'
import { CHARACTERS } from '../../harness/fuzz/characters.js'
import type { Property } from '../../harness/fuzz/property.js'
import { textEdits, editText, tellTextEdit, type TextEdit } from '../../harness/fuzz/text-edits.js'
import { sessionIdOf } from './orders.js'
import { broken, succeeded, type Order, type Platform } from './platform.js'

/** However many orders name no session, no two of them are given the same one. */
export function generatedIdsDiffer(platform: Platform): Property<number> {
  const isDeep = platform.world.session.fuzzing.isDeep
  return {
    name: 'any number of orders without a session id',
    values: fc.noBias(fc.integer({ min: 2, max: isDeep ? 300 : 8 })),
    tell: count => [`When the client places ${count} orders without a session id one after the other`],
    restsOn: ['seram.session.generated-id-is-returned', 'seram.session.generated-id-is-unique'],
    async holds(count) {
      const seen = new Map<string, number>()
      for (let index = 1; index <= count; index += 1) {
        const exchange = await platform.place(orderOf(platform))
        platform.world.answerOf(exchange)
        const id = platform.generatedId(exchange)
        if (id === undefined) broken('An order without a session id brings none.', 'a session id', exchange)
        const earlier = seen.get(id)
        if (earlier !== undefined) {
          const received = `the id of order ${earlier} again for order ${index}`
          broken('Two orders were given the same session id.', 'a session id for each', exchange, received)
        }
        seen.set(id, index)
      }
    },
  }
}

/** Something that is done to the sessions of a case. */
type Step =
  | { readonly do: 'place'; readonly session: number }
  | { readonly do: 'look'; readonly session: number }
  | { readonly do: 'spoil'; readonly session: number; readonly edit: TextEdit }
  | { readonly do: 'generate' }

/** Sessions of a case: ids of the same beginning, or the same end, that are each another session. */
const SESSIONS = ['one', 'another that ends otherwise', 'another that begins otherwise'] as const

/** Each session keeps just the orders that were accepted for it, whatever happens to it and to others meanwhile. */
export function sessionsKeepTheirOrders(platform: Platform): Property<readonly Step[]> {
  const session = fc.nat(SESSIONS.length - 1)
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('place' as const), session }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('look' as const), session }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('spoil' as const), session, edit: textEdits }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('generate' as const) }) },
  )
  return {
    name: 'anything done to several sessions in any order',
    values: fc.array(step, { minLength: 1, maxLength: 16, size: 'max' }),
    tell: steps => ['Given three session ids that are alike', ...steps.map(step => `When ${tell(step)}`)],
    restsOn: [
      'seram.queue.takes-further-orders',
      'seram.queue.keeps-every-order',
      'seram.queue.keeps-sessions-apart',
      'seram.request.refusal-stores-nothing',
    ],
    async holds(steps) {
      const ids = alikeIds(platform)
      const placed = ids.map((): Order[] => [])
      for (const step of steps) await perform(platform, step, ids, placed)
      for (const [index, id] of ids.entries()) await look(platform, id, placed[index] ?? [])
    },
  }
}

async function perform(
  platform: Platform,
  step: Step,
  ids: readonly string[],
  placed: readonly Order[][],
): Promise<void> {
  const { world } = platform
  if (step.do === 'generate') {
    world.cover('transitions', 'an order without a session id')
    const exchange = await platform.place(orderOf(platform))
    const id = platform.generatedId(exchange)
    if (id === undefined) broken('An order without a session id brings none.', 'a session id', exchange)
    return
  }
  const sessionID = ids[step.session] ?? ''
  const orders = placed[step.session] ?? []
  if (step.do === 'look') return look(platform, sessionID, orders)
  const order = { ...orderOf(platform), sessionID }
  const name = orders.length === 0 ? 'new session' : 'session with orders'
  if (step.do === 'place') {
    world.cover('transitions', `${name}: order`)
    const exchange = await platform.place(order)
    world.answerOf(exchange)
    if (!succeeded(exchange)) broken('A further order is refused.', '201 Created', exchange)
    orders.push(order)
    return
  }
  const exchange = await world.send(platform.request(order, editText(platform.bytesOf(order), step.edit)))
  world.cover('illegalTransitions', `${name}: spoilt order`)
  // What a reader makes of a text that is no longer the order's own is its business, where it accepts it.
  if (succeeded(exchange)) orders.splice(0, orders.length, ...(await accepted(platform, sessionID, orders)))
}

/** A spoilt order may still be one: then it is kept, and the session is taken as it stands from here on. */
async function accepted(platform: Platform, sessionID: string, orders: readonly Order[]): Promise<Order[]> {
  const held = await platform.held(sessionID)
  const more = held.orders.length - orders.length
  return more === 1 ? [...orders, ANY] : [...orders]
}

/** Stands for an order of which nobody can say how it is kept. */
const ANY: Order = {}

async function look(platform: Platform, sessionID: string, orders: readonly Order[]): Promise<void> {
  const held = await platform.held(sessionID)
  const left = [...held.orders]
  const unknown = orders.filter(order => order === ANY).length
  const lost = orders.filter(order => {
    if (order === ANY) return false
    const at = left.findIndex(kept => platform.isKeptAs(order, kept))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
  if (lost.length === 0 && left.length === unknown) return
  const received = `${held.orders.length} orders, ${lost.length} of those that were accepted not among them`
  const last = await platform.place({ ...orderOf(platform), sessionID: sessionIdOf(platform) })
  broken(
    'A session does not keep just the orders that were accepted for it.',
    `${orders.length} orders`,
    last,
    received,
  )
}

/** Orders for several sessions at the same time: how many for each. */
type Rush = readonly number[]

/** Orders that arrive at the same time are all kept, each in its own session. */
export function simultaneousOrdersAreKept(platform: Platform): Property<Rush> {
  return {
    name: 'any number of orders at the same time',
    values: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 }),
    tell: rush => [
      `When the client places ${rush.join(' and ')} orders at the same time, each number in a session of its own`,
    ],
    restsOn: ['seram.queue.keeps-simultaneous-orders', 'seram.queue.keeps-every-order'],
    async holds(rush) {
      const sessions = rush.map(count => ({ id: sessionIdOf(platform), count }))
      const orders = sessions.flatMap(({ id, count }) =>
        Array.from({ length: count }, () => ({ ...orderOf(platform), sessionID: id })),
      )
      const exchanges = await Promise.all(orders.map(order => platform.place(order)))
      const accepted = orders.filter((_, index) => succeeded(exchanges[index] ?? fail()))
      platform.world.cover('transitions', `${accepted.length === orders.length ? 'all' : 'some'} accepted`)
      for (const { id } of sessions) {
        await look(
          platform,
          id,
          accepted.filter(({ sessionID }) => sessionID === id),
        )
      }
    },
  }
}

/** Whatever text names a session, its orders are kept under it. */
export function anyTextNamesASession(platform: Platform): Property<string> {
  return {
    name: 'any text as a session id',
    values: fc.oneof(
      fc.string({ unit: 'grapheme-ascii', maxLength: 24 }),
      fc.string({ unit: CHARACTERS, maxLength: 24 }).map(text => text.replace(/\p{Cc}|\p{Cn}/gu, '-')),
    ),
    tell: text => [`When the client places an order with the session id ${JSON.stringify(`${text}-...`)}`],
    restsOn: ['seram.session.any-string-is-an-id', 'seram.session.given-id-is-kept'],
    async holds(text) {
      const sessionID = `${text}-${sessionIdOf(platform)}`
      const order = { ...orderOf(platform), sessionID }
      const exchange = await platform.place(order)
      platform.world.answerOf(exchange)
      if (!succeeded(exchange)) broken('An order is refused for its session id.', '201 Created', exchange)
      const { orders } = await platform.held(sessionID)
      if (orders.length !== 1) {
        broken('An order is not kept under its session id.', '1 order', exchange, `${orders.length} orders`)
      }
    },
  }
}

function alikeIds(platform: Platform): string[] {
  const id = sessionIdOf(platform)
  const other = (character = ''): string => (character === 'a' ? 'b' : 'a')
  return [id, id.slice(0, -1) + other(id.at(-1)), other(id[0]) + id.slice(1)]
}

/** A small order that is like no other. */
export function orderOf({ world, elements }: Platform): Order {
  const [{ seType, seId } = { seType: '', seId: '' }] = elements
  return {
    secureElement: [{ seType, seId }],
    remoteManagementOrder: {
      ramCommands: [
        { ramCommandType: 'ramStartCommand' },
        { ramCommandType: 'notificationCommand', deviceAppNotification: `step ${world.random.word(16)}` },
        { ramCommandType: 'ramStopCommand' },
      ],
    },
  }
}

function fail(): never {
  throw new TypeError('There are as many exchanges as orders')
}

function tell(step: Step): string {
  switch (step.do) {
    case 'place':
      return `the client places an order in ${SESSIONS[step.session]}`
    case 'look':
      return `the orders of ${SESSIONS[step.session]} are looked at`
    case 'spoil':
      return `the client places an order in ${SESSIONS[step.session]}, ${tellTextEdit(step.edit)}`
    case 'generate':
      return 'the client places an order without a session id'
  }
}
