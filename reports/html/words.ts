import type { Verdict } from '../../harness/verdict.js'
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
