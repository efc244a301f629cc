import { STATUS_CODES } from 'node:http'
import type { Place } from '../finding.js'
import { part, type Passage, type PassageLine } from '../reading/passage.js'

/** A header line of an example. */
export interface Header extends Place {
  readonly name: string
  readonly value: string
  readonly text: string
  /** Whether the document prints it in braces: it may be left out. */
  readonly optional: boolean
}

/** An HTTP request or response as a document prints it. */
export type HttpText = {
  readonly start: PassageLine
  readonly headers: readonly Header[]
  /** Lines among the headers that are none. */
  readonly strays: readonly PassageLine[]
  /** Whether the first header stands on the line of the status. */
  readonly joined: boolean
  readonly body: Passage
} & (
  | { readonly role: 'request'; readonly method: string; readonly target: string; readonly version: string }
  | { readonly role: 'response'; readonly status: number; readonly reason: string; readonly version: string }
)

const REQUEST = /^([A-Z]{3,10})\s+(\S+)(?:\s+(HTTP\/\S+))?\s*$/
const STATUS = /^(HTTP\/\S+)\s+(\d{3})(?:\s+(.*))?$/
const BARE_STATUS = /^()(\d{3})\s+([A-Z][A-Za-z' -]+?)\s*$/
const HEADER = /^\{?\s*([A-Za-z][A-Za-z0-9-]*)\s*:(?:\s+(.*?)|)\s*\}?\s*$/
const METHODS = /^(?:GET|PUT|POST|DELETE|PATCH|HEAD|OPTIONS|TRACE|CONNECT)$/
const BLANK = /^\s*(?:<\s*(?:blank|empty)[ -]?line\s*>|\[\s*(?:blank|empty)[ -]?line\s*\])\s*$/i

/** Whether a line begins a message of HTTP, with the version of HTTP or without it. */
export function isStart(text: string): 'versioned' | 'bare' | undefined {
  const request = REQUEST.exec(text)
  if (request && METHODS.test(request[1] ?? '')) return request[3] === undefined ? 'bare' : 'versioned'
  if (STATUS.test(text)) return 'versioned'
  return statusOf(text) ? 'bare' : undefined
}

/** Whether a line has the form of a header. */
export function isHeader(text: string): boolean {
  return HEADER.test(text)
}

/** A status line, which may lack its version where its phrase is that of its status. */
function statusOf(text: string): RegExpExecArray | null {
  const full = STATUS.exec(text)
  const bare = full === null ? BARE_STATUS.exec(text) : null
  return bare && STATUS_CODES[Number(bare[2])]?.toLowerCase() === bare[3]?.toLowerCase() ? bare : full
}

/**
 * Reads an HTTP message; `undefined` if the passage begins like none.
 * @param spaced whether blank lines between headers are an artefact of an export and do not end them
 */
export function readHttp(passage: Passage, spaced: boolean): HttpText | undefined {
  const start = passage.lines[0]
  if (start === undefined) return undefined
  const request = REQUEST.exec(start.text)
  const status = statusOf(start.text)
  const isRequest = request !== null && METHODS.test(request[1] ?? '')
  if (!isRequest && !status) return undefined
  const headers: Header[] = []
  const strays: PassageLine[] = []
  const joined =
    /^(.*?)\s+((?:Content-[A-Z]|Location|Date|Server|Allow|Cache-|[A-Z][a-z]+-[A-Z])[A-Za-z-]*:\s.*)$/.exec(
      status?.[3] ?? '',
    )
  if (joined?.[2] !== undefined) {
    const column = start.column + start.text.lastIndexOf(joined[2])
    headers.push(...headerOf({ text: joined[2], line: start.line, column }))
  }
  const end = readHeaders(passage, spaced, headers, strays)
  const shared = { start, headers, strays, joined: joined !== null, body: part(passage, end) }
  return isRequest
    ? {
        ...shared,
        role: 'request',
        method: request[1] ?? '',
        target: request[2] ?? '',
        version: request[3] ?? '',
      }
    : {
        ...shared,
        role: 'response',
        status: Number(status?.[2]),
        reason: (joined?.[1] ?? status?.[3] ?? '').trim(),
        version: status?.[1] ?? '',
      }
}

/** Reads header lines and returns the index of the line at which the body begins. */
function readHeaders(passage: Passage, spaced: boolean, headers: Header[], strays: PassageLine[]): number {
  const { lines } = passage
  let index = 1
  for (; index < lines.length; index += 1) {
    const line = lines[index]
    if (line === undefined) break
    if (BLANK.test(line.text)) return index + 1
    if (line.text.trim() === '') {
      if (!spaced || !HEADER.test(lines[index + 1]?.text ?? '')) return index + 1
      continue
    }
    const read = headerOf(line)
    if (read.length > 0) headers.push(...read)
    else if (/^\s*(?:#|\/\/)/.test(line.text)) continue
    else if (/^\s*(?:<\?xml|<[A-Za-z]|[{[])/.test(line.text)) return index
    else strays.push(line)
  }
  return index
}

function headerOf(line: PassageLine): Header[] {
  const match = HEADER.exec(line.text)
  if (!match) return []
  return [
    {
      name: match[1] ?? '',
      value: match[2] ?? '',
      text: line.text.trim(),
      optional: /^\s*\{/.test(line.text),
      line: line.line,
      column: line.column + line.text.search(/\S/),
    },
  ]
}

/** The first header of that name, whatever its case. */
export function headerNamed(message: Pick<HttpText, 'headers'>, name: string): Header | undefined {
  return message.headers.find(header => header.name.toLowerCase() === name.toLowerCase())
}
