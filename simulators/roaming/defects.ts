import type { Defects } from '../simulator.js'
import type { RoamingCore } from './core.js'
import { defectsOfEvents } from './defects-of-events.js'
import { defectsOfForms } from './defects-of-forms.js'
import { defectsOfHabits } from './defects-of-habits.js'
import { defectsOfRequests } from './defects-of-requests.js'
import { defectsOfSpelling } from './defects-of-spelling.js'

/** Ways to break the rules of roamingProvisioning, by rule. */
export const roamingDefects: Defects<RoamingCore> = together(
  defectsOfRequests,
  defectsOfEvents,
  defectsOfForms,
  defectsOfSpelling,
  defectsOfHabits,
)

function together(...parts: readonly Defects<RoamingCore>[]): Defects<RoamingCore> {
  const rules = new Set(parts.flatMap(part => Object.keys(part)))
  return Object.fromEntries([...rules].map(rule => [rule, parts.flatMap(part => part[rule] ?? [])]))
}
