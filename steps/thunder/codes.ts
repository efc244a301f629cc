/** The readings that a target can be judged by: the document with JSON-RPC, or a release of the framework. */
export const PROFILES = {
  document: 'What the document says with JSON-RPC 2.0, and what the field adds as warnings.',
  r2: 'Thunder R2: the codes of the document, loose about JSON-RPC, answers to notifications.',
  r4: 'Thunder R4: as R2, with no answer to a notification and other codes for registrations.',
  r5: 'Thunder R5: every error of the plugin is -31000 minus the code of the document.',
} as const

/** The name of a profile. */
export type Profile = keyof typeof PROFILES

/** Why a call can be refused, in the words of the features. */
export type Reason =
  | 'unavailable'
  | 'in progress'
  | 'parse error'
  | 'invalid request'
  | 'method not found'
  | 'invalid params'
  | 'invalid request or as invalid params'
  | 'invalid params or as unavailable'
  | 'unknown callsign'
  | 'unsupported version'
  | 'inactive'
  | 'registered already'
  | 'not registered'

type Codes = Readonly<Record<Reason, readonly number[]>>

const DOCUMENT: Codes = {
  unavailable: [2],
  'in progress': [12],
  'parse error': [-32700],
  'invalid request': [-32600],
  'method not found': [-32601],
  'invalid params': [-32602],
  'invalid request or as invalid params': [-32600, -32602],
  'invalid params or as unavailable': [-32602, 2],
  'unknown callsign': [-32601, -32603],
  'unsupported version': [-32601, -32602],
  // What follows is the framework's own: the document says nothing, and its profile has no rule about it.
  inactive: [],
  'registered already': [],
  'not registered': [],
}

const R2: Codes = {
  ...DOCUMENT,
  'unknown callsign': [-32603],
  'unsupported version': [-32602],
  inactive: [-32603, 2],
  'registered already': [29],
  'not registered': [-32601],
}

const R4: Codes = { ...R2, inactive: [2], 'registered already': [22], 'not registered': [22] }

const R5: Codes = {
  ...R4,
  unavailable: [-31002],
  'invalid params or as unavailable': [-32602, -31002],
  'in progress': [-31012],
  'parse error': [-31050],
  'unknown callsign': [-31043, -31002],
  'unsupported version': [-31038],
  inactive: [-31002],
  'registered already': [-31048],
  'not registered': [-31048],
}

const CODES: Readonly<Record<Profile, Codes>> = { document: DOCUMENT, r2: R2, r4: R4, r5: R5 }

/** The codes for a reason in a profile: any one of them will do. */
export function codesOf(reason: Reason, profile: string): readonly number[] {
  return CODES[profile as Profile][reason]
}

/** The errors that the document lists for a member; each table is closed. */
export const LISTED: Readonly<Record<string, readonly Reason[]>> = {
  provision: ['in progress', 'unavailable'],
  index: ['unavailable'],
  state: ['unavailable'],
}

/** Whether a code lies in the range that JSON-RPC reserves: section 5.1. */
export function isReserved(code: number): boolean {
  return code >= -32768 && code <= -32000
}

/** Whether JSON-RPC defines what a code means, or leaves it to the server within its range: section 5.1. */
export function isPredefined(code: number): boolean {
  return code === -32700 || (code >= -32603 && code <= -32600) || (code >= -32099 && code <= -32000)
}

/** What of HTTP and of registrations depends on the profile: any one of the values will do. */
interface Habits {
  /** Statuses of a call over HTTP that is refused. */
  readonly refusedStatus: readonly number[]
  /** Statuses of a notification over HTTP; any success if there is none. */
  readonly notedStatus: readonly number[]
  /** Statuses of a call to the path of a callsign that no plugin has. */
  readonly unknownPathStatus: readonly number[]
  /** Results of a registration, and of its end. */
  readonly registered: readonly unknown[]
}

const LEGACY: Habits = { refusedStatus: [202], notedStatus: [], unknownPathStatus: [404], registered: [0] }

const HABITS: Readonly<Record<Profile, Habits>> = {
  document: { ...LEGACY, refusedStatus: [200, 202], registered: [0, null] },
  r2: { ...LEGACY, unknownPathStatus: [400] },
  r4: LEGACY,
  r5: { ...LEGACY, refusedStatus: [200, 202, 400], notedStatus: [204], registered: [null] },
}

/** What of HTTP and of registrations is right in a profile. */
export function habitsOf(profile: string): Habits {
  return HABITS[profile as Profile]
}
