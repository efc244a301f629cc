import type { Place } from '../finding.js'
import type { Prose } from '../reading/document.js'
import { at } from './lines.js'

/** Lines of running text that belong together, with line feeds between them. */
export interface Paragraph {
  readonly section: number
  readonly text: string
  readonly lines: readonly Prose[]
}

/** The paragraphs of prose; each item of a list and each cell is one, without the lines that go on below it. */
export function paragraphsOf(prose: readonly Prose[]): Paragraph[] {
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

/** Where a character of a paragraph stands in the document. */
export function placeIn({ lines }: Paragraph, offset: number): Place {
  let rest = offset
  for (const line of lines) {
    if (rest <= line.text.length) return at(line, rest)
    rest -= line.text.length + 1
  }
  return lines[0] ?? { line: 1, column: 1 }
}
