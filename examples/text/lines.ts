import type { Place } from '../finding.js'
import { isDiagram, isProgram } from '../blocks/languages.js'
import type { Document } from '../reading/document.js'

/** A line of text, be it prose or part of a block, with the place of its first character. */
export interface TextLine extends Place {
  readonly text: string
  readonly section: number
  readonly inBlock?: boolean
}

/** Every line of a document that says something, in its order. */
export function textLines(document: Document): TextLine[] {
  const relevant = document.blocks.filter(({ language }) => !isProgram(language) || isDiagram(language))
  const blocks = relevant.flatMap(({ passage, section }) =>
    passage.lines
      .filter(({ text }) => text.trim() !== '')
      .map(({ text, line, column }) => ({ text, line, column, section, inBlock: true })),
  )
  const merged: TextLine[] = []
  let next = 0
  for (const line of document.prose) {
    for (let block = blocks[next]; block && block.line < line.line; block = blocks[next]) {
      merged.push(block)
      next += 1
    }
    merged.push(line)
  }
  for (; next < blocks.length; next += 1) merged.push(...blocks.slice(next, next + 1))
  return merged
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
