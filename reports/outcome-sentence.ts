import type { Verdict } from '../harness/verdict.js'
import type { RuleDocument, VerdictDocument } from './verdict-json.js'

/** The outcome in one sentence, after one that says so if the run was ended before its time. */
export function outcomeSentence(verdict: VerdictDocument): string {
  return `${verdict.interrupted ? 'This report is partial: the run was interrupted. ' : ''}${sentenceOf(verdict)}`
}

function sentenceOf({ outcome, suites }: VerdictDocument): string {
  const rules = suites.flatMap(suite => suite.rules)
  const judged = rules.filter(({ verdict }) => ['pass', 'fail', 'warn'].includes(verdict)).length
  const open = countOf(rules, 'not-tested') + countOf(rules, 'inconclusive')
  const warnings = countOf(rules, 'warn') === 0 ? '' : `, with ${plural(countOf(rules, 'warn'), 'warning')}`
  switch (outcome) {
    case 'conformant':
      return `Conformant: ${plural(countOf(rules, 'pass'), 'rule')} kept, none broken${warnings}.`
    case 'nonconformant':
      return `Not conformant: ${grouped(countOf(rules, 'fail'))} of ${plural(judged, 'judged rule')} broken${warnings}.`
    case 'incomplete':
      return open === 0
        ? 'Incomplete: no rule was selected that applies.'
        : `Incomplete: nothing that binds is broken, but ${plural(open, 'rule')} could not be judged${warnings}.`
    case 'error':
      return `No judgement: ${plural(countOf(rules, 'error'), 'rule')} could not be judged by a fault of assay itself.`
  }
}

/** `1 rule`, `2 rules`. */
export function plural(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** A number with its thousands apart: `50,000`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** How many of the rules have that verdict. */
export function countOf(rules: readonly RuleDocument[], verdict: Verdict): number {
  return rules.filter(rule => rule.verdict === verdict).length
}
