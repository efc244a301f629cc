import { Worker } from 'node:worker_threads'

/** How tasks are done in threads. */
export interface ThreadWork<Message, Result> {
  /** The most threads at a time. */
  readonly jobs: number
  /** Told of each message about a task; gives its result with the last one. What it throws ends the work. */
  readonly hear: (message: Message, task: number) => Result | undefined
  /** Every thread is told "interrupt" when this is aborted. */
  readonly interruption?: AbortSignal
}

/**
 * Does tasks in threads that run `file`: each is posted to a thread, which does one at a time. Gives the results in the order
 * of the tasks. Rejects with what a thread throws, and where one ends before its task is done; the others are ended then.
 */
export async function inThreads<Message, Result>(
  file: URL,
  tasks: readonly unknown[],
  { jobs, hear, interruption }: ThreadWork<Message, Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const waiting = tasks.entries()
  const workers = Array.from({ length: Math.min(jobs, tasks.length) }, () => new Worker(file))
  const interrupt = (): void => workers.forEach(worker => worker.postMessage('interrupt'))
  interruption?.addEventListener('abort', interrupt)
  if (interruption?.aborted) interrupt()
  const work = async (worker: Worker): Promise<void> => {
    for (const [index, task] of waiting) {
      results[index] = await perform(worker, task, message => hear(message as Message, index))
    }
  }
  try {
    await Promise.all(workers.map(work))
    return results
  } finally {
    interruption?.removeEventListener('abort', interrupt)
    await Promise.all(workers.map(worker => worker.terminate()))
  }
}

function perform<Result>(
  worker: Worker,
  task: unknown,
  hear: (message: unknown) => Result | undefined,
): Promise<Result> {
  return new Promise<Result>((resolve, reject) => {
    const listen = (message: unknown): void => {
      try {
        const result = hear(message)
        if (result !== undefined) settle(() => resolve(result))
      } catch (error) {
        fail(error)
      }
    }
    const fail = (error: unknown): void => settle(() => reject(error))
    const end = (): void => fail(new Error('A thread ended before its task was done.'))
    const settle = (tell: () => void): void => {
      worker.off('message', listen).off('error', fail).off('exit', end)
      tell()
    }
    worker.on('message', listen).on('error', fail).on('exit', end)
    worker.postMessage(task)
  })
}
