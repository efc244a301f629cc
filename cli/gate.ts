import { outcomeOf } from '../harness/verdict.js'
import type { KnownFailure } from '../reports/run-record.js'
import type { RuleDocument, VerdictDocument } from '../reports/verdict-json.js'
import type { Baseline, BaselineEntry } from './baseline.js'
import { exitCode } from './exit.js'

/** What a build asks for beyond the verdict. */
export interface GateOptions {
  /** The level from which on a broken rule fails the build. */
  readonly require: 'must' | 'should'
  readonly allowIncomplete: boolean
  readonly baseline?: Baseline
  /** The day of the run, as `2026-11-21`. */
  readonly today: string
}

/** An entry of the baseline that no longer holds, and why. */
export interface StaleEntry {
  readonly entry: BaselineEntry
  readonly why: string
}

/** Whether a build may pass. */
export interface GateResult {
  readonly exitCode: number
  /** Rules that fail the build. */
  readonly broken: readonly RuleDocument[]
  /** Broken rules that the baseline tolerates. */
  readonly tolerated: readonly RuleDocument[]
  readonly stale: readonly StaleEntry[]
}

/** Failures that a baseline tolerates on a day, by their rules. */
export function knownFailures({
  baseline,
  today,
}: Pick<GateOptions, 'baseline' | 'today'>): Map<string, KnownFailure> {
  const entries = (baseline?.entries ?? []).filter(({ expires }) => expires >= today)
  return new Map(entries.map(({ rule, reason, expires }) => [rule, { reason, expires }]))
}

/** A verdict with what is known of its broken rules. */
export function withKnown(
  verdict: VerdictDocument,
  known: ReadonlyMap<string, KnownFailure>,
): VerdictDocument {
  const mark = (rule: RuleDocument): RuleDocument => {
    const found = rule.verdict === 'fail' || rule.verdict === 'warn' ? known.get(rule.id) : undefined
    return found ? { ...rule, known: found } : rule
  }
  return { ...verdict, suites: verdict.suites.map(suite => ({ ...suite, rules: suite.rules.map(mark) })) }
}

/** Decides whether a build passes: it fails on a broken rule that nobody knew of, and on a baseline that is out of date. */
export function gate(verdict: VerdictDocument, options: GateOptions): GateResult {
  const rules = verdict.suites.flatMap(suite => suite.rules)
  const failing = rules.filter(rule => fails(rule, options.require))
  const broken = failing.filter(({ known }) => known === undefined)
  const tolerated = failing.filter(({ known }) => known !== undefined)
  const stale = (options.baseline?.entries ?? []).flatMap(entry => {
    const rule = rules.find(({ id }) => id === entry.rule)
    const why = rule && whyStale(entry, rule, options.today)
    return why === undefined ? [] : [{ entry, why }]
  })
  const others = verdict.suites.map(suite => ({
    rules: suite.rules.map(rule => (tolerated.includes(rule) ? { verdict: 'warn' as const } : rule)),
  }))
  // Nobody may take for judged what an interruption left out.
  const code = exitCode(outcomeOf(others), options.allowIncomplete && !verdict.interrupted)
  return { exitCode: broken.length + stale.length > 0 ? 1 : code, broken, tolerated, stale }
}

function fails({ verdict, level, authority }: RuleDocument, required: 'must' | 'should'): boolean {
  if (verdict === 'fail') return true
  const stated = authority === 'document' || authority === 'reference'
  return required === 'should' && verdict === 'warn' && stated && level !== 'may'
}

function whyStale({ expires }: BaselineEntry, { verdict }: RuleDocument, today: string): string | undefined {
  if (verdict === 'pass') return 'the rule is kept now'
  if (verdict === 'not-applicable') return 'the rule does not apply'
  return expires < today ? `it expired on ${expires}` : undefined
}
