import * as fc from 'fast-check'
import type { Property } from '../../harness/fuzz/property.js'
import { activation, broken, cikOf, succeeded, type Triple, type World } from './device.js'

/** Characters of serial numbers: every printable one of ASCII, and some beyond of two, three and four bytes. */
const CHARACTERS = [
  ...Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)),
  ...Array.from('ÅéßΩж漢🙂'),
]

/** Characters that programs are apt to take for something else. */
const TELLING = ['\0', '\n', '\r', ' ', '%', '+', '&', '=', ';', '/', '*', '?']

/** A serial number that begins so, and how its characters are written in the form, over and over. */
interface Written {
  readonly characters: string
  readonly ways: readonly number[]
}

/** A form means the same however its characters are encoded. */
export function encodingsMeanTheSame(world: World): Property<Written> {
  return {
    name: 'a serial number of any characters in any encoding',
    values: fc.record({
      characters: fc.string({ unit: fc.constantFrom(...CHARACTERS), maxLength: 12 }),
      ways: fc.array(fc.nat(2), { minLength: 1, maxLength: 8 }),
    }),
    tell: ({ characters, ways }) => [
      `Given an enabled serial number that begins with ${JSON.stringify(characters)}`,
      `When the device activates with it, written as ${encoderOf(ways)(characters)}`,
    ],
    restsOn: [
      'exosite.activate.returns-cik',
      'exosite.form.decodes-percent-encoding',
      'exosite.form.decodes-plus-as-space',
      'exosite.form.decodes-once',
      'exosite.form.splits-before-decoding',
      'exosite.form.reads-utf-8',
    ],
    async holds({ characters, ways }) {
      const triple = await world.state('enabled serial number with characters', { characters })
      const exchange = await world.send(activation(triple, encoderOf(ways)))
      world.answerOf(exchange)
      if (cikOf(exchange) === undefined) {
        broken('A form in a legal encoding does not activate what it names.', '200 OK with a CIK', exchange)
      }
    },
  }
}

/** Writes each character in the next of the ways: as short as allowed, or its bytes in upper or lower case digits. */
function encoderOf(ways: readonly number[]): (text: string) => string {
  return text =>
    Array.from(text, (character, index) => {
      const way = ways[index % ways.length] ?? 0
      if (way === 0 && character === ' ') return '+'
      if (way === 0 && /[A-Za-z0-9*._-]/.test(character)) return character
      const bytes = [...Buffer.from(character)].map(byte => byte.toString(16).padStart(2, '0'))
      return bytes.map(digits => `%${way === 2 ? digits : digits.toUpperCase()}`).join('')
    }).join('')
}

/** One slip in one of the three names. */
interface Slip {
  readonly field: keyof Triple
  readonly slip: 'inserted' | 'left out' | 'replaced' | 'doubled' | 'swapped'
  readonly at: number
  readonly character: string
}

/** A triple that is wrong in one character activates nothing, and leaves the right one free to activate. */
export function slipsActivateNothing(world: World): Property<Slip> {
  return {
    name: 'any slip in one of the three names',
    values: fc.record({
      field: fc.constantFrom('sn' as const, 'model' as const, 'vendor' as const),
      slip: fc.constantFrom('inserted', 'left out', 'replaced', 'doubled', 'swapped'),
      at: fc.oneof(fc.constant(0), fc.nat(20)),
      character: fc.oneof(fc.constantFrom(...CHARACTERS), fc.constantFrom(...TELLING)),
    }),
    tell: slip => [
      'Given an enabled serial number',
      `When the device activates with ${tellSlip(slip)}`,
      'When the device activates with the right names',
    ],
    restsOn: [
      'exosite.refusal.unknown-serial-number-is-not-found',
      'exosite.refusal.unknown-model-is-not-found',
      'exosite.refusal.unknown-vendor-is-not-found',
      'exosite.refusal.keeps-serial-number-activatable',
      'exosite.activate.returns-cik',
    ],
    async holds(slip) {
      const triple = await world.state('enabled serial number', {})
      const wrong = { ...triple, [slip.field]: slipped(triple[slip.field], slip) }
      // Whether case and surrounding space matter is for other rules to say.
      const alike = (text: string): string => text.trim().toLowerCase()
      if (wrong[slip.field] === '' || alike(wrong[slip.field]) === alike(triple[slip.field])) return
      world.cover('edits', `${slip.field}: a character ${slip.slip}`)
      const refused = await world.send(activation(wrong))
      world.answerOf(refused)
      if (succeeded(refused)) {
        broken(`An activation with a wrong ${slip.field} succeeds.`, 'a refusal', refused)
      }
      const right = await world.send(activation(triple))
      world.answerOf(right)
      if (cikOf(right) === undefined) {
        broken(
          'After a refusal for a wrong name the right names no longer activate.',
          '200 OK with a CIK',
          right,
        )
      }
    },
  }
}

function slipped(name: string, { slip, at, character }: Slip): string {
  const letters = Array.from(name)
  // Counted from the end, where slips are most likely to be passed over.
  const place = letters.length - 1 - (at % letters.length)
  const here = letters[place] ?? ''
  switch (slip) {
    case 'inserted':
      return letters.toSpliced(letters.length - (at % (letters.length + 1)), 0, character).join('')
    case 'left out':
      return letters.toSpliced(place, 1).join('')
    case 'replaced':
      return letters.with(place, character).join('')
    case 'doubled':
      return letters.toSpliced(place, 0, here).join('')
    case 'swapped':
      return letters.toSpliced(place, 2, letters[place + 1] ?? '', here).join('')
  }
}

function tellSlip({ field, slip, at, character }: Slip): string {
  const name = { sn: 'serial number', model: 'model', vendor: 'vendor' }[field]
  const place = at === 0 ? 'at its end' : `${at} before its end`
  switch (slip) {
    case 'inserted':
      return `a ${name} with ${JSON.stringify(character)} ${place}`
    case 'replaced':
      return `a ${name} with ${JSON.stringify(character)} for the character ${place}`
    case 'swapped':
      return `a ${name} whose character ${place} is swapped with the next`
    case 'left out':
    case 'doubled':
      return `a ${name} whose character ${place} is ${slip}`
  }
}
