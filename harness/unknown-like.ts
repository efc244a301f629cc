import { NotTested } from './finding.js'
import type { Random } from './random.js'

const ALPHABETS = [
  '0123456789',
  '0123456789abcdef',
  'abcdefghijklmnopqrstuvwxyz',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
]

/** Another text of the same length and the same kinds of characters. */
export function unknownLike(known: string, random: Random): string {
  const hexadecimal = /^(?=.*[a-f])[0-9a-f]{16,}$/.test(known)
  const [digits = '', hex = '', lower = '', upper = ''] = ALPHABETS
  const alphabetOf = (character: string): string => {
    if (hexadecimal) return hex
    return [digits, lower, upper].find(alphabet => alphabet.includes(character)) ?? character
  }
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const other = Array.from(known, character => random.word(1, alphabetOf(character))).join('')
    if (other !== known) return other
  }
  throw new NotTested(
    `"${known}" has neither letters nor digits, so that no unknown name like it can be made up.`,
  )
}
