import { outcomeOf, refusals, unknownMethods, type ThunderAlteration } from '../alterations.js'
import { IN_PROGRESS, UNAVAILABLE, inState, isCutOff, isRunning, refused } from './shared.js'

/** How errors can go wrong. */
export const errorDefects = {
  'thunder.errors.provision-is-closed': [
    outcomeOf('provision', 'refuses a second trigger as pending', (outcome, _call, core) =>
      'error' in outcome && isRunning(core) ? refused(31, 'ERROR_PENDING_CONDITIONS') : outcome,
    ),
  ],
  'thunder.errors.index-is-closed': [
    outcomeOf('index', 'refuses an index while provisioning as in progress', (outcome, _call, core) =>
      isRunning(core) ? IN_PROGRESS : outcome,
    ),
  ],
  'thunder.errors.state-is-closed': [
    inState('state', 'refuses the state while provisioning as in progress', isRunning, IN_PROGRESS),
  ],
  'thunder.errors.id-lists-none': [
    inState('id', 'refuses the provision ID without a back office as unavailable', isCutOff, UNAVAILABLE),
    inState('id', 'refuses the provision ID while provisioning as in progress', isRunning, IN_PROGRESS),
  ],
  'thunder.errors.are-objects': [
    unknownMethods('gives the message for the error', response => ({
      ...response,
      error: response.error.message,
    })),
    unknownMethods('gives the error in an array', response => ({ ...response, error: [response.error] })),
  ],
  'thunder.errors.code-is-an-integer': [
    unknownMethods('gives the code as a string', response => ({
      ...response,
      error: { ...response.error, code: String(response.error.code) },
    })),
    unknownMethods('gives a fraction for the code', response => ({
      ...response,
      error: { ...response.error, code: response.error.code - 0.5 },
    })),
  ],
  'thunder.errors.message-is-a-string': [
    unknownMethods('leaves the message out', response => ({
      ...response,
      error: { code: response.error.code },
    })),
    unknownMethods('gives null for the message', response => ({
      ...response,
      error: { ...response.error, message: null },
    })),
  ],
  'thunder.errors.message-describes-the-error': [
    unknownMethods('says nothing of why there is no such method', response => ({
      ...response,
      error: { ...response.error, message: ' ' },
    })),
  ],
  'thunder.errors.message-is-the-listed-name': [
    refusals('puts a sentence for the name of the error', response => ({
      ...response,
      error: { ...response.error, message: 'The provisioning client cannot be used now.' },
    })),
  ],
  'thunder.errors.message-is-concise': [
    unknownMethods('gives the way to the error line by line', response => ({
      ...response,
      error: {
        ...response.error,
        message: 'Unknown method.\n  at invoke (core.c:214)\n  at receive (core.c:97)',
      },
    })),
  ],
  'thunder.errors.keeps-reserved-codes-free': [
    unknownMethods('gives unknown methods a code of its own in the reserved range', response => ({
      ...response,
      error: { ...response.error, code: -32605 },
    })),
  ],
} as const satisfies Record<string, readonly ThunderAlteration[]>
