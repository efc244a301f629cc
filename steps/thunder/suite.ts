import type { Suite } from '../../harness/suite.js'
import { thunderOptions } from '../../schemas/thunder/options.js'
import { thunderStates } from '../../schemas/thunder/states.js'
import { PROFILES } from './codes.js'
import { thunderStanding } from './standing.js'

/** What the Thunder Provisioning API brings along for the machinery. */
export const thunderSuite: Suite = {
  api: 'thunder',
  title: 'Thunder Provisioning API',
  states: thunderStates,
  profiles: PROFILES,
  capabilities: {
    http: 'Calls can be posted over HTTP.',
    websocket: 'Calls can be made over a WebSocket, which events need.',
    'states-at-will': 'The stage can bring about one state after the other; fixtures cannot.',
  },
  options: thunderOptions,
  standing: thunderStanding,
  secretHeaders: [],
}
