import type { Document } from './document.js'
import type { PassageLine } from './passage.js'

/** Lines without a margin that all text of a document has, and how wide it was on each. */
export interface WithoutMargin {
  readonly lines: readonly string[]
  /** Characters taken away from each line; undefined if the document has no margin. */
  readonly widths?: readonly number[]
}

const NUMBERED = /^(?:\d+(?:\.\d+)*\.?|Appendix [A-Z])\s/

/** Takes away the margin that RFCs have: headings with numbers stand at the edge, and everything else to the right of it. */
export function withoutMargin(lines: readonly string[]): WithoutMargin {
  const counts = new Map<number, number>()
  let [all, headings, others] = [0, 0, 0]
  for (const text of lines) {
    if (text.trim() === '') continue
    all += 1
    const width = /^ */.exec(text)?.[0].length ?? 0
    if (width > 0) counts.set(width, (counts.get(width) ?? 0) + 1)
    else if (NUMBERED.test(text)) headings += 1
    else others += 1
  }
  const common = [...counts].filter(([width, count]) => width <= 4 && count > all / 6)
  const margin = Math.min(...common.map(([width]) => width))
  if (common.length === 0 || headings < 2 || others > all / 5) return { lines }
  const widths = lines.map(text => (text.slice(0, margin).trim() === '' ? Math.min(margin, text.length) : 0))
  return { lines: lines.map((text, index) => text.slice(widths[index] ?? 0)), widths }
}

/** A document that was read without its margin, with the columns that its lines have in the file. */
export function withMargin(
  document: Document,
  lines: readonly string[],
  widths: readonly number[],
): Document {
  const back = <Placed extends { readonly line: number; readonly column: number }>(one: Placed): Placed => ({
    ...one,
    column: one.column + (widths[one.line - 1] ?? 0),
  })
  return {
    ...document,
    lines,
    sections: document.sections.map(back),
    prose: document.prose.map(back),
    tables: document.tables.map(table => ({
      ...table,
      head: table.head.map(back),
      rows: table.rows.map(row => row.map(back)),
    })),
    blocks: document.blocks.map(block => ({
      ...block,
      passage: { lines: block.passage.lines.map((line): PassageLine => back(line)) },
    })),
  }
}
