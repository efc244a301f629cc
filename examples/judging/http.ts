import { STATUS_CODES } from 'node:http'
import { finding, related, type Finding } from '../finding.js'
import type { Example } from '../blocks/example.js'
import { headerNamed, type HttpText } from '../blocks/http-text.js'
import { groupBy } from '../group.js'
import { valueOf } from '../blocks/json-text.js'
import { hasPlaceholder, isPlaceholder } from '../blocks/placeholder.js'

const BODILESS = new Set(['GET', 'HEAD', 'DELETE', 'TRACE', 'OPTIONS'])

/** What is wrong with the HTTP of one example. */
export function judgeHttp(example: Example, curl: boolean): Finding[] {
  const { http } = example
  if (!http) return []
  return [
    ...(http.role === 'request' ? judgeRequestLine(http, curl) : judgeStatusLine(http)),
    ...http.strays
      .filter(({ text }) => !hasPlaceholder(text))
      .map(line =>
        finding(
          'error',
          'http.header',
          line,
          line.text,
          'This line among the headers is no header: it lacks a name and a colon.',
        ),
      ),
    ...judgeType(http, example),
    ...judgeDate(http),
    ...judgeLength(http, example),
    ...judgeRange(http),
  ]
}

function judgeRequestLine(http: Extract<HttpText, { role: 'request' }>, curl: boolean): Finding[] {
  const { target, start, version } = http
  const found: Finding[] = []
  if (!curl && !/^(?:\/|https?:\/\/|\*$|<|\{)/.test(target)) {
    const column = start.column + start.text.indexOf(target)
    found.push(
      finding(
        'error',
        'http.start-line',
        { line: start.line, column },
        start.text,
        `The target of a request begins with a slash: "/${target}".`,
      ),
    )
  }
  if (version !== '' && !/^HTTP\/(?:\d\.\d|\d)$/.test(version) && !hasPlaceholder(version)) {
    found.push(finding('error', 'http.start-line', start, start.text, `"${version}" is no version of HTTP.`))
  }
  return found
}

function judgeStatusLine(http: Extract<HttpText, { role: 'response' }>): Finding[] {
  const { start, status, reason } = http
  const found: Finding[] = []
  const header = http.headers[0]
  if (http.joined && header) {
    found.push(
      finding(
        'warning',
        'http.start-line',
        header,
        start.text,
        `The header ${header.name} stands on the status line; on the wire it would be part of the reason phrase.`,
      ),
    )
  }
  const known = STATUS_CODES[status]
  if (known === undefined) {
    found.push(finding('warning', 'http.start-line', start, start.text, `${status} is no registered status.`))
  } else if (
    reason !== '' &&
    !hasPlaceholder(reason) &&
    squeeze(reason) !== squeeze(known) &&
    otherStatus(reason) !== undefined
  ) {
    found.push(
      finding(
        'error',
        'http.start-line',
        start,
        start.text,
        `The reason phrase "${reason}" is that of ${otherStatus(reason)}, not of ${status}.`,
      ),
    )
  }
  return found
}

const squeeze = (words: string): string => words.toLowerCase().replaceAll(/[^a-z]/g, '')

function otherStatus(reason: string): string | undefined {
  return Object.entries(STATUS_CODES).find(([, phrase]) => squeeze(phrase ?? '') === squeeze(reason))?.[0]
}

function judgeType(http: HttpText, example: Example): Finding[] {
  const type = headerNamed(http, 'content-type')
  const { body } = example
  if (!type || !body || hasPlaceholder(type.value)) return []
  const wrong = (what: string): Finding[] => [
    finding(
      'error',
      'http.content-type',
      type,
      type.text,
      `The body is ${what}, which is not what its Content-Type says.`,
      {
        related: [related(body.placeOf(0), 'the body')],
      },
    ),
  ]
  if (/json/i.test(type.value) && body.kind === 'xml') return wrong('XML')
  if (/xml/i.test(type.value) && body.kind === 'json') return wrong('JSON')
  if (
    /^text\/(?:plain|csv)|x-www-form-urlencoded/i.test(type.value) &&
    (body.kind === 'json' || body.kind === 'xml')
  ) {
    return wrong(body.kind.toUpperCase())
  }
  if (/x-www-form-urlencoded/i.test(type.value) && /^\s*[{<](?:\s|"|\?xml)/.test(body.text))
    return wrong('no form')
  return []
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

function judgeDate(http: HttpText): Finding[] {
  return ['date', 'expires', 'last-modified'].flatMap(name => {
    const header = headerNamed(http, name)
    if (!header || hasPlaceholder(header.value)) return []
    const match = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2}) GMT$/.exec(
      header.value,
    )
    if (!match) {
      if (name === 'expires') return []
      return [
        finding(
          'error',
          'http.date',
          header,
          header.text,
          `${header.name} must have the form "Tue, 03 Nov 2026 08:00:00 GMT".`,
        ),
      ]
    }
    const time = new Date(`${match[2]} GMT`)
    const day = DAYS[time.getUTCDay()]
    if (Number.isNaN(time.getTime()) || day === match[1]) return []
    return [
      finding(
        'error',
        'http.date',
        header,
        header.text,
        `${match[2]?.slice(0, 11)} was a ${day}, not a ${match[1]}.`,
      ),
    ]
  })
}

function judgeLength(http: HttpText, example: Example): Finding[] {
  const header = headerNamed(http, 'content-length')
  if (!header || isPlaceholder(header.value) || hasPlaceholder(header.value)) return []
  if (!/^\d+$/.test(header.value)) {
    return [finding('error', 'http.length', header, header.text, 'Content-Length must be a number.')]
  }
  const text = example.body?.text ?? ''
  if (isCutShort(text, example.body?.kind)) return []
  const length = Number(header.value)
  if (text === '') {
    const bodiless = http.role === 'request' ? BODILESS.has(http.method) : false
    if (length === 0 || !bodiless) return []
    return [
      finding(
        'error',
        'http.length',
        header,
        header.text,
        `Content-Length is ${length}, but there is no body.`,
      ),
    ]
  }
  const bytes = Buffer.byteLength(text)
  const crlf = Buffer.byteLength(text.replaceAll('\n', '\r\n'))
  const body = example.body
  const compact = body?.kind === 'json' ? Buffer.byteLength(JSON.stringify(valueOf(body.root)) ?? '') : bytes
  if ([bytes, bytes + 1, crlf, crlf + 2, compact].includes(length)) return []
  return [
    finding(
      'error',
      'http.length',
      header,
      header.text,
      `Content-Length is ${length}, but the body has ${bytes} bytes.`,
    ),
  ]
}

/** Whether a body has something else in the place of what is sent, so that its length says nothing. */
function isCutShort(text: string, kind: string | undefined): boolean {
  return kind === 'json' || kind === 'xml'
    ? /\.{3}|…|<[A-Za-z][\w -]*>(?=["\s]*[,}\]])/.test(text)
    : hasPlaceholder(text)
}

function judgeRange(http: HttpText): Finding[] {
  const header = headerNamed(http, 'content-range')
  if (!header || http.role === 'request' || http.status === 206 || http.status === 416) return []
  return [
    finding(
      'warning',
      'http.range',
      header,
      header.text,
      `Content-Range belongs to 206 Partial Content (and 416), not to ${http.status}.`,
      { related: [related(http.start, `the status ${http.status}`)] },
    ),
  ]
}

/** Requests without a body that state a length while others of the same method do not. */
export function judgeLengths(examples: readonly Example[]): Finding[] {
  const requests = examples.flatMap(({ http, body }) =>
    http?.role === 'request' && http.version !== '' && BODILESS.has(http.method) && !body ? [http] : [],
  )
  const without = groupBy(
    requests.filter(http => !headerNamed(http, 'content-length')),
    ({ method }) => method,
  )
  return requests.flatMap(http => {
    const header = headerNamed(http, 'content-length')
    const [other] = without.get(http.method) ?? []
    if (!header || header.value === '0' || !other) return []
    return [
      finding(
        'warning',
        'http.length',
        header,
        header.text,
        `This ${http.method} without a body states a Content-Length; another one does not.`,
        {
          related: [related(other.start, `a ${http.method} without Content-Length`)],
        },
      ),
    ]
  })
}
