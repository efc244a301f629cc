import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Exchange } from '../harness/exchange.js'
import type { Secrets } from '../harness/secrets.js'
import type { RuleVerdict, SuiteVerdict, Verdict } from '../harness/verdict.js'
import { failureText } from './failure-text.js'
import type { RunRecord } from './run-record.js'

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
export async function writeAllureResults(record: RunRecord, folder: string, secrets: Secrets): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const files = record.suites.flatMap(suite => {
    const exchanges = new Map(
      (record.exchanges.get(suite.api) ?? []).map(exchange => [exchange.id, exchange]),
    )
    return suite.rules.flatMap(rule => filesOf(record, suite, rule, exchanges, secrets))
  })
  await Promise.all(files.map(({ name, text }) => writeFile(join(folder, name), text)))
}

interface ResultFile {
  readonly name: string
  readonly text: string
}

function filesOf(
  record: RunRecord,
  suite: SuiteVerdict,
  judged: RuleVerdict,
  exchanges: ReadonlyMap<number, Exchange>,
  secrets: Secrets,
): ResultFile[] {
  const { rule, verdict, failures } = judged
  const uuid = uuidOf(`${record.startedAt} ${record.seed} ${suite.target} ${rule.id}`)
  const attachments = [...new Set(failures.flatMap(failure => failure.exchanges))].flatMap(id => {
    const exchange = exchanges.get(id)
    return exchange ? [{ name: `exchange ${id}`, source: `${uuid}-${id}-attachment.txt`, exchange }] : []
  })
  const message = judged.reason ?? failures.map(failure => failure.summary).join('\n')
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
    start: record.startedAt,
    stop: record.startedAt + Math.round(record.durationMs),
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
    { name: `${uuid}-result.json`, text: secrets.redact(JSON.stringify(result)) },
    ...attachments.map(({ source, exchange }) => ({ name: source, text: wireText(exchange, secrets) })),
  ]
}

/** An exchange as it went over the wire. */
function wireText(exchange: Exchange, secrets: Secrets): string {
  const sent = exchange.sent ?? Buffer.alloc(0)
  const received = exchange.received ?? Buffer.alloc(0)
  const outcome = exchange.failure ? `\n(${exchange.failure.kind}: ${exchange.failure.message})` : ''
  return secrets.redactWire(`${sent.toString('utf8')}\n\n${received.toString('utf8')}${outcome}\n`)
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
