import type { Order } from './order.js'

/** Characters in a row that are no coincidence. */
const TELLING = 6

/** The same where they are hexadecimal digits, of which the id of an error may have any. */
const TELLING_DIGITS = 9

/** Words of e-mail addresses that say nothing about the customer. */
const PUBLIC = 'example.com'

/** The texts in the customer's details of an order, and of the body that was sent in its place if that can be read. */
export function personalDataIn(order: Order, body: Buffer): string[] {
  return [...textsIn(order['customerDetails']), ...textsIn(sentDetails(body))]
}

/** What a body repeats of personal data, if only in parts; undefined if nothing. */
export function repeatedIn(body: Buffer, personal: readonly string[]): string | undefined {
  const texts = readingsOf(body)
  return wordsOf(personal)
    .flatMap(partsOf)
    .find(part => texts.some(text => text.includes(part)))
}

/** The whole words of personal data that a body says; undefined if none. @param known a text whose words may be said. */
export function toldIn(body: Buffer, personal: readonly string[], known: string): string | undefined {
  const texts = readingsOf(body)
  return wordsOf(personal).find(
    word => word.length >= TELLING_DIGITS && texts.some(text => text.includes(word)) && !known.includes(word),
  )
}

/** A text as it stands, and with its escapes read. */
function readingsOf(body: Buffer): string[] {
  const text = body.toString('utf8')
  if (!text.includes('\\u')) return [text]
  return [
    text,
    text.replaceAll(/\\u([0-9a-fA-F]{4})/g, (_, code: string) =>
      String.fromCodePoint(Number.parseInt(code, 16)),
    ),
  ]
}

function wordsOf(personal: readonly string[]): string[] {
  return personal.flatMap(datum => datum.split(/[\s@]+/)).filter(word => word !== PUBLIC)
}

function partsOf(word: string): string[] {
  const telling = windows(word, TELLING).filter(part => !/^[0-9a-f]*$/i.test(part))
  return [...telling, ...windows(word, TELLING_DIGITS)]
}

function windows(word: string, length: number): string[] {
  return Array.from({ length: Math.max(0, word.length - length + 1) }, (_, at) => word.slice(at, at + length))
}

function sentDetails(body: Buffer): unknown {
  try {
    return (JSON.parse(body.toString('utf8')) as Order | null)?.['customerDetails']
  } catch {
    return undefined
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
