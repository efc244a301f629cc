import { finding, related, type Finding, type Place } from '../finding.js'
import { groupBy } from '../group.js'
import type { Document, Prose } from '../reading/document.js'
import { plain } from '../reading/plain.js'
import { at } from './lines.js'
import { paragraphsOf, placeIn } from './paragraphs.js'

interface Stated extends Place {
  readonly status: string
  readonly condition: string
  readonly section: number
  readonly text: string
}

const STATED = /\b([1-5]\d\d)\b[^.;]{0,40}?\s(?:if|when|where|unless)\s+([^.;]{8,160})/i

/** Conditions for which a document gives two statuses, and preconditions for which it gives none. */
export function judgeStatuses(document: Document): Finding[] {
  const stated = [...statedIn(document.prose), ...codesIn(document)]
  return [...contradictions(stated), ...unnamed(document, stated)]
}

function statedIn(prose: readonly Prose[]): Stated[] {
  return prose.flatMap(line => {
    if (line.part === 'heading' || !/\b[1-5]\d\d\b/.test(line.text)) return []
    const match = STATED.exec(plain(line.text).replaceAll(/<([\w-]+)>/g, '$1'))
    if (!match) return []
    const [, status = '', condition = ''] = match
    return [
      {
        ...at(line, Math.max(0, line.text.indexOf(status))),
        status,
        condition: squeeze(condition),
        section: line.section,
        text: line.text,
      },
    ]
  })
}

/** The rows of tables of errors: a code, a name, a description. */
function codesIn(document: Document): Stated[] {
  return document.tables.flatMap(table => {
    const heads = table.head.map(({ text }) => plain(text).toLowerCase())
    const code = heads.findIndex(head => /^(?:(?:status|error|http) )?codes?$|^status$/.test(head))
    const message = heads.findIndex(head => /^(?:message|name|error|condition|meaning)$/.test(head))
    if (code === -1 || message === -1) return []
    return table.rows.flatMap(row => {
      const [number, name] = [row[code], row[message]]
      const status = plain(number?.text ?? '')
      if (!number || !name || !/^-?\d+$/.test(status) || plain(name.text).length < 8) return []
      return [
        {
          line: number.line,
          column: number.column,
          status,
          condition: squeeze(plain(name.text)),
          section: table.section,
          text: `${status} ${plain(name.text)}`,
        },
      ]
    })
  })
}

const squeeze = (condition: string): string =>
  condition
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

function contradictions(stated: readonly Stated[]): Finding[] {
  const groups = groupBy(stated, ({ condition }) => condition)
  return [...groups.values()].flatMap(group => {
    const votes = new Map<string, number>()
    for (const { status } of group) votes.set(status, (votes.get(status) ?? 0) + 1)
    if (votes.size < 2) return []
    const usual = [...votes].toSorted((a, b) => b[1] - a[1])[0]?.[0]
    const others = group.filter(({ status }) => status === usual)
    const sections = new Set(others.map(({ section }) => section))
    const shown = others.slice(0, 5).map(other => related(other, other.text))
    return group
      .filter(({ status }) => status !== usual)
      .map(one =>
        finding(
          sections.has(one.section) ? 'error' : 'warning',
          'status.contradiction',
          one,
          one.text,
          `The status is ${one.status} here and ${usual ?? ''} elsewhere for the same condition.`,
          { related: shown },
        ),
      )
  })
}

/** "must be enabled", "must not have expired", "must have an activated number": a state that the subject must be in. */
const PRECONDITION =
  /\bmust\s+(?:not\s+)?(?:have\s+|be\s+)(?:(?:been|already|previously|an?)\s+)*(\w+ed)\b(?:(?<=\ban?\s+\w+)\s+\w+)?/gi

/** "If the caller is authorized, then the content is returned": what else is returned? */
const CONDITION = /\bif\s+([^.;]{8,240}?)\s*,?\s+then\s+[^.;]{0,160}?\b(?:is|are)\s+(?:returned|sent)\b/gi
const IN_CONDITION =
  /\b(?:is|are|has|have)\s+(?:(?:been|already|an?)\s+)*(\w+ed)\b(?:(?<=\ban?\s+\w+)\s+\w+)?/gi

/** Preconditions in a section that lists statuses by their conditions, where no condition of the document is about them. */
function unnamed(document: Document, stated: readonly Stated[]): Finding[] {
  const listing = new Set(
    stated.flatMap(({ section }) => [section, document.sections[section]?.parent ?? -1]),
  )
  const words = new Set(
    stated.flatMap(({ condition }) =>
      Array.from(
        condition.matchAll(/\b(?:is|are|was|were|has|have|be|been)\s+(?:not\s+|already\s+|been\s+)*(\w+)/g),
        match => match[1] ?? '',
      ),
    ),
  )
  const concerned = document.prose.filter(({ section }) => section !== 0 && listing.has(section))
  return paragraphsOf(concerned).flatMap(paragraph =>
    document.sections[paragraph.section]?.title === ''
      ? []
      : preconditionsIn(paragraph.text).flatMap(({ said, word, offset }) =>
          words.has(word.toLowerCase())
            ? []
            : [
                finding(
                  'note',
                  'status.unnamed',
                  placeIn(paragraph, offset),
                  said,
                  `The precondition "${said.replaceAll(/\s+/g, ' ')}" has no status of its own; the list of statuses has none for it.`,
                ),
              ],
        ),
  )
}

/** The states that a paragraph asks for, with the offset of the word that names each. */
function preconditionsIn(text: string): { said: string; word: string; offset: number }[] {
  const found = (match: RegExpExecArray, from: number): { said: string; word: string; offset: number } => {
    const word = match[1] ?? ''
    return { said: match[0], word, offset: from + match.index + match[0].lastIndexOf(word) }
  }
  return [
    ...Array.from(text.matchAll(PRECONDITION), match => found(match, 0)),
    ...Array.from(text.matchAll(CONDITION)).flatMap(({ 0: whole, 1: condition = '', index }) =>
      Array.from(condition.matchAll(IN_CONDITION), match => found(match, index + whole.indexOf(condition))),
    ),
  ]
}
