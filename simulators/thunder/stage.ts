import type { FactsOf, StageHandlers } from '../../schemas/states.js'
import type { thunderStates } from '../../schemas/thunder/states.js'
import type { ThunderCore } from './core.js'

/** What brings a core into each state of a Thunder target. */
export function stageOf(core: ThunderCore) {
  const facts = (): FactsOf<(typeof thunderStates)['provisioning']> => ({
    provisionId: core.plugin.provisionId,
    label: 'cobalt',
  })
  return {
    idle: () => {
      core.plugin.reset()
      return { ...facts(), tokens: [...core.plugin.tokens] }
    },
    provisioning: () => {
      core.plugin.reset()
      core.plugin.running = true
      return facts()
    },
    'back office unavailable': () => {
      core.plugin.reset()
      core.plugin.backOfficeAvailable = false
      return facts()
    },
    deactivated: () => {
      core.plugin.reset()
      core.plugin.active = false
      core.observers.clear()
      return {}
    },
    'provisioning change': () => {
      if (!core.plugin.active)
        throw new Error('A deactivated plugin signals nothing. Set the state "idle" first.')
      const { status } = core.plugin
      core.signal(status)
      return { status }
    },
  } satisfies StageHandlers<typeof thunderStates>
}
