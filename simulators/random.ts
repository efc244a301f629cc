import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/**
 * A simulator's source of randomness: the same seed gives the same values in the same order. Not for secrets.
 * Its texts are joined, not added up, because a text that remembers its parts is held in four times the memory.
 */
export class Random {
  private readonly generator

  /** @param seed any whole number of 32 bits. */
  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed)
  }

  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number {
    return uniformInt(this.generator, min, max)
  }

  /** A string of `length` lower-case hexadecimal digits. */
  hex(length: number): string {
    const words = Array.from({ length: Math.ceil(length / 8) }, () => this.word())
    return words.join('').slice(0, length)
  }

  /** One of the items. Throws a RangeError if there is none. */
  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.integer(0, items.length - 1)]
    if (item === undefined) throw new RangeError('Random.pick needs at least one item')
    return item
  }

  /** A version 4 UUID (RFC 9562) in lower case. */
  uuid(): string {
    const [a, b, c, d] = [this.word(), this.word(), this.word(), this.word()]
    const variant = '89ab'[this.integer(0, 3)]
    return [a, b.slice(0, 4), `4${b.slice(5)}`, `${variant}${c.slice(1, 4)}`, `${c.slice(4)}${d}`].join('-')
  }

  /** Eight hexadecimal digits. */
  private word(): string {
    const word = this.generator.next() >>> 0
    return `${BYTES[word >>> 24]}${BYTES[(word >>> 16) & 255]}${BYTES[(word >>> 8) & 255]}${BYTES[word & 255]}`
  }
}
