import { parse, type DefaultTreeAdapterTypes } from 'parse5'
import type { Block, Cell, Document, Prose, Table } from './document.js'
import { slug } from './plain.js'
import { Outline } from './sections.js'

type Node = DefaultTreeAdapterTypes.ChildNode
type Element = DefaultTreeAdapterTypes.Element

const PARAGRAPHS = new Set(['p', 'li', 'dt', 'dd', 'blockquote', 'figcaption', 'caption', 'div'])

/** Reads HTML: `pre` elements are blocks, tables are tables, and each paragraph is a line of prose. */
export function readHtml(file: string, text: string, lines: readonly string[]): Document {
  const outline = new Outline()
  const blocks: Block[] = []
  const tables: Table[] = []
  const prose: Prose[] = []
  const anchors = new Set<string>()
  const say = (node: Element, part: Prose['part']): void => {
    const words = wordsOf(node)
    if (words !== '') prose.push({ text: words, ...placeOf(node), section: outline.current, part })
  }
  const walk = (node: Node): void => {
    if (!('tagName' in node)) return
    for (const { name, value } of node.attrs) if (name === 'id' || name === 'name') anchors.add(value)
    const level = /^h([1-6])$/.exec(node.tagName)?.[1]
    if (level !== undefined) {
      const words = wordsOf(node)
      const [, number = '', title = words] = /^(\d+(?:\.\d+)*)\.?\s+(.*)$/.exec(words) ?? []
      const { line, column } = placeOf(node)
      outline.begin(title, number, Number(level), line, column)
      anchors.add(slug(words))
      say(node, 'heading')
    } else if (node.tagName === 'pre') {
      blocks.push({ ...blockOf(node), section: outline.current })
    } else if (node.tagName === 'table') {
      const [head = [], ...rows] = rowsOf(node)
      tables.push({ head, rows, section: outline.current })
      for (const cell of [head, ...rows].flat())
        prose.push({ ...cell, section: outline.current, part: 'cell' })
    } else if (PARAGRAPHS.has(node.tagName) && !node.childNodes.some(isContainer)) {
      say(node, node.tagName === 'li' ? 'item' : 'paragraph')
      for (const child of node.childNodes) walk(child)
    } else if (node.tagName !== 'script' && node.tagName !== 'style') {
      for (const child of node.childNodes) walk(child)
    }
  }
  for (const node of parse(text, { sourceCodeLocationInfo: true }).childNodes) walk(node)
  return { file, format: 'html', lines, sections: outline.sections, blocks, tables, prose, anchors }
}

function isContainer(node: Node): boolean {
  return (
    'tagName' in node && (PARAGRAPHS.has(node.tagName) || ['pre', 'table', 'ul', 'ol'].includes(node.tagName))
  )
}

function placeOf(node: Node): { line: number; column: number } {
  const place = node.sourceCodeLocation
  return { line: place?.startLine ?? 1, column: place?.startCol ?? 1 }
}

function wordsOf(node: Node): string {
  return textIn(node).replaceAll(/\s+/g, ' ').trim()
}

function textIn(node: Node): string {
  if ('value' in node) return node.value
  if (!('childNodes' in node)) return ''
  return node.childNodes.map(textIn).join('')
}

/** The lines of a `pre`; a column counts from where its line begins in the file, entities before it not included. */
function blockOf(node: Element): Omit<Block, 'section'> {
  const text = textIn(node).replace(/^\n/, '')
  const first = firstText(node)
  const place = first ? placeOf(first) : placeOf(node)
  const code = node.childNodes.find(
    (child): child is Element => 'tagName' in child && child.tagName === 'code',
  )
  const names = [...node.attrs, ...(code?.attrs ?? [])].filter(({ name }) => name === 'class')
  const language = names
    .flatMap(({ value }) => value.split(/\s+/))
    .find(name => /^(?:language-|lang-)/.test(name))
  const lines = text.replace(/\n+$/, '').split('\n')
  return {
    language: (language ?? '').replace(/^lang(?:uage)?-/, '').toLowerCase(),
    passage: {
      lines: lines.map((line, index) => ({
        text: line,
        line: place.line + index,
        column: index === 0 ? place.column : 1,
      })),
    },
  }
}

function firstText(node: Node): Node | undefined {
  if (node.nodeName === '#text') return node
  if (!('childNodes' in node)) return undefined
  for (const child of node.childNodes) {
    const found = firstText(child)
    if (found) return found
  }
  return undefined
}

function rowsOf(table: Element): Cell[][] {
  const rows: Cell[][] = []
  const walk = (node: Node): void => {
    if (!('tagName' in node)) return
    if (node.tagName === 'tr') {
      rows.push(
        node.childNodes
          .filter((child): child is Element => 'tagName' in child && /^t[hd]$/.test(child.tagName))
          .map(cell => ({ text: wordsOf(cell), ...placeOf(cell) })),
      )
    } else for (const child of node.childNodes) walk(child)
  }
  walk(table)
  return rows
}
