import { isObject } from './message.js'

/** An id of a connection, with how often it was called and answered. */
export interface CalledId {
  readonly id: string
  readonly calls: number
  readonly answers: number
}

/** The ids that were called, where no more answers count than calls if there are no more of them in all. */
export function calledIdsOf(sent: readonly unknown[], responses: readonly unknown[]): CalledId[] {
  const called = idsOf(sent)
  const answered = idsOf(responses)
  // Where an answer has the id of another call, that is judged where ids are.
  const isBalanced = answered.length <= called.length
  const calls = countsOf(called)
  const answers = isBalanced ? calls : countsOf(answered)
  return [...calls].map(([id, count]) => ({ id, calls: count, answers: answers.get(id) ?? 0 }))
}

function countsOf(ids: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

/** The ids of calls or of answers, those in batches too. */
function idsOf(values: readonly unknown[]): string[] {
  return values
    .flatMap(value => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .filter(isObject)
    .flatMap(({ id }) => (typeof id === 'string' || typeof id === 'number' ? [String(id)] : []))
}
