import type { Suite } from '../../harness/suite.js'
import { onapiOptions } from '../../schemas/onapi/options.js'
import { onapiStates } from '../../schemas/onapi/states.js'
import { onapiStanding } from './standing.js'

/** What the Order API of ON-API brings along for the machinery. */
export const onapiSuite: Suite = {
  api: 'onapi',
  title: 'ON-API Order',
  states: onapiStates,
  profiles: {
    document: 'What the document says: ACTIVATED, RECEIVED or REJECTED as the status of an order.',
    released:
      'What releases 2.5 and 2.6 say: CONFIRMED or REJECTED, a message always, other names for the customer.',
  },
  capabilities: {
    authorization: 'There are users who may call the API and may not order.',
    co: 'The provider places its orders at an operator whose address can be set, so that the suite can play it.',
    'states-at-will': 'The stage can bring about any number of states; fixtures cannot.',
    'rate-limit': 'The provider limits how many requests a user may send.',
  },
  options: onapiOptions,
  callbackName: 'co',
  standing: onapiStanding,
  secretHeaders: [],
}
