import { isUtf8 } from 'node:buffer'

/** What a body was read as: a JSON value with its text, or the sentence that says why it is none. */
export type JsonReading =
  | { readonly ok: true; readonly value: unknown; readonly text: string }
  | { readonly ok: false; readonly why: string }

/** How many lists and objects may enclose each other in a body. */
export const MAX_DEPTH = 64

/**
 * Reads a body strictly: UTF-8 without a byte order mark, JSON as RFC 8259 has it, no member twice in one object,
 * no unpaired surrogate, no more than `MAX_DEPTH` levels. The sentences repeat nothing of the body.
 */
export function readJson(body: Buffer): JsonReading {
  if (!isUtf8(body)) return { ok: false, why: 'The body is not UTF-8.' }
  const text = body.toString('utf8')
  const outline = outlineOf(text)
  if (outline.depth > MAX_DEPTH)
    return { ok: false, why: `The body is nested over ${MAX_DEPTH} levels deep.` }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, why: 'The body is no JSON.' }
  }
  if (membersOf(value) !== outline.members) {
    return { ok: false, why: 'An object of the body has two members of one name.' }
  }
  if (text.includes('\\') && hasLoneSurrogate(value)) {
    return { ok: false, why: 'A string of the body has an unpaired surrogate.' }
  }
  return { ok: true, value, text }
}

/** Whether a count shows that no object of a JSON text has two members of one name. What is nested too deep is not counted. */
export function repeatsNoMember(text: string, value: unknown): boolean {
  const { depth, members } = outlineOf(text)
  return depth <= MAX_DEPTH && membersOf(value) === members
}

interface Outline {
  /** The most levels of lists and objects. */
  readonly depth: number
  /** The colons outside of strings: in valid JSON, one for each member of each object as it is written. */
  readonly members: number
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a

function outlineOf(text: string): Outline {
  let level = 0
  let depth = 0
  let members = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === QUOTE) i = endOfString(text, i)
    else if (unit === COLON) members++
    // [ is 0x5b and { is 0x7b, ] is 0x5d and } is 0x7d: they differ from each other in the bit 0x20.
    else if ((unit | 0x20) === 0x7b) {
      level++
      if (level > depth) depth = level
    } else if ((unit | 0x20) === 0x7d) level--
  }
  return { depth, members }
}

/** Where the string ends that begins at a quotation mark: at the next one that no backslash escapes, or with the text. */
function endOfString(text: string, start: number): number {
  let end = start
  do end = text.indexOf('"', end + 1)
  while (end >= 0 && isEscaped(text, end))
  return end < 0 ? text.length : end
}

/** Whether an odd number of backslashes precedes a place. */
function isEscaped(text: string, place: number): boolean {
  let start = place
  while (text.charCodeAt(start - 1) === BACKSLASH) start--
  return (place - start) % 2 === 1
}

function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  let count = 0
  if (Array.isArray(value)) {
    for (const item of value) count += membersOf(item)
    return count
  }
  for (const name in value) count += 1 + membersOf((value as Record<string, unknown>)[name])
  return count
}

function hasLoneSurrogate(value: unknown): boolean {
  if (typeof value === 'string') return /\p{Surrogate}/u.test(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([name, item]) => hasLoneSurrogate(name) || hasLoneSurrogate(item))
}
