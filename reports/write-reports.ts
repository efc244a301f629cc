import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Secrets } from '../harness/secrets.js'
import { writeAllureResults } from './allure.js'
import { writeCounterexamples } from './counterexamples.js'
import { cucumberHtml } from './cucumber-html.js'
import { httpArchive } from './har.js'
import { junitXml } from './junit.js'
import { mergeMessages } from './messages.js'
import type { RunRecord } from './run-record.js'
import { verdictDocument } from './verdict-json.js'

/** Which reports are written, and where. */
export interface ReportOptions {
  readonly folder: string
  readonly version: string
  readonly allure: boolean
  readonly secrets: Secrets
}

/** Writes everything that a run leaves. Secrets are removed from all of it. */
export async function writeReports(record: RunRecord, options: ReportOptions): Promise<void> {
  const { folder, secrets } = options
  await mkdir(folder, { recursive: true })
  const messages = mergeMessages(record.messages).map(message => secrets.redact(JSON.stringify(message)))
  const files: Record<string, string> = {
    'verdict.json': secrets.redact(`${JSON.stringify(verdictDocument(record), undefined, 2)}\n`),
    'junit.xml': secrets.redact(junitXml(record)),
    'evidence.har': httpArchive(record, options.version, secrets),
    'messages.ndjson': messages.map(line => `${line}\n`).join(''),
    'cucumber.html': await cucumberHtml(messages.map(line => JSON.parse(line))),
  }
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)))
  await writeCounterexamples(record.counterexamples, folder, secrets)
  if (options.allure) await writeAllureResults(record, join(folder, 'allure-results'), secrets)
}
