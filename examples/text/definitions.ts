import type { Place } from '../finding.js'
import { add } from '../group.js'
import type { Cell, Document, Section, Table } from '../reading/document.js'
import { plain } from '../reading/plain.js'

/** A value that an enumeration lists. */
export interface ListedValue extends Place {
  readonly value: string
  /** What the list says of it; empty if nothing. */
  readonly description: string
}

/** A closed list of values as the document gives it. */
export interface Enumeration {
  readonly name: string
  readonly section: number
  readonly values: readonly ListedValue[]
}

/** A member of a type, as a row of a table or a section of its own describes it. */
export interface Member extends Place {
  /** Steps from the body, or from the root element of its type. */
  readonly path: readonly string[]
  /** The word for its type, without what the document says about how often it occurs; empty if it says nothing. */
  readonly type: string
  /** Where its type is declared. */
  readonly declared: Place
  readonly repeated: boolean
  /** Whether it may be left out; undefined if the document does not say. */
  readonly optional: boolean | undefined
  readonly description: string
}

/** What a table or a group of sections says about a body or a type. */
export interface Shape {
  readonly name: string
  readonly section: number
  readonly members: readonly Member[]
}

/** The lists of values that a document gives: tables of values, and lists below the word "Values". */
export function enumerationsOf(document: Document): Enumeration[] {
  const tables = document.tables.flatMap(table => {
    const head = plain(table.head[0]?.text ?? '')
    if (!/^(?:enumeration|enum(?:erated)? values?|allowed values?|values?)$/i.test(head)) return []
    return enumeration(
      document,
      table.section,
      table.rows.flatMap(([cell, ...others]) =>
        cell ? [{ ...cell, description: others.map(({ text }) => plain(text)).join(' ') }] : [],
      ),
    )
  })
  return [...tables, ...listedValues(document)]
}

function enumeration(
  document: Document,
  section: number,
  cells: readonly (Cell & { readonly description: string })[],
): Enumeration[] {
  const values = cells
    .map(cell => ({
      value: plain(cell.text),
      description: cell.description,
      line: cell.line,
      column: cell.column + Math.max(0, cell.text.indexOf(plain(cell.text))),
    }))
    .filter(({ value }) => /^[A-Za-z][\w.-]*$/.test(value))
  if (values.length === 0) return []
  const title = document.sections[section]?.title ?? ''
  return [{ name: title.replace(/^enumeration:?\s*/i, ''), section, values }]
}

function listedValues(document: Document): Enumeration[] {
  const lists: Enumeration[] = []
  const { prose } = document
  for (let index = 0; index < prose.length; index += 1) {
    const intro = prose[index]
    if (
      !intro ||
      intro.text.length > 40 ||
      !/^(?:(?:possible|allowed|valid) )?values?:?$/i.test(plain(intro.text))
    )
      continue
    const items: (Cell & { description: string })[] = []
    const indent = prose[index + 1]?.column
    for (let next = index + 1; prose[next]?.part === 'item'; next += 1) {
      const item = prose[next]
      if (!item || item.section !== intro.section) break
      const mark = /^(?:[-*+·•]|\d+[.)])\s+/.exec(item.text)?.[0].length ?? 0
      const [value = '', description = ''] = plain(item.text.slice(mark)).split(/\s*[:–-]\s(.*)/)
      if (item.column === indent)
        items.push({ text: value, description, line: item.line, column: item.column + mark })
    }
    lists.push(...enumeration(document, intro.section, items))
  }
  return lists
}

const NAME = /^(?:elements?|names?|members?|fields?|propert(?:y|ies)|attributes?|parameters?|keys?)$/i

/** The shapes that tables with a column of names and one of types describe. */
export function tableShapes(document: Document): Shape[] {
  const marked = document.tables.some(table =>
    table.rows.some(row => row.some(cell => OPTIONAL.test(cell.text))),
  )
  return document.tables.flatMap(table => {
    const heads = table.head.map(cell => plain(cell.text))
    const type = heads.findIndex(head => /^(?:data )?types?\b/i.test(head))
    if (!NAME.test(heads[0] ?? '') || type === -1) return []
    const members = table.rows.flatMap(row => memberOf(row, heads, type, marked))
    return members.length === 0 ? [] : [{ name: typeName(document, table), section: table.section, members }]
  })
}

const OPTIONAL = /\((?:optional|may be omitted)\)/i

function memberOf(row: readonly Cell[], heads: readonly string[], type: number, marked: boolean): Member[] {
  const [cell] = row
  const written = plain(cell?.text ?? '')
  if (!cell || !/^[(\w][\w.?()#[\]-]*$/.test(written)) return []
  const described = row.map(({ text }) => plain(text)).join(' ')
  const declared = plain(row[type]?.text ?? '')
  return [
    {
      line: cell.line,
      column: cell.column,
      path: written
        .replaceAll(/\[#?\]/g, '.[]')
        .split('.')
        .map(step => step.replaceAll(/[?()]/g, '')),
      type: declared.replace(/\s*[([].*$/, ''),
      declared: { line: row[type]?.line ?? cell.line, column: row[type]?.column ?? cell.column },
      repeated: /[([]\s*\d*\s*(?::|\.\.+|…|-)\s*(?:[nN*]|unbounded|[2-9])\s*[)\]]|\[\]/.test(declared),
      optional: isOptional(row, heads, written, described, marked),
      description: described,
    },
  ]
}

function isOptional(
  row: readonly Cell[],
  heads: readonly string[],
  written: string,
  described: string,
  marked: boolean,
): boolean | undefined {
  if (written.includes('?') || OPTIONAL.test(described)) return true
  const optional = heads.findIndex(head => /^optional$/i.test(head))
  const required = heads.findIndex(head => /^(?:required|mandatory|presence)$/i.test(head))
  const answer = plain(row[optional === -1 ? required : optional]?.text ?? '')
  if (optional !== -1 && /^(?:yes|no|true|false)$/i.test(answer)) return /^(?:yes|true)$/i.test(answer)
  if (required !== -1 && /^(?:yes|no|true|false|mandatory|required|optional|m|o)$/i.test(answer)) {
    return /^(?:no|false|optional|o)$/i.test(answer)
  }
  return marked ? false : undefined
}

function typeName(document: Document, table: Table): string {
  const title = document.sections[table.section]?.title ?? ''
  return title.replace(/^(?:data )?(?:type|structure|object):?\s*/i, '').trim()
}

/** The shapes that sections describe whose titles are names of members, as `### orderDateTime` with "Mandatory" below it. */
export function sectionShapes(document: Document): Shape[] {
  const byParent = new Map<number, Member[]>()
  const labels = labelsOf(document)
  for (const section of document.sections) {
    const label = labels.get(section.index)
    if (label === undefined || !/^[a-z]\w*(?:\.\w+)*$/i.test(section.title)) continue
    add(byParent, section.parent, memberOfSection(section, label))
  }
  return [...byParent].map(([parent, members]) => ({
    name: document.sections[parent]?.title ?? '',
    section: parent,
    members,
  }))
}

/** The items of the sections that say how a member is written or whether it may be left out. */
export function labelsOf(document: Document): Map<number, string[]> {
  const items = new Map<number, string[]>()
  for (const { part, section, text } of document.prose) {
    if (part !== 'item' || !/format|type|mandatory|required|optional/i.test(text)) continue
    const label = plain(text.replace(/^[-*+·•]\s+/, ''))
    if (/^(?:(?:data )?(?:format|type)\s*:|mandatory\b|required\b|optional\b)/i.test(label)) {
      add(items, section, label)
    }
  }
  return items
}

function memberOfSection(section: Section, labels: readonly string[]): Member {
  const format = labels.find(label => /^(?:data )?(?:format|type)\s*:/i.test(label)) ?? ''
  const binding = labels.find(label => /^(?:mandatory|required|optional)\b/i.test(label))
  return {
    line: section.line,
    column: section.column,
    path: section.title.split('.'),
    type: format.replace(/^[^:]*:\s*/, ''),
    declared: { line: section.line, column: section.column },
    repeated: false,
    optional: binding === undefined ? undefined : /^optional/i.test(binding),
    description: labels.join(' '),
  }
}
