import { header, type Exchange, type HeaderPairs } from '../harness/exchange.js'
import type { Secrets } from '../harness/secrets.js'
import type { RunRecord } from './run-record.js'
import { exchangeId } from './verdict-json.js'

/**
 * All exchanges as an HTTP Archive 1.2, secrets removed. Members that begin with an underscore are additions, as the
 * format allows: the exchange's id and scenario, its kind, its failure, the messages of a socket, and the bytes
 * of the wire.
 */
export function httpArchive({ exchanges, judge }: RunRecord, secrets: Secrets): Archive {
  const entries = [...exchanges].flatMap(([api, list]) =>
    list.map(exchange => entryOf(api, exchange, secrets)),
  )
  return { log: { version: '1.2', creator: { name: 'assay', version: judge.version }, entries } }
}

/** The evidence of a run. */
export interface Archive {
  readonly log: {
    readonly version: string
    readonly creator: { readonly name: string; readonly version: string }
    readonly entries: readonly ArchiveEntry[]
  }
}

/** One exchange of the evidence. */
export interface ArchiveEntry {
  readonly _id: string
  readonly _kind: Exchange['kind']
  readonly _scenario: string
  readonly startedDateTime: string
  readonly time: number
  readonly request: {
    readonly method: string
    readonly url: string
    readonly httpVersion: string
    readonly cookies: readonly never[]
    readonly headers: readonly ArchiveField[]
    readonly queryString: readonly ArchiveField[]
    readonly postData?: { readonly mimeType: string } & ArchiveText
    readonly headersSize: number
    readonly bodySize: number
  }
  readonly response: {
    readonly status: number
    readonly statusText: string
    readonly httpVersion: string
    readonly cookies: readonly never[]
    readonly headers: readonly ArchiveField[]
    readonly content: { readonly size: number; readonly mimeType: string } & Partial<ArchiveText>
    readonly redirectURL: string
    readonly headersSize: number
    readonly bodySize: number
    readonly _error?: string
  }
  readonly _webSocketMessages?: readonly ArchiveFrame[]
  /** The bytes of the wire, where they tell more than the request and the answer. */
  readonly _sent?: ArchiveText
  readonly _received?: ArchiveText
}

/** A header field of the evidence. */
export interface ArchiveField {
  readonly name: string
  readonly value: string
}

/** Bytes as text, or in base64 where they are no UTF-8. */
export interface ArchiveText {
  readonly text: string
  readonly encoding?: 'base64'
}

/** A message of a socket; `time` in seconds since the epoch, binary data in base64 with opcode 2. */
export interface ArchiveFrame {
  readonly type: 'send' | 'receive'
  readonly time: number
  readonly opcode: number
  readonly data: string
}

function entryOf(api: string, exchange: Exchange, secrets: Secrets): ArchiveEntry & Record<string, unknown> {
  const { request, answer, failure, messages, sent, received } = exchange
  const bytesTell = exchange.kind === 'raw' || failure !== undefined
  const url = secrets.redact(request.url)
  return {
    _id: exchangeId(api, exchange.id),
    _kind: exchange.kind,
    _scenario: exchange.scenario,
    startedDateTime: new Date(exchange.startedAt).toISOString(),
    time: exchange.durationMs,
    request: {
      method: secrets.redact(request.method),
      url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: fields(request.headers, secrets),
      // What is decoded may show more.
      queryString: secrets.redactIn(queryOf(url)),
      ...(request.body.length === 0
        ? {}
        : {
            postData: {
              mimeType: mediaType(request.headers, secrets),
              ...textOf(request.body, secrets),
            },
          }),
      headersSize: -1,
      bodySize: request.body.length,
    },
    response: {
      status: answer?.status ?? 0,
      statusText: secrets.redact(answer?.reason ?? ''),
      httpVersion: answer ? secrets.redact(`HTTP/${answer.httpVersion}`) : '',
      cookies: [],
      headers: fields(answer?.headers ?? [], secrets),
      content: {
        size: answer?.body.length ?? 0,
        mimeType: mediaType(answer?.headers ?? [], secrets),
        ...(answer ? textOf(answer.body, secrets) : {}),
      },
      redirectURL: '',
      headersSize: -1,
      bodySize: answer?.body.length ?? -1,
      ...(failure ? { _error: `${failure.kind}: ${secrets.redact(failure.message)}` } : {}),
    },
    ...(messages
      ? {
          _webSocketMessages: messages.map(({ direction, at, data, binary }) => ({
            type: direction === 'sent' ? ('send' as const) : ('receive' as const),
            time: at / 1000,
            opcode: binary ? 2 : 1,
            data: binary
              ? secrets.redactBytes(data).toString('base64')
              : secrets.redact(data.toString('utf8')),
          })),
        }
      : {}),
    ...(bytesTell && sent ? { _sent: wireOf(sent, secrets) } : {}),
    ...(bytesTell && received ? { _received: wireOf(received, secrets) } : {}),
    cache: {},
    timings: { send: 0, wait: exchange.durationMs, receive: 0 },
  }
}

function fields(headers: HeaderPairs, secrets: Secrets) {
  return headers.map(([name, value]) => ({
    name: secrets.redact(name),
    value: secrets.redactHeader(name, value),
  }))
}

function mediaType(headers: HeaderPairs, secrets: Secrets): string {
  return secrets.redact(header(headers, 'content-type') ?? '')
}

/** Bytes of the wire without secrets and without the header fields that carry credentials. */
function wireOf(bytes: Buffer, secrets: Secrets): ArchiveText {
  return asText(Buffer.from(secrets.redactWire(bytes.toString('latin1')), 'latin1'))
}

function textOf(body: Buffer, secrets: Secrets): ArchiveText {
  return asText(secrets.redactBytes(body))
}

function asText(redacted: Buffer): ArchiveText {
  const text = redacted.toString('utf8')
  return Buffer.from(text, 'utf8').equals(redacted)
    ? { text }
    : { text: redacted.toString('base64'), encoding: 'base64' }
}

function queryOf(url: string) {
  const [, query = ''] = url.split('?', 2)
  return [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }))
}
