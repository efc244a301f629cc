import { describeAnswer } from '../../harness/describe.js'
import { header, headerValues, mediaType, type Exchange } from '../../harness/exchange.js'
import type { Finding } from '../../harness/finding.js'
import type { Session } from '../../harness/session.js'
import type { StandingCheck } from '../../harness/suite.js'
import { isError, jsonOf, membersOf, messageOf, statusKeyOf, statusOf, wordingOf } from './outcome.js'
import { isOrder } from './sending.js'
import { errorProblem } from './shapes.js'

/** The checks that look at every exchange of a run. */
export const onapiStanding: readonly StandingCheck[] = [
  {
    rule: 'onapi.outcome.is-json',
    applies: isOutcome,
    find: exchange => {
      const type = header(exchange.answer?.headers ?? [], 'content-type')
      if (mediaType(type) !== 'application/json') {
        return found('The outcome is not declared as JSON.', 'application/json', type ?? 'no Content-Type')
      }
      if (hasByteOrderMark(exchange)) {
        return found('A byte order mark stands before the JSON of the outcome.', 'a JSON object', BOM)
      }
      if (jsonOf(exchange) !== undefined) return undefined
      return found('The outcome is no JSON.', 'a JSON object', describeAnswer(exchange))
    },
  },
  ...['onapi.outcome.has-status', 'onapi.released.has-status-or-state'].map((rule): StandingCheck => ({
    rule,
    applies: isReadable,
    find(exchange, { target }) {
      if (statusKeyOf(exchange, target.profile) !== undefined) return undefined
      const { keys } = wordingOf(target.profile)
      return found('The outcome has no status.', keys.join(' or '), describeAnswer(exchange))
    },
  })),
  ...['onapi.outcome.status-is-listed', 'onapi.released.status-is-listed'].map((rule): StandingCheck => ({
    rule,
    applies: (exchange, session) =>
      isReadable(exchange, session) && statusKeyOf(exchange, session.target.profile) !== undefined,
    find(exchange, { target }) {
      const { values } = wordingOf(target.profile)
      const status = statusOf(exchange, target.profile)
      if (values.includes(status)) return undefined
      return found('The status is none of the listed values.', values.join(', '), JSON.stringify(status))
    },
  })),
  {
    rule: 'onapi.outcome.rejection-is-200',
    applies: (exchange, { target }) =>
      isOrder(exchange, target.options) && statusOf(exchange, target.profile) === 'REJECTED',
    find: exchange => {
      if (!isError(exchange)) return undefined
      return found('A rejection is answered as an error.', '200 OK', describeAnswer(exchange))
    },
  },
  {
    rule: 'onapi.outcome.message-is-text',
    applies: (exchange, session) =>
      isReadable(exchange, session) && statusKeyOf(exchange, session.target.profile) !== undefined,
    find: exchange => {
      const message = messageOf(exchange)
      if (message === undefined || typeof message === 'string') return undefined
      return found('The externalMessage is no text.', 'a JSON string', JSON.stringify(message))
    },
  },
  {
    rule: 'onapi.error.body-is-json-with-cause',
    applies: exchange =>
      exchange.kind === 'request' && isError(exchange) && (exchange.answer?.body.length ?? 0) > 0,
    find: exchange => {
      const members = Object.entries(membersOf(exchange)).filter(([, value]) => value !== null)
      const isObject =
        /^\s*\{/.test(exchange.answer?.body.toString('utf8') ?? '') && jsonOf(exchange) !== undefined
      const problem = isObject ? errorProblem(Object.fromEntries(members)) : 'no JSON object'
      if (problem === undefined && hasByteOrderMark(exchange)) {
        return found('A byte order mark stands before the JSON of an error.', 'a JSON object', BOM)
      }
      if (problem === undefined) return undefined
      const received = `${problem}: ${describeAnswer(exchange)}`
      return found('The body of an error is not in its form.', '{"cause": "<what was wrong>"}', received)
    },
  },
  {
    rule: 'onapi.error.unauthorized-names-basic',
    applies: exchange => exchange.kind === 'request' && exchange.answer?.status === 401,
    find: exchange => {
      if (namesBasic(exchange)) return undefined
      const challenges = challengesOf(exchange)
      const received = challenges === '' ? 'no WWW-Authenticate' : `WWW-Authenticate: ${challenges}`
      return found('The refusal does not name the Basic scheme.', 'WWW-Authenticate: Basic ...', received)
    },
  },
  {
    rule: 'onapi.error.challenge-has-realm',
    applies: exchange => exchange.kind === 'request' && basicParameters(exchange) !== undefined,
    find: exchange => {
      if (/(^|[\s,])realm\s*=/i.test(basicParameters(exchange) ?? '')) return undefined
      const received = `WWW-Authenticate: ${challengesOf(exchange)}`
      return found('The challenge has no realm.', 'WWW-Authenticate: Basic realm="..."', received)
    },
  },
]

/** A challenge of the Basic scheme with its parameters, each a name and a token or a quoted text. */
const BASIC = /(?:^|,)\s*basic(?![^\s,])((?:[\s,]+[^\s",=]+\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s",]+))*)/i

/** Whether an answer has a challenge of the Basic scheme. */
export function namesBasic(exchange: Exchange): boolean {
  return /(^|,)\s*basic(\s|,|$)/i.test(challengesOf(exchange))
}

function challengesOf({ answer }: Exchange): string {
  return headerValues(answer?.headers ?? [], 'www-authenticate').join(', ')
}

/** The parameters of the Basic challenge of a refusal as unauthorized; undefined if it has no such challenge. */
function basicParameters(exchange: Exchange): string | undefined {
  return exchange.answer?.status === 401 ? BASIC.exec(challengesOf(exchange))?.[1] : undefined
}

/** The bytes that some libraries write before any text, and that no JSON begins with. */
const BOM = 'EF BB BF, a byte order mark'

function hasByteOrderMark({ answer }: Exchange): boolean {
  return answer?.body.subarray(0, 3).toString('hex') === 'efbbbf'
}

/** Whether an exchange is the outcome of an order; a rejection is one also where it comes as an error (ON-10). */
function isOutcome(exchange: Exchange, { target }: Session): boolean {
  if (!isOrder(exchange, target.options)) return false
  return exchange.answer?.status === 200 || statusOf(exchange, target.profile) === 'REJECTED'
}

/** Whether an exchange is the outcome of an order in JSON; one that is none breaks the rule about that. */
function isReadable(exchange: Exchange, session: Session): boolean {
  return isOutcome(exchange, session) && jsonOf(exchange) !== undefined
}

function found(summary: string, expected: string, received: string): Finding {
  return { summary, expected, received }
}
