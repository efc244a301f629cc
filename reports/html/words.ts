import type { Verdict } from '../../harness/verdict.js'
import type { RuleDocument } from '../verdict-json.js'
import { inert } from './inert.js'

/** All verdicts, the ones to be read first in front, each with its sign and its name for people. */
export const VERDICTS: Readonly<Record<Verdict, { readonly sign: string; readonly name: string }>> = {
  fail: { sign: '✕', name: 'fail' },
  error: { sign: '‼', name: 'error' },
  warn: { sign: '!', name: 'warn' },
  inconclusive: { sign: '?', name: 'inconclusive' },
  'not-tested': { sign: '○', name: 'not tested' },
  pass: { sign: '✓', name: 'pass' },
  'not-applicable': { sign: '–', name: 'not applicable' },
}

/** The verdicts in the order of `VERDICTS`. */
export const VERDICT_ORDER = Object.keys(VERDICTS) as Verdict[]

/** A verdict as a badge. */
export function badge(verdict: Verdict): string {
  const { sign, name } = VERDICTS[verdict]
  return `<span class="badge ${verdict}"><span aria-hidden="true">${sign}</span> ${name}</span>`
}

/** A link to a rule of the page. */
export function ruleLink(id: string): string {
  return `<a class="rule-link" href="#${inert(id)}"><code>${inert(id)}</code></a>`
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
