import type { Rule } from '../harness/catalogue.js'
import type { Failure } from '../harness/finding.js'
import type { PropertyCoverage } from '../harness/fuzz/coverage.js'
import type { Observation } from '../harness/ledger.js'
import type { Machine, Outcome, RuleVerdict, SuiteVerdict, Verdict } from '../harness/verdict.js'
import type { Judge, KnownFailure, RunRecord } from './run-record.js'

/** The run as `schemas/verdict.schema.json` describes it. */
export interface VerdictDocument {
  readonly assay: Judge
  readonly outcome: Outcome
  readonly seed: number
  readonly durationMs: number
  /** The run was ended before its time. */
  readonly interrupted?: true
  readonly suites: readonly SuiteDocument[]
}

/** One API of a verdict document. */
export interface SuiteDocument extends Pick<
  SuiteVerdict,
  'api' | 'title' | 'profile' | 'target' | 'capabilities'
> {
  readonly rules: readonly RuleDocument[]
  readonly observations: readonly Observation[]
  readonly machines?: readonly Machine[]
  /** What the properties of the run exercised. */
  readonly coverage?: readonly PropertyCoverage[]
}

/** One rule of a verdict document. */
export interface RuleDocument extends Pick<
  Rule,
  'id' | 'level' | 'authority' | 'role' | 'text' | 'source' | 'feature' | 'file' | 'line' | 'scenarios'
> {
  readonly reading?: string
  readonly why?: string
  readonly verdict: Verdict
  readonly reason?: string
  readonly known?: KnownFailure
  readonly blockedBy?: readonly string[]
  readonly checks: number
  readonly failed: number
  readonly failures: readonly FailureDocument[]
}

/** One failure of a verdict document; `exchange` is the id of the decisive entry of the evidence. */
export interface FailureDocument extends Omit<Failure, 'exchanges'> {
  readonly exchange?: string
}

/** The verdict document of a run. */
export function verdictDocument({
  judge,
  outcome,
  seed,
  durationMs,
  interrupted,
  suites,
  known,
}: RunRecord): VerdictDocument {
  return {
    assay: judge,
    outcome,
    seed,
    durationMs: Math.round(durationMs),
    ...(interrupted ? { interrupted } : {}),
    suites: suites.map(suite => describeSuite(suite, known)),
  }
}

function describeSuite(suite: SuiteVerdict, known: RunRecord['known']): SuiteDocument {
  const { api, title, profile, target, capabilities, rules, observations, machines, coverage } = suite
  return {
    api,
    title,
    profile,
    target,
    capabilities,
    rules: rules.map(verdict => describeRule(api, verdict, known.get(verdict.rule.id))),
    observations: sortObservations(
      observations.map(({ rule, scenario, subject, seen }) => ({ rule, scenario, subject, seen })),
    ),
    ...(machines === undefined ? {} : { machines }),
    ...(coverage === undefined || coverage.length === 0 ? {} : { coverage }),
  }
}

function describeRule(api: string, judged: RuleVerdict, known: KnownFailure | undefined): RuleDocument {
  const { rule, verdict, reason, blockedBy, checks, failed, failures } = judged
  const { id, level, authority, role, text, source, reading, why, feature, file, line, scenarios } = rule
  return {
    id,
    level,
    authority,
    role,
    text,
    source,
    ...(reading === undefined ? {} : { reading }),
    ...(why === undefined ? {} : { why }),
    feature,
    file,
    line,
    scenarios: scenarios.map(({ name, line }) => ({ name, line })),
    verdict,
    ...(reason === undefined ? {} : { reason }),
    ...(known && (verdict === 'fail' || verdict === 'warn') ? { known } : {}),
    ...(blockedBy.length === 0 ? {} : { blockedBy }),
    checks,
    failed,
    failures: failures.map(failure => describeFailure(api, failure)),
  }
}

function describeFailure(api: string, failure: Failure): FailureDocument {
  const { summary, expected, received, request, repeat, scenario, exchanges } = failure
  const { case: lines } = failure
  const [exchange] = exchanges
  return {
    summary,
    expected,
    received,
    request,
    ...(exchange === undefined ? {} : { exchange: exchangeId(api, exchange) }),
    ...(lines === undefined ? {} : { case: lines }),
    repeat,
    scenario,
  }
}

/** Observations in the order of the scenarios that made them. */
export function sortObservations(observations: readonly Observation[]): readonly Observation[] {
  return observations.toSorted((a, b) => inFileOrder(a.scenario, b.scenario))
}

/** Compares places such as `features/exosite/listing.feature:12`. */
export function inFileOrder(a: string, b: string): number {
  const [fileA, lineA] = splitPlace(a)
  const [fileB, lineB] = splitPlace(b)
  if (fileA !== fileB) return fileA < fileB ? -1 : 1
  return lineA - lineB
}

function splitPlace(place: string): [file: string, line: number] {
  const colon = place.lastIndexOf(':')
  return [place.slice(0, colon), Number(place.slice(colon + 1)) || 0]
}

/** The name of an exchange in all reports: `exosite-12`. */
export function exchangeId(api: string, id: number): string {
  return `${api}-${id}`
}
