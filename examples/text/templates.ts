import { finding, type Finding, type Place } from '../finding.js'
import { firstIndex } from '../group.js'
import type { Document, Prose } from '../reading/document.js'
import { at } from './lines.js'

/** Words that only the author of a template or of an unfinished text writes. */
const LEFT: readonly RegExp[] = [
  /<<\s*[A-Z][\w/’'-]*(?:\s+\w|\s*$)/,
  /\bdelete this (?:(?:and \w+ \w+|next) )?(?:row|rows|comment|reference|paragraph|section|definition|text|table)\b|\botherwise (?:delete|it needs to be deleted)\b/i,
  /\binclude\/adapt\b|\breplace\/adapt\b|\bThis row is only present\b|\binclude also the definitions\b/i,
  /\b(?:TODO|TBD|TBC|FIXME)\b|(?<![-\w./+])XXX(?![-\w./])/,
  /\beditor['’]s note\b|\bneeds? to be (?:updated|completed|written|filled)\b|\blorem ipsum\b/i,
  /\bsections?\s+[A-Z]{2,}(?:_[A-Z]+)+/,
  /\bsections?\s+\d+\.[x-z]\b|\b\d+\.(?:x\.y|y\.z|z\.w)\b/,
  /^(?:[·•*-]\s*)?(?:One|Two|Three|Foo|Bar)$/,
]

/** `[Description of the resource]`: something that is to be filled in, where brackets are no link. */
const BRACKETS =
  /\[(?!image\b)(?=[A-Z%]|list\b|section|code\b|child\b|root\b|url\b|url-|xml\b|resource\b|descri|supported\b|text\b|only\b|with|number\b|name\b|title\b)[^[\]\n]*(?:\s|\(s\)|…)[^[\]\n]*\](?![([:])|\[section\(s\)\]/

/** Text of a template that was to be replaced or deleted: one finding for each section that has some. */
export function judgeTemplates(document: Document): Finding[] {
  const bySection = new Map<number, { first: Prose; index: number; excerpt: string; also: Place[] }>()
  const standIn = standInOf(document)
  let open = false
  for (const line of document.prose) {
    const inside = open
    open = opens(line.text, open)
    if (inside) continue
    const match = leftIn(withoutCode(line.text)) ?? bracketsIn(document, line) ?? standIn?.exec(line.text)
    if (!match || isPlan(document, line)) continue
    const known = bySection.get(line.section)
    if (known) known.also.push(at(line, match.index))
    else bySection.set(line.section, { first: line, index: match.index, excerpt: line.text, also: [] })
  }
  return [...bySection.values()].map(({ first, index, excerpt, also }) =>
    finding(
      'warning',
      'template.left',
      at(first, index),
      excerpt,
      'Text of a template, or of an unfinished draft, is left here.',
      { also },
    ),
  )
}

/** What stands for a name that is to be filled in: a part of a URL that only text in brackets has, wherever else it is left. */
function standInOf(document: Document): RegExp | undefined {
  if (document.format !== 'text') return undefined
  const [inside, outside] = [new Set<string>(), new Set<string>()]
  for (const line of document.prose) {
    if (!line.text.includes('://')) continue
    const bracket = /^\[.*\]$/.test(line.text)
    for (const [path] of line.text.matchAll(/:\/\/[^\s\]]+/g)) {
      for (const [, name = ''] of path.matchAll(/\/([a-z]{5,30})(?=\/)/gi))
        (bracket ? inside : outside).add(name.toLowerCase())
    }
  }
  const names = [...inside].filter(name => !outside.has(name)).slice(0, MOST)
  return names.length === 0
    ? undefined
    : new RegExp(String.raw`(?<![A-Za-z/])(?:${names.join('|')})(?![A-Za-z/])`, 'i')
}

/** Most stand-ins that are looked for. */
const MOST = 20

/** A line with blanks in the place of code, which shows characters rather than means them. */
const withoutCode = (text: string): string =>
  text.includes('`') ? text.replaceAll(/(`+)(?!`).*?[^`]\1(?!`)/g, code => ' '.repeat(code.length)) : text

/** Whether a line is the heading of a list of what is planned, which is a part of the document and no gap in it. */
function isPlan({ prose }: Document, { part, line, text }: Prose): boolean {
  if (part !== 'heading' || !/^to-?do:?$/i.test(text.trim())) return false
  return prose[firstIndex(prose, one => one.line > line)]?.part === 'item'
}

/** A key of a source in brackets, or several of them. */
const SOURCE = /_|^\[(?:[A-Za-z]+ ?[\d][\w.-]*(?:,\s*)?)+\]$/

/** Whether an instruction between double angle brackets goes on below a line. */
function opens(text: string, open: boolean): boolean {
  const [start, end] = [text.lastIndexOf('<<'), text.lastIndexOf('>>')]
  if (start === -1 && end === -1) return open
  return start > end
}

function leftIn(text: string): RegExpExecArray | null {
  if (!SUSPECT.test(text)) return null
  for (const sign of LEFT) {
    const match = sign.exec(text)
    if (match) return match
  }
  return null
}

/** What a line needs to have for one of the signs to be on it. */
const SUSPECT =
  /<<|>>|delete|adapt|row is|include also|T[OB][DC]|FIXME|XXX|editor|need|ipsum|_|\.[x-z]|^(?:[·•*-]\s*)?\w{3,5}$/i

function bracketsIn(document: Document, line: Prose): RegExpExecArray | null {
  const match = document.format === 'text' && line.text.includes('[') ? BRACKETS.exec(line.text) : null
  return match && !SOURCE.test(match[0]) ? match : null
}
