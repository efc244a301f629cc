import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** A simulator's source of randomness: the same seed gives the same values in the same order. Not for secrets. */
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
    let digits = ''
    while (digits.length < length) digits += (this.generator.next() >>> 0).toString(16).padStart(8, '0')
    return digits.slice(0, length)
  }

  /** One of the items. Throws a RangeError if there is none. */
  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.integer(0, items.length - 1)]
    if (item === undefined) throw new RangeError('Random.pick needs at least one item')
    return item
  }

  /** A version 4 UUID (RFC 9562) in lower case. */
  uuid(): string {
    const digits = this.hex(32)
    const variant = '89ab'[this.integer(0, 3)]
    return [
      digits.slice(0, 8),
      digits.slice(8, 12),
      `4${digits.slice(13, 16)}`,
      `${variant}${digits.slice(17, 20)}`,
      digits.slice(20, 32),
    ].join('-')
  }
}
