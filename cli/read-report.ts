import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Envelope } from '@cucumber/messages'
import { Misuse } from '../harness/finding.js'
import type { Archive } from '../reports/har.js'
import type { VerdictDocument } from '../reports/verdict-json.js'
import type { Evidence } from '../reports/write-reports.js'

/** What a run left in a folder. Throws a `Misuse` where there is nothing of the kind. */
export function readReport(folder: string, cwd: string): Evidence {
  const read = (name: string): string => {
    try {
      return readFileSync(join(resolve(cwd, folder), name), 'utf8')
    } catch (cause) {
      throw new Misuse(`${folder} holds no ${name}: it must be a folder that assay run left (--out).`, {
        cause,
      })
    }
  }
  const parse = (name: string, text: string): unknown => {
    try {
      return JSON.parse(text)
    } catch (cause) {
      throw new Misuse(`${folder}/${name} is no JSON: ${(cause as Error).message}`, { cause })
    }
  }
  const archiveText = read('evidence.har')
  const lines = read('messages.ndjson')
    .split('\n')
    .filter(line => line !== '')
  return {
    verdict: parse('verdict.json', read('verdict.json')) as VerdictDocument,
    archive: parse('evidence.har', archiveText) as Archive,
    archiveText,
    messages: lines.map(line => parse('messages.ndjson', line) as Envelope),
  }
}
