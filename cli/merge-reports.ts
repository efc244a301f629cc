import { resolve } from 'node:path'
import { Misuse } from '../harness/finding.js'
import { mergeEvidence, mismatch } from '../reports/merge.js'
import { summaryText } from '../reports/summary.js'
import { verdictText, writeReports } from '../reports/write-reports.js'
import { readBaseline } from './baseline.js'
import type { Console } from './console.js'
import { gate, knownFailures, withKnown } from './gate.js'
import { gateText, printAnnotations, withoutCommands } from './gate-text.js'
import { requireFolder } from './output.js'
import { readReport } from './read-report.js'

/** Arguments of `assay report merge`. */
export interface MergeOptions {
  readonly folders: readonly string[]
  readonly out: string
  readonly json?: boolean
  readonly allowIncomplete?: boolean
  readonly allure?: boolean
  readonly baseline?: string
  readonly require: 'must' | 'should'
}

/** Makes one run of its shards, writes its reports, and gives its exit code. */
export async function mergeReports(options: MergeOptions, terminal: Console): Promise<number> {
  const shards = options.folders.map(folder => readReport(folder, terminal.cwd))
  const differences = mismatch(shards.map(({ verdict }) => verdict))
  if (differences.length > 0) {
    throw new Misuse(`These are not shards of one run. They differ in ${differences.join('; ')}.`)
  }
  const merged = mergeEvidence(shards)
  const ids = merged.verdict.suites.flatMap(({ rules }) => rules.map(({ id }) => id))
  const { baseline: file } = options
  const baseline = file === undefined ? undefined : readBaseline(resolve(terminal.cwd, file), file, ids)
  const today = new Date().toISOString().slice(0, 10)
  const known = knownFailures({ today, ...(baseline ? { baseline } : {}) })
  const evidence = { ...merged, verdict: withKnown(merged.verdict, known) }
  const result = gate(evidence.verdict, {
    today,
    require: options.require,
    allowIncomplete: options.allowIncomplete ?? false,
    ...(baseline ? { baseline } : {}),
  })
  const place = resolve(terminal.cwd, options.out)
  await requireFolder(place, options.out)
  await writeReports(evidence, {
    folder: place,
    allure: options.allure ?? false,
  })
  if (options.json) {
    terminal.print(verdictText(evidence.verdict).trimEnd())
    return result.exitCode
  }
  const allowCommands = withoutCommands(terminal)
  const gateLines = gateText(result, terminal.paint)
  if (gateLines !== '') terminal.print(`${gateLines}\n`)
  terminal.print(summaryText(evidence.verdict, options.out, terminal.paint))
  allowCommands()
  printAnnotations(result, terminal, undefined, baseline)
  return result.exitCode
}
