import type { Block, Cell, Document, Prose, Table } from './document.js'
import type { PassageLine } from './passage.js'
import { plain, slug } from './plain.js'
import { Outline } from './sections.js'

const FENCE = /^((?:\s|>|(?:[-*+]|\d{1,9}[.)])(?=\s))*)(`{3,}(?=[^`]*$)|~{3,})\s*([^\s`]*)/
const HEADING = /^ {0,3}(#{1,6})(?!#)\s*(.*?)\s*#*\s*$/
const NUMBER = /^((?:[A-Z]\.)?\d+(?:\.\d+)*)\.?\s+/
const DELIMITERS = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/
const ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])\s+/
const ANCHOR = /<[a-z][^<>]{0,300}?\b(?:name|id)\s*=\s*["']?([^"'\s<>]{1,300})/gi
const QUOTED_HEADING = /^ {0,3}(?:> ?)+#{1,6}\s+(.*?)\s*#*\s*$/
const NAMED = /\s*\{#([\w-]{1,300})\}\s*$/

/**
 * Reads Markdown in one pass over its lines. A parser of the whole syntax takes some four seconds for each megabyte; of
 * it only fences, headings, tables, lists and anchors are needed here, and those can be told line by line.
 */
export function readMarkdown(file: string, lines: readonly string[]): Document {
  const outline = new Outline()
  const blocks: Block[] = []
  const tables: Table[] = []
  const prose: Prose[] = []
  const anchors = new Set<string>()
  const counts = new Map<string, number>()
  let inList = false
  let inComment = false
  for (let index = 0; index < lines.length; index += 1) {
    const text = lines[index] ?? ''
    const number = index + 1
    if (inComment || text.trimStart().startsWith('<!--')) {
      inComment = !text.includes('-->')
      continue
    }
    const fence = text.includes('```') || text.includes('~~~') ? FENCE.exec(text) : null
    if (fence) {
      const end = endOfFence(lines, index, fence[2] ?? '')
      blocks.push({
        passage: { lines: unindent(lines, index + 1, end, fence[1] ?? '') },
        language: (fence[3] ?? '').toLowerCase(),
        section: outline.current,
      })
      index = end
      continue
    }
    if (text.includes('<')) for (const [, name] of text.matchAll(ANCHOR)) anchors.add(name ?? '')
    const quoted = text.includes('> ') ? QUOTED_HEADING.exec(text) : null
    if (quoted) addSlug(anchors, counts, slug(plain(quoted[1] ?? '')))
    const heading = headingAt(lines, index)
    if (heading) {
      const named = NAMED.exec(heading.title)?.[1]
      if (named !== undefined) anchors.add(named)
      const title = plain(heading.title.replace(NAMED, ''))
      const numbered = NUMBER.exec(title)?.[1] ?? ''
      const column = text.indexOf(heading.title) + 1
      outline.begin(
        numbered === '' ? title : title.replace(NUMBER, ''),
        numbered,
        heading.level,
        number,
        column,
      )
      addSlug(anchors, counts, slug(title))
      anchors.add(slug(heading.title.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')))
      prose.push({ text: heading.title, line: number, column, section: outline.current, part: 'heading' })
      index += heading.lines - 1
      inList = false
      continue
    }
    if (
      text.includes('|') &&
      DELIMITERS.test(lines[index + 1] ?? '') &&
      (lines[index + 1] ?? '').includes('-')
    ) {
      const table = readTable(lines, index, outline.current)
      if (table.head.length > 1 || text.trim().startsWith('|')) {
        tables.push(table)
        for (const cell of [table.head, ...table.rows].flat()) {
          prose.push({ ...cell, section: outline.current, part: 'cell' })
        }
        const rows = lines.slice(index, index + table.rows.length + 2)
        for (const [, name] of rows.join('\n').matchAll(ANCHOR)) anchors.add(name ?? '')
        index += table.rows.length + 1
        continue
      }
    }
    if (text.trim() === '') continue
    if (!inList && /^(?: {4}|\t)/.test(text) && (lines[index - 1] ?? '').trim() === '') {
      const end = endOfIndented(lines, index)
      blocks.push({
        passage: { lines: unindent(lines, index, end, '    ') },
        language: '',
        section: outline.current,
      })
      index = end - 1
      continue
    }
    if (ITEM.test(text)) inList = true
    else if (!/^\s/.test(text)) inList = false
    const column = text.length - text.trimStart().length + 1
    const part = ITEM.test(text) ? 'item' : 'paragraph'
    prose.push({ text: text.trim(), line: number, column, section: outline.current, part })
  }
  return { file, format: 'markdown', lines, sections: outline.sections, blocks, tables, prose, anchors }
}

/** Adds the name of a heading, with and without what a sign at its start leaves behind; headings of one name are told apart by numbers. */
function addSlug(anchors: Set<string>, counts: Map<string, number>, name: string): void {
  const count = counts.get(name) ?? 0
  const numbered = count === 0 ? name : `${name}-${count}`
  anchors.add(numbered)
  anchors.add(numbered.replace(/^-+/, ''))
  counts.set(name, count + 1)
}

function headingAt(
  lines: readonly string[],
  index: number,
): { title: string; level: number; lines: number } | undefined {
  const text = lines[index] ?? ''
  const marked = HEADING.exec(text)
  if (marked) return { title: marked[2] ?? '', level: (marked[1] ?? '').length, lines: 1 }
  const below = /^ {0,3}(=+|-{3,})\s*$/.exec(lines[index + 1] ?? '')
  if (!below || text.trim() === '' || ITEM.test(text) || text.includes('|') || /^\s{4}/.test(text))
    return undefined
  return { title: text.trim(), level: below[1]?.startsWith('=') ? 1 : 2, lines: 2 }
}

/** Index of the line that closes a fence; the number of lines if none does. */
function endOfFence(lines: readonly string[], start: number, fence: string): number {
  const close = new RegExp(`^[\\s>]*\\${fence[0] ?? '`'}{${fence.length},}\\s*$`)
  let end = start + 1
  while (end < lines.length && !close.test(lines[end] ?? '')) end += 1
  return end
}

function endOfIndented(lines: readonly string[], start: number): number {
  let end = start + 1
  let last = end
  for (; end < lines.length; end += 1) {
    const text = lines[end] ?? ''
    if (text.trim() === '') continue
    if (!/^(?: {4}|\t)/.test(text)) break
    last = end + 1
  }
  return last
}

/** Lines without the indentation and the quotation marks that their container gives them. */
function unindent(lines: readonly string[], from: number, to: number, container: string): PassageLine[] {
  const quoted = container.includes('>')
  const width = container.replace(/\t/g, '    ').length
  return lines.slice(from, to).map((text, index) => {
    let column = 0
    if (quoted) column = /^(\s*>\s?)*/.exec(text)?.[0].length ?? 0
    else
      while (column < width && /[ \t]/.test(text[column] ?? '')) column += text[column] === '\t' ? width : 1
    const start = Math.min(column, text.length)
    return { text: text.slice(start), line: from + index + 1, column: start + 1 }
  })
}

function readTable(lines: readonly string[], start: number, section: number): Table {
  const rows: Cell[][] = []
  for (let index = start + 2; index < lines.length; index += 1) {
    const text = lines[index] ?? ''
    if (!text.includes('|') || text.trim() === '') break
    rows.push(readCells(text, index + 1))
  }
  return { head: readCells(lines[start] ?? '', start + 1), rows, section }
}

/** The cells of a row; a bar within code or after a backslash belongs to the cell. */
function readCells(text: string, line: number): Cell[] {
  const cells: Cell[] = []
  let start = text.search(/\S/)
  if (text[start] === '|') start += 1
  let code = false
  for (let index = start; index <= text.length; index += 1) {
    const character = text[index]
    if (character === '`') code = !code
    if (character === '\\') index += 1
    else if (character === undefined || (character === '|' && !code)) {
      const raw = text.slice(start, index)
      if (character !== undefined || raw.trim() !== '') {
        const column = start + (raw.length - raw.trimStart().length) + 1
        cells.push({ text: raw.trim(), line, column })
      }
      start = index + 1
    }
  }
  return cells
}
