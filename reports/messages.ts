import type { Envelope, Pickle, TestCase } from '@cucumber/messages'
import { descriptionOf } from '../harness/messages.js'

/**
 * Makes one run's messages out of those of several: one beginning, one end, every description once. Scenarios that several
 * took from the same line of the same file are tied to the first description of it.
 */
export function mergeMessages(envelopes: readonly Envelope[]): Envelope[] {
  const pickles = new Map<string, Pickle>()
  const known = new Map<string, Pickle>()
  const seen = new Set<string>()
  const body = envelopes.flatMap((envelope): Envelope[] => {
    if (envelope.testRunStarted || envelope.testRunFinished) return []
    if (envelope.testCase) return [{ testCase: retie(envelope.testCase, known, pickles) }]
    const kind = descriptionOf(envelope)
    if (kind === undefined) return [envelope]
    const key = `${kind} ${keyOf(envelope)}`
    if (envelope.pickle) {
      known.set(envelope.pickle.id, envelope.pickle)
      if (!seen.has(key)) pickles.set(placeOf(envelope.pickle), envelope.pickle)
    }
    if (seen.has(key)) return []
    seen.add(key)
    return [envelope]
  })
  const started = envelopes.find(({ testRunStarted }) => testRunStarted)
  const finishes = envelopes.flatMap(({ testRunFinished }) => (testRunFinished ? [testRunFinished] : []))
  const last = finishes.at(-1)
  const id = started?.testRunStarted?.id
  return [
    ...body.filter(envelope => descriptionOf(envelope) !== undefined),
    ...(started ? [started] : []),
    ...body.filter(envelope => descriptionOf(envelope) === undefined),
    ...(last
      ? [
          {
            testRunFinished: {
              success: finishes.every(({ success }) => success),
              timestamp: last.timestamp,
              ...(id === undefined ? {} : { testRunStartedId: id }),
            },
          },
        ]
      : []),
  ]
}

function keyOf({ source, gherkinDocument, pickle, stepDefinition, hook, parameterType }: Envelope): string {
  if (pickle) return placeOf(pickle)
  return source?.uri ?? gherkinDocument?.uri ?? stepDefinition?.id ?? hook?.id ?? parameterType?.id ?? ''
}

function placeOf({ uri, location }: Pickle): string {
  return `${uri}:${location?.line ?? 0}`
}

/** The test case with the ids of the pickle, and of its steps, that stands for its place in the file. */
function retie(
  testCase: TestCase,
  known: ReadonlyMap<string, Pickle>,
  pickles: ReadonlyMap<string, Pickle>,
): TestCase {
  const own = known.get(testCase.pickleId)
  const first = own && pickles.get(placeOf(own))
  if (own === undefined || first === undefined || own === first) return testCase
  const steps = new Map(own.steps.map((step, index) => [step.id, first.steps[index]?.id ?? step.id]))
  const testSteps = testCase.testSteps.map(step => {
    const pickleStepId = step.pickleStepId === undefined ? undefined : steps.get(step.pickleStepId)
    return pickleStepId === undefined ? step : Object.assign({}, step, { pickleStepId })
  })
  return Object.assign({}, testCase, { pickleId: first.id, testSteps })
}
