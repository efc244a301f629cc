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
