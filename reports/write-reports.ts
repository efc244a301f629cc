import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Envelope } from '@cucumber/messages'
import { descriptionOf } from '../harness/messages.js'
import type { Secrets } from '../harness/secrets.js'
import { writeAllureResults } from './allure.js'
import { cucumberHtml } from './cucumber-html.js'
import { httpArchive, type Archive } from './har.js'
import { htmlReport } from './html/report.js'
import { inTotoStatement } from './in-toto.js'
import { junitXml } from './junit.js'
import { mergeMessages } from './messages.js'
import type { RunRecord } from './run-record.js'
import { digestOf, statementDocument, statementMarkdown, type Implementation } from './statement.js'
import { verdictDocument, type VerdictDocument } from './verdict-json.js'

/** Which reports are written, and where. */
export interface ReportOptions {
  readonly folder: string
  readonly allure: boolean
}

/** What all reports are made of; nothing in it is secret any more. */
export interface Evidence {
  readonly verdict: VerdictDocument
  readonly archive: Archive
  /** The archive as it is written. */
  readonly archiveText: string
  readonly messages: readonly Envelope[]
}

/** A run as documents, without its secrets. */
export function evidenceOf(record: RunRecord, secrets: Secrets): Evidence {
  const archive = httpArchive(record, secrets)
  return {
    verdict: secrets.redactIn(verdictDocument(record), CATALOGUE),
    archive,
    archiveText: `${JSON.stringify(archive)}\n`,
    messages: mergeMessages(record.messages).map(message =>
      isOfFeatures(message) ? message : secrets.redactIn(message),
    ),
  }
}

/** Whether a message holds nothing but what stands in the features, and ids: most do. */
function isOfFeatures(message: Envelope): boolean {
  const { testCase, testCaseStarted, testStepStarted, testCaseFinished } = message
  return [descriptionOf(message), testCase, testCaseStarted, testStepStarted, testCaseFinished].some(
    part => part !== undefined,
  )
}

/** Members of a verdict whose values come from the catalogue or from an enumeration, so that no secret is in them. */
const CATALOGUE: ReadonlySet<string> = new Set([
  'api',
  'profile',
  'level',
  'authority',
  'role',
  'text',
  'source',
  'reading',
  'why',
  'feature',
  'file',
  'verdict',
  'outcome',
])

/** Writes everything that a run leaves. */
export async function writeReports(evidence: Evidence, { folder, allure }: ReportOptions): Promise<void> {
  const { verdict, archive, archiveText, messages } = evidence
  await mkdir(folder, { recursive: true })
  const files: Record<string, string> = {
    'verdict.json': verdictText(verdict),
    'report.html': htmlReport(verdict, archive),
    'junit.xml': junitXml(verdict),
    'evidence.har': archiveText,
    'messages.ndjson': messages.map(line => `${JSON.stringify(line)}\n`).join(''),
    ...statementFiles(evidence),
    'cucumber.html': await cucumberHtml(messages),
  }
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)))
  if (allure) await writeAllureResults(verdict, archive, join(folder, 'allure-results'))
}

/** The statement to publish, in its three forms, by their names. */
export function statementFiles(
  { verdict, archive, archiveText }: Pick<Evidence, 'verdict' | 'archive' | 'archiveText'>,
  implementation: Implementation = {},
): Readonly<Record<string, string>> {
  const digests = { 'verdict.json': digestOf(verdictText(verdict)), 'evidence.har': digestOf(archiveText) }
  const statement = statementDocument(verdict, archive, implementation, digests)
  return {
    'statement.md': statementMarkdown(statement, verdict),
    'statement.json': `${JSON.stringify(statement, undefined, 2)}\n`,
    'statement.intoto.json': `${JSON.stringify(inTotoStatement(statement, verdict), undefined, 2)}\n`,
  }
}

/** A verdict document as it is written and printed. */
export function verdictText(verdict: VerdictDocument): string {
  return `${JSON.stringify(verdict, undefined, 2)}\n`
}
