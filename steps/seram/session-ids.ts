import type { Random } from '../../harness/random.js'

/** A session id as the OpenAPI file's example has it. */
export function uuid(random: Random): string {
  const hex = random.bytes(16)
  hex[6] = ((hex[6] ?? 0) & 0x0f) | 0x40
  hex[8] = ((hex[8] ?? 0) & 0x3f) | 0x80
  return hex.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Kinds of session ids, by the words of the features. */
export const SESSION_IDS: Readonly<Record<string, (random: Random) => string>> = {
  'a UUID': uuid,
  'a UUID in capitals': random => uuid(random).toUpperCase(),
  'a short word': random => random.word(6, 'abcdefghijklmnopqrstuvwxyz'),
  'a number in digits': random => random.word(12, '123456789'),
  'words with punctuation': random =>
    `order #${random.integer(1000, 9999)}, part 2/3: (first) ${random.word(6)}!`,
  '128 letters': random => random.word(128, 'abcdefghijklmnopqrstuvwxyz'),
  'one letter': random => random.word(1, 'abcdefghijklmnopqrstuvwxyz'),
  'the digit zero': () => '0',
  'the word null': () => 'null',
  'the word constructor': () => 'constructor',
  'the word __proto__': () => '__proto__',
  'letters beyond ASCII': random => `Größe-заказ-注文-${random.word(8)}`,
}

/** Kinds of ids of secure elements, by the words of the features. */
export const SE_IDS: Readonly<Record<string, (random: Random) => string>> = {
  '19 digits': random => `89${random.word(17, '0123456789')}`,
  '24 hexadecimal digits': random => random.word(24, '0123456789ABCDEF'),
  'a UUID': uuid,
}

/** Two session ids, made of an id that nobody has used, by the words of the features for what they differ in. */
export const DIFFERENCES: Readonly<Record<string, (id: string) => readonly [string, string]>> = {
  'one more character': id => [id, `${id}0`],
  'a space at the end': id => [id, `${id} `],
  'the letter beyond ASCII they end with': id => [`${id}é`, `${id}è`],
  'the last of 128 letters': id => [`${id.padEnd(127, 'x')}y`, `${id.padEnd(127, 'x')}z`],
  'a zero at the beginning': id => [digitsOf(id), `0${digitsOf(id)}`],
  'a hyphen': id => [`order-${digitsOf(id)}`, `order${digitsOf(id)}`],
  'a capital letter': id => [`order-${digitsOf(id)}`, `Order-${digitsOf(id)}`],
  'what follows a semicolon': id => [`${id};a`, `${id};b`],
  'a plus for a space': id => [`${id} a`, `${id}+a`],
  'a letter written as a percent escape': id => [`${id}-a`, `${id}-%61`],
  'an accent as a character of its own': id => [`${id}\u00e9`, `${id}e\u0301`],
  'the letter of four bytes they end with': id => [`${id}\u{1d4ae}`, `${id}\u{1d4af}`],
}

/** Some digits of an id, none of them a zero at the beginning. */
function digitsOf(id: string): string {
  return `7${id.replaceAll(/[^0-9]/g, '')}`
}
