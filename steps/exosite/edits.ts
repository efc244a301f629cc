import { NotTested } from '../../harness/finding.js'
import type { Random } from '../../harness/random.js'
import { unknownLike } from '../../harness/unknown-like.js'

/** The same text with its last character replaced by another, of its kind if it is a letter or a digit. */
export function withOtherEnd(known: string, random: Random): string {
  const last = known.slice(-1)
  const other = /[a-z0-9]/i.test(last) ? unknownLike(last, random) : letter(random)
  return known.slice(0, -1) + other
}

/** One letter, which is no hexadecimal digit. */
export function letter(random: Random): string {
  return random.word(1, 'ghjkmnpqrstvwxyz')
}

/** The same text with every letter in the other case. */
export function inOtherCase(known: string): string {
  const other = Array.from(known, letter =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  ).join('')
  if (other === known)
    throw new NotTested(`"${known}" has no letters that could be written in the other case.`)
  return other
}
