import type { Place } from '../finding.js'
import type { Passage } from './passage.js'

/** How a document is written. */
export type Format = 'markdown' | 'text' | 'html'

/** A heading with what follows it up to the next one. */
export interface Section extends Place {
  readonly index: number
  readonly title: string
  /** Its number as the document gives it, such as `6.2.1` or `G.1`; empty if there is none. */
  readonly number: string
  /** 1 for the highest; 0 for what stands before the first heading. */
  readonly level: number
  /** Index of the section that it is a part of; -1 for the highest ones. */
  readonly parent: number
}

/** A block of code or an indented block, in which examples are found. */
export interface Block {
  readonly passage: Passage
  /** The language that a fence names, in lower case; empty if there is none. */
  readonly language: string
  readonly section: number
}

/** A cell of a table. */
export interface Cell extends Place {
  readonly text: string
}

/** A table with a row of headings. */
export interface Table {
  readonly head: readonly Cell[]
  readonly rows: readonly (readonly Cell[])[]
  readonly section: number
}

/** A line of running text: a paragraph's, a list item's, a table's or a heading's. */
export interface Prose extends Place {
  readonly text: string
  readonly section: number
  /** Whether the line is a heading, an item of a list, part of a table, or none of these. */
  readonly part: 'heading' | 'item' | 'cell' | 'paragraph'
}

/** What a document consists of. */
export interface Document {
  readonly file: string
  readonly format: Format
  readonly lines: readonly string[]
  readonly sections: readonly Section[]
  readonly blocks: readonly Block[]
  readonly tables: readonly Table[]
  readonly prose: readonly Prose[]
  /** Names that links within the document may point at; undefined where the format has none. */
  readonly anchors?: ReadonlySet<string>
}

/** The section with this index. Throws if there is none. */
export function sectionAt(document: Document, index: number): Section {
  const section = document.sections[index]
  if (section === undefined) throw new Error(`There is no section ${index}.`)
  return section
}

/** The indexes of a section and of all that it is a part of, the innermost first. */
export function lineage(document: Document, index: number): number[] {
  const line: number[] = []
  for (let at = index; at >= 0; at = sectionAt(document, at).parent) line.push(at)
  return line
}

/** Whether a section is another one or a part of it. */
export function isWithin(document: Document, inner: number, outer: number): boolean {
  let at = inner
  while (at > outer) at = document.sections[at]?.parent ?? -1
  return at === outer
}
