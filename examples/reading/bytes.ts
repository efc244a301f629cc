import { Misuse } from '../../harness/finding.js'

/** The text of a document's bytes. Throws a `Misuse` that says what the file is where it is no text in UTF-8. */
export function decode(file: string, bytes: Uint8Array): string {
  const mark = [...bytes.subarray(0, 4)].map(byte => byte.toString(16).padStart(2, '0')).join('')
  const known = KINDS.find(([start]) => mark.startsWith(start))
  if (known) {
    throw new Misuse(
      `${file} is ${known[1]}, not a text in UTF-8. Convert it first, for example: ${known[2]}.`,
    )
  }
  if (bytes.length === 0) throw new Misuse(`${file} is empty.`)
  const wide = wideOrder(bytes)
  if (wide !== undefined) {
    throw new Misuse(
      `${file} is text in ${wide}, not a text in UTF-8. Convert it first, for example: iconv -f ${wide} -t UTF-8.`,
    )
  }
  const zero = bytes.indexOf(0)
  if (zero !== -1) {
    throw new Misuse(
      `${file} is binary (a zero byte at offset ${zero}). Give a text, Markdown or HTML document.`,
    )
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new Misuse(`${file} is not UTF-8: ${whereBad(bytes)} ${ADVICE}`, { cause: error })
  }
}

const ADVICE = 'Convert it first, for example: iconv -f WINDOWS-1252 -t UTF-8.'

const KINDS: readonly (readonly [string, string, string])[] = [
  ['fffe0000', 'text in UTF-32', 'iconv -f UTF-32 -t UTF-8'],
  ['0000feff', 'text in UTF-32', 'iconv -f UTF-32 -t UTF-8'],
  ['fffe', 'text in UTF-16', 'iconv -f UTF-16 -t UTF-8'],
  ['feff', 'text in UTF-16', 'iconv -f UTF-16 -t UTF-8'],
  ['25504446', 'a PDF document', 'pdftotext -layout'],
  ['504b0304', 'a ZIP archive, such as a word processor writes', 'save it as plain text in UTF-8'],
  ['d0cf11e0', 'a document of a word processor', 'save it as plain text in UTF-8'],
]

/** The name of UTF-16 without a mark, told by its zeros: nearly every second byte is one, and of the others none. */
function wideOrder(bytes: Uint8Array): string | undefined {
  const start = bytes.subarray(0, 1000)
  const zeros = [0, 1].map(odd => start.filter((byte, index) => byte === 0 && index % 2 === odd).length)
  const [even = 0, odd = 0] = zeros
  if (Math.max(even, odd) < start.length * 0.4 || Math.min(even, odd) > 0) return undefined
  return odd > even ? 'UTF-16LE' : 'UTF-16BE'
}

/** Where the first byte stands that belongs to no character. A character cut off at the end is a truncated file. */
function whereBad(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const step = 4096
  let line = 1
  for (let start = 0; start < bytes.length; start += step) {
    const chunk = bytes.subarray(start, start + step)
    try {
      line += decoder.decode(chunk, { stream: true }).split('\n').length - 1
    } catch {
      const bad = chunk.findIndex((byte, index) => byte >= 0x80 && !isCharacter(chunk, index))
      line += [...chunk.subarray(0, Math.max(0, bad))].filter(byte => byte === 10).length
      const found = `0x${(chunk[bad] ?? 0).toString(16)}`
      return `line ${line} has the byte ${found}, which is no character there.`
    }
  }
  return `it ends in the middle of a character, at line ${line}; perhaps it was cut off.`
}

function isCharacter(bytes: Uint8Array, at: number): boolean {
  let start = at
  while (start > 0 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1
  const lead = bytes[start] ?? 0
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1
  if (length === 1) return lead < 0x80 && start === at
  if (start + length <= at) return false
  return bytes.subarray(start + 1, start + length).every(byte => (byte & 0xc0) === 0x80)
}
