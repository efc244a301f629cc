import { anything, flag, list, object, oneOf, optional, text } from '../fields.js'
import { defineStates } from '../states.js'

/** The values of seType that the OpenAPI file lists; `undefined` is in its released version only. */
export const SE_TYPES = ['eSE', 'iSE', 'uicc', 'euicc', 'ieuicc', 'undefined'] as const

/** The states that the seram rules ask for. */
export const seramStates = defineStates({
  'orderable secure element': {
    means: 'The platform knows a secure element and takes orders for it.',
    usedUp: false,
    params: {
      seType: optional(oneOf('The type that the secure element must have; any if left out.', SE_TYPES)),
    },
    facts: {
      seType: oneOf('Its type.', SE_TYPES),
      seId: text('Its id.'),
      seExtraInfo: optional(text('Its features, separated by commas.')),
      others: optional(
        list(
          'Further secure elements that the platform takes orders for; if left out, it takes orders for any.',
          object('A secure element.', {
            seType: oneOf('Its type.', SE_TYPES),
            seId: text('Its id.'),
            seExtraInfo: optional(text('Its features, separated by commas.')),
          }),
        ),
      ),
    },
  },
  'orders of a session': {
    means: 'What the platform keeps under a session id at this moment. Nothing is changed.',
    usedUp: true,
    params: { sessionID: text('The id of the session.') },
    facts: {
      exists: flag('Whether there is a Management Session of this id.'),
      orders: list(
        'The orders of the session, the first one placed first; empty if there is none.',
        object('An order as it is kept.', {
          secureElements: optional(
            list('The secure elements that were listed.', anything('A secureElement.')),
          ),
          remoteManagementOrder: optional(anything('The remoteManagementOrder that was given.')),
        }),
      ),
    },
  },
})

/** The states of seram with their params and facts. */
export type SeramStates = typeof seramStates
