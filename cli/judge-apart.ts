import { availableParallelism } from 'node:os'
import { deserialize } from 'node:v8'
import { Worker } from 'node:worker_threads'
import type { Envelope } from '@cucumber/messages'
import type { Rule } from '../harness/catalogue.js'
import { Misuse, type Failure } from '../harness/finding.js'
import type { Secrets } from '../harness/secrets.js'
import type { Judgement } from './judge.js'
import type { Judged, News, Task } from './judge-worker.js'

/** Who is told of a task while it is under way. */
export interface Observers {
  readonly onMessage: (envelope: Envelope) => void
  /** `profile` is the one that the target follows. */
  readonly onFailure: (rule: Rule, failure: Failure, profile: string) => void
}

/** What is judged apart, with who is told of it. */
export interface ApartTask extends Observers {
  readonly task: Task
  /** How much it is beside the others: what is most is begun first. */
  readonly size: number
}

/**
 * Judges bundled simulators side by side, in as many threads as there are processors. Gives the judgements in the order of
 * the tasks; what the threads know to be secret is added to `secrets` before anyone is told of it.
 */
export async function judgeApart(
  tasks: readonly ApartTask[],
  secrets: Secrets,
  interruption: AbortSignal,
): Promise<Judgement[]> {
  const judgements: Judgement[] = []
  const waiting = [...tasks.entries()].toSorted(([, a], [, b]) => b.size - a.size)
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('judge-worker.js', import.meta.url))
    const interrupt = (): void => worker.postMessage('interrupt')
    interruption.addEventListener('abort', interrupt)
    if (interruption.aborted) interrupt()
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [index, task] = next
        judgements[index] = await perform(worker, task, secrets)
      }
    } finally {
      interruption.removeEventListener('abort', interrupt)
      await worker.terminate()
    }
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), tasks.length) }, work))
  return judgements
}

function perform(
  worker: Worker,
  { task, onMessage, onFailure }: ApartTask,
  secrets: Secrets,
): Promise<Judgement> {
  return new Promise((resolve, reject) => {
    const hear = (news: News): void => {
      if ('messages' in news) news.messages.forEach(onMessage)
      else if ('rule' in news) {
        secrets.learn(news.secrets)
        onFailure(news.rule, news.failure, news.profile)
      } else {
        worker.off('message', hear).off('error', reject)
        if ('error' in news) {
          reject(news.isMisuse ? new Misuse(news.error) : new Error(`${task.api}: ${news.error}`))
        } else {
          const judged = deserialize(news.judged) as Judged
          secrets.learn(judged.secrets)
          resolve(judged.judgement)
        }
      }
    }
    worker.on('message', hear).on('error', reject)
    worker.postMessage(task)
  })
}
