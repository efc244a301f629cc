import type { Answer } from './exchange.js'

/** What a reading of response bytes came to: a whole answer, the need for more bytes, or what is wrong with them. */
export type ParsedAnswer =
  | { readonly state: 'complete'; readonly answer: Answer; readonly rest: Buffer }
  | { readonly state: 'partial'; /** At least so many bytes are yet to come. */ readonly missing: number }
  | { readonly state: 'malformed'; readonly why: string }

const STATUS_LINE = /^HTTP\/(\d\.\d) (\d{3})(?: (.*))?$/
const FIELD_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/**
 * Reads one HTTP/1.1 response from bytes, strictly by RFC 9112: CRLF line ends, no space before a colon, one framing.
 * Interim (1xx) responses are passed over. `closed` says that no more bytes will come.
 */
export function parseAnswer(bytes: Buffer, method: string, closed: boolean): ParsedAnswer {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) {
    if (bytes.length > 0 && !looksLikeHttp(bytes)) return malformed('it does not begin with "HTTP/"')
    if (!closed) return partial(1)
    return malformed(bytes.length === 0 ? 'it is empty' : 'it ends within the header section')
  }
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
  const status = STATUS_LINE.exec(statusLine)
  if (!status) return malformed(`its status line is "${statusLine.slice(0, 80)}"`)
  const headers: [string, string][] = []
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0))
    if (!FIELD_NAME.test(name))
      return malformed(`its header line "${line.slice(0, 80)}" has no valid field name`)
    headers.push([name, line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')])
  }
  const code = Number(status[2])
  const rest = bytes.subarray(end + 4)
  if (code >= 100 && code < 200 && code !== 101) return parseAnswer(rest, method, closed)

  const answer = { httpVersion: status[1] ?? '', status: code, reason: status[3] ?? '', headers }
  if (method === 'HEAD' || code === 204 || code === 304 || code === 101) {
    return { state: 'complete', answer: { ...answer, body: Buffer.alloc(0) }, rest }
  }
  return parseBody(answer, rest, closed)
}

function parseBody(head: Omit<Answer, 'body'>, bytes: Buffer, closed: boolean): ParsedAnswer {
  const valuesOf = (name: string): string[] =>
    head.headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value)
  const codings = valuesOf('transfer-encoding')
  const lengths = [...new Set(valuesOf('content-length'))]
  if (codings.length > 0 && lengths.length > 0)
    return malformed('it has both Transfer-Encoding and Content-Length')
  if (codings.length > 0) return parseChunks(head, bytes, closed)
  if (lengths.length > 1) return malformed(`it has the lengths ${lengths.join(' and ')}`)
  const [length] = lengths
  if (length === undefined) {
    return closed
      ? { state: 'complete', answer: { ...head, body: bytes }, rest: Buffer.alloc(0) }
      : partial(Number.POSITIVE_INFINITY)
  }
  if (!/^\d+$/.test(length)) return malformed(`its Content-Length is "${length}"`)
  const size = Number(length)
  if (bytes.length >= size) {
    const answer = { ...head, body: bytes.subarray(0, size) }
    return { state: 'complete', answer, rest: bytes.subarray(size) }
  }
  return closed
    ? malformed(`its body has ${bytes.length} bytes where Content-Length says ${size}`)
    : partial(size - bytes.length)
}

function parseChunks(head: Omit<Answer, 'body'>, bytes: Buffer, closed: boolean): ParsedAnswer {
  const chunks: Buffer[] = []
  let at = 0
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd < 0) break
    const size = /^([0-9A-Fa-f]+)[ \t]*(?:;.*)?$/.exec(bytes.toString('latin1', at, lineEnd))?.[1]
    if (size === undefined) return malformed('it has a chunk without a size')
    const start = lineEnd + 2
    const next = start + Number.parseInt(size, 16)
    if (next === start) {
      const trailerEnd = bytes.indexOf('\r\n\r\n', lineEnd)
      if (trailerEnd < 0) break
      const answer = { ...head, body: Buffer.concat(chunks) }
      return { state: 'complete', answer, rest: bytes.subarray(trailerEnd + 4) }
    }
    if (bytes.length < next + 2) {
      if (!closed) return partial(next + 2 - bytes.length)
      break
    }
    if (bytes.toString('latin1', next, next + 2) !== '\r\n')
      return malformed('a chunk does not end where its size says')
    chunks.push(bytes.subarray(start, next))
    at = next + 2
  }
  return closed ? malformed('it ends within its chunks') : partial(1)
}

function looksLikeHttp(bytes: Buffer): boolean {
  return 'HTTP/'.startsWith(bytes.toString('latin1', 0, Math.min(5, bytes.length)))
}

function partial(missing: number): ParsedAnswer {
  return { state: 'partial', missing }
}

function malformed(why: string): ParsedAnswer {
  return { state: 'malformed', why }
}
