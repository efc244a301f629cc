import { defineWords } from '../../harness/words.js'
import { unknownLike } from '../../harness/unknown-like.js'
import type { Random } from '../../harness/random.js'
import type { Order } from './order.js'

/** Writes the bytes of a body in which an order was to come. */
export type Body = (order: Order, random: Random) => Buffer

const DEEP = 100_000
const DIGITS = 10_000

const BODIES: Readonly<Record<string, Body>> = {
  'its first half': order => cut(order, 1 / 2),
  'its first nine tenths': order => cut(order, 9 / 10),
  'all but its last bracket': order => Buffer.from(JSON.stringify(order).slice(0, -1)),
  'an empty body': () => Buffer.alloc(0),
  'plain text': () => Buffer.from('I would like to order a connection, please.'),
  XML: order =>
    Buffer.from(`<?xml version="1.0"?><order><coAccessId>${accessOf(order)}</coAccessId></order>`),
  'JSON with something after it': order => Buffer.from(`${JSON.stringify(order)} and more`),
  'JSON with a trailing comma': order => Buffer.from(JSON.stringify(order).replace(/\}$/, ',}')),
  'JSON with a comment': order => Buffer.from(JSON.stringify(order).replace('{', '{/* an order */')),
  'JSON in single quotes': order => Buffer.from(JSON.stringify(order).replaceAll('"', "'")),
  'JSON with a raw line break in a string': order =>
    Buffer.from(JSON.stringify(withCity(order, 'First\nSecond')).replaceAll(String.raw`\n`, '\n')),
  // The byte that ISO 8859-1 has for the letter.
  'bytes that are not UTF-8': order => Buffer.from(JSON.stringify(withCity(order, 'Malmö')), 'latin1'),
  'UTF-16': order => Buffer.from(JSON.stringify(order), 'utf16le'),
  'a JSON list': order => Buffer.from(JSON.stringify([order])),
  'a JSON string': order => Buffer.from(JSON.stringify(JSON.stringify(order))),
  'a JSON number': () => Buffer.from('42'),
  'a JSON null': () => Buffer.from('null'),
  'a JSON number of 10000 digits': () => Buffer.from('7'.repeat(DIGITS)),
  'JSON with two coAccessIds': (order, random) =>
    withMember(order, 'coAccessId', unknownLike(accessOf(order), random)),
  'JSON with NaN for a boolean': order =>
    Buffer.from(JSON.stringify(order).replace(/("identifiedCustomer":)\w+/, '$1NaN')),
  'JSON with its members turned round': order => Buffer.from(JSON.stringify(turned(order))),
  'JSON with line breaks between tokens': order =>
    Buffer.from(`\n${JSON.stringify(order, undefined, '\t')}\r\n`),
  'JSON with escaped letters': order => Buffer.from(escaped(JSON.stringify(order))),
  'JSON with an unpaired surrogate': order => Buffer.from(JSON.stringify(withCity(order, 'Mal\ud83d'))),
  'JSON with a member __proto__': order => withMember(order, '__proto__', { coAccessId: accessOf(order) }),
  'JSON with a NUL in a text': order => Buffer.from(JSON.stringify(withCity(order, 'Mal\0mo'))),
  'JSON with empty customerDetails': order => Buffer.from(JSON.stringify({ ...order, customerDetails: {} })),
  'JSON with null as invoiceDetails': order => Buffer.from(JSON.stringify(withInvoice(order, null))),
  'JSON nested 100000 levels deep': order =>
    Buffer.from(JSON.stringify(order).replace('{', `{"more":${'['.repeat(DEEP)}${']'.repeat(DEEP)},`)),
}

defineWords('body', BODIES)

/** A value with the members of every object in it the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, turned(member)]),
  )
}

/** The text of JSON with every fourth letter of its strings as an escape sequence. */
function escaped(text: string): string {
  let count = 0
  return text.replaceAll(/"[^"]*"/g, part =>
    part.replaceAll(/[a-z]/gi, letter => {
      count += 1
      return count % 4 === 0 ? String.raw`\u00${letter.charCodeAt(0).toString(16)}` : letter
    }),
  )
}

function cut(order: Order, part: number): Buffer {
  const bytes = Buffer.from(JSON.stringify(order))
  return bytes.subarray(0, Math.floor(bytes.length * part))
}

/** The order with one more member in front of the others. */
function withMember(order: Order, name: string, value: unknown): Buffer {
  return Buffer.from(JSON.stringify(order).replace('{', `{"${name}":${JSON.stringify(value)},`))
}

function withCity(order: Order, city: string): Order {
  const customer = order['customerDetails'] as Record<string, Record<string, unknown>>
  return withInvoice(order, { ...customer['invoiceDetails'], city })
}

function withInvoice(order: Order, invoiceDetails: unknown): Order {
  const customer = order['customerDetails'] as Record<string, unknown>
  return { ...order, customerDetails: { ...customer, invoiceDetails } }
}

function accessOf(order: Order): string {
  return String(order['coAccessId'])
}
