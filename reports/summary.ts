import type { Verdict } from '../harness/verdict.js'
import { plainPaint, type Paint } from './paint.js'
import { visible } from './visible.js'
import type { RuleDocument, SuiteDocument, VerdictDocument } from './verdict-json.js'

const ORDER: readonly Verdict[] = [
  'pass',
  'fail',
  'warn',
  'inconclusive',
  'not-tested',
  'not-applicable',
  'error',
]

/** The end of a run on a console: a line for each API, what is missing to a judgement, and the outcome. */
export function summaryText(
  record: VerdictDocument,
  out: string | undefined,
  paint: Paint = plainPaint,
): string {
  const width = Math.max(...record.suites.map(({ api }) => api.length))
  const lines = record.suites.map(suite => `${paint.bold(suite.api.padEnd(width))}  ${counts(suite, paint)}`)
  const open = record.suites.flatMap(openRules)
  return [
    ...lines,
    ...(open.length > 0 ? ['', ...open] : []),
    '',
    ...(record.interrupted ? [paint.yellow('interrupted: this is what was judged until then')] : []),
    `${outcomeSentence(record, paint)}  ${paint.dim(`seed ${record.seed}, ${(record.durationMs / 1000).toFixed(1)} s`)}`,
    ...(out === undefined ? [] : [paint.dim(`Report in ${out}`)]),
  ].join('\n')
}

function counts(suite: SuiteDocument, paint: Paint): string {
  const colour: Partial<Record<Verdict, (text: string) => string>> = {
    pass: paint.green,
    fail: paint.red,
    error: paint.red,
    warn: paint.yellow,
    inconclusive: paint.yellow,
    'not-tested': paint.yellow,
  }
  const parts = ORDER.flatMap(verdict => {
    const count = suite.rules.filter(rule => rule.verdict === verdict).length
    return count === 0 ? [] : [(colour[verdict] ?? paint.dim)(`${count} ${verdict}`)]
  })
  return `${suite.rules.length} rules: ${parts.join(', ') || 'none selected'}`
}

/** Rules without a judgement: those that wait for another rule in one line, the others by their reasons. */
function openRules(suite: SuiteDocument): string[] {
  const open = suite.rules.filter(({ verdict }) => ['not-tested', 'inconclusive', 'error'].includes(verdict))
  const blocked = open.filter(({ blockedBy }) => blockedBy !== undefined)
  const groups = new Map<string, RuleDocument[]>()
  for (const rule of open.filter(({ blockedBy }) => blockedBy === undefined)) {
    const key = `${rule.verdict}: ${visible(rule.reason ?? '')}`
    groups.set(key, [...(groups.get(key) ?? []), rule])
  }
  const waiting = [...new Set(blocked.flatMap(({ blockedBy }) => blockedBy ?? []))].toSorted()
  return [
    ...(blocked.length === 0
      ? []
      : [
          `${plural(blocked.length, 'rule')} not tested: a precondition failed that these promise\n  ${waiting.join('\n  ')}`,
        ]),
    ...[...groups].map(([reason, rules]) => {
      const [first] = rules
      const others = rules.length > 1 ? ` and ${rules.length - 1} more` : ''
      return `${first?.id}${others}\n  ${reason.replaceAll('\n', '\n  ')}`
    }),
  ]
}

function outcomeSentence({ outcome, suites }: VerdictDocument, paint: Paint): string {
  const rules = suites.flatMap(suite => suite.rules)
  const count = (verdict: Verdict): number => rules.filter(rule => rule.verdict === verdict).length
  const warnings = count('warn') === 0 ? '' : ` (${plural(count('warn'), 'warning')})`
  switch (outcome) {
    case 'conformant':
      return paint.green(`conformant: ${plural(count('pass'), 'rule')} kept, none broken${warnings}`)
    case 'nonconformant':
      return paint.red(`nonconformant: ${plural(count('fail'), 'rule')} broken${warnings}`)
    case 'incomplete': {
      const open = count('not-tested') + count('inconclusive')
      return paint.yellow(
        open === 0
          ? 'incomplete: no rule was selected'
          : `incomplete: ${plural(open, 'rule')} not judged${warnings}`,
      )
    }
    case 'error':
      return paint.red(
        `error: ${plural(count('error'), 'rule')} could not be judged by a fault of assay itself`,
      )
  }
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
