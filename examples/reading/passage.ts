import type { Place } from '../finding.js'

/** A line of a passage, with the place of its first character in the document. */
export interface PassageLine extends Place {
  readonly text: string
}

/** Consecutive lines of a document without what surrounds them: a block of code, the body of a message, a paragraph. */
export interface Passage {
  readonly lines: readonly PassageLine[]
}

/** The text of a passage with line feeds. */
export function textOf(passage: Passage): string {
  return passage.lines.map(({ text }) => text).join('\n')
}

/** Where the character with this offset in `textOf(passage)` stands in the document. */
export function placeAt(passage: Passage, offset: number): Place {
  let rest = offset
  for (const { text, line, column } of passage.lines) {
    if (rest <= text.length) return { line, column: column + rest }
    rest -= text.length + 1
  }
  return startOf(passage)
}

/** Finds places of many offsets of one passage, in logarithmic time each. */
export function placer(passage: Passage): (offset: number) => Place {
  const starts: number[] = []
  let start = 0
  for (const { text } of passage.lines) {
    starts.push(start)
    start += text.length + 1
  }
  return offset => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    const line = passage.lines[low]
    return line === undefined
      ? { line: 1, column: 1 }
      : { line: line.line, column: line.column + offset - (starts[low] ?? 0) }
  }
}

/** Where a passage begins. */
export function startOf(passage: Passage): Place {
  const first = passage.lines[0]
  return first === undefined ? { line: 1, column: 1 } : { line: first.line, column: first.column }
}

/** A part of a passage, by the indexes of its lines, without blank lines at its ends. */
export function part(passage: Passage, from: number, to: number = passage.lines.length): Passage {
  const lines = passage.lines.slice(from, to)
  const first = lines.findIndex(({ text }) => text.trim() !== '')
  const last = lines.findLastIndex(({ text }) => text.trim() !== '')
  return { lines: first === -1 ? [] : lines.slice(first, last + 1) }
}
