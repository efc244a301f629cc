import { finding, type Finding } from '../finding.js'
import type { Document } from '../reading/document.js'
import type { Enumeration } from './definitions.js'
import { at, type TextLine } from './lines.js'

/**
 * Outcomes of a process that one sentence has alone: "the result of deactivation (Deactivated or Active status)" where
 * no other line brings the process and that value together.
 */
export function judgeOutcomes(
  document: Document,
  lines: readonly TextLine[],
  enumerations: readonly Enumeration[],
): Finding[] {
  const rows = new Map(enumerations.flatMap(one => one.values.map(value => [value.value, value] as const)))
  const known = new Map<string, readonly TextLine[]>()
  const linesAbout = (process: string): readonly TextLine[] => {
    const key = squeeze(process)
    const spaced = new RegExp(key.split('').join('[^a-z]?'), 'i')
    const about = known.get(key) ?? (known.size < MOST ? lines.filter(one => spaced.test(one.text)) : [])
    known.set(key, about)
    return about
  }
  return document.prose.flatMap(line => {
    const match = STATED.exec(line.text)
    if (!match) return []
    const [, process = '', list = ''] = match
    const named = list.split(/,? or |, /).filter(value => rows.has(value))
    if (named.length < 2) return []
    const others = linesAbout(process)
    if (!others.some(one => one.line !== line.line)) return []
    return named.flatMap(value => {
      const word = new RegExp(String.raw`\b${value}\b`)
      const row = rows.get(value)?.line ?? -1
      const isSaid = (one: TextLine): boolean =>
        one.line !== line.line && (one.line === row + 1 || one.line === row || word.test(one.text))
      if (others.some(isSaid)) return []
      return [
        finding(
          'warning',
          'list.outcome',
          at(line, match.index),
          match[0],
          `Nothing else in the document lets "${process}" end in "${value}".`,
        ),
      ]
    })
  })
}

/** Most processes that are looked for. */
const MOST = 20

const STATED =
  /\bresult of (?:the |an? )?([a-z][a-z -]{5,40}?) \(((?:\w+)(?:,? (?:or )?\w+)*) (?:status|state)\)/i

const squeeze = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/g, '')
