import type { Envelope } from '@cucumber/messages'
import type { Exchange } from '../harness/exchange.js'
import type { Counterexample } from '../harness/fuzz/counterexample.js'
import type { Outcome, SuiteVerdict } from '../harness/verdict.js'

/** Everything that the reports of a run are made of. */
export interface RunRecord {
  readonly outcome: Outcome
  readonly seed: number
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly durationMs: number
  readonly suites: readonly SuiteVerdict[]
  /** Exchanges by API. */
  readonly exchanges: ReadonlyMap<string, readonly Exchange[]>
  readonly messages: readonly Envelope[]
  readonly counterexamples: readonly Counterexample[]
}
