import type { Counterexample } from './counterexample.js'
import { SMALL_BUDGET, type FuzzBudget } from './budget.js'
import type { CoverageCounter, PropertyCoverage } from './coverage.js'

/** What a run is to do with its properties. */
export interface FuzzPlan {
  readonly budget: FuzzBudget
  /** Counterexamples of earlier runs, which are tried first. */
  readonly corpus: readonly Counterexample[]
  /** The only case to try, if a counterexample is replayed. */
  readonly replay?: Counterexample
  /** Where counterexamples will lie, for messages; as the user would write it. */
  readonly folder: string
}

/** What a run does with its properties unasked. */
export const SMALL_PLAN: FuzzPlan = {
  budget: SMALL_BUDGET,
  corpus: [],
  folder: 'assay-report/counterexamples',
}

/** A case that is being tried. */
export interface Trial {
  /** The id that the next exchange had when it began. */
  readonly since: number
  readonly coverage: CoverageCounter
  /** Secrets that it met. They are of interest only if something of the case is kept. */
  readonly secrets: string[]
}

/** The share of a budget that one property has. */
export interface Share {
  /** Cases at most. */
  readonly runs: number
  /** Milliseconds on the clock of `performance.now` when no new case begins; infinite without a limit of time. */
  readonly until: number
}

/** The account that a session keeps of its properties. */
export class Fuzzing {
  readonly counterexamples: Counterexample[] = []
  private readonly counters: CoverageCounter[] = []
  private readonly trials = new Map<string, Trial>()
  private planned = 0
  private begun = 0
  private firstAt: number | undefined
  private turns: Promise<unknown> = Promise.resolve()

  constructor(readonly plan: FuzzPlan = SMALL_PLAN) {}

  /** Whether more is asked for than what a run does unasked. */
  get isDeep(): boolean {
    const { budget } = this.plan
    return 'milliseconds' in budget || budget.runs > 25 * (SMALL_BUDGET as { runs: number }).runs
  }

  /** A scenario with a property is going to run. */
  expect(): void {
    this.planned += 1
  }

  /**
   * The share of the next property: time is dealt out among those to come, so that what is left over is not lost.
   * @param parts how much it has for each part of those to come.
   */
  nextShare(parts = 1): Share {
    const { budget } = this.plan
    const now = performance.now()
    this.firstAt ??= now
    const left = Math.max(this.planned - this.begun - 1, 0) + parts
    this.begun += 1
    if ('runs' in budget) return { runs: budget.runs, until: Number.POSITIVE_INFINITY }
    const remaining = Math.max(this.firstAt + budget.milliseconds - now, 0)
    return { runs: Number.POSITIVE_INFINITY, until: now + (remaining * parts) / left }
  }

  /** Has a property try its share. Shares of time are spent one after the other, or those that come first would get little. */
  inTurn<Result>(parts: number | undefined, work: (share: Share) => Promise<Result>): Promise<Result> {
    if ('runs' in this.plan.budget) return work(this.nextShare(parts))
    const turn = this.turns.then(() => work(this.nextShare(parts)))
    this.turns = turn.then(
      () => undefined,
      () => undefined,
    )
    return turn
  }

  count(counter: CoverageCounter): void {
    this.counters.push(counter)
  }

  get coverage(): PropertyCoverage[] {
    return this.counters.map(({ coverage }) => coverage)
  }

  begin(scenario: string, trial: Trial): void {
    this.trials.set(scenario, trial)
  }

  end(scenario: string): void {
    this.trials.delete(scenario)
  }

  /** The case that a scenario is trying. */
  trialOf(scenario: string): Trial | undefined {
    return this.trials.get(scenario)
  }
}
