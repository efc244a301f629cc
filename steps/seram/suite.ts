import type { Suite } from '../../harness/suite.js'
import { seramOptions } from '../../schemas/seram/options.js'
import { seramStates } from '../../schemas/seram/states.js'
import { seramStanding } from './standing.js'

/** What the SERAM Order Provisioning Interface brings along for the machinery. */
export const seramSuite: Suite = {
  api: 'seram',
  title: 'GlobalPlatform SERAM Order Provisioning Interface',
  states: seramStates,
  profiles: {
    document:
      'The document of 5 December 2023: POST, 201 and the same sessionID for several orders are required.',
    released: 'Release 2.0.0, which lowers nearly all of that to "should" or "may".',
  },
  capabilities: {
    'single-parameter-orders': 'An order may have one parameter alone.',
    'undefined-se-type': 'The seType "undefined" is known, as in the released OpenAPI file.',
  },
  options: seramOptions,
  standing: seramStanding,
  secretHeaders: ['X-API-Key'],
}
