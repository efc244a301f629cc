import type { Digests, StatementDocument } from './statement.js'
import type { VerdictDocument } from './verdict-json.js'

/**
 * The statement as an in-toto Statement v1 with the test-result predicate v0.1, which the usual tools can sign. Its
 * subject is the artifact that was judged where its digest is known, else the evidence of the run.
 */
export function inTotoStatement(statement: StatementDocument, { suites }: VerdictDocument) {
  const { implementation, evidence, assay, outcome } = statement
  const rules = suites.flatMap(suite => suite.rules)
  const named = (...verdicts: readonly string[]): string[] =>
    rules.filter(({ verdict }) => verdicts.includes(verdict)).map(({ id }) => id)
  const { vendor, product, version, digest } = implementation
  const name = [vendor, product, version].filter(Boolean).join(' ')
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject:
      digest === undefined
        ? descriptors(evidence)
        : [{ name: name || 'implementation', digest: { sha256: digest } }],
    predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
    predicate: {
      result: resultOf(outcome, named('warn').length > 0),
      configuration: [
        { name: `assay ${assay.version}`, digest: { sha256: assay.digest } },
        ...(digest === undefined ? [] : descriptors(evidence)),
      ],
      passedTests: named('pass'),
      warnedTests: named('warn'),
      failedTests: named('fail', 'error', 'not-tested', 'inconclusive'),
    },
  }
}

/** What could not be judged did not pass. */
function resultOf(outcome: StatementDocument['outcome'], warned: boolean): 'PASSED' | 'WARNED' | 'FAILED' {
  if (outcome !== 'conformant') return 'FAILED'
  return warned ? 'WARNED' : 'PASSED'
}

function descriptors(digests: Digests) {
  return Object.entries(digests).map(([name, sha256]) => ({ name, digest: { sha256 } }))
}
