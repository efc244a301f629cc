import { extname } from 'node:path'
import type { Document, Format } from './document.js'
import { readExportedText } from './exported-text.js'
import { readHtml } from './html.js'
import { readMarkdown } from './markdown.js'

/** Reads a document; what it is written in is told by the name of the file, or else by its text. */
export function readDocument(file: string, text: string): Document {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  const format = formatOf(file, lines)
  if (format === 'html') return readHtml(file, text, lines)
  return format === 'markdown' ? readMarkdown(file, lines) : readExportedText(file, lines)
}

const EXTENSIONS: Readonly<Record<string, Format>> = {
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.mdx': 'markdown',
  '.html': 'html',
  '.htm': 'html',
  '.xhtml': 'html',
}

function formatOf(file: string, lines: readonly string[]): Format {
  const known = EXTENSIONS[extname(file).toLowerCase()]
  if (known) return known
  const start = lines.find(line => line.trim() !== '') ?? ''
  if (/^\s*<(?:!doctype html|html)\b/i.test(start)) return 'html'
  const marks = lines.filter(line => MARKDOWN.test(line)).length
  return marks >= 2 || (marks >= 1 && lines.length < 40) ? 'markdown' : 'text'
}

const MARKDOWN = /^(?:#{1,6}\s*\S|```|~~~|={3,}\s*$|-{3,}\s*$|\|.*\|\s*$)|\]\([^)\s]{1,300}\)/
