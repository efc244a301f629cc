import type { Place } from '../finding.js'
import { firstIndex } from '../group.js'
import type { Block, Document } from '../reading/document.js'
import { placer, startOf, textOf, type Passage } from '../reading/passage.js'
import { looksLikeExample } from '../reading/start-of-example.js'
import { headerNamed, isHeader, readHttp, type HttpText } from './http-text.js'
import { parseMembers, parseStream } from './json-forms.js'
import { JsonError, memberOf, parseJson, type JsonNode } from './json-text.js'
import { splitCommands, splitMessages, splitValues, type Command } from './split.js'
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
    for (const example of readExamples(document, block)) {
      const before = examples.at(-1)
      if (before && belongsTo(document, before, example)) {
        examples[examples.length - 1] = { ...before, ...(example.body && { body: example.body }) }
      } else examples.push(example)
    }
  }
  return examples
}

/** Whether a block is the body of the message in the block before it: nothing but blank lines stands between. */
function belongsTo(document: Document, message: Example, body: Example): boolean {
  if (!message.http || message.http.body.lines.length > 0 || message.body || body.http || !body.body)
    return false
  if (message.http.role === 'request' && body.role === 'response') return false
  if (body.body.kind === 'text' && isHeader(body.body.passage.lines[0]?.text ?? '')) return false
  if (message.section !== body.section || message.http.start.line >= body.place.line) return false
  const last = lastLine(message)
  const next = document.prose[firstIndex(document.prose, ({ line }) => line > last)]
  return next === undefined || next.line > body.place.line
}

const lastLine = (example: Example): number => example.http?.headers.at(-1)?.line ?? example.place.line

function readExamples(document: Document, { passage, language, section }: Block): Example[] {
  const trimmed = trim(passage)
  const first = trimmed.lines[0]?.text.trim() ?? ''
  if (first === '' || isProgram(language)) return []
  const commands = isShell(language) || /\bcurl\s/.test(first) ? splitCommands(trimmed) : []
  if (commands.length > 0) return commands.flatMap(command => readCommand(command, section))
  if (isShell(language)) return []
  const messages = splitMessages(trimmed).flatMap(message => readMessage(document, trim(message), section))
  if (messages.length > 0) return messages
  if (!looksLikeExample(first) && !/^(?:json|xml|http)/.test(language)) return []
  return splitValues(trimmed).map(value => {
    const part = trim(value)
    const body = readBody(part, '', language)
    return { section, place: startOf(part), body, role: roleOf(document, section, body) }
  })
}

function readCommand({ command, output }: Command, section: number): Example[] {
  const request = readCurl(command)
  if (!request) return []
  const sent: Example = { ...request, section, place: startOf(command) }
  if (!output) return [sent]
  const shown = trim(output)
  const http = readHttp(shown, false)
  const passage = http ? http.body : shown
  const type = (http && headerNamed(http, 'content-type')?.value) ?? ''
  const body = passage.lines.length > 0 ? readBody(passage, type, '') : undefined
  const answer = { section, place: startOf(shown), role: 'response', ...(body && { body }) } as const
  return [sent, http?.role === 'response' ? { ...answer, http } : answer]
}

function readMessage(document: Document, passage: Passage, section: number): Example[] {
  const http = readHttp(passage, document.format === 'text')
  if (!http) return []
  const type = headerNamed(http, 'content-type')?.value ?? ''
  const body = http.body.lines.length > 0 ? readBody(http.body, type, '') : undefined
  return [{ section, place: startOf(passage), http, role: http.role, ...(body && { body }) }]
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

/** Whether a text in the place of JSON is none: words that stand for it, or nothing but comments. */
const isElided = (text: string): boolean =>
  !/^[{["\d-]|^(?:true|false|null)\b/.test(text) &&
  (hasPlaceholder(text) || /^(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*$/.test(text))

function readJson(
  text: string,
): { kind: 'json'; root: JsonNode } | { kind: 'broken-json'; problem: string; offset: number } {
  try {
    return {
      kind: 'json',
      root: /^\s*"(?:[^"\\\n]|\\.)*"\s*:/.test(text) ? parseMembers(text) : parseJson(text),
    }
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    const first = parseStream(text)
    if (first) return { kind: 'json', root: first }
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
