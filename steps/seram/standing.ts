import { describeAnswer } from '../../harness/describe.js'
import { header, type Exchange } from '../../harness/exchange.js'
import type { Finding } from '../../harness/finding.js'
import type { Session } from '../../harness/session.js'
import type { StandingCheck } from '../../harness/suite.js'
import type { SeramOptions } from '../../schemas/seram/options.js'
import { showsCredentials } from './credentials.js'
import { isObject } from './order.js'
import {
  findNoGeneratedId,
  findNoNullBody,
  generatedIdOf,
  optionsOf,
  ORDER,
  readJson,
  succeeded,
} from './wire.js'

/** The checks that look at every exchange of a run; those of the two profiles never apply together. */
export const seramStanding: readonly StandingCheck[] = [
  ...inEitherProfile('success-is-201', isSuccess, findOtherSuccess).map(standing => ({
    ...standing,
    applies: (exchange: Exchange, session: Session) =>
      standing.applies(exchange, session) && !isFurtherWithOtherSuccess(exchange, session),
  })),
  {
    ...check('seram.session.further-success-is-201', isSuccess, findOtherSuccess),
    applies: isFurtherWithOtherSuccess,
  },
  ...inEitherProfile(
    'given-id-has-null-body',
    (exchange, { sessionKey }) => isSuccess(exchange) && sessionOf(exchange, sessionKey) === 'given',
    findNoNullBody,
  ),
  ...inEitherProfile(
    'generated-id-is-returned',
    (exchange, { sessionKey }) => isSuccess(exchange) && sessionOf(exchange, sessionKey) === 'left out',
    findNoGeneratedId,
  ),
  check('seram.security.refusal-names-the-scheme', hasStatus(401), exchange => {
    const challenge = header(exchange.answer?.headers ?? [], 'www-authenticate') ?? ''
    if (/^[!#$%&'*+.^_`|~\w-]+/.test(challenge.trim())) return undefined
    return {
      summary: 'A refusal as unauthorized does not say which scheme to use.',
      expected: 'WWW-Authenticate: <scheme>',
      received: challenge === '' ? 'no WWW-Authenticate' : `WWW-Authenticate: ${challenge}`,
    }
  }),
  check('seram.request.names-allowed-methods', hasStatus(405), exchange => {
    const allow = header(exchange.answer?.headers ?? [], 'allow')
    const methods = allow?.split(',').map(method => method.trim())
    if (methods?.includes('POST')) return undefined
    return {
      summary: 'A refusal of the method does not name POST as allowed.',
      expected: 'Allow: POST',
      received: allow === undefined ? 'no Allow' : `Allow: ${allow}`,
    }
  }),
]

type Options = Required<SeramOptions>

function check(
  rule: string,
  speaksOf: (exchange: Exchange, options: Options) => boolean,
  find: (exchange: Exchange, options: Options) => Finding | undefined,
): StandingCheck {
  return {
    rule,
    applies: (exchange, { target }) => isAboutOrders(exchange) && speaksOf(exchange, optionsOf(target)),
    find: (exchange, { target }) => find(exchange, optionsOf(target)),
  }
}

/** The check of a rule of the document and of the one that stands in its place for the release. */
function inEitherProfile(rule: string, ...how: Tail<Parameters<typeof check>>): StandingCheck[] {
  return [`seram.session.${rule}`, `seram.released.${rule}`].map(id => {
    const standing = check(id, ...how)
    return {
      ...standing,
      // What success without the right credentials looks like is nobody's business: it should not be.
      applies: (exchange, session) =>
        standing.applies(exchange, session) && showsCredentials(exchange.request, session.target.auth),
    }
  })
}

type Tail<List extends readonly unknown[]> = List extends readonly [unknown, ...infer Rest] ? Rest : never

function findOtherSuccess(exchange: Exchange): Finding | undefined {
  if (exchange.answer?.status === 201) return undefined
  return {
    summary: 'A successful order is answered with another status.',
    expected: '201 Created',
    received: describeAnswer(exchange),
  }
}

/** Whether an order of a session that had one before is answered with another success than 201 (SE-20). */
function isFurtherWithOtherSuccess(exchange: Exchange, session: Session): boolean {
  if (!isAboutOrders(exchange) || !isSuccess(exchange) || exchange.answer?.status === 201) return false
  const options = optionsOf(session.target)
  const { sessionKey } = options
  const id = sessionIdIn(exchange, sessionKey)
  return (
    typeof id === 'string' &&
    session.recorder.exchanges.some(
      earlier =>
        earlier.id < exchange.id &&
        isAboutOrders(earlier) &&
        isSuccess(earlier) &&
        (sessionIdIn(earlier, sessionKey) === id || generatedIdOf(earlier, options) === id),
    )
  )
}

function isAboutOrders({ kind, request }: Exchange): boolean {
  return kind === 'request' && (request.target.split('?', 1)[0]?.endsWith(ORDER) ?? false)
}

function isSuccess(exchange: Exchange): boolean {
  return exchange.request.method === 'POST' && succeeded(exchange)
}

function hasStatus(status: number): (exchange: Exchange) => boolean {
  return ({ answer }) => answer?.status === status
}

/** Whether an order gives a session id; undefined for what is no order, and for an id that is no string. */
function sessionOf(exchange: Exchange, sessionKey: string): 'given' | 'left out' | undefined {
  const sent = readJson(exchange.request.body)?.value
  if (!isObject(sent)) return undefined
  if (!(sessionKey in sent)) return 'left out'
  return typeof sent[sessionKey] === 'string' ? 'given' : undefined
}

function sessionIdIn({ request }: Exchange, sessionKey: string): unknown {
  const sent = readJson(request.body)?.value
  return isObject(sent) ? sent[sessionKey] : undefined
}
