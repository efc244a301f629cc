import type { Envelope } from '@cucumber/messages'
import type { Exchange } from '../harness/exchange.js'
import type { Outcome, SuiteVerdict } from '../harness/verdict.js'

/** What judged: the version of this package and the SHA-256 digest of the files that judge. */
export interface Judge {
  readonly version: string
  readonly digest: string
}

/** What a baseline says of a rule that is known to be broken. */
export interface KnownFailure {
  readonly reason: string
  /** The last day on which it is tolerated, as `2027-01-31`. */
  readonly expires: string
}

/** Everything that the reports of a run are made of. */
export interface RunRecord {
  readonly judge: Judge
  readonly outcome: Outcome
  readonly seed: number
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly durationMs: number
  /** Whether the run was ended before its time. */
  readonly interrupted: boolean
  readonly suites: readonly SuiteVerdict[]
  /** Exchanges by API. */
  readonly exchanges: ReadonlyMap<string, readonly Exchange[]>
  readonly messages: readonly Envelope[]
  /** Rules that are known to be broken, by their ids. */
  readonly known: ReadonlyMap<string, KnownFailure>
}
