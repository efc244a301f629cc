import { availableParallelism } from 'node:os'
import { deserialize } from 'node:v8'
import type { Envelope } from '@cucumber/messages'
import type { Rule } from '../harness/catalogue.js'
import { Misuse, type Failure } from '../harness/finding.js'
import type { Secrets } from '../harness/secrets.js'
import type { Judgement } from './judge.js'
import type { Judged, News, Task } from './judge-worker.js'
import { beginThreads, inThreads, type Thread } from './threads.js'

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

/** Threads that can judge so many bundled simulators, no more than there are processors. */
export function judgeThreads(most: number): Thread[] {
  return beginThreads(new URL('judge-worker.js', import.meta.url), Math.min(most, availableParallelism()))
}

/**
 * Judges bundled simulators side by side. Gives the judgements in the order of the tasks; what the threads know to be secret
 * is added to `secrets` before anyone is told of it.
 */
export async function judgeApart(
  threads: readonly Thread[],
  tasks: readonly ApartTask[],
  secrets: Secrets,
  interruption: AbortSignal,
): Promise<Judgement[]> {
  const order = [...tasks.keys()].toSorted((a, b) => (tasks[b]?.size ?? 0) - (tasks[a]?.size ?? 0))
  const begun = order.map(index => tasks[index] as ApartTask)
  const hear = (news: News, index: number): Judgement | undefined => {
    const { task, onMessage, onFailure } = begun[index] as ApartTask
    if ('error' in news)
      throw news.isMisuse ? new Misuse(news.error) : new Error(`${task.api}: ${news.error}`)
    if ('messages' in news) (JSON.parse(news.messages) as Envelope[]).forEach(onMessage)
    else if ('rule' in news) {
      secrets.learn(news.secrets)
      onFailure(news.rule, news.failure, news.profile)
    } else {
      const judged = deserialize(news.judged) as Judged
      secrets.learn(judged.secrets)
      return judged.judgement
    }
    return undefined
  }
  const judgements = await inThreads(
    threads,
    begun.map(({ task }) => task),
    { hear, interruption },
  )
  return tasks.map((_, index) => judgements[order.indexOf(index)] as Judgement)
}
