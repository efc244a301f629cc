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
  const values = new Set(enumerations.flatMap(one => one.values.map(({ value }) => value)))
  if (values.size === 0) return []
  return document.prose.flatMap(line => {
    const match =
      /\bresult of (?:the |an? )?([a-z][a-z -]{5,40}?) \(((?:\w+)(?:,? (?:or )?\w+)*) (?:status|state)\)/i.exec(
        line.text,
      )
    if (!match) return []
    const [, process = '', list = ''] = match
    const named = list.split(/,? or |, /).filter(value => values.has(value))
    if (named.length < 2) return []
    const key = squeeze(process)
    const others = lines.filter(one => one.line !== line.line && squeeze(one.text).includes(key))
    return named.flatMap(value => {
      const word = new RegExp(String.raw`\b${value}\b`)
      const row = enumerations.flatMap(one => one.values).find(one => one.value === value)
      const described = others.some(
        one => word.test(one.text) || (row !== undefined && one.line > row.line && one.line <= row.line + 1),
      )
      if (others.length === 0 || described) return []
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

const squeeze = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/g, '')
