import type { Block, Cell, Document, Prose, Table } from './document.js'
import type { PassageLine } from './passage.js'
import { withMargin, withoutMargin } from './margin.js'
import { Outline } from './sections.js'
import { looksLikeExample } from './start-of-example.js'

const NUMBERED = /^\s?((?:\d+|[A-Z])(?:\.\d+)*)(\.?)\s+(\S.*)$/
const APPENDIX = /^\s?Appendix ([A-Z])(?:\.|:|\s+[–-])?\s+([A-Z[].*)$/
const ITEM = /^\s*(?:[·•*-]|o(?=[A-Z])|\d+\.)\s*/

/**
 * Reads text as word processors export it: headings with numbers, tables with a tab before each cell, examples as cells
 * of one column or as indented lines, list items with a dot.
 */
export function readExportedText(file: string, text: readonly string[]): Document {
  const { lines, widths } = withoutMargin(text)
  const document = readLines(file, lines, widths !== undefined)
  return widths === undefined ? document : withMargin(document, text, widths)
}

/** @param hadMargin whether two blanks set an example off, and other text so set off belongs to an item of a list */
function readLines(file: string, lines: readonly string[], hadMargin: boolean): Document {
  const outline = new Outline()
  const blocks: Block[] = []
  const tables: Table[] = []
  const prose: Prose[] = []
  for (let index = 0; index < lines.length; index += 1) {
    const text = lines[index] ?? ''
    if (text.trim() === '') continue
    const isExample = looksLikeExample(text.trim())
    const isSetOff = hadMargin ? isExample && /^ {2,}\S/.test(text) : /^(?:\t| {3,}\S)/.test(text)
    if (isSetOff && !/^\s*[·•]/.test(text)) {
      const end = isExample || !text.startsWith('\t') ? endOfBlock(lines, index) : endOfTable(lines, index)
      if (!isExample && !text.startsWith('\t') && end === index + 1) {
        prose.push(proseOf(text, index, outline.current))
        continue
      }
      if (isExample || !text.startsWith('\t')) {
        blocks.push({
          passage: { lines: withoutTabs(lines, index, end) },
          language: '',
          section: outline.current,
        })
      } else {
        const [head, ...rows] = readRows(lines, index, end)
        if (head && (head.length > 1 || rows.some(row => row.length > 1))) {
          tables.push({ head, rows, section: outline.current })
        }
        for (let row = index; row < end; row += 1)
          prose.push(...proseOfRow(lines[row] ?? '', row, outline.current))
      }
      index = end - 1
      continue
    }
    const heading = headingOf(lines, index)
    if (heading) outline.begin(heading.title, heading.number, heading.level, index + 1, marginOf(text) + 1)
    const line = proseOf(text, index, outline.current)
    prose.push(heading ? { ...line, part: 'heading' } : line)
  }
  return { file, format: 'text', lines, sections: outline.sections, blocks, tables, prose }
}

/**
 * A heading begins with its number. An item of a numbered list does so too: it is one where it is a full sentence or
 * where its number goes on from the item before it rather than from the heading.
 */
function headingOf(
  lines: readonly string[],
  index: number,
): { title: string; number: string; level: number } | undefined {
  const text = lines[index] ?? ''
  const appendix = APPENDIX.exec(text)
  if (appendix) return { number: appendix[1] ?? '', title: appendix[2] ?? '', level: 1 }
  const bare = /^(\d+(?:\.\d+)+)\s*$/.exec(text)
  if (bare)
    return { number: bare[1] ?? '', title: (lines[index + 1] ?? '').trim(), level: depth(bare[1] ?? '') }
  const numbered = NUMBERED.exec(text)
  if (!numbered) return undefined
  const [, number = '', , title = ''] = numbered
  if (/[.;,]\s*$/.test(title) || title.length > 120) return undefined
  if (/^[A-Z]$/.test(number)) return undefined
  if (!number.includes('.') && (title.split(' ').length > 8 || /[a-z]{3,}\.\s+[A-Z]/.test(title)))
    return undefined
  return { number, title: title.trim(), level: depth(number) }
}

const depth = (number: string): number => number.split('.').length

const marginOf = (text: string): number => text.length - text.trimStart().length

function proseOf(text: string, index: number, section: number): Prose {
  const part = ITEM.test(text) ? 'item' : 'paragraph'
  return { text: text.trim(), line: index + 1, column: marginOf(text) + 1, section, part }
}

/**
 * Index after the last line of a block. Where its first lines are all indented, text at the margin ends it; where only
 * the first one is, as in an exported cell, two blank lines do.
 */
function endOfBlock(lines: readonly string[], start: number): number {
  const wholly = /^\s*$|^\s+\S/.test(lines[start + 1] ?? '') && !/^\S/.test(nextText(lines, start + 1))
  let end = start
  for (let index = start; index < lines.length; index += 1) {
    const text = lines[index] ?? ''
    if (text.trim() === '') {
      if (!wholly && (lines[index + 1] ?? '').trim() === '') break
      continue
    }
    if (index > start && /^\S/.test(text) && (wholly || isNumberedHeading(lines, index))) break
    end = index + 1
  }
  return end
}

/** Index after the last line of a table: two blank lines end it, and so does text at the margin that no cell follows. */
function endOfTable(lines: readonly string[], start: number): number {
  let end = start
  for (let index = start; index < lines.length; index += 1) {
    const text = lines[index] ?? ''
    if (text.trim() === '') {
      if ((lines[index + 1] ?? '').trim() === '' && !text.startsWith('\t')) break
      continue
    }
    if (!text.startsWith('\t')) {
      if (isNumberedHeading(lines, index)) break
      const afterBlank = (lines[index - 1] ?? '').trim() === ''
      if (afterBlank && !cellFollows(lines, index)) break
    }
    end = index + 1
  }
  return end
}

function cellFollows(lines: readonly string[], index: number): boolean {
  for (let ahead = index + 1; ahead < index + 6 && ahead < lines.length; ahead += 1) {
    if ((lines[ahead] ?? '').startsWith('\t')) return true
    if ((lines[ahead] ?? '').trim() === '' && (lines[ahead + 1] ?? '').trim() === '') return false
  }
  return false
}

function nextText(lines: readonly string[], from: number): string {
  for (let index = from; index < lines.length && index < from + 3; index += 1) {
    if ((lines[index] ?? '').trim() !== '') return lines[index] ?? ''
  }
  return ''
}

function isNumberedHeading(lines: readonly string[], index: number): boolean {
  const text = lines[index] ?? ''
  return (
    /^(?:\d+(?:\.\d+)+|Appendix [A-Z]|[A-Z]\.\d+(?:\.\d+)*)\s/.test(text) &&
    headingOf(lines, index) !== undefined
  )
}

function withoutTabs(lines: readonly string[], from: number, to: number): PassageLine[] {
  const texts = lines.slice(from, to)
  const widths = texts.filter(text => text.trim() !== '').map(text => /^\s*/.exec(text)?.[0].length ?? 0)
  const common = Math.min(...widths.slice(0, 10_000))
  return texts.map((text, index) => {
    const width = index === 0 && text.startsWith('\t') ? Math.max(common, 1) : Math.min(common, text.length)
    return { text: text.slice(width), line: from + index + 1, column: width + 1 }
  })
}

/** The rows of a table: a cell begins with a tab, a row after a blank line unless the one before lacks cells. */
function readRows(lines: readonly string[], from: number, to: number): Cell[][] {
  const rows: Cell[][] = []
  let row: Cell[] = []
  let blank = false
  for (let index = from; index < to; index += 1) {
    const text = lines[index] ?? ''
    if (text.trim() === '' && !text.startsWith('\t')) {
      blank = true
      continue
    }
    if (text.startsWith('\t')) {
      const width = rows[0]?.length ?? 1
      if (blank && row.length > 0 && row.length >= width) {
        rows.push(row)
        row = []
      }
      for (const [offset, cell] of splitTabs(text))
        row.push({ text: cell.trim(), line: index + 1, column: offset })
    } else {
      const last = row.pop() ?? { text: '', line: index + 1, column: 1 }
      row.push({ ...last, text: `${last.text} ${text.trim()}`.trim() })
    }
    blank = false
  }
  if (row.length > 0) rows.push(row)
  return rows
}

/** The cells that stand on a line, or the part of a cell that goes on there. */
function proseOfRow(text: string, index: number, section: number): Prose[] {
  const cells: readonly [number, string][] = text.startsWith('\t') ? splitTabs(text) : [[1, text]]
  return cells
    .filter(([, cell]) => cell.trim() !== '')
    .map(([column, cell]) => ({
      text: cell.trim(),
      line: index + 1,
      column: column + marginOf(cell),
      section,
      part: 'cell',
    }))
}

function splitTabs(text: string): [number, string][] {
  const cells: [number, string][] = []
  let column = 2
  for (const cell of text.slice(1).split('\t')) {
    cells.push([column, cell])
    column += cell.length + 1
  }
  return cells
}
