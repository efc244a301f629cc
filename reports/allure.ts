import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Verdict } from '../harness/verdict.js'
import { failureText } from './failure-text.js'
import type { Archive, ArchiveEntry } from './har.js'
import type { RuleDocument, SuiteDocument, VerdictDocument } from './verdict-json.js'
import { receivedText, sentText } from './wire-text.js'

const STATUS: Readonly<Record<Verdict, 'passed' | 'failed' | 'broken' | 'skipped'>> = {
  pass: 'passed',
  warn: 'passed',
  fail: 'failed',
  error: 'broken',
  inconclusive: 'skipped',
  'not-tested': 'skipped',
  'not-applicable': 'skipped',
}

/** Writes Allure 2 results, one for each rule, with the exchanges of its failures attached. */
export async function writeAllureResults(
  verdict: VerdictDocument,
  evidence: Archive,
  folder: string,
): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const entries = new Map(evidence.log.entries.map(entry => [entry._id, entry]))
  const startedAt = Date.parse(evidence.log.entries[0]?.startedDateTime ?? '') || 0
  const files = verdict.suites.flatMap(suite =>
    suite.rules.flatMap(rule => filesOf({ verdict, startedAt, entries }, suite, rule)),
  )
  await Promise.all(files.map(({ name, text }) => writeFile(join(folder, name), text)))
}

interface Sources {
  readonly verdict: VerdictDocument
  readonly startedAt: number
  readonly entries: ReadonlyMap<string, ArchiveEntry>
}

interface ResultFile {
  readonly name: string
  readonly text: string
}

function filesOf(sources: Sources, suite: SuiteDocument, rule: RuleDocument): ResultFile[] {
  const { startedAt, entries } = sources
  const { seed, durationMs } = sources.verdict
  const { verdict, failures } = rule
  const uuid = uuidOf(`${startedAt} ${seed} ${suite.target} ${rule.id}`)
  const ids = [...new Set(failures.flatMap(({ exchange }) => (exchange === undefined ? [] : [exchange])))]
  const attachments = ids.flatMap(id => {
    const entry = entries.get(id)
    return entry ? [{ name: `exchange ${id}`, source: `${uuid}-${id}-attachment.txt`, entry }] : []
  })
  const message = rule.reason ?? failures.map(failure => failure.summary).join('\n')
  const trace = failures.map(failure =>
    failureText(rule, failure, { kind: verdict === 'fail' ? 'FAIL' : 'WARN' }),
  )
  const result = {
    uuid,
    historyId: uuidOf(`${suite.api} ${rule.id}`),
    fullName: rule.id,
    name: rule.text,
    description: [`Source: ${rule.source}`, ...(rule.reading ? [`Reading: ${rule.reading}`] : [])].join('\n'),
    status: STATUS[verdict],
    statusDetails: { message, trace: trace.join('\n\n') },
    stage: 'finished',
    start: startedAt,
    stop: startedAt + durationMs,
    labels: [
      { name: 'framework', value: 'assay' },
      { name: 'epic', value: suite.api },
      { name: 'feature', value: rule.feature },
      { name: 'story', value: rule.id },
      { name: 'severity', value: { must: 'critical', should: 'normal', may: 'minor' }[rule.level] },
      { name: 'tag', value: `verdict:${verdict}` },
      { name: 'tag', value: rule.authority },
    ],
    attachments: attachments.map(({ name, source }) => ({ name, source, type: 'text/plain' })),
  }
  return [
    { name: `${uuid}-result.json`, text: JSON.stringify(result) },
    ...attachments.map(({ source, entry }) => ({
      name: source,
      text: `${sentText(entry)}\n\n${receivedText(entry)}\n`,
    })),
  ]
}

function uuidOf(text: string): string {
  const digits = createHash('sha256').update(text).digest('hex')
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ].join('-')
}
