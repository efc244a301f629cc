import { FAULTS, type RpcError } from './json-rpc.js'

/** The texts that a server can follow: the document with JSON-RPC 2.0, or a release of the Thunder framework. */
export type ReleaseName = 'document' | 'r2' | 'r4' | 'r5'

/** In what releases differ. */
export interface Release {
  /** The error that leaves the server for an error number of the framework. */
  readonly error: (number: ErrorNumber) => RpcError
  readonly parseError: RpcError | undefined
  readonly unknownMethod: RpcError
  readonly unknownCallsign: RpcError
  readonly unsupportedVersion: RpcError
  readonly inactive: RpcError
  readonly wrongParams: RpcError | 'ignored'
  readonly write: RpcError
  readonly notRegistered: RpcError
  readonly registeredAlready: RpcError
  /** What a registration without an event or an id brings; "empty" takes the missing one for an empty string. */
  readonly incompleteRegistration: RpcError | 'empty'
  readonly registered: 0 | null
  /** HTTP status of a refused call, of a message that is no call, and of an unknown callsign in the path. */
  readonly http: { readonly refused: number; readonly malformed: number; readonly unknownPath: number }
  /** Whether "@" with what follows is stripped from the name of a member. */
  readonly stripsIndex: boolean
  /** What a notification gets: nothing, an object without an id, that for errors alone; "hangs" also leaves HTTP open. */
  readonly notifications: 'silent' | 'answered' | 'errors' | 'hangs'
}

/** Error numbers of the framework that a Provisioning plugin can cause, with their names. */
export const ERROR_NAMES = {
  2: 'ERROR_UNAVAILABLE',
  12: 'ERROR_INPROGRESS',
  22: 'ERROR_UNKNOWN_KEY',
  29: 'ERROR_DUPLICATE_KEY',
  38: 'ERROR_INVALID_SIGNATURE',
  43: 'ERROR_NOT_EXIST',
  44: 'ERROR_NOT_SUPPORTED',
  48: 'ERROR_FAILED_REGISTERED',
  50: 'ERROR_PARSE_FAILURE',
} as const

/** One of these numbers. */
export type ErrorNumber = keyof typeof ERROR_NAMES

const raw = (number: ErrorNumber): RpcError => ({ code: number, message: ERROR_NAMES[number] })

// From release 5 on, the number n of an error leaves the server as -31000 - n.
const shifted = (number: ErrorNumber): RpcError => ({
  code: -31000 - number,
  message: number === 2 ? 'The service is not active.' : ERROR_NAMES[number],
})

const internal = (message: string): RpcError => ({ code: -32603, message })
const unsupportedVersion: RpcError = { code: -32602, message: 'Requested version is not supported.' }

const document: Release = {
  error: raw,
  parseError: FAULTS.parseError,
  unknownMethod: FAULTS.methodNotFound,
  unknownCallsign: FAULTS.methodNotFound,
  unsupportedVersion: FAULTS.methodNotFound,
  inactive: raw(2),
  wrongParams: FAULTS.invalidParams,
  write: FAULTS.invalidParams,
  notRegistered: FAULTS.methodNotFound,
  registeredAlready: raw(29),
  incompleteRegistration: FAULTS.invalidParams,
  registered: 0,
  http: { refused: 200, malformed: 400, unknownPath: 404 },
  stripsIndex: false,
  notifications: 'silent',
}

const r2: Release = {
  ...document,
  parseError: undefined,
  unknownMethod: { code: -32601, message: 'Unknown method.' },
  unknownCallsign: internal('Could not access requested service'),
  unsupportedVersion,
  inactive: internal('Service is not active'),
  wrongParams: 'ignored',
  write: raw(2),
  notRegistered: { code: -32601, message: 'Unknown method.' },
  incompleteRegistration: 'empty',
  http: { refused: 202, malformed: 202, unknownPath: 400 },
  stripsIndex: true,
  notifications: 'answered',
}

const r4: Release = {
  ...r2,
  inactive: raw(2),
  notRegistered: raw(22),
  registeredAlready: raw(22),
  http: { refused: 202, malformed: 202, unknownPath: 404 },
  notifications: 'hangs',
}

const r5: Release = {
  ...r4,
  error: shifted,
  parseError: shifted(50),
  unknownCallsign: shifted(43),
  unsupportedVersion: shifted(38),
  inactive: shifted(2),
  wrongParams: shifted(50),
  write: shifted(2),
  notRegistered: shifted(48),
  registeredAlready: shifted(48),
  incompleteRegistration: FAULTS.invalidParams,
  registered: null,
  http: { refused: 200, malformed: 400, unknownPath: 404 },
  notifications: 'errors',
}

/** The releases by their names, which are also the profiles of a target. */
export const RELEASES: Readonly<Record<ReleaseName, Release>> = { document, r2, r4, r5 }
