import { isUtf8 } from 'node:buffer'
import { header, mediaType, type Exchange } from '../../harness/exchange.js'
import type { Finding } from '../../harness/finding.js'
import type { Session } from '../../harness/session.js'
import type { StandingCheck } from '../../harness/suite.js'
import { isEncoded, variablesIn } from './addresses.js'
import { formatOfType, readBody, type Body, type Format } from './body.js'
import { partsOf, textAt } from './part.js'
import { namespaceOf } from './settings.js'
import { statusOf, isSubscription } from './subscription.js'
import { isLeftToTheEnd, NEED_BODY, TYPED, typeFinding } from './types.js'
import { exceptionIn, reasonOf, REASONS_BY_STATUS } from './vocabulary.js'

/** The checks that look at every exchange of a run. */
export const roamingStanding: readonly StandingCheck[] = [
  ...TYPED.map((typed): StandingCheck => ({
    rule: typed.rule,
    applies: exchange => typed.bytesOf(exchange) !== undefined,
    later: exchange => isLeftToTheEnd(typed, exchange),
    find: (exchange, session) => typeFinding(typed, exchange, session),
  })),
  check('roaming.types.subscriptions-are-never-cancelled', answered, ({ top }) =>
    statusOf(top) === 'Cancelled'
      ? found('A subscription is shown as Cancelled.', 'any other status', 'Cancelled')
      : undefined,
  ),
  check('roaming.types.urls-are-urls', answered, ({ top }) => {
    const url = textAt(top, 'resourceURL')?.trim()
    if (url === undefined || (/^https?:\/\/[^/?#]+\//i.test(url) && URL.canParse(url))) return undefined
    return found('The resourceURL is no absolute URL.', 'http://host/...', url)
  }),
  check('roaming.retrieval.every-representation-has-its-resource-url', answered, ({ top }) => {
    if (textAt(top, 'resourceURL')) return undefined
    return found('The subscription is shown without its resourceURL.', 'a resourceURL', 'none')
  }),
  check('roaming.formats.uses-its-namespace', inXml(answeredOrNotified), ({ namespace = '' }, _, session) => {
    const expected = namespaceOf(session)
    if (namespace === expected) return undefined
    return found('The root element is in another namespace.', expected, namespace || 'no namespace')
  }),
  check(
    'roaming.formats.json-has-the-root-as-its-one-member',
    inJson(answeredOrNotified),
    ({ root, json }, { kind }) => {
      const name = kind === 'callback' ? 'roamingSubscriptionNotification' : 'roamingSubscription'
      if (root === name) return undefined
      const members = Array.isArray(json) ? 'an array' : Object.keys(json as object).join(', ')
      return found('The JSON body is not an object with the root as its one member.', name, members)
    },
  ),
  {
    rule: 'roaming.formats.names-the-content-type',
    applies: ({ kind, answer }) => kind === 'request' && answer !== undefined && answer.body.length > 0,
    find: ({ answer }) => typeDisagreement(answer?.headers ?? [], answer?.body ?? Buffer.alloc(0)),
  },
  {
    rule: 'roaming.notifications.name-their-content-type',
    applies: ({ kind, request }) =>
      kind === 'callback' && request.method === 'POST' && request.body.length > 0,
    find: ({ request }) => typeDisagreement(request.headers, request.body),
  },
  check('roaming.formats.answers-in-the-format-wanted', wanted(answered), inFormatWanted),
  check('roaming.errors.come-in-the-format-wanted', wanted(refusedWithError), inFormatWanted),
  check('roaming.errors.have-a-registered-kind-of-id', refusedWithError, body => {
    const { kind, messageId = 'none' } = exceptionIn(body) ?? { kind: 'serviceException' }
    const prefix = kind === 'serviceException' ? 'SVC' : 'POL'
    if (new RegExp(`^${prefix}\\d{4}$`).test(messageId)) return undefined
    return found('The messageId is none of the kind.', `${prefix} and 4 digits in a ${kind}`, messageId)
  }),
  check('roaming.errors.text-fits-its-variables', refusedWithError, body => {
    const { text = '', variables = [] } = exceptionIn(body) ?? {}
    const without = variables.findIndex((_, index) => !text.includes(`%${index + 1}`))
    if (without < 0) return undefined
    return found('The text has no place for one of the variables.', `%${without + 1} in the text`, text)
  }),
  check('roaming.errors.variables-fill-the-text', refusedWithError, body => {
    const { text = '', variables = [] } = exceptionIn(body) ?? {}
    // A percent-encoded octet is no place.
    const places = Array.from(text.matchAll(/%([1-9])(?![0-9A-F])/gi), ([, index]) => Number(index))
    const empty = places.find(index => variables[index - 1] === undefined)
    if (empty === undefined) return undefined
    return found('The text has a place that no variable fills.', `${empty} variables`, `${variables.length}`)
  }),
  check('roaming.notification-contents.pairs-reason-and-status', notified, ({ top }) => {
    const reason = reasonOf(top)
    const allowed = REASONS_BY_STATUS[reason ?? '']
    const status = statusOf(top)
    if (allowed === undefined || status === undefined || allowed.includes(status)) return undefined
    return found(
      'The reason does not go with the status.',
      `${reason} with ${allowed.join(' or ')}`,
      `with ${status}`,
    )
  }),
  {
    rule: 'roaming.urls.encodes-reserved-characters',
    applies: exchange => urlsIn(exchange).some(url => variablesIn(url) !== undefined),
    find: exchange => {
      const url = urlsIn(exchange).find(url => variablesIn(url)?.some(variable => !isEncoded(variable)))
      if (url === undefined) return undefined
      return found('A URL holds reserved characters in a variable.', 'percent-encoded variables', url)
    },
  },
]

/** Whether the Content-Type of a message is that of its bytes. */
function typeDisagreement(headers: Parameters<typeof header>[0], bytes: Buffer): Finding | undefined {
  const type = header(headers, 'content-type')
  const said = formatOfType(mediaType(type))
  const { body, problem } = readBody(bytes)
  const isOurs = body !== undefined && /^(roamingSubscription(Notification)?|requestError)$/.test(body.root)
  if (said === undefined && !isOurs) return undefined
  if (said !== undefined && said === body?.format) return charsetDisagreement(type, body, bytes)
  const received = `${type ?? 'no Content-Type'} with a body that is ${body?.format ?? `unreadable: ${problem}`}`
  return found(
    'The Content-Type does not agree with the body.',
    body ? `a type of ${body.format}` : `${said}`,
    received,
  )
}

/** Whether a Content-Type names a charset of single bytes for what is read as UTF-8. */
function charsetDisagreement(type: string | undefined, body: Body, bytes: Buffer): Finding | undefined {
  const [, charset = ''] = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(type ?? '') ?? []
  if (!/^(iso-8859-\d+|latin-?\d|windows-125\d|(us-)?ascii)$/i.test(charset)) return undefined
  const isPlain = bytes.every(byte => byte < 0x80)
  const declared =
    /^[^>]*\sencoding\s*=\s*["']([^"']+)/.exec(bytes.toString('latin1', 0, 200))?.[1] ?? 'UTF-8'
  if (isPlain || !isUtf8(bytes) || (body.format === 'XML' && !/^utf-?8$/i.test(declared))) return undefined
  return found('The Content-Type names another charset than that of the body.', 'UTF-8', `${type}`)
}

function inFormatWanted(body: Body, { request }: Exchange): Finding | undefined {
  const format = formatAccepted(request)
  if (format === undefined || format === body.format) return undefined
  return found('The answer is not in the format that the ARP accepts.', format, body.format)
}

/** The one format that a request accepts; undefined if it accepts both, neither, or chooses in its URL. */
function formatAccepted({ headers, target }: Exchange['request']): Format | undefined {
  return /[?&]resFormat=/i.test(target) ? undefined : formatOfType(header(headers, 'accept')?.trim())
}

type BodyOf = (exchange: Exchange) => Body | undefined

function answered({ kind, answer }: Exchange): Body | undefined {
  if (kind !== 'request' || answer === undefined || answer.status < 200 || answer.status > 299)
    return undefined
  const { body } = readBody(answer.body)
  return body && isSubscription(body) ? body : undefined
}

function notified({ kind, request }: Exchange): Body | undefined {
  return kind === 'callback' && request.method === 'POST' ? readBody(request.body).body : undefined
}

function answeredOrNotified(exchange: Exchange): Body | undefined {
  return answered(exchange) ?? notified(exchange)
}

function refusedWithError({ kind, answer }: Exchange): Body | undefined {
  if (kind !== 'request' || answer === undefined || !NEED_BODY.includes(answer.status)) return undefined
  const { body } = readBody(answer.body)
  return body && exceptionIn(body) ? body : undefined
}

function inXml(bodyOf: BodyOf): BodyOf {
  return exchange => only(bodyOf(exchange), 'XML')
}

function inJson(bodyOf: BodyOf): BodyOf {
  return exchange => only(bodyOf(exchange), 'JSON')
}

function only(body: Body | undefined, format: Format): Body | undefined {
  return body?.format === format ? body : undefined
}

function wanted(bodyOf: BodyOf): BodyOf {
  return exchange => (formatAccepted(exchange.request) === undefined ? undefined : bodyOf(exchange))
}

function urlsIn(exchange: Exchange): string[] {
  const location =
    exchange.kind === 'request' ? header(exchange.answer?.headers ?? [], 'location') : undefined
  const resource = answered(exchange)?.top
  const links = partsOf(notified(exchange)?.top, 'link').map(link => textAt(link, 'href'))
  return [location, resource && textAt(resource, 'resourceURL'), ...links].filter(url => url !== undefined)
}

function check(
  rule: string,
  bodyOf: BodyOf,
  find: (body: Body, exchange: Exchange, session: Session) => Finding | undefined,
): StandingCheck {
  return {
    rule,
    applies: exchange => bodyOf(exchange) !== undefined,
    find: (exchange, session) => {
      const body = bodyOf(exchange)
      return body && find(body, exchange, session)
    },
  }
}

function found(summary: string, expected: string, received: string): Finding {
  return { summary, expected, received }
}
