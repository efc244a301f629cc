import { Worker } from 'node:worker_threads'

/** How tasks are done in threads. */
export interface ThreadWork<Message, Result> {
  /** Told of each message about a task; gives its result with the last one. What it throws ends the work. */
  readonly hear: (message: Message, task: number) => Result | undefined
  /** Every thread is told "interrupt" when this is aborted. */
  readonly interruption?: AbortSignal
}

/** A thread that does one task at a time. It holds up no process that ends before it has one. */
export class Thread {
  private readonly worker: Worker
  private readonly end: Promise<never>

  constructor(file: URL) {
    this.worker = new Worker(file)
    this.worker.unref()
    this.end = new Promise((_, reject) => {
      this.worker.on('error', reject)
      this.worker.on('exit', () => reject(new Error('A thread ended before its task was done.')))
    })
    // Whoever has a task for it is told.
    this.end.catch(() => {})
  }

  interrupt(): void {
    this.worker.postMessage('interrupt')
  }

  /** Gives what `hear` makes of the last message. Rejects with what either side throws, and if the thread ends before. */
  async perform<Result>(task: unknown, hear: (message: unknown) => Result | undefined): Promise<Result> {
    this.worker.ref()
    let listen: (message: unknown) => void = () => {}
    const result = new Promise<Result>((resolve, reject) => {
      listen = message => {
        try {
          const heard = hear(message)
          if (heard !== undefined) resolve(heard)
        } catch (error) {
          reject(error)
        }
      }
    })
    this.worker.on('message', listen).postMessage(task)
    try {
      return await Promise.race([result, this.end])
    } finally {
      this.worker.off('message', listen)
    }
  }

  async terminate(): Promise<void> {
    await this.worker.terminate()
  }
}

/** Begins threads that run `file`, so that they load what they need while their tasks are found. */
export function beginThreads(file: URL, count: number): Thread[] {
  return Array.from({ length: count }, () => new Thread(file))
}

/**
 * Does tasks in threads, and ends them. Gives the results in the order of the tasks. Rejects with what a thread throws, and
 * where one ends before its task is done.
 */
export async function inThreads<Message, Result>(
  threads: readonly Thread[],
  tasks: readonly unknown[],
  { hear, interruption }: ThreadWork<Message, Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const waiting = tasks.entries()
  const interrupt = (): void => threads.forEach(thread => thread.interrupt())
  interruption?.addEventListener('abort', interrupt)
  if (interruption?.aborted) interrupt()
  const work = async (thread: Thread): Promise<void> => {
    for (const [index, task] of waiting) {
      results[index] = await thread.perform(task, message => hear(message as Message, index))
    }
  }
  try {
    await Promise.all(threads.map(work))
    return results
  } finally {
    interruption?.removeEventListener('abort', interrupt)
    await Promise.all(threads.map(thread => thread.terminate()))
  }
}
