import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { statementFiles } from '../reports/write-reports.js'
import type { Console } from './console.js'
import { EXIT } from './exit.js'
import { readReport } from './read-report.js'

/** Arguments of `assay report statement`. */
export interface StatementOptions {
  readonly folder: string
  readonly vendor?: string
  readonly product?: string
  readonly productVersion?: string
  readonly digest?: string
}

/** Writes the statement of a run anew, with the name of what was judged. */
export async function writeStatement(options: StatementOptions, terminal: Console): Promise<number> {
  const { folder, vendor, product, productVersion: version, digest } = options
  const files = statementFiles(readReport(folder, terminal.cwd), {
    ...(vendor === undefined ? {} : { vendor }),
    ...(product === undefined ? {} : { product }),
    ...(version === undefined ? {} : { version }),
    ...(digest === undefined ? {} : { digest }),
  })
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(resolve(terminal.cwd, folder), name), text)
    terminal.print(join(folder, name))
  }
  return EXIT.conformant
}
