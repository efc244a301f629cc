import type { Machine } from '../../harness/verdict.js'
import type { Archive, ArchiveEntry } from '../../reports/har.js'
import type { FailureDocument, RuleDocument, VerdictDocument } from '../../reports/verdict-json.js'

/** Text with which a target might try to leave its place. */
export const HOSTILE = [
  '</script><script>window.hacked = 1</script>',
  '<img src=x onerror="window.hacked = 1">',
  '"><svg onload=window.hacked=1>',
  "' onclick='window.hacked=1",
  '</style><style>body{display:none}</style>',
  '</pre></div><h1>Conformant</h1>',
  'javascript:window.hacked=1',
  '\u202egnp.exe\u0007\u001b[31m\u0000\ud800<!--',
  '\r\nSet-Cookie: a=b',
  `&lt;b&gt; ${'W'.repeat(5000)}`,
].join(' ')

/** A rule as it stands in a verdict, kept unless the changes say otherwise. */
export function rule(id: string, changes: Partial<RuleDocument> = {}): RuleDocument {
  return {
    id,
    level: 'must',
    authority: 'document',
    role: 'server',
    text: `The sentence of ${id}`,
    source: 'section 1 - "a few words".',
    feature: 'Doing things',
    file: 'features/demo/things.feature',
    line: 4,
    scenarios: [{ name: 'It is tried', line: 7 }],
    verdict: 'pass',
    checks: 1,
    failed: 0,
    failures: [],
    ...changes,
  }
}

/** A failure of which the exchange `demo-<number>` is the decisive one. */
export function failure(number: number, changes: Partial<FailureDocument> = {}): FailureDocument {
  return {
    summary: 'The thing is refused.',
    expected: '200 OK, text/plain, 2 bytes',
    received: '409 Conflict, text/plain, 8 bytes',
    request: 'POST /things',
    exchange: `demo-${number}`,
    repeat: 'assay run demo --rule demo.things.work --seed 1',
    scenario: 'features/demo/things.feature:7',
    ...changes,
  }
}

/** An exchange as it stands in the evidence. */
export function entry(number: number, changes: Partial<ArchiveEntry> = {}): ArchiveEntry {
  return {
    _id: `demo-${number}`,
    _kind: 'request',
    _scenario: 'features/demo/things.feature:7',
    startedDateTime: '2026-11-21T08:00:00.000Z',
    time: 1.5,
    request: {
      method: 'POST',
      url: `http://127.0.0.1:8080/things/${number}`,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [{ name: 'Content-Type', value: 'application/json' }],
      queryString: [],
      postData: { mimeType: 'application/json', text: '{"name":"thing"}' },
      headersSize: -1,
      bodySize: 16,
    },
    response: {
      status: 409,
      statusText: 'Conflict',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [{ name: 'Content-Type', value: 'text/plain' }],
      content: { size: 8, mimeType: 'text/plain', text: 'conflict' },
      redirectURL: '',
      headersSize: -1,
      bodySize: 8,
    },
    ...changes,
  }
}

/** A verdict on one API. */
export function verdict(
  rules: readonly RuleDocument[],
  changes: Partial<VerdictDocument> = {},
  machines?: readonly Machine[],
): VerdictDocument {
  return {
    assay: { version: '1.2.3', digest: 'd'.repeat(64) },
    outcome: rules.some(({ verdict }) => verdict === 'fail') ? 'nonconformant' : 'conformant',
    seed: 1,
    durationMs: 1234,
    suites: [
      {
        api: 'demo',
        title: 'Demo API',
        profile: 'document',
        target: 'http://127.0.0.1:8080',
        capabilities: { colours: true, sounds: false },
        rules,
        observations: [],
        ...(machines ? { machines } : {}),
      },
    ],
    ...changes,
  }
}

/** The evidence that holds these exchanges. */
export function archive(entries: readonly ArchiveEntry[]): Archive {
  return { log: { version: '1.2', creator: { name: 'assay', version: '1.2.3' }, entries } }
}

/** A run of a size: every tenth rule is broken, and exchanges are spread over the rules' scenarios. */
export function largeRun(rules: number, exchanges: number): { verdict: VerdictDocument; archive: Archive } {
  const lineOf = (index: number): number => 10 + 3 * index
  const judged = Array.from({ length: rules }, (_, index) =>
    rule(`demo.part-${index % 40}.rule-${index}`, {
      feature: `Part ${index % 40}`,
      scenarios: [{ name: 'It is tried', line: lineOf(index) }],
      ...(index % 10 === 0
        ? {
            verdict: 'fail',
            failed: 1,
            failures: [failure(index + 1, { scenario: `features/demo/things.feature:${lineOf(index)}` })],
          }
        : {}),
    }),
  )
  const entries = Array.from({ length: exchanges }, (_, index) =>
    entry(index + 1, { _scenario: `features/demo/things.feature:${lineOf(index % rules)}` }),
  )
  return { verdict: verdict(judged), archive: archive(entries) }
}
