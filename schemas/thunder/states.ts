import { integer, list, optional, text } from '../fields.js'
import { defineStates } from '../states.js'

const provisionId = text('The provision ID of the platform, as the property id gives it.')
const label = text('A label whose index may be set, such as "cobalt".', { minLength: 1 })

/**
 * The states of a Thunder Provisioning plugin. Each of the first four describes the whole plugin and ends the one
 * before it, so a scenario begins with one of them; connections stay open throughout.
 */
export const thunderStates = defineStates({
  idle: {
    means:
      'The plugin is active, no provisioning is in progress and the back office client is available. This resets ' +
      'everything that another state or an earlier call has changed: a running process is dropped and signals ' +
      'nothing, the provision ID and the tokens are those of the facts, a deactivated plugin is activated. ' +
      'Registrations of open connections stay.',
    usedUp: false,
    exclusive: true,
    params: {},
    facts: {
      provisionId,
      tokens: list('The provisioned systems, one label per item, in any order.', text('A label.')),
      label,
    },
  },
  provisioning: {
    means:
      'As idle, but a provisioning process is in progress and stays so, without an event, until another state is set.',
    usedUp: false,
    exclusive: true,
    params: {},
    facts: { provisionId, label },
  },
  'back office unavailable': {
    means: 'As idle, but the provisioning back office client is not available until another state is set.',
    usedUp: false,
    exclusive: true,
    params: {},
    facts: { provisionId, label },
  },
  deactivated: {
    means:
      'The plugin is deactivated, so that the framework alone answers for it, until another state is set. ' +
      'What clients have registered with the plugin is gone.',
    usedUp: false,
    exclusive: true,
    params: {},
    facts: {},
  },
  'provisioning change': {
    means:
      'The active plugin signals one provisioning change to its observers, now; nothing else changes. ' +
      'Something has to happen for this, so it takes a stage and cannot be written down as a fixture.',
    usedUp: true,
    params: {},
    facts: {
      status: optional(integer('The status that the event carries, where it is known.')),
    },
  },
})
