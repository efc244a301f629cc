import { defineParameterType } from '@cucumber/cucumber'
import { defineWords } from '../../harness/words.js'
import type { Random } from '../../harness/random.js'
import { unknownLike } from '../../harness/unknown-like.js'
import { identityNumber, withWrongCheckDigit } from './identity-number.js'

/** Makes the value that a sentence names, from the well-formed value in its place. */
export type Value = (present: unknown, random: Random) => unknown

type Product = Readonly<Record<string, unknown>>

const VALUES: Readonly<Record<string, Value>> = {
  null: () => null,
  true: () => true,
  false: () => false,
  'a number': () => 12345,
  'the number one': () => 1,
  'the number zero': () => 0,
  'a boolean': () => true,
  'a text': () => 'a text',
  'a list': present => [present],
  'an object': present => ({ value: present }),
  'an empty list': () => [],
  'a list of texts': () => ['a text'],
  'a list of nulls': () => [null],
  'a list of lists': present => [present],
  'its product twice': present => twice(present),
  'its product three times': present => [...twice(present), productOf(present)],
  'its product before an unknown product': (present, random) => [
    productOf(present),
    unknown(present, random),
  ],
  'its product without a list': present => productOf(present),
  'one with a wrong check digit': (_, random) => withWrongCheckDigit(identityNumber(random)),
  'one with a right check digit': (_, random) => identityNumber(random),
}

const LETTERS = {
  letters: 'abcdefghijklmnopqrstuvwxyz',
  'Swedish letters': 'åäöÅÄÖ',
}

const phrases = Object.keys(VALUES).toSorted((a, b) => b.length - a.length)

defineWords('letters', LETTERS)
defineParameterType({
  name: 'value',
  // A text in quotation marks, or one of the phrases.
  regexp: [/"[^"]*"/, new RegExp(phrases.join('|'))],
  transformer: (said: string): Value => {
    const quoted = /^"(.*)"$/.exec(said)?.[1]
    return quoted === undefined ? (VALUES[said] ?? (present => present)) : () => quoted
  },
  useForSnippets: false,
})

/** A text of so many characters that goes on where the well-formed value ends. */
export function lengthened(present: unknown, length: number, random: Random): string {
  const begin = typeof present === 'string' ? present : ''
  const [local = '', domain] = begin.split('@')
  const end = domain === undefined ? '' : `@${domain}`
  const more = length - local.length - end.length
  return local + random.word(Math.max(0, more), LETTERS.letters) + end
}

function twice(products: unknown): Product[] {
  return [productOf(products), productOf(products)]
}

function productOf(products: unknown): Product {
  return (products as readonly Product[])[0] ?? {}
}

function unknown(products: unknown, random: Random): Product {
  return Object.fromEntries(
    Object.entries(productOf(products)).map(([key, id]) => [key, unknownLike(String(id), random)]),
  )
}
