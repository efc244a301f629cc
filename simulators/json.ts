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
  const outline = outlineOf(body)
  if (outline.depth > MAX_DEPTH)
    return { ok: false, why: `The body is nested over ${MAX_DEPTH} levels deep.` }
  const text = body.toString('utf8')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, why: 'The body is no JSON.' }
  }
  if (membersOf(value) !== outline.members) {
    return { ok: false, why: 'An object of the body has two members of one name.' }
  }
  if (outline.escapes && hasLoneSurrogate(value)) {
    return { ok: false, why: 'A string of the body has an unpaired surrogate.' }
  }
  return { ok: true, value, text }
}

/** Whether a count shows that no object of a body has two members of one name. What is nested too deep is not counted. */
export function repeatsNoMember(body: Buffer, value: unknown): boolean {
  const { depth, members } = outlineOf(body)
  return depth <= MAX_DEPTH && membersOf(value) === members
}

interface Outline {
  /** The most levels of lists and objects. */
  readonly depth: number
  /** The colons outside of strings: in valid JSON, one for each member of each object as it is written. */
  readonly members: number
  /** Whether a string has a backslash. */
  readonly escapes: boolean
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a

/** Every byte of a character beyond ASCII is above 0x7f, so that none is taken for punctuation. */
function outlineOf(body: Buffer): Outline {
  let level = 0
  let depth = 0
  let members = 0
  let escapes = false
  for (let i = 0; i < body.length; i++) {
    const byte = body[i]!
    if (byte === QUOTE) {
      for (i++; i < body.length && body[i] !== QUOTE; i++) {
        if (body[i] !== BACKSLASH) continue
        escapes = true
        i++
      }
    } else if (byte === COLON) members++
    // [ is 0x5b and { is 0x7b, ] is 0x5d and } is 0x7d: they differ from each other in the bit 0x20.
    else if ((byte | 0x20) === 0x7b) {
      level++
      if (level > depth) depth = level
    } else if ((byte | 0x20) === 0x7d) level--
  }
  return { depth, members, escapes }
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
