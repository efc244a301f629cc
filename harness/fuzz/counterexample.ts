import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadSchema } from '../../schemas/load.js'
import { Misuse } from '../finding.js'
import { compileSchema } from '../schema-check.js'

/** An input that breaks a rule, as small as it could be made; the form of `schemas/counterexample.schema.json`. */
export interface Counterexample {
  readonly api: string
  readonly rule: string
  readonly property: string
  /** The seed of the run that found it. */
  readonly seed: number
  /** With these fast-check makes the value again, before its lists were shortened. */
  readonly generator: { readonly seed: number; readonly path: string }
  /** The value itself, which a replay uses. */
  readonly value: unknown
  /** What happens, a line each. */
  readonly case: readonly string[]
  readonly summary: string
  readonly expected: string
  readonly received: string
  /** The exchanges that show it, by their ids in evidence.har. */
  readonly exchanges: readonly string[]
  /** The case as a scenario that can be put below its rule. */
  readonly scenario: string
}

/** The name of a counterexample's file: the same rule and value have the same name. */
export function fileNameOf({ rule, property, value }: Counterexample): string {
  const digest = createHash('sha256')
    .update(`${property}\n${JSON.stringify(value)}`)
    .digest('hex')
  return `${rule}-${digest.slice(0, 8)}.json`
}

/** Reads a counterexample. Throws a `Misuse` that says what is wrong with the file. */
export function readCounterexample(path: string): Counterexample {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new Misuse(`The counterexample ${path} cannot be read: ${(cause as Error).message}`, { cause })
  }
  const validate = compileSchema(loadSchema('counterexample.schema.json'))
  if (!validate(value)) {
    const [first] = validate.errors ?? []
    throw new Misuse(
      `The file ${path} is no counterexample: ${first?.instancePath || 'it'} ${first?.message}. Those of a run lie in its report folder, below counterexamples/.`,
    )
  }
  return value as Counterexample
}

/** The counterexamples of a folder in the order of their names. Throws a `Misuse` where one cannot be read. */
export function readCorpus(folder: string): Counterexample[] {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch (cause) {
    throw new Misuse(`The corpus ${folder} cannot be read: ${(cause as Error).message}`, { cause })
  }
  return names
    .filter(name => name.endsWith('.json'))
    .toSorted()
    .map(name => readCounterexample(join(folder, name)))
}

/** A ready scenario: the steps of the property's own, the last with the value that it is to be tried with. */
export function scenarioOf(name: string, steps: readonly string[], value: unknown): string {
  const json = JSON.stringify(value, undefined, 2).split('\n')
  const lines = ['"""', ...json, '"""'].map(line => `    ${line}`)
  const [last = ''] = steps.slice(-1)
  return [
    `Scenario: ${name}`,
    ...steps.slice(0, -1).map(step => `  ${step}`),
    `  ${last}, as in`,
    ...lines,
  ].join('\n')
}
