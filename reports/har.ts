import { header, type Exchange, type HeaderPairs } from '../harness/exchange.js'
import type { Secrets } from '../harness/secrets.js'
import type { RunRecord } from './run-record.js'
import { exchangeId } from './verdict-json.js'

/**
 * All exchanges as an HTTP Archive 1.2, secrets removed. Members that begin with an underscore are additions, as the
 * format allows: the exchange's id and scenario, its kind, its failure, and the messages of a socket.
 */
export function httpArchive({ exchanges }: RunRecord, version: string, secrets: Secrets): string {
  const entries = [...exchanges].flatMap(([api, list]) =>
    list.map(exchange => entryOf(api, exchange, secrets)),
  )
  const creator = { name: 'assay', version }
  const archive = { log: { version: '1.2', creator, entries } }
  // Reasons, media types and names come from the target too.
  const redacted = (_name: string, value: unknown): unknown =>
    typeof value === 'string' ? secrets.redact(value) : value
  return `${JSON.stringify(archive, redacted)}\n`
}

function entryOf(api: string, exchange: Exchange, secrets: Secrets) {
  const { request, answer, failure, messages } = exchange
  const url = secrets.redact(request.url)
  return {
    _id: exchangeId(api, exchange.id),
    _kind: exchange.kind,
    _scenario: exchange.scenario,
    startedDateTime: new Date(exchange.startedAt).toISOString(),
    time: exchange.durationMs,
    request: {
      method: request.method,
      url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: fields(request.headers, secrets),
      queryString: queryOf(url),
      ...(request.body.length === 0
        ? {}
        : {
            postData: {
              mimeType: header(request.headers, 'content-type') ?? '',
              ...textOf(request.body, secrets),
            },
          }),
      headersSize: -1,
      bodySize: request.body.length,
    },
    response: {
      status: answer?.status ?? 0,
      statusText: answer?.reason ?? '',
      httpVersion: answer ? `HTTP/${answer.httpVersion}` : '',
      cookies: [],
      headers: fields(answer?.headers ?? [], secrets),
      content: {
        size: answer?.body.length ?? 0,
        mimeType: (answer && header(answer.headers, 'content-type')) ?? '',
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
            type: direction === 'sent' ? 'send' : 'receive',
            time: at / 1000,
            opcode: binary ? 2 : 1,
            data: binary
              ? secrets.redactBytes(data).toString('base64')
              : secrets.redact(data.toString('utf8')),
          })),
        }
      : {}),
    cache: {},
    timings: { send: 0, wait: exchange.durationMs, receive: 0 },
  }
}

function fields(headers: HeaderPairs, secrets: Secrets) {
  return headers.map(([name, value]) => ({ name, value: secrets.redactHeader(name, value) }))
}

/** A body as text, or in base64 where it is no UTF-8. */
function textOf(body: Buffer, secrets: Secrets): { text: string; encoding?: 'base64' } {
  const redacted = secrets.redactBytes(body)
  const text = redacted.toString('utf8')
  return Buffer.from(text, 'utf8').equals(redacted)
    ? { text }
    : { text: redacted.toString('base64'), encoding: 'base64' }
}

function queryOf(url: string) {
  const [, query = ''] = url.split('?', 2)
  return [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }))
}
