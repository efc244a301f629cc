import type { Failure } from '../harness/finding.js'
import type { RuleVerdict, SuiteVerdict } from '../harness/verdict.js'
import type { RunRecord } from './run-record.js'

/** The run as `schemas/verdict.schema.json` describes it. */
export function verdictDocument({ outcome, seed, durationMs, suites }: RunRecord) {
  return { outcome, seed, durationMs: Math.round(durationMs), suites: suites.map(describeSuite) }
}

/** The document that machines read. */
export type VerdictDocument = ReturnType<typeof verdictDocument>

function describeSuite({ api, profile, target, rules, observations, coverage }: SuiteVerdict) {
  return {
    api,
    profile,
    target,
    rules: rules.map(verdict => describeRule(api, verdict)),
    observations: observations.map(({ rule, scenario, subject, seen }) => ({
      rule,
      scenario,
      subject,
      seen,
    })),
    coverage,
  }
}

function describeRule(api: string, judged: RuleVerdict) {
  const { rule, verdict, reason, blockedBy, checks, failed, failures } = judged
  const { id, level, authority, role, text, source, reading } = rule
  return {
    id,
    level,
    authority,
    role,
    text,
    source,
    ...(reading === undefined ? {} : { reading }),
    verdict,
    ...(reason === undefined ? {} : { reason }),
    ...(blockedBy.length === 0 ? {} : { blockedBy }),
    checks,
    failed,
    failures: failures.map(failure => describeFailure(api, failure)),
  }
}

function describeFailure(api: string, failure: Failure) {
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

/** The name of an exchange in all reports: `exosite-12`. */
export function exchangeId(api: string, id: number): string {
  return `${api}-${id}`
}
