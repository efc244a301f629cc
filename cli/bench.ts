import type { Rule } from '../harness/catalogue.js'
import type { FuzzPlan } from '../harness/fuzz/fuzzing.js'
import type { Selection } from '../harness/run-suite.js'
import type { Secrets } from '../harness/secrets.js'
import type { Observers } from './judge-apart.js'
import type { Judgement } from './judge.js'

/** What is judged: its API with the rules. */
export interface Candidate {
  readonly api: string
  readonly rules: readonly Rule[]
}

/** What a run asks of every candidate. */
export interface Conditions {
  readonly seed: number
  readonly selection: Selection
  readonly fuzz: FuzzPlan
  readonly secrets: Secrets
  readonly interruption: AbortSignal
  /** Who is told of each candidate while it is judged. */
  readonly observers: readonly Observers[]
}

/** What a run is about, and how all of it is judged, in the order of the candidates. */
export interface Bench {
  readonly candidates: readonly Candidate[]
  readonly judgeAll: (conditions: Conditions) => Promise<readonly Judgement[]>
}
