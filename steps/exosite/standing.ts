import { header, mediaType, type Exchange } from '../../harness/exchange.js'
import type { Finding } from '../../harness/finding.js'
import type { StandingCheck } from '../../harness/suite.js'
import { ACTIVATE, DOWNLOAD, parametersOf, typeOf, wireOf } from './wire.js'

/** What an exchange asks of the API. */
type Question = 'activation' | 'list' | 'content' | 'information'

const EVERYTHING: readonly Question[] = ['activation', 'list', 'content', 'information']

/** The reason phrases that the document prints. */
export const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  206: 'Partial Content',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
}

/** The checks that look at every exchange of a run. */
export const exositeStanding: readonly StandingCheck[] = [
  check('exosite.framing.activation-is-plain-text', [200], ['activation'], ofType('text/plain')),
  check('exosite.framing.lists-are-csv', [200], ['list'], ofType('text/csv')),
  check('exosite.framing.information-is-csv', [200], ['information'], ofType('text/csv')),
  only(
    // An answer that is no text, or of no type at all, breaks the rule about its type.
    exchange => mediaType(answerType(exchange))?.startsWith('text/') ?? false,
    check('exosite.framing.names-utf-8', [200], ['activation', 'list', 'information'], exchange => {
      const type = answerType(exchange)
      if (parametersOf(type).get('charset') === 'utf-8') return undefined
      return found('The answer does not name UTF-8 as its charset.', 'charset=utf-8', `Content-Type: ${type}`)
    }),
  ),
  orUnreadable(200, check('exosite.framing.states-length', [200], EVERYTHING, statesLength)),
  orUnreadable(206, check('exosite.range.states-number-of-bytes', [206], ['content'], statesLength)),
  only(
    // An answer without a length breaks the rule about stating it.
    exchange => lengthLine(exchange) !== undefined,
    check('exosite.framing.spells-content-length-literally', [200, 206], EVERYTHING, exchange => {
      const line = lengthLine(exchange) ?? ''
      if (/^Content-Length: \d+$/.test(line)) return undefined
      return found('The length is introduced in other words.', '"Content-Length: <number>"', `"${line}"`)
    }),
  ),
  check(
    'exosite.framing.uses-printed-reason-phrases',
    Object.keys(REASONS).map(Number),
    EVERYTHING,
    exchange => {
      const { status = 0, reason = '' } = exchange.answer ?? {}
      const printed = REASONS[status]
      if (reason === printed) return undefined
      return found('The reason phrase is not the printed one.', `${status} ${printed}`, `${status} ${reason}`)
    },
  ),
  check('exosite.framing.states-date', [200, 206], EVERYTHING, exchange => {
    const date = answerHeader(exchange, 'date')
    if (date !== undefined && !Number.isNaN(Date.parse(date))) return undefined
    return found('The answer does not state its date.', 'Date: <date>', shown('Date', date))
  }),
]

function check(
  rule: string,
  statuses: readonly number[],
  questions: readonly Question[],
  find: (exchange: Exchange) => Finding | undefined,
): StandingCheck {
  return {
    rule,
    applies(exchange) {
      const question = questionOf(exchange)
      return (
        exchange.kind === 'request' &&
        exchange.answer !== undefined &&
        statuses.includes(exchange.answer.status) &&
        question !== undefined &&
        questions.includes(question)
      )
    },
    find,
  }
}

function only(speaksOf: (exchange: Exchange) => boolean, standing: StandingCheck): StandingCheck {
  return {
    ...standing,
    applies: (exchange, session) => standing.applies(exchange, session) && speaksOf(exchange),
  }
}

/**
 * An answer whose stated length is wrong cannot be read, but shows what is wrong with it: its body goes on beyond the
 * length, or all positions that it names have come and it does not end.
 */
function orUnreadable(status: number, standing: StandingCheck): StandingCheck {
  return {
    ...standing,
    applies(exchange, session) {
      if (exchange.failure === undefined) return standing.applies(exchange, session)
      const { head = '', body = Buffer.alloc(0) } = wireOf(exchange) ?? {}
      const stated = Number(/^content-length\s*:\s*(\d+)/im.exec(head)?.[1])
      if (!head.startsWith(`HTTP/1.1 ${status} `) || Number.isNaN(stated)) return false
      if (exchange.failure.kind === 'malformed') return body.length > stated
      const [, first, last] = /^content-range\s*:\s*bytes (\d+)-(\d+)\//im.exec(head) ?? []
      return body.length < stated && body.length === Number(last) - Number(first) + 1
    },
  }
}

function lengthLine(exchange: Exchange): string | undefined {
  const lines = wireOf(exchange)?.head.split('\r\n') ?? []
  return lines.find(line => /^content-length\s*:/i.test(line))
}

/** What a verb asks that is not listed for a URL, nobody says, nor how it is answered. */
function questionOf({ request }: Exchange): Question | undefined {
  const [path = '', search = ''] = request.target.split('?', 2)
  if (path.endsWith(ACTIVATE)) return request.method === 'POST' ? 'activation' : undefined
  if (!path.endsWith(DOWNLOAD) || request.method !== 'GET') return undefined
  const query = new URLSearchParams(search)
  if (!query.has('id')) return 'list'
  return query.get('info') === 'true' ? 'information' : 'content'
}

function ofType(expected: string): (exchange: Exchange) => Finding | undefined {
  return exchange => {
    const type = answerType(exchange)
    if (mediaType(type) === expected) return undefined
    return found(`The answer is not of type ${expected}.`, expected, type === '' ? 'no Content-Type' : type)
  }
}

function statesLength(exchange: Exchange): Finding | undefined {
  const wire = wireOf(exchange)
  const stated = /^content-length\s*:[ \t]*(.*?)[ \t]*$/im.exec(wire?.head ?? '')?.[1]
  if (stated === undefined) {
    return found(
      'The answer does not state the length of its body.',
      'Content-Length: <length>',
      'no Content-Length',
    )
  }
  const came = wire?.body.length ?? exchange.answer?.body.length ?? 0
  // Zeros may stand before a length: HTTP/1.1 asks for digits and no more.
  if (/^\d+$/.test(stated) && Number(stated) === came) return undefined
  return found(
    'The stated length is not that of the body.',
    `Content-Length: ${came}`,
    `Content-Length: ${stated}`,
  )
}

function answerType({ answer }: Exchange): string {
  return answer ? typeOf(answer) : ''
}

function answerHeader({ answer }: Exchange, name: string): string | undefined {
  return answer && header(answer.headers, name)
}

function shown(name: string, value: string | undefined): string {
  return value === undefined ? `no ${name}` : `${name}: ${value}`
}

function found(summary: string, expected: string, received: string): Finding {
  return { summary, expected, received }
}
