import { header, mediaType, type Exchange } from '../../harness/exchange.js'
import type { Finding } from '../../harness/finding.js'
import type { Session } from '../../harness/session.js'
import { excerpt } from '../../harness/describe.js'
import { readBody, type Body } from './body.js'
import { removeExtensions, withoutExtensions } from './extensions.js'
import { textAt, type Part } from './part.js'
import { namespaceOf, optionsOf, spellingOf } from './settings.js'
import { jsonProblem, xmlProblem, type Type } from './shape.js'
import { inEnumerationSpelling } from './statuses.js'
import { isSubscription } from './subscription.js'

/** Statuses of a refusal that need a body. */
export const NEED_BODY: readonly number[] = [400, 403, 404, 409, 410, 422]

/** A kind of body that has a type, and the rule that says so. */
export interface Typed {
  readonly rule: string
  readonly type: Type
  readonly root: string
  /** The bytes of an exchange that must have the type; undefined if it has none such. */
  bytesOf(exchange: Exchange): Buffer | undefined
}

/** Every kind of body that has a type. */
export const TYPED: readonly Typed[] = [
  {
    rule: 'roaming.types.answers-have-their-type',
    type: 'RoamingSubscription',
    root: 'roamingSubscription',
    bytesOf: ({ kind, answer }) => {
      if (kind !== 'request' || answer === undefined || answer.status < 200 || answer.status > 299)
        return undefined
      const { body } = readBody(answer.body)
      return body && isSubscription(body) ? answer.body : undefined
    },
  },
  {
    rule: 'roaming.notification-contents.has-its-type',
    type: 'RoamingSubscriptionNotification',
    root: 'roamingSubscriptionNotification',
    bytesOf: ({ kind, request }) =>
      kind === 'callback' && request.method === 'POST' ? request.body : undefined,
  },
  {
    rule: 'roaming.errors.are-request-errors',
    type: 'RequestError',
    root: 'requestError',
    bytesOf: ({ kind, request, answer }) =>
      kind === 'request' &&
      request.method !== 'HEAD' &&
      answer !== undefined &&
      NEED_BODY.includes(answer.status) &&
      /\/roamingProvisioning\/v1\//.test(request.target) &&
      hasApiType(request.headers)
        ? answer.body
        : undefined,
  },
]

/** Whether the verdict on a body is left to the end of the run: that of every XML body that can be read. */
export function isLeftToTheEnd(typed: Typed, exchange: Exchange): boolean {
  const bytes = typed.bytesOf(exchange)
  return bytes !== undefined && readBody(bytes).body?.format === 'XML'
}

/** An XML document of which only the schema has still to be asked, when its extensions are left out. */
export interface Due {
  readonly typed: Typed
  readonly exchange: Exchange
  readonly document: Buffer
}

/** What is wrong with the type of a body, found in this process. */
export function typeFinding(typed: Typed, exchange: Exchange, session: Session): Finding | undefined {
  const seen = examine(typed, exchange, session)
  if (!('document' in seen)) return seen.finding
  const problem = xmlProblem(seen.document, removeExtensions)
  return problem === undefined ? undefined : findingOf(typed, problem, exchange)
}

/** What is wrong with the type of a body, or the XML document of which the schema has still to be asked. */
export function examine(
  typed: Typed,
  exchange: Exchange,
  session: Session,
): Due | { readonly finding: Finding | undefined } {
  const bytes = typed.bytesOf(exchange) ?? Buffer.alloc(0)
  const { body, problem } = readBody(bytes)
  const wrong = problem ?? frameProblem(typed, body, session)
  if (wrong !== undefined || body === undefined) return { finding: findingOf(typed, wrong ?? '', exchange) }
  if (body.format === 'XML') return { typed, exchange, document: documentOf(bytes, body, typed, session) }
  const json = inEnumerationSpelling(JSON.stringify(body.content) ?? 'null', spellingOf(session))
  const found = jsonProblem(typed.type, withoutExtensions(JSON.parse(json, withTextualData)))
  return { finding: found === undefined ? undefined : findingOf(typed, found, exchange) }
}

/** Data of the ARP as a string: that it is one has rules of its own. */
function withTextualData(name: string, value: unknown): unknown {
  return name === 'callbackData' && (typeof value === 'number' || typeof value === 'boolean')
    ? `${value}`
    : value
}

/** A finding about the type of a body. */
export function findingOf(typed: Typed, problem: string, exchange: Exchange): Finding {
  return {
    summary: `The body does not have the type ${typed.type}: ${problem.replace(/\.$/, '')}.`,
    expected: `a ${typed.root} as its type says`,
    received: excerpt(typed.bytesOf(exchange) ?? Buffer.alloc(0), 400) || 'no body',
  }
}

/** What the schemas do not know: the root of XML, and what the target file says of its bodies. */
function frameProblem({ root, type }: Typed, body: Body, session: Session): string | undefined {
  // The name of JSON's one member has a rule of its own, except in errors.
  if (body.root !== root && (body.format === 'XML' || type === 'RequestError')) {
    return `its root is "${body.root}" and not "${root}"`
  }
  const { timestamp, signallingInNotification } = optionsOf(session)
  if (type === 'RoamingSubscription') return timestampProblem(body.top, timestamp)
  if (type === 'RoamingSubscriptionNotification') return signallingProblem(body.top, signallingInNotification)
  return undefined
}

function timestampProblem(top: Part, wanted: string | undefined): string | undefined {
  const value = textAt(top, 'requestArrivalTimestamp')
  if (value === undefined || wanted === undefined || wanted === 'either') return undefined
  return value.includes('T') === (wanted === 'dateTime')
    ? undefined
    : `requestArrivalTimestamp "${value}" is no ${wanted}, which the target file says it is`
}

function signallingProblem(top: Part, wanted: string | undefined): string | undefined {
  const there = top.parts.has('arpSignallingStatus')
  if (wanted === 'absent' && there)
    return 'it holds arpSignallingStatus, which the target file says is absent'
  const isChange = textAt(top, 'notificationReason') === 'SignallingStatusChange'
  return wanted === 'required' && isChange && !there
    ? 'it lacks arpSignallingStatus, which the target file says is required'
    : undefined
}

/** The document for the schema: in the spelling and the namespace that it knows, which have rules of their own. */
function documentOf(bytes: Buffer, body: Body, { type }: Typed, session: Session): Buffer {
  const text = bytes.toString('utf8')
  const spelt = inEnumerationSpelling(text, spellingOf(session))
  const namespace = body.namespace ?? ''
  const foreign = type !== 'RequestError' && namespace !== '' && namespace !== namespaceOf(session)
  const named = foreign ? spelt.replaceAll(namespace, namespaceOf(session)) : spelt
  return named === text ? bytes : Buffer.from(named)
}

/** Whether a request came in a media type of the API, or without a body. */
function hasApiType(headers: Exchange['request']['headers']): boolean {
  const type = mediaType(header(headers, 'content-type'))
  return type === undefined || /\b(xml|json)\b/.test(type)
}
