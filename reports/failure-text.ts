import type { Rule } from '../harness/catalogue.js'
import type { Failure } from '../harness/finding.js'
import { visible } from './visible.js'
import { plainPaint, type Paint } from './paint.js'

const WIDTH = 80

/** A failure as a person reads it: rule, what is wrong, expected, received, request, source, how to repeat it. */
export function failureText(
  rule: Pick<Rule, 'id' | 'level' | 'authority' | 'source' | 'reading'>,
  failure: Omit<Failure, 'exchanges'>,
  {
    kind,
    paint = plainPaint,
    exchange,
  }: { kind: 'FAIL' | 'WARN' | 'KNOWN'; paint?: Paint; exchange?: string },
): string {
  const strength = rule.authority === 'document' ? rule.level : `${rule.level} (${rule.authority})`
  const gap = ' '.repeat(Math.max(2, WIDTH - 6 - rule.id.length - strength.length))
  const colour = kind === 'FAIL' ? paint.red : paint.yellow
  const row = (name: string, text: string): string =>
    text === '' ? '' : `\n  ${paint.dim(name.padEnd(9))} ${text.replaceAll('\n', '\n            ')}`
  return (
    `${colour(kind)}  ${paint.bold(rule.id)}${gap}${paint.dim(strength)}\n  ${visible(failure.summary)}` +
    row('expected', paint.green(visible(failure.expected))) +
    row('received', colour(visible(failure.received))) +
    row('case', failure.case?.join('\n') ?? '') +
    row('request', visible(failure.request)) +
    row('source', rule.source) +
    row('reading', rule.reading ?? '') +
    row('exchange', exchange ?? '') +
    row('repeat', failure.repeat)
  )
}
