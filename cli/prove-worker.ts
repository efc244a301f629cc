import { parentPort } from 'node:worker_threads'
import type { FuzzBudget } from '../harness/fuzz/budget.js'
import { loadApis } from './apis.js'
import { prepare, type ReadyApi } from './judge.js'
import { runTrial, type Trial, type TrialResult } from './trial.js'

/** A trial handed to a worker. */
export interface Task {
  readonly trial: Trial
  readonly seed: number
  /** How much the properties are tried; undefined to run everything else. */
  readonly fuzz?: FuzzBudget
}

/** What a worker says of a task. */
export type TaskResult = { readonly result: TrialResult } | { readonly error: string }

const port = parentPort
const ready = new Map<string, Promise<ReadyApi>>()

port?.on('message', ({ trial, seed, fuzz }: Task) => {
  perform(trial, seed, fuzz).then(
    result => port.postMessage({ result } satisfies TaskResult),
    (error: unknown) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
      port.postMessage({ error: text } satisfies TaskResult)
    },
  )
})

async function perform(trial: Trial, seed: number, fuzz?: FuzzBudget): Promise<TrialResult> {
  const preparing = ready.get(trial.api) ?? loadApis([trial.api]).then(([api]) => prepare(api as ReadyApi))
  ready.set(trial.api, preparing)
  return runTrial(await preparing, trial, seed, fuzz)
}
