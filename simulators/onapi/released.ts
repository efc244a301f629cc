import { override } from '../simulator.js'
import { causeInReleasedCustomer } from './check.js'
import type { Outcome, ServiceProvider } from './core.js'

/** How a provider of release 2.5 or 2.6 words an outcome. */
export interface ReleasedWording {
  /** The key for accepted and for rejected orders; the examples have one of each. */
  readonly accepted: 'status' | 'state'
  readonly rejected: 'status' | 'state'
}

/** Makes a provider follow releases 2.5 and 2.6: other words for the outcome, other names for the customer. */
export function followRelease(core: ServiceProvider, wording: ReleasedWording): void {
  override(core, original => ({
    checkCustomer: causeInReleasedCustomer,
    answer: outcome => ({
      ...original.answer(outcome),
      body: JSON.stringify(releasedOutcome(outcome, wording)),
    }),
  }))
}

function releasedOutcome({ status, externalMessage }: Outcome, wording: ReleasedWording) {
  return status === 'REJECTED'
    ? { [wording.rejected]: status, externalMessage }
    : { [wording.accepted]: 'CONFIRMED', externalMessage }
}
