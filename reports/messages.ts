import type { Envelope } from '@cucumber/messages'

/** Makes one run's messages out of those of several runs: one beginning, one end, every source once. */
export function mergeMessages(envelopes: readonly Envelope[]): Envelope[] {
  const started = envelopes.find(envelope => envelope.testRunStarted)?.testRunStarted
  const finishes = envelopes.flatMap(({ testRunFinished }) => (testRunFinished ? [testRunFinished] : []))
  const last = finishes.at(-1)
  let meta = false
  let begun = false
  const body = envelopes.filter(envelope => {
    if (envelope.testRunFinished) return false
    if (envelope.meta) {
      const first = !meta
      meta = true
      return first
    }
    if (envelope.testRunStarted) {
      const first = !begun
      begun = true
      return first
    }
    return true
  })
  if (last === undefined) return body
  const success = finishes.every(finish => finish.success)
  const end = {
    success,
    timestamp: last.timestamp,
    ...(started?.id === undefined ? {} : { testRunStartedId: started.id }),
  }
  return [...body, { testRunFinished: end }]
}
