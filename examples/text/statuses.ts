import { finding, related, type Finding, type Place } from '../finding.js'
import { groupBy } from '../group.js'
import type { Document, Prose } from '../reading/document.js'
import { plain } from '../reading/plain.js'
import { at } from './lines.js'

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

/** "must be enabled", "must not have expired": a state that the subject must be in. */
const PRECONDITION = /\bmust\s+(?:not\s+)?(?:have\s+|be\s+)(?:(?:been|already|previously)\s+)*(\w+ed)\b/gi

/** Preconditions in a section that lists statuses by their conditions, none of which is about them. */
function unnamed(document: Document, stated: readonly Stated[]): Finding[] {
  const bySection = new Map<number, Set<string>>()
  for (const { section, condition } of stated) {
    for (const at of [section, document.sections[section]?.parent ?? -1]) {
      const words = bySection.get(at) ?? new Set()
      for (const word of condition.matchAll(
        /\b(?:is|are|was|were|has|have|be|been)\s+(?:not\s+|already\s+|been\s+)*(\w+)/g,
      ))
        words.add(word[1] ?? '')
      bySection.set(at, words)
    }
  }
  const concerned = document.prose.filter(({ section }) => section !== 0 && bySection.has(section))
  return paragraphsOf(concerned).flatMap(({ section, text, lines }) => {
    const words = bySection.get(section)
    if (section === 0 || words === undefined || !document.sections[section]?.title) return []
    return [...text.matchAll(PRECONDITION)].flatMap(match => {
      const word = (match[1] ?? '').toLowerCase()
      if (words.has(word)) return []
      const end = match.index + match[0].length
      return [
        finding(
          'note',
          'status.unnamed',
          placeIn(lines, end - word.length),
          match[0],
          `The precondition "${match[0].replaceAll(/\s+/g, ' ')}" has no status of its own; the list of statuses has none for it.`,
        ),
      ]
    })
  })
}

interface Paragraph {
  readonly section: number
  readonly text: string
  readonly lines: readonly Prose[]
}

function paragraphsOf(prose: readonly Prose[]): Paragraph[] {
  const paragraphs: { section: number; lines: Prose[] }[] = []
  for (const line of prose) {
    const last = paragraphs.at(-1)
    const goesOn =
      line.part === 'paragraph' && last?.section === line.section && last.lines.at(-1)?.line === line.line - 1
    if (goesOn) last.lines.push(line)
    else paragraphs.push({ section: line.section, lines: [line] })
  }
  return paragraphs.map(({ section, lines }) => ({
    section,
    lines,
    text: lines.map(({ text }) => text).join('\n'),
  }))
}

function placeIn(lines: readonly Prose[], offset: number): Place {
  let rest = offset
  for (const line of lines) {
    if (rest <= line.text.length) return at(line, rest)
    rest -= line.text.length + 1
  }
  return lines[0] ?? { line: 1, column: 1 }
}
