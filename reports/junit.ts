import { XMLBuilder } from 'fast-xml-parser'
import { failureText } from './failure-text.js'
import type { RuleDocument, SuiteDocument, VerdictDocument } from './verdict-json.js'

/** JUnit XML with a test suite for each API and a test case for each rule. */
export function junitXml({ suites, durationMs }: VerdictDocument): string {
  const builder = new XMLBuilder({ ignoreAttributes: false, format: true, suppressEmptyNode: true })
  const document = {
    '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
    testsuites: {
      '@_name': 'assay',
      '@_time': seconds(durationMs),
      ...totals(suites.flatMap(({ rules }) => rules)),
      testsuite: suites.map(suite => ({
        '@_name': suite.api,
        ...totals(suite.rules),
        testcase: suite.rules.map(rule => testCase(suite, rule)),
      })),
    },
  }
  return legal(builder.build(document))
}

function testCase(suite: SuiteDocument, rule: RuleDocument) {
  const { verdict, reason = '', failures, known } = rule
  const texts = failures.map(failure =>
    failureText(rule, failure, { kind: verdict === 'fail' ? 'FAIL' : 'WARN' }),
  )
  const base = { '@_classname': `${suite.api}.${rule.id.split('.')[1]}`, '@_name': `${rule.id} ${rule.text}` }
  if (known && (verdict === 'fail' || verdict === 'warn')) {
    const message = `known until ${known.expires}: ${known.reason}`
    return { ...base, skipped: { '@_message': message }, 'system-out': texts.join('\n\n') }
  }
  switch (verdict) {
    case 'pass':
      return base
    case 'fail':
      return { ...base, failure: { '@_message': failures[0]?.summary ?? '', '#text': texts.join('\n\n') } }
    case 'error':
      return { ...base, error: { '@_message': 'an error of assay itself', '#text': reason } }
    case 'warn':
      return { ...base, 'system-out': texts.join('\n\n') }
    default:
      return { ...base, skipped: { '@_message': `${verdict}: ${reason}` } }
  }
}

function totals(rules: readonly RuleDocument[]) {
  const count = (...verdicts: string[]): number =>
    rules.filter(({ verdict, known }) => !known && verdicts.includes(verdict)).length
  const tolerated = rules.filter(({ verdict, known }) => known && (verdict === 'fail' || verdict === 'warn'))
  return {
    '@_tests': rules.length,
    '@_failures': count('fail'),
    '@_errors': rules.filter(({ verdict }) => verdict === 'error').length,
    '@_skipped':
      rules.filter(({ verdict }) => ['inconclusive', 'not-tested', 'not-applicable'].includes(verdict))
        .length + tolerated.length,
  }
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3)
}

/** Text without the characters that XML 1.0 does not allow. */
function legal(xml: string): string {
  return xml.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
}
