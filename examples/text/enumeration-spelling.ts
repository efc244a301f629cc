import { finding, related, type Finding } from '../finding.js'
import type { Enumeration, ListedValue } from './definitions.js'
import { at, type TextLine } from './lines.js'

/**
 * Values of enumerations that are spelt with other capitals elsewhere. A word of prose is none: only what is quoted, in
 * code, the text of an element, capitalised within, or on a line of nothing but values is taken for one.
 */
export function judgeEnumerationSpelling(
  lines: readonly TextLine[],
  enumerations: readonly Enumeration[],
): Finding[] {
  const listed = new Map<string, { value: ListedValue; name: string }>()
  const exact = new Set<string>()
  for (const { name, values } of enumerations) {
    for (const value of values) {
      exact.add(value.value)
      if (value.value.length >= 4) listed.set(value.value.toLowerCase(), { value, name })
    }
  }
  if (listed.size === 0) return []
  const any = listed.size <= MOST ? new RegExp(String.raw`\b(?:${[...listed.keys()].join('|')})\b`, 'i') : /./
  const suspects = lines.filter(({ text }) => any.test(text))
  return suspects.flatMap(line =>
    [...line.text.matchAll(/[A-Za-z][A-Za-z0-9_]*/g)].flatMap(match => {
      const word = match[0]
      if (exact.has(word)) return []
      const entry = listed.get(word.toLowerCase())
      if (entry === undefined || !isValue(line.text, match.index, word, entry.value.value, listed)) return []
      return [
        finding(
          'error',
          'enumeration.spelling',
          at(line, match.index),
          word,
          `"${word}" is spelt "${entry.value.value}" in the list of values of ${entry.name}.`,
          { related: [related(entry.value, `"${entry.value.value}" is listed here`)] },
        ),
      ]
    }),
  )
}

/** Most values that one pattern looks for. */
const MOST = 200

function isValue(
  text: string,
  index: number,
  word: string,
  value: string,
  listed: ReadonlyMap<string, unknown>,
): boolean {
  const before = text[index - 1] ?? ' '
  const after = text.slice(index + word.length)
  if (/^["'“‘`>]$/.test(before) && /^["'”’`<]/.test(after)) return !/^["']?\s*:/.test(after)
  const camel = /[a-z][A-Z]/
  if (camel.test(word) && camel.test(value) && !/[\w/.{#-]/.test(before) && !/^[\w/(-]/.test(after))
    return true
  const words = text.trim().split(/\s+/)
  return words.length > 1 && words.every(one => listed.has(one.toLowerCase()) && /^[A-Z]/.test(one))
}
