/** Header fields in the order and spelling of the wire; a name may occur more than once. */
export type HeaderPairs = readonly (readonly [name: string, value: string])[]

/** An HTTP request as it was sent: the target is the undecoded path with its query. */
export interface SentRequest {
  readonly method: string
  readonly url: string
  readonly target: string
  readonly headers: HeaderPairs
  readonly body: Buffer
}

/** An HTTP response as it was received, with the body's transfer coding removed and nothing else decoded. */
export interface Answer {
  readonly httpVersion: string
  readonly status: number
  readonly reason: string
  readonly headers: HeaderPairs
  readonly body: Buffer
}

/** Why an exchange has no answer. `refused`, `dns` and `tls` happen before a request can be sent. */
export type FailureKind = 'refused' | 'dns' | 'tls' | 'reset' | 'timeout' | 'malformed' | 'too-large'

/** The end of an exchange that brought no usable answer. */
export interface ExchangeFailure {
  readonly kind: FailureKind
  readonly message: string
}

/** One message on a socket that stays open: the direction is seen from the harness. */
export interface SocketMessage {
  readonly direction: 'sent' | 'received'
  readonly at: number
  readonly data: Buffer
  readonly binary: boolean
}

/**
 * One request with its answer, one callback that the harness received, or one socket with its messages.
 * `startedAt` is in milliseconds since the epoch, `durationMs` in milliseconds; `sent` and `received` are the bytes
 * of the wire where the client saw them.
 */
export interface Exchange {
  readonly id: number
  readonly kind: 'request' | 'raw' | 'callback' | 'socket'
  /** The scenario that caused it, empty for what belongs to the run as a whole. */
  readonly scenario: string
  readonly startedAt: number
  readonly durationMs: number
  readonly request: SentRequest
  readonly answer?: Answer
  readonly failure?: ExchangeFailure
  readonly messages?: readonly SocketMessage[]
  /** Whether the socket was opened in an earlier exchange, whose request and answer stand here again. */
  readonly goesOn?: boolean
  readonly sent?: Buffer
  readonly received?: Buffer
}

/** All values of a header field, in order; the name is compared without regard to case. */
export function headerValues(headers: HeaderPairs, name: string): string[] {
  const wanted = name.toLowerCase()
  return headers.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value)
}

/** The value of a header field, repeated fields joined by ", " as RFC 9110 section 5.3 allows; undefined if absent. */
export function header(headers: HeaderPairs, name: string): string | undefined {
  const values = headerValues(headers, name)
  return values.length === 0 ? undefined : values.join(', ')
}

/** Pairs from Node's flat list `[name, value, name, value, ...]`. */
export function headerPairs(rawHeaders: readonly string[]): HeaderPairs {
  const pairs: [string, string][] = []
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    pairs.push([rawHeaders[i] ?? '', rawHeaders[i + 1] ?? ''])
  }
  return pairs
}

/** A media type without its parameters, in lower case: `text/csv` for `Text/CSV; charset=utf-8`. */
export function mediaType(contentType: string | undefined): string | undefined {
  return contentType?.split(';')[0]?.trim().toLowerCase()
}
