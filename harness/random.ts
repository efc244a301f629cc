import { createHash } from 'node:crypto'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** The run's source of data: the same seed and purpose give the same values in the same order. Not for secrets. */
export class Random {
  private readonly generator

  /**
   * @param seed the seed of the run.
   * @param purpose what the values are for, a scenario for instance: other purposes get independent values.
   */
  constructor(seed: number, purpose: string) {
    this.generator = xoroshiro128plus(
      createHash('sha256').update(`${seed}\n${purpose}`).digest().readInt32BE(),
    )
  }

  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number {
    return uniformInt(this.generator, min, max)
  }

  /** A string of so many characters out of the alphabet. */
  word(length: number, alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'): string {
    return Array.from({ length }, () => alphabet[this.integer(0, alphabet.length - 1)]).join('')
  }

  /** So many bytes. */
  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.integer(0, 255)))
  }

  /** One of the items. Throws a RangeError if there is none. */
  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.integer(0, items.length - 1)]
    if (item === undefined) throw new RangeError('Random.pick needs at least one item')
    return item
  }
}
