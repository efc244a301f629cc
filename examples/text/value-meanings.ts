import { finding, related, type Finding } from '../finding.js'
import type { Document } from '../reading/document.js'
import type { Enumeration, ListedValue } from './definitions.js'
import { at, wordsOf } from './lines.js'

/** Sentences that use the values of an enumeration in another sense than its list gives them. */
export function judgeValueMeanings(document: Document, enumerations: readonly Enumeration[]): Finding[] {
  return [...otherSubject(document, enumerations), ...otherState(document, enumerations)]
}

/**
 * "The contract has been cancelled" where the list says of `Cancelled` that the request has been denied, and that it is
 * used for nothing else.
 */
function otherSubject(document: Document, enumerations: readonly Enumeration[]): Finding[] {
  const reserved = new Map(
    enumerations
      .flatMap(({ values }) => values)
      .filter(({ value, description }) => /^[A-Za-z][a-z]+ed$/.test(value) && RESERVED.test(description))
      .map(value => [value.value.toLowerCase(), value] as const),
  )
  if (reserved.size === 0) return []
  const running = document.prose.filter(
    ({ part, text }) => part !== 'cell' && text.includes(' been ') && HAPPENED.test(text),
  )
  return running.flatMap(line =>
    [...line.text.matchAll(new RegExp(HAPPENED, 'gi'))].flatMap(match => {
      const [said, subject = '', word = ''] = match
      const listed = reserved.get(word.toLowerCase())
      if (!listed) return []
      const described = new Set(wordsOf(listed.description))
      const isSame = wordsOf(subject).some(
        one => described.has(one) && !/^(?:the|an?|its?|been|has)$/.test(one),
      )
      if (isSame) return []
      return [
        finding(
          'note',
          'enumeration.meaning',
          at(line, match.index),
          said,
          `The list of values keeps "${listed.value}" for something else: ${firstSentence(listed)}`,
          { related: [related(listed, `"${listed.value}" is listed here`)] },
        ),
      ]
    }),
  )
}

const RESERVED = /\bused only (?:in|for|by|with)\b|\bonly used (?:in|for|by|with)\b|\bmust not be used\b/i
const HAPPENED = /((?:\b[\w-]+ ){1,3})(?:has|have) been (\w+ed)\b/i

const firstSentence = ({ description }: ListedValue): string =>
  `${description.split(/\.(?=\s|[A-Z]|$)/)[0] ?? ''}.`

/** "Has been deactivated", which may come with a Deactivated state or an Active state. */
function otherState(document: Document, enumerations: readonly Enumeration[]): Finding[] {
  return document.prose
    .filter(({ text }) => ALLOWED.test(text))
    .flatMap(line => {
      const states = (ALLOWED.exec(line.text) ?? []).slice(1, 3)
      const owner = enumerations.find(({ values }) =>
        states.every(state => values.some(({ value }) => value === state)),
      )
      if (!owner) return []
      const match = /\b(?:has|have) been (\w+)\b/i.exec(line.text)
      const isOne = states.some(state => state.toLowerCase() === match?.[1]?.toLowerCase())
      const other = states.find(state => state.toLowerCase() !== match?.[1]?.toLowerCase())
      const listed = owner.values.find(({ value }) => value === other)
      if (!match || !isOne || !listed) return []
      return [
        finding(
          'warning',
          'enumeration.meaning',
          at(line, match.index),
          line.text.slice(match.index),
          `What "${match[0]}" is allowed in the state "${listed.value}" as well.`,
          { related: [related(listed, `"${listed.value}" is listed here`)] },
        ),
      ]
    })
}

const ALLOWED =
  /\bonly\b[^.]{0,80}?\b(?:with|in|for)\s+an?\s+(\w+)\s+(?:state|status)\s+or\s+an?\s+(\w+)\s+(?:state|status)\b/
