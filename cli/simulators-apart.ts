import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { TargetEntry } from '../harness/target.js'

/** What the thread of the simulators is told. */
export interface Wanted {
  readonly apis: readonly string[]
  readonly seed: number
}

/** Simulators that are served in a thread of their own, so that the judge does not wait for their work. */
export interface SimulatorsApart {
  /** The target entries in the order of the APIs, once all are served. Rejects where one does not start. */
  readonly targets: Promise<readonly TargetEntry[]>
  /** Ends them. Rejects with what ended them before. */
  close(): Promise<void>
}

/** Starts the simulators of these APIs without alterations. */
export function startSimulatorsApart(apis: readonly string[], seed: number): SimulatorsApart {
  const workerData: Wanted = { apis, seed }
  const worker = new Worker(new URL('simulators-worker.js', import.meta.url), { workerData })
  let fault: unknown
  worker.on('error', error => {
    fault = error
  })
  const ended = new Promise<void>(resolve => {
    worker.once('exit', () => resolve())
  })
  return {
    targets: once(worker, 'message').then(([targets]) => targets as TargetEntry[]),
    close: async () => {
      worker.postMessage('close')
      await ended
      if (fault !== undefined) throw fault
    },
  }
}
