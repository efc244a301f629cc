import { defect, override } from '../../simulator.js'
import { outcomeOf, type ThunderAlteration } from '../alterations.js'
import type { ThunderCore } from '../core.js'
import type { Outcome } from '../json-rpc.js'

/** A refusal with an error. */
export const refused = (code: number, message: string): Outcome => ({ error: { code, message } })

/** What the document lists for a back office that cannot be reached. */
export const UNAVAILABLE = refused(2, 'ERROR_UNAVAILABLE')

/** What the document lists for a provisioning that is under way. */
export const IN_PROGRESS = refused(12, 'ERROR_INPROGRESS')

/** What calls without a result answer. */
export const NULL: Outcome = { result: null }

/** Whether a provisioning is under way. */
export const isRunning = ({ plugin }: ThunderCore): boolean => plugin.backOfficeAvailable && plugin.running

/** Whether the back office cannot be reached. */
export const isCutOff = ({ plugin }: ThunderCore): boolean => plugin.active && !plugin.backOfficeAvailable

/** Answers a member another way in one state of the plugin. */
export function inState(
  member: string,
  name: string,
  applies: (core: ThunderCore) => boolean,
  outcome: Outcome,
): ThunderAlteration {
  return outcomeOf(member, name, (original, call, core) =>
    applies(core) && call.params === undefined ? outcome : original,
  )
}

/** Refuses the first call of a member once more after the back office has come back. */
export const refusesOnceMore = (member: string): ThunderAlteration =>
  defect(`refuses ${member} once more after the back office has come back`, core => {
    let wasRefused = false
    override(core, original => ({
      invoke: (call, channel) => {
        const outcome = original.invoke(call, channel)
        if (!call.method.endsWith(`.${member}`)) return outcome
        const isOnceMore = wasRefused && !isCutOff(core) && 'result' in outcome
        wasRefused = isCutOff(core)
        return isOnceMore ? UNAVAILABLE : outcome
      },
    }))
  })
