import type { Failure } from './finding.js'

/** Why a scenario came to no judgement of its rule. */
export interface Setback {
  readonly kind: 'not-tested' | 'inconclusive' | 'error' | 'not-applicable'
  readonly scenario: string
  readonly reason: string
  /** The rule whose breach explains it. */
  readonly blockedBy?: string
}

/** Everything that the checks of one rule found. */
export interface RuleRecord {
  /** Checks made, passed ones included. */
  readonly checks: number
  readonly failed: number
  /** The first failures, at most `MOST_FAILURES`. */
  readonly failures: readonly Failure[]
  readonly setbacks: readonly Setback[]
  /** Scenarios in which at least one check of this rule was made. */
  readonly checkedIn: ReadonlySet<string>
}

/** Something that was seen and that nobody decides. */
export interface Observation {
  readonly rule: string
  readonly scenario: string
  readonly subject: string
  readonly seen: string
}

/** A transition of a state machine that was tried in a run. */
export interface Exercise {
  readonly machine: string
  readonly from: string
  readonly to: string
  /** Whether the specification allows it. */
  readonly legal: boolean
  /** What the target made of it. */
  readonly outcome: 'made' | 'refused' | 'missing'
}

/** Failures kept of one rule; the count goes on. */
export const MOST_FAILURES = 20

interface MutableRecord extends RuleRecord {
  checks: number
  failed: number
  readonly failures: Failure[]
  readonly setbacks: Setback[]
  readonly checkedIn: Set<string>
}

/** The account of a run: every check is entered under the id of the rule that it is charged to. */
export class Ledger {
  private readonly records = new Map<string, MutableRecord>()
  private readonly seen = new Map<string, Observation>()
  private readonly tried = new Map<string, Exercise & { count: number }>()

  /** @param onFailure told of each failure as it is entered. */
  constructor(private readonly onFailure: (rule: string, failure: Failure) => void = () => {}) {}

  pass(rule: string, scenario: string): void {
    const record = this.open(rule)
    record.checks += 1
    record.checkedIn.add(scenario)
  }

  fail(rule: string, failure: Failure): void {
    this.pass(rule, failure.scenario)
    const record = this.open(rule)
    record.failed += 1
    if (record.failures.length < MOST_FAILURES) record.failures.push(failure)
    this.onFailure(rule, failure)
  }

  /** Counts a failure of which nothing is kept. */
  failAgain(rule: string): void {
    const record = this.open(rule)
    record.checks += 1
    record.failed += 1
  }

  setBack(rule: string, setback: Setback): void {
    this.open(rule).setbacks.push(setback)
  }

  /** Enters an observation; the same one from the same scenario is kept once. */
  observe(observation: Observation): void {
    this.seen.set(Object.values(observation).join('\n'), observation)
  }

  /** Enters a transition that was tried; the same one with the same outcome is counted. */
  exercise(exercise: Exercise): void {
    const key = Object.values(exercise).join('\n')
    const count = this.tried.get(key)?.count ?? 0
    this.tried.set(key, { ...exercise, count: count + 1 })
  }

  /** The account of one rule, empty if no check was ever charged to it. */
  of(rule: string): RuleRecord {
    return this.records.get(rule) ?? emptyRecord()
  }

  get observations(): readonly Observation[] {
    return [...this.seen.values()]
  }

  /** Transitions that were tried, with how often each of them had each outcome. */
  get exercises(): readonly (Exercise & { readonly count: number })[] {
    return [...this.tried.values()]
  }

  private open(rule: string): MutableRecord {
    const present = this.records.get(rule)
    if (present) return present
    const record = emptyRecord()
    this.records.set(rule, record)
    return record
  }
}

function emptyRecord(): MutableRecord {
  return { checks: 0, failed: 0, failures: [], setbacks: [], checkedIn: new Set() }
}
