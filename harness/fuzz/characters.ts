import * as fc from 'fast-check'

const LAST_BEFORE_SURROGATES = 0xd7ff
const FIRST_AFTER_SURROGATES = 0xe000

/**
 * Any character that Unicode has room for, ASCII most of all. The library's own unit for it makes a table of all million
 * of them, which takes a second.
 */
export const CHARACTERS: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xff }) },
    { weight: 2, arbitrary: fc.integer({ min: 0x80, max: LAST_BEFORE_SURROGATES }) },
    { weight: 2, arbitrary: fc.integer({ min: FIRST_AFTER_SURROGATES, max: 0x10ffff }) },
  )
  .map(point => String.fromCodePoint(point))

/** What a person would rather write in place of a text: nothing but x, one half of it, or all but one of its characters. */
export function* simplerTexts(text: string): Generator<string> {
  const characters = Array.from(text)
  const plain = 'x'.repeat(characters.length)
  if (text !== plain) yield plain
  if (characters.length > FEW) {
    const middle = Math.ceil(characters.length / 2)
    yield characters.slice(0, middle).join('')
    yield characters.slice(middle).join('')
    // A bound on the length is found by its parts.
    for (let part = middle >> 1; part > 0; part >>= 1) yield characters.slice(part).join('')
    return
  }
  for (const index of characters.keys()) {
    yield characters.toSpliced(index, 1).join('')
    if (characters[index] !== 'x') yield characters.with(index, 'x').join('')
  }
}

/** Characters that can be tried one by one. */
const FEW = 24
