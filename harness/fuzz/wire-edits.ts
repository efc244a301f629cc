import * as fc from 'fast-check'
import type { HeaderPairs } from '../exchange.js'
import type { HttpRequest } from '../http-client.js'
import { requestBytes } from '../raw-client.js'

/** One change to a request that is right without it, as plain data. */
export type WireEdit =
  | { readonly edit: 'method'; readonly method: string }
  | { readonly edit: 'header added'; readonly name: string; readonly value: string }
  | { readonly edit: 'headers left out' }
  | { readonly edit: 'target character'; readonly at: number; readonly text: string }
  | { readonly edit: 'body byte'; readonly at: number; readonly byte: number }
  | { readonly edit: 'body cut'; readonly at: number }
  | { readonly edit: 'body repeated'; readonly times: number }
  | { readonly edit: 'framing'; readonly mistake: string }

/** A frame that well-behaved clients refuse to send: the bytes of the whole request, and whether sending ends there. */
type Frame = (head: Head) => Buffer

interface Head {
  readonly method: string
  readonly target: string
  readonly headers: HeaderPairs
  readonly body: Buffer
}

const FRAMES: Readonly<Record<string, Frame>> = {
  'a length that is too small': withLength(length => String(Math.max(length - 1, 0))),
  'a length that is too large': withLength(length => String(length + 5)),
  'a negative length': withLength(() => '-1'),
  'a length that is no number': withLength(length => `${length}x`),
  'a length beyond all numbers': withLength(() => '99999999999999999999'),
  'two lengths': withFields(({ body }) => [
    ['Content-Length', String(body.length)],
    ['Content-Length', String(body.length + 1)],
  ]),
  'a length and chunks': withFields(({ body }) => [
    ['Content-Length', String(body.length)],
    ['Transfer-Encoding', 'chunked'],
  ]),
  'chunks without a size': withFields(() => [['Transfer-Encoding', 'chunked']]),
  'an unknown transfer coding': withFields(() => [['Transfer-Encoding', 'sideways']]),
  'a header line without a colon': withLine('Nonsense'),
  'a space before a colon': withLine('X-Spaced : 1'),
  'a folded header line': withLine('X-Folded: 1\r\n 2'),
  'a NUL in a header': withLine('X-Nul: a\0b'),
  'a header of 20 kB': withLine(`X-Long: ${'x'.repeat(20_000)}`),
  'no Host': head => bytesOf({ ...head, headers: head.headers.filter(([name]) => name !== 'Host') }),
  'mere line feeds': head => Buffer.from(bytesOf(head).toString('latin1').replaceAll('\r\n', '\n'), 'latin1'),
  'an unknown version': head => replaced(head, ' HTTP/1.1\r\n', ' HTTP/7.1\r\n'),
  'no version': head => replaced(head, ' HTTP/1.1\r\n', '\r\n'),
  'half a head': head => bytesOf(head).subarray(0, 30),
}

/** The name of every mistake in framing. */
export const FRAMING_MISTAKES: readonly string[] = Object.keys(FRAMES)

const TEXT = fc.string({
  unit: fc.constantFrom(...Array.from('%+&=/?#;:@.~\'"<>\\|^`{}[]()*!$, aZ09é漢')),
  minLength: 1,
  maxLength: 4,
})
const VALUE = fc.string({ unit: fc.constantFrom(...Array.from('aZ09 ,;=/"*-_')), maxLength: 12 })

/** Any one change to a request. @param headers names of header fields that the API gives a meaning. */
export function wireEdits(headers: readonly string[]): fc.Arbitrary<WireEdit> {
  return fc.oneof(
    fc.record({
      edit: fc.constant('method' as const),
      method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'),
    }),
    fc.record({
      edit: fc.constant('header added' as const),
      name: fc.constantFrom(...headers),
      value: VALUE,
    }),
    fc.constant({ edit: 'headers left out' as const }),
    fc.record({ edit: fc.constant('target character' as const), at: fc.nat(80), text: TEXT }),
    fc.record({ edit: fc.constant('body byte' as const), at: fc.nat(400), byte: fc.nat(255) }),
    fc.record({ edit: fc.constant('body cut' as const), at: fc.nat(400) }),
    fc.record({ edit: fc.constant('body repeated' as const), times: fc.integer({ min: 2, max: 40 }) }),
    fc.record({ edit: fc.constant('framing' as const), mistake: fc.constantFrom(...FRAMING_MISTAKES) }),
  )
}

/** The request after an edit; undefined for an edit of the framing, which `frameOf` makes. */
export function editRequest(request: HttpRequest, edit: WireEdit): HttpRequest | undefined {
  const { body = Buffer.alloc(0), headers = [], target } = request
  switch (edit.edit) {
    case 'method':
      return { ...request, method: edit.method }
    case 'header added':
      return { ...request, headers: [...headers, [edit.name, edit.value]] }
    case 'headers left out':
      return { ...request, headers: [] }
    case 'target character': {
      // The path up to the last slash stays, so that the request reaches the API.
      const least = target.lastIndexOf('/', target.includes('?') ? target.indexOf('?') : undefined) + 1
      const at = least + (edit.at % (target.length - least + 1))
      return { ...request, target: `${target.slice(0, at)}${asTarget(edit.text)}${target.slice(at)}` }
    }
    case 'body byte': {
      const at = edit.at % (body.length + 1)
      return {
        ...request,
        body: Buffer.concat([body.subarray(0, at), Buffer.of(edit.byte), body.subarray(at + 1)]),
      }
    }
    case 'body cut':
      return { ...request, body: body.subarray(0, edit.at % (body.length + 1)) }
    case 'body repeated':
      return { ...request, body: Buffer.concat(Array.from({ length: edit.times }, () => body)) }
    case 'framing':
      return undefined
  }
}

/** The bytes of a request with a mistake in its framing. `head` is as `Session.rawHead` gives it. */
export function frameOf(
  mistake: string,
  request: HttpRequest,
  head: { readonly target: string; readonly headers: HeaderPairs },
): Buffer {
  const { method, body = Buffer.alloc(0) } = request
  const frame = FRAMES[mistake] ?? bytesOf
  return frame({ method, ...head, body })
}

/** An edit in words: "with the method PUT". */
export function tellEdit(edit: WireEdit): string {
  switch (edit.edit) {
    case 'method':
      return `by ${edit.method}`
    case 'header added':
      return `with the header ${edit.name}: ${edit.value}`
    case 'headers left out':
      return 'without its headers'
    case 'target character':
      return `with ${JSON.stringify(edit.text)} at position ${edit.at} behind its path`
    case 'body byte':
      return `with the byte ${edit.byte} at position ${edit.at} of its body`
    case 'body cut':
      return `with its body cut at ${edit.at}`
    case 'body repeated':
      return `with its body ${edit.times} times`
    case 'framing':
      return `with ${edit.mistake}`
  }
}

/** What a target of HTTP/1.1 may not hold is percent-encoded; everything else stays as it is. */
function asTarget(text: string): string {
  return text.replace(/[^\x21-\x7e]/gu, encodeURIComponent)
}

function bytesOf({ method, target, headers, body }: Head): Buffer {
  const framed = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name))
  const length = body.length > 0 && !framed ? [['Content-Length', String(body.length)] as const] : []
  return requestBytes(method, target, [...headers, ...length], body)
}

function withFields(fieldsOf: (head: Head) => HeaderPairs): Frame {
  return head => bytesOf({ ...head, headers: [...head.headers, ...fieldsOf(head)] })
}

function withLength(lengthOf: (length: number) => string): Frame {
  return withFields(({ body }) => [['Content-Length', lengthOf(body.length)]])
}

function withLine(line: string): Frame {
  return head => replaced(head, '\r\n\r\n', `\r\n${line}\r\n\r\n`)
}

function replaced(head: Head, part: string, by: string): Buffer {
  return Buffer.from(
    bytesOf(head)
      .toString('latin1')
      .replace(part, () => by),
    'latin1',
  )
}
