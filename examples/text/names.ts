import { finding, related, type Finding, type Place } from '../finding.js'
import { add } from '../group.js'
import { at, type TextLine } from './lines.js'

const IDENTIFIER = /(?<![\w/.%-])[A-Za-z][A-Za-z0-9]*[a-z][A-Z][A-Za-z0-9]*(?![\w%])/g

/** Most different names that are compared. */
const MOST = 10_000

/** Longest name that is compared, in characters. */
const LONGEST = 80

/** Names in camel case that differ from another one by their capitals, or by one letter. */
export function judgeNames(lines: readonly TextLine[], except: ReadonlySet<string>): Finding[] {
  const places = new Map<string, Place[]>()
  for (const line of lines) {
    if (!/[a-z][A-Z]/.test(line.text)) continue
    for (const match of line.text.matchAll(IDENTIFIER)) {
      const name = match[0]
      if (name.length > LONGEST || except.has(name.toLowerCase()) || isInUrl(line.text, match.index)) continue
      const known = places.get(name)
      if (known) known.push(at(line, match.index))
      else if (places.size < MOST) places.set(name, [at(line, match.index)])
    }
  }
  return [...byCase(places), ...byLetter(places)]
}

function isInUrl(text: string, index: number): boolean {
  const start = text.lastIndexOf(' ', index) + 1
  return /:\/\/|^\/|\]\(/.test(text.slice(start, index))
}

function byCase(places: ReadonlyMap<string, readonly Place[]>): Finding[] {
  const groups = new Map<string, string[]>()
  for (const name of places.keys()) {
    const key = `${name.charAt(0)}${name.slice(1).toLowerCase()}`
    add(groups, key, name)
  }
  return [...groups.values()].flatMap(names => {
    if (names.length < 2) return []
    const [usual, ...others] = names.toSorted(
      (a, b) => (places.get(b)?.length ?? 0) - (places.get(a)?.length ?? 0),
    )
    return others.flatMap(other => disagree(places, usual ?? '', other, 'warning'))
  })
}

/** A name that occurs once or twice and differs by one letter from one that occurs more often. */
function byLetter(places: ReadonlyMap<string, readonly Place[]>): Finding[] {
  const shortened = new Map<string, string[]>()
  for (const name of places.keys()) {
    if (name.length < 12) continue
    for (const key of withoutOneLetter(name)) add(shortened, key, name)
  }
  const found = new Map<string, Finding[]>()
  for (const names of shortened.values()) {
    for (const rare of names) {
      for (const usual of names) {
        if (rare === usual || found.has(rare)) continue
        const [few, many] = [places.get(rare)?.length ?? 0, places.get(usual)?.length ?? 0]
        if (few <= 2 && many > few && isSlip(rare, usual))
          found.set(rare, disagree(places, usual, rare, 'error'))
      }
    }
  }
  return [...found.values()].flat()
}

function withoutOneLetter(name: string): string[] {
  return [name, ...Array.from(name, (_, index) => name.slice(0, index) + name.slice(index + 1))]
}

/** Whether two names differ by one letter within a word: not by a plural, a digit, or the capital of a word. */
function isSlip(a: string, b: string): boolean {
  let start = 0
  while (a[start] !== undefined && a[start] === b[start]) start += 1
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1
  const [inA, inB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  if (inA.length > 1 || inB.length > 1 || inA.toLowerCase() === inB.toLowerCase()) return false
  if (!/^[a-z]?$/.test(inA) || !/^[a-z]?$/.test(inB)) return false
  if (end === 0 && (inA === 's' || inB === 's')) return false
  const isSubstitution = inA !== '' && inB !== ''
  const word = /[a-z]*$/.exec(a.slice(0, start))?.[0] ?? ''
  const rest = /^[a-z]*/.exec(a.slice(a.length - end))?.[0] ?? ''
  if (inA === 's' || inB === 's') return rest.length > 0
  return !isSubstitution || word.length + rest.length >= 5
}

function disagree(
  places: ReadonlyMap<string, readonly Place[]>,
  usual: string,
  other: string,
  severity: 'error' | 'warning',
): Finding[] {
  const [first, ...also] = places.get(other) ?? []
  const [there] = places.get(usual) ?? []
  if (!first || !there) return []
  return [
    finding(severity, 'name.spelling', first, other, `"${other}" is spelt "${usual}" elsewhere.`, {
      related: [related(there, `"${usual}"`)],
      also,
    }),
  ]
}
