import type { Rule } from './catalogue.js'
import type { Failure } from './finding.js'
import type { PropertyCoverage } from './fuzz/coverage.js'
import type { Observation, RuleRecord } from './ledger.js'
import type { TargetEntry } from './target.js'

/** What is said of one rule. */
export type Verdict = 'pass' | 'fail' | 'warn' | 'inconclusive' | 'not-tested' | 'not-applicable' | 'error'

/** What is said of the whole run. */
export type Outcome = 'conformant' | 'nonconformant' | 'incomplete' | 'error'

/** How a scenario ended, from the messages of the run alone. */
export interface ScenarioResult {
  readonly scenario: string
  readonly status: 'passed' | 'failed' | 'pending' | 'skipped' | 'undefined' | 'ambiguous' | 'unfinished'
}

/** A rule with its verdict. */
export interface RuleVerdict {
  readonly rule: Rule
  readonly verdict: Verdict
  readonly reason?: string
  /** Rules whose breach explains that this one was not judged. */
  readonly blockedBy: readonly string[]
  readonly checks: number
  /** Failed checks in all; `failures` holds the first of them. */
  readonly failed: number
  readonly failures: readonly Failure[]
}

/** The judgement of one API of a run. */
export interface SuiteVerdict {
  readonly api: string
  /** The specification's name. */
  readonly title: string
  readonly profile: string
  readonly target: string
  /** The API's capabilities, and whether the target declares each. */
  readonly capabilities: Readonly<Record<string, boolean>>
  readonly rules: readonly RuleVerdict[]
  readonly observations: readonly Observation[]
  /** What the properties of the run exercised. */
  readonly coverage?: readonly PropertyCoverage[]
  readonly machines?: readonly Machine[]
}

/** A state machine with what the run saw of each transition; `legal` as the specification says. */
export interface Machine {
  readonly name: string
  readonly states: readonly string[]
  readonly transitions: readonly Transition[]
}

/** A step from one state to another: how often it was tried and behaved as it must, and how often it did not. */
export interface Transition {
  readonly from: string
  readonly to: string
  readonly legal: boolean
  readonly passed: number
  readonly failed: number
}

/** Why a rule does not apply to a target; undefined if it does. */
export function whyNotApplicable(rule: Rule, target: TargetEntry): string | undefined {
  if (rule.why !== undefined) return `It cannot be observed: ${rule.why}`
  if (rule.role !== 'server') return `It is about the ${rule.role}; the target is a server.`
  const declined = rule.capabilities.find(name => target.capabilities[name] === false)
  if (declined !== undefined) return `The target file declines the capability "${declined}".`
  if (rule.profiles.length > 0 && !rule.profiles.includes(target.profile)) {
    return `It belongs to ${rule.profiles.map(name => `"${name}"`).join(', ')}; the profile is "${target.profile}".`
  }
  return undefined
}

/**
 * Whether breaking the rule makes a target nonconformant: a `must` of the specification or of a text that it makes
 * normative, or a `must` of a profile that the implementer chose.
 */
export function isBinding(rule: Rule, profile: string): boolean {
  if (rule.level !== 'must') return false
  const stated = rule.authority === 'document' || rule.authority === 'reference'
  return stated || (profile !== 'document' && rule.profiles.includes(profile))
}

/** Why a rule is not tested to which no check was charged. */
export const NOTHING_OBSERVED = 'Nothing was observed that this rule could be judged by.'

/** The verdict of one rule from its checks and from the ends of its scenarios. */
export function judgeRule(
  rule: Rule,
  target: TargetEntry,
  record: RuleRecord,
  scenarios: readonly ScenarioResult[],
): RuleVerdict {
  const { checks, failed, failures, setbacks } = record
  const say = (verdict: Verdict, reason?: string): RuleVerdict => ({
    rule,
    verdict,
    ...(reason === undefined ? {} : { reason }),
    blockedBy: [...new Set(setbacks.flatMap(({ blockedBy }) => blockedBy ?? []))],
    checks,
    failed,
    failures,
  })
  const notApplicable = whyNotApplicable(rule, target)
  if (notApplicable !== undefined) return say('not-applicable', notApplicable)

  const errors = [
    ...setbacks
      .filter(({ kind }) => kind === 'error')
      .map(({ scenario, reason }) => `${scenario}: ${reason}`),
    ...scenarios.flatMap(result => ourMistake(result, record)),
  ]
  if (failed > 0) return say(isBinding(rule, target.profile) ? 'fail' : 'warn')
  if (errors.length > 0) return say('error', errors.join('\n'))
  for (const kind of ['inconclusive', 'not-tested'] as const) {
    const reasons = setbacks.filter(setback => setback.kind === kind).map(({ reason }) => reason)
    if (reasons.length > 0) return say(kind, [...new Set(reasons)].join('\n'))
  }
  if (scenarios.length > 0 && scenarios.every(({ status }) => status === 'skipped')) {
    const reasons = setbacks.filter(({ kind }) => kind === 'not-applicable').map(({ reason }) => reason)
    if (reasons.length > 0) return say('not-applicable', [...new Set(reasons)].join('\n'))
  }
  if (checks === 0) return say('not-tested', NOTHING_OBSERVED)
  return say('pass')
}

/** The outcome of a run: a broken rule stays broken whatever else happened. */
export function outcomeOf(
  suites: readonly { readonly rules: readonly { readonly verdict: Verdict }[] }[],
): Outcome {
  const verdicts = suites.flatMap(suite => suite.rules.map(({ verdict }) => verdict))
  if (verdicts.includes('fail')) return 'nonconformant'
  if (verdicts.includes('error')) return 'error'
  const judged = verdicts.filter(verdict => verdict !== 'not-applicable')
  const open = judged.some(verdict => verdict === 'not-tested' || verdict === 'inconclusive')
  return judged.length === 0 || open ? 'incomplete' : 'conformant'
}

/** What in a scenario's end can only be this project's own mistake. */
function ourMistake({ scenario, status }: ScenarioResult, record: RuleRecord): string[] {
  const explained = record.setbacks.some(setback => setback.scenario === scenario)
  switch (status) {
    case 'undefined':
      return [`${scenario}: a step has no definition`]
    case 'ambiguous':
      return [`${scenario}: a step has more than one definition`]
    case 'unfinished':
      return [`${scenario}: the scenario did not end`]
    case 'passed':
      return record.checkedIn.has(scenario) ? [] : [`${scenario}: it passed without a check`]
    case 'failed':
      return explained || record.failures.some(failure => failure.scenario === scenario) || record.failed > 0
        ? []
        : [`${scenario}: it failed without a finding`]
    default:
      return explained ? [] : [`${scenario}: it ended as ${status} without a reason`]
  }
}
