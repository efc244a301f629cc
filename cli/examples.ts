import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { checkDocument, type Report } from '../examples/check-document.js'
import type { Finding, Severity } from '../examples/finding.js'
import { sarifOf } from '../examples/sarif.js'
import { Misuse } from '../harness/finding.js'
import type { Console } from './console.js'
import { EXIT } from './exit.js'

/** Checks the examples of documents; the JSON form is that of `schemas/examples.schema.json`. */
export async function examples(
  options: {
    readonly files: readonly string[]
    readonly api?: string
    readonly json?: boolean
    readonly sarif?: string
  },
  terminal: Console,
  version: string,
): Promise<number> {
  const reports: Report[] = []
  for (const file of options.files) {
    reports.push(await checkDocument(file, read(resolve(terminal.cwd, file), file), options.api))
  }
  if (options.sarif !== undefined) {
    const text = `${JSON.stringify(sarifOf(reports, version), undefined, 2)}\n`
    write(resolve(terminal.cwd, options.sarif), options.sarif, text)
  }
  if (options.json) terminal.print(JSON.stringify({ documents: reports }, undefined, 2))
  else for (const report of reports) printReport(report, terminal)
  return exitOf(reports.flatMap(({ findings }) => findings))
}

/** 1 if the document contradicts itself or its schema, 2 if something is likely unintended; notes alone are no reason to stop. */
function exitOf(findings: readonly Finding[]): number {
  if (findings.some(({ severity }) => severity === 'error')) return EXIT.nonconformant
  return findings.some(({ severity }) => severity === 'warning') ? EXIT.incomplete : EXIT.conformant
}

function read(path: string, file: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error)
    const reason = REASONS[code] ?? code
    throw new Misuse(`${file} cannot be read: ${reason}.`, { cause: error })
  }
}

function write(path: string, file: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error)
    const reason = code === 'ENOENT' ? 'its folder does not exist' : (REASONS[code] ?? code)
    throw new Misuse(`${file} cannot be written: ${reason}.`, { cause: error })
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder; name a file in it',
  EACCES: 'permission denied',
  ELOOP: 'the link leads to itself',
}

function printReport({ file, api, examples, findings }: Report, terminal: Console): void {
  const { paint } = terminal
  const by = api === undefined ? '' : `, judged as ${api}`
  terminal.print(`${paint.bold(file)}  ${paint.dim(`${count(examples, 'example')}${by}`)}`)
  for (const one of findings) {
    const colour = { error: paint.red, warning: paint.yellow, note: paint.dim }[one.severity]
    terminal.print(`\n${file}:${one.line}:${one.column}  ${colour(one.severity)}  ${paint.dim(one.kind)}`)
    terminal.print(`  ${one.excerpt}`)
    terminal.print(`  ${one.message}`)
    if (one.rule !== undefined) terminal.print(paint.dim(`  rule      ${one.rule}`))
    for (const place of one.related.slice(0, 3))
      terminal.print(paint.dim(`  see       line ${place.line}: ${place.message}`))
    if (one.related.length > 3) terminal.print(paint.dim(`            and ${one.related.length - 3} more`))
    if (one.also.length > 0) {
      const lines = [...new Set(one.also.map(({ line }) => line))]
      terminal.print(paint.dim(`  also      ${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}`))
    }
  }
  const total = (severity: Severity): number => findings.filter(one => one.severity === severity).length
  terminal.print(
    findings.length === 0
      ? 'nothing found\n'
      : `\n${count(total('error'), 'error')}, ${count(total('warning'), 'warning')}, ${count(total('note'), 'note')}\n`,
  )
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`
