import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { isMap, isSeq, LineCounter, parseDocument } from 'yaml'
import { Misuse } from '../harness/finding.js'
import { didYouMean } from '../harness/nearest.js'
import { packageRoot } from '../harness/package-root.js'
import type { KnownFailure } from '../reports/run-record.js'

/** One entry of a baseline, with its line in the file. */
export interface BaselineEntry extends KnownFailure {
  readonly rule: string
  readonly line: number
}

/** A baseline file as it was read. */
export interface Baseline {
  /** The path as it was given. */
  readonly file: string
  readonly entries: readonly BaselineEntry[]
}

/** Reads a baseline from its text. Throws a `Misuse` that names the line and what would be right. */
export function parseBaseline(file: string, text: string, rules: readonly string[]): Baseline {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [broken] = document.errors
  if (broken)
    throw new Misuse(
      `${file}:${lines.linePos(broken.pos[0]).line}: the file is no valid YAML: ${broken.message}`,
    )
  const items = isSeq(document.contents) ? document.contents.items : []
  const lineOf = (index: number): number => {
    const item = items[index]
    const range = isMap(item) ? item.range : undefined
    return range ? lines.linePos(range[0]).line : 1
  }
  const written: unknown = document.toJS() ?? []
  const ajv = new Ajv2020({ allErrors: true })
  const validate = ajv.compile<{ rule: string; reason: string; expires: string }[]>(readSchema())
  if (!validate(written)) {
    const problems = (validate.errors ?? []).map(({ instancePath, message }) => {
      const [, index = ''] = instancePath.split('/')
      const member = instancePath.split('/').slice(2).join('.')
      return `${file}:${lineOf(Number(index))}: ${member === '' ? 'an entry' : member} ${message}. An entry is: { rule: <id>, reason: <text>, expires: 2027-01-31 }.`
    })
    throw new Misuse([...new Set(problems)].join('\n'))
  }
  const entries = written.map((entry, index) => ({ ...entry, line: lineOf(index) }))
  for (const { rule, line, expires } of entries) {
    if (!rules.includes(rule)) {
      throw new Misuse(`${file}:${line}: unknown rule "${rule}".${didYouMean(rule, rules)} See assay rules.`)
    }
    if (Number.isNaN(Date.parse(expires))) throw new Misuse(`${file}:${line}: there is no day "${expires}".`)
  }
  return { file, entries }
}

/** Reads a baseline file. */
export function readBaseline(path: string, file: string, rules: readonly string[]): Baseline {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Misuse(`The baseline ${file} cannot be read: ${(cause as Error).message}`, { cause })
  }
  return parseBaseline(file, text, rules)
}

function readSchema(): object {
  return JSON.parse(readFileSync(join(packageRoot, 'schemas/baseline.schema.json'), 'utf8')) as object
}
