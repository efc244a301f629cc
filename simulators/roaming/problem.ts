import type { RoamingProfile } from '../../schemas/roaming/namespaces.js'

/** Why a request is refused. */
export type ProblemKind =
  | 'body'
  | 'missing'
  | 'value'
  | 'enumeration'
  | 'fixed'
  | 'transition'
  | 'unknown'
  | 'foreign'
  | 'unauthorized'
  | 'method'
  | 'unacceptable'
  | 'media type'
  | 'too long'
  | 'framing'

/** A refusal: its kind, what fills the variables of its text, and header fields that go with it. */
export class Problem extends Error {
  readonly kind: ProblemKind
  readonly variables: readonly string[]
  readonly headers: Readonly<Record<string, string>>

  constructor(
    kind: ProblemKind,
    variables: readonly string[],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${kind}: ${variables.join(', ')}`)
    this.kind = kind
    this.variables = variables
    this.headers = headers
  }
}

/** An HTTP status with the exception in its body. The text is a template; clients fill in the variables. */
export interface Exception {
  readonly status: number
  readonly messageId: string
  readonly text: string
}

const SVC0001 = { messageId: 'SVC0001', text: 'A service error occurred. Error code is %1' }
const SVC0002 = { messageId: 'SVC0002', text: 'Invalid input value for message part %1' }
const SVC0003 = {
  messageId: 'SVC0003',
  text: 'Invalid input value for message part %1, valid values are %2',
}
const SVC0004 = { messageId: 'SVC0004', text: 'No valid addresses provided in message part %1' }
const POL0001 = { messageId: 'POL0001', text: 'A policy error occurred. Error code is %1' }

const DOCUMENT: Readonly<Record<ProblemKind, Exception>> = {
  body: { status: 400, ...SVC0002 },
  missing: { status: 400, ...SVC0002 },
  value: { status: 400, ...SVC0002 },
  enumeration: { status: 400, ...SVC0003 },
  fixed: { status: 400, ...SVC0002 },
  transition: { status: 409, ...SVC0002 },
  unknown: { status: 404, ...SVC0004 },
  foreign: { status: 403, ...POL0001 },
  unauthorized: { status: 401, ...SVC0001 },
  method: { status: 405, ...SVC0001 },
  unacceptable: { status: 406, ...SVC0001 },
  'media type': { status: 415, ...SVC0001 },
  'too long': { status: 414, ...SVC0001 },
  framing: { status: 400, ...SVC0001 },
}

const PUBLISHED: Readonly<Record<ProblemKind, Exception>> = {
  ...DOCUMENT,
  missing: { status: 400, messageId: 'SVC2006', text: 'Mandatory input %1 is missing from request' },
  fixed: { status: 400, messageId: 'SVC2005', text: 'Input %1 not permitted in request' },
  // The registry knows the id and the words "Bad status transition"; its text and HTTP status are made up here.
  transition: { status: 409, messageId: 'SVC1008', text: 'Bad status transition: %1' },
  unknown: { status: 404, messageId: 'SVC2008', text: 'Unknown %1' },
  foreign: { status: 403, messageId: 'POL2003', text: 'Access denied: %1' },
  unauthorized: { status: 401, messageId: 'SVC2003', text: 'Invalid access token: %1' },
}

/** How each profile words its refusals. */
export const EXCEPTIONS: Readonly<Record<RoamingProfile, Readonly<Record<ProblemKind, Exception>>>> = {
  document: DOCUMENT,
  published: PUBLISHED,
}
