import { resolve } from 'node:path'
import { SMALL_PLAN } from '../harness/fuzz/fuzzing.js'
import { readCounterexample } from '../harness/fuzz/counterexample.js'
import type { Console } from './console.js'
import { run } from './run.js'

/** Arguments of `assay replay`. */
export interface ReplayOptions {
  readonly file: string
  readonly target?: string
  readonly out: string
  readonly json?: boolean
}

/** Tries a counterexample again and nothing else, and gives the exit code of that run. */
export async function replay(options: ReplayOptions, terminal: Console, version: string): Promise<number> {
  const counterexample = readCounterexample(resolve(terminal.cwd, options.file))
  const { api, rule, seed } = counterexample
  return run(
    {
      apis: [api],
      ...(options.target === undefined ? {} : { target: options.target }),
      rule: [rule],
      tags: '@property',
      seed,
      order: 'defined',
      require: 'must',
      out: options.out,
      ...(options.json === undefined ? {} : { json: options.json }),
      plan: { ...SMALL_PLAN, replay: counterexample, folder: `${options.out}/counterexamples` },
    },
    terminal,
    version,
  )
}
