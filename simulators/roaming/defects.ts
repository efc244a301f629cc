import type { Defects } from '../simulator.js'
import type { RoamingCore } from './core.js'
import { defectsOfEvents } from './defects-of-events.js'
import { defectsOfForms } from './defects-of-forms.js'
import { defectsOfRequests } from './defects-of-requests.js'
import { defectsOfSpelling } from './defects-of-spelling.js'

/** Ways to break the rules of roamingProvisioning, by rule. */
export const roamingDefects: Defects<RoamingCore> = {
  ...defectsOfRequests,
  ...defectsOfEvents,
  ...defectsOfForms,
  ...defectsOfSpelling,
}
