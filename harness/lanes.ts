import { AsyncLocalStorage } from 'node:async_hooks'
import type { CoordinatorTransformValues } from '@cucumber/cucumber/api'

/** Scenarios as Cucumber hands them to its plugins: in the order in which they are to run. */
export type Scenarios = CoordinatorTransformValues['pickles:order']

/** What one lane makes of the scenarios that Cucumber found for it. */
export type Lane = (found: Scenarios) => Promise<Scenarios>

/** The lane whose run of Cucumber is being set up. */
export const runningLane = new AsyncLocalStorage<Lane>()

/**
 * Lanes that run the scenarios of one API side by side: the first finds the scenarios for all of them, and each takes every
 * n-th, so that the features are read once.
 */
export function lanesOf(count: number): Lane[] {
  let tell: (all: Scenarios) => void
  const all = new Promise<Scenarios>(resolve => {
    tell = resolve
  })
  return Array.from({ length: count }, (_, lane) => async found => {
    if (lane === 0) tell(found)
    return (await all).filter((_scenario, index) => index % count === lane)
  })
}
