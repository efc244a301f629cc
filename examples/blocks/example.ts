import type { Place } from '../finding.js'
import { firstIndex } from '../group.js'
import type { Block, Document } from '../reading/document.js'
import { placer, startOf, textOf, type Passage } from '../reading/passage.js'
import { looksLikeExample } from '../reading/start-of-example.js'
import { readHttp, headerNamed, type HttpText } from './http-text.js'
import { JsonError, memberOf, parseJson, type JsonNode } from './json-text.js'
import { readCurl } from './curl.js'
import { hasPlaceholder } from './placeholder.js'
import { isProgram, isShell } from './languages.js'

/** What the content of an example is. */
export type Body = { readonly passage: Passage; readonly text: string; placeOf(offset: number): Place } & (
  | { readonly kind: 'json'; readonly root: JsonNode }
  | { readonly kind: 'broken-json'; readonly problem: string; readonly offset: number }
  | { readonly kind: 'xml' }
  | { readonly kind: 'form'; readonly fields: readonly (readonly [string, string])[] }
  | { readonly kind: 'csv' }
  | { readonly kind: 'text' }
)

/** An example of a document: a message or a body. */
export interface Example {
  readonly place: Place
  readonly section: number
  readonly http?: HttpText
  readonly body?: Body
  /** What it is in an exchange, as far as its content or its section says so. */
  readonly role: 'request' | 'response' | 'notification' | 'unknown'
}

/** The examples of a document in its order; blocks in other languages are left out. */
export function findExamples(document: Document): Example[] {
  const examples: Example[] = []
  for (const block of document.blocks) {
    const example = readExample(document, block)
    if (example === undefined) continue
    const before = examples.at(-1)
    if (before && belongsTo(document, before, example)) {
      examples[examples.length - 1] = { ...before, ...(example.body && { body: example.body }) }
    } else examples.push(example)
  }
  return examples
}

/** Whether a block is the body of the message in the block before it: nothing but blank lines stands between. */
function belongsTo(document: Document, message: Example, body: Example): boolean {
  if (!message.http || message.http.body.lines.length > 0 || message.body || body.http || !body.body)
    return false
  if (message.section !== body.section || message.http.start.line >= body.place.line) return false
  const last = lastLine(message)
  const next = document.prose[firstIndex(document.prose, ({ line }) => line > last)]
  return next === undefined || next.line > body.place.line
}

const lastLine = (example: Example): number => example.http?.headers.at(-1)?.line ?? example.place.line

function readExample(document: Document, block: Block): Example | undefined {
  const { passage, language, section } = block
  const trimmed = trim(passage)
  const place = startOf(trimmed)
  const first = trimmed.lines[0]?.text.trim() ?? ''
  if (first === '' || isProgram(language)) return undefined
  const curl = readCurl(trimmed)
  if (curl) return { ...curl, section, place }
  if (isShell(language)) return undefined
  const http = readHttp(trimmed, document.format === 'text')
  if (http) {
    const type = headerNamed(http, 'content-type')?.value ?? ''
    const body = http.body.lines.length > 0 ? readBody(http.body, type, '') : undefined
    return { section, place, http, role: http.role, ...(body && { body }) }
  }
  if (!looksLikeExample(first) && !/^(?:json|xml|http)/.test(language)) return undefined
  const body = readBody(trimmed, '', language)
  return { section, place, body, role: roleOf(document, section, body) }
}

function trim(passage: Passage): Passage {
  const first = passage.lines.findIndex(({ text }) => text.trim() !== '')
  const last = passage.lines.findLastIndex(({ text }) => text.trim() !== '')
  return { lines: first === -1 ? [] : passage.lines.slice(first, last + 1) }
}

/** What a body is: told by its Content-Type, by the language of its fence, or else by how it begins. */
export function readBody(passage: Passage, type: string, language: string): Body {
  const text = textOf(passage)
  const shared = { passage, text, placeOf: placer(passage) }
  const start = text.trimStart()
  const named = `${type} ${language}`.toLowerCase()
  if (/\bx-www-form-urlencoded\b/.test(named)) return { ...shared, kind: 'form', fields: formFields(text) }
  if (/\bcsv\b/.test(named)) return { ...shared, kind: 'csv' }
  const isXml =
    /^<(?:\?xml\b|[A-Za-z][\w.:-]*(?:\s[^<>]*)?\/?>)/.test(start) &&
    (/xml|html/.test(named) || /<\/|\/>/.test(start))
  if (isXml) return { ...shared, kind: 'xml' }
  if (
    /json/.test(named)
      ? !isElided(start)
      : /^[{[]/.test(start) && !/^[{[][A-Za-z][^"]*[}\]]$/.test(start.trim())
  ) {
    return { ...shared, ...readJson(text) }
  }
  if (/^[^\s=&]+=[^\s&]*(?:&[^\s=&]+=[^\s&]*)*$/.test(start.trim()))
    return { ...shared, kind: 'form', fields: formFields(text) }
  return { ...shared, kind: 'text' }
}

const isElided = (text: string): boolean =>
  !/^[{["\d-]|^(?:true|false|null)\b/.test(text) && hasPlaceholder(text)

function readJson(
  text: string,
): { kind: 'json'; root: JsonNode } | { kind: 'broken-json'; problem: string; offset: number } {
  try {
    return { kind: 'json', root: parseJson(text) }
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    return { kind: 'broken-json', problem: error.message, offset: error.offset }
  }
}

function formFields(text: string): [string, string][] {
  return text
    .trim()
    .split('&')
    .map(field => {
      const [name = '', ...value] = field.split('=')
      return [name.trim(), value.join('=').trim()]
    })
}

function roleOf(document: Document, section: number, body: Body): Example['role'] {
  if (body.kind === 'json' && memberOf(body.root, 'jsonrpc')) {
    if (memberOf(body.root, 'method')) return memberOf(body.root, 'id') ? 'request' : 'notification'
    if (memberOf(body.root, 'result') ?? memberOf(body.root, 'error')) return 'response'
  }
  for (let at = section; at >= 0; at = document.sections[at]?.parent ?? -1) {
    const title = document.sections[at]?.title ?? ''
    if (/\b(?:response|answer|reply)\b/i.test(title)) return 'response'
    if (/\brequest\b/i.test(title)) return 'request'
  }
  return 'unknown'
}
