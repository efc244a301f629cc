import type { Place } from '../finding.js'
import type { Document } from '../reading/document.js'

/** A line of text, be it prose or part of a block, with the place of its first character. */
export interface TextLine extends Place {
  readonly text: string
  readonly section: number
  readonly inBlock: boolean
}

/** Every line of a document that says something, in its order. */
export function textLines(document: Document): TextLine[] {
  const prose = document.prose.map(({ text, line, column, section }) => ({
    text,
    line,
    column,
    section,
    inBlock: false,
  }))
  const blocks = document.blocks.flatMap(({ passage, section }) =>
    passage.lines.map(({ text, line, column }) => ({ text, line, column, section, inBlock: true })),
  )
  return [...prose, ...blocks].toSorted((a, b) => a.line - b.line || a.column - b.column)
}

/** The place of a match within a line. */
export function at(line: Place, index: number): Place {
  return { line: line.line, column: line.column + index }
}

/** Words of a name or of prose, in lower case: `arpSignallingStatus` has three. */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '')
}
