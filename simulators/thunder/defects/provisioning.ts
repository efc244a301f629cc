import { defect, override } from '../../simulator.js'
import { outcomeOf, resultOf, type ThunderAlteration } from '../alterations.js'
import { isObject, type Call, type Outcome } from '../json-rpc.js'
import {
  IN_PROGRESS,
  NULL,
  UNAVAILABLE,
  inState,
  isCutOff,
  isRunning,
  refused,
  refusesOnceMore,
} from './shared.js'

const INVALID_PARAMS = refused(-32602, 'Invalid params')

const isNull = (outcome: Outcome): boolean => 'result' in outcome && outcome.result === null

const hasParams = (call: Call, ...wanted: readonly string[]): boolean => {
  if (!isObject(call.params)) return false
  const names = Object.keys(call.params)
  return names.length === wanted.length && wanted.every(name => names.includes(name))
}

/** Gives another outcome to an index of a label that has one already. */
const changedIndex = (name: string, change: (before: number) => Outcome): ThunderAlteration =>
  defect(name, ({ plugin }) =>
    override(plugin, original => ({
      index: params => {
        const before = isObject(params) ? plugin.indexes.get(String(params['label'])) : undefined
        const outcome = original.index(params)
        return before !== undefined && isNull(outcome) ? change(before) : outcome
      },
    })),
  )

/** How calls that provision can go wrong. */
export const provisioningDefects = {
  'thunder.provision.succeeds-when-idle': [
    refusesOnceMore('provision'),
    outcomeOf('provision', 'refuses the first trigger as in progress', outcome =>
      isNull(outcome) ? IN_PROGRESS : outcome,
    ),
    outcomeOf(
      'provision',
      'refuses the first trigger over WebSocket as in progress',
      (outcome, _call, _core, channel) =>
        isNull(outcome) && channel.transport === 'websocket' ? IN_PROGRESS : outcome,
    ),
  ],
  'thunder.provision.result-is-null': [
    resultOf('provision', 'answers a trigger with true', () => true),
    resultOf('provision', 'answers a trigger with an empty object', () => ({})),
    resultOf('provision', 'answers a trigger over WebSocket with the word null', (_, { transport }) =>
      transport === 'websocket' ? 'null' : null,
    ),
  ],
  'thunder.provision.names-in-progress': [
    outcomeOf('provision', 'refuses a second trigger as unavailable', (outcome, _call, core) =>
      'error' in outcome && isRunning(core) ? UNAVAILABLE : outcome,
    ),
  ],
  'thunder.provision.refuses-without-back-office': [
    inState('provision', 'takes a trigger without a back office', isCutOff, NULL),
    inState('provision', 'refuses a trigger without a back office as in progress', isCutOff, IN_PROGRESS),
    defect('finds a process in progress where it has refused a trigger', core =>
      override(core.plugin, original => {
        let wasRefused = false
        return {
          reset: () => {
            wasRefused = false
            original.reset()
          },
          provision: () => {
            const outcome = original.provision()
            if (!isCutOff(core) || !('error' in outcome)) return outcome
            const seen = wasRefused ? IN_PROGRESS : outcome
            wasRefused = true
            return seen
          },
        }
      }),
    ),
  ],

  'thunder.index.accepts-a-label-with-an-index': [
    refusesOnceMore('index'),
    changedIndex('refuses another index for a label that has one', () => refused(-32603, 'Internal error')),
    outcomeOf('index', 'finds every label with an index unavailable', (outcome, call) =>
      hasParams(call, 'label', 'index') && isNull(outcome) ? UNAVAILABLE : outcome,
    ),
  ],
  'thunder.index.result-is-null': [
    outcomeOf('index', 'answers an index while provisioning with true', (outcome, _call, core) =>
      isRunning(core) && isNull(outcome) ? { result: true } : outcome,
    ),
    resultOf('index', 'answers with the index of before', () => 0),
    changedIndex('answers a change of the index with the one before', result => ({ result })),
    resultOf('index', 'answers an index over HTTP with an empty string', (_, { transport }) =>
      transport === 'http' ? '' : null,
    ),
  ],
  'thunder.index.label-is-optional': [
    outcomeOf('index', 'wants a label with an index', (outcome, call) =>
      hasParams(call, 'index') ? INVALID_PARAMS : outcome,
    ),
  ],
  'thunder.index.index-is-optional': [
    outcomeOf('index', 'wants an index with a label', (outcome, call) =>
      hasParams(call, 'label') ? INVALID_PARAMS : outcome,
    ),
  ],
  'thunder.index.both-are-optional': [
    outcomeOf('index', 'wants a label or an index', (outcome, call) =>
      hasParams(call) ? INVALID_PARAMS : outcome,
    ),
  ],
  'thunder.index.parameters-may-be-left-out': [
    outcomeOf('index', 'wants parameters', (outcome, call) =>
      call.params === undefined ? INVALID_PARAMS : outcome,
    ),
  ],
  'thunder.index.accepts-32-bits': [
    outcomeOf('index', 'takes an index for a signed number', (outcome, { params }) =>
      isObject(params) && Number(params['index']) > 0x7f_ff_ff_ff ? INVALID_PARAMS : outcome,
    ),
  ],
  'thunder.index.refuses-without-back-office': [
    outcomeOf('index', 'takes an index without a back office', (outcome, _call, core) =>
      isCutOff(core) ? NULL : outcome,
    ),
  ],
} as const satisfies Record<string, readonly ThunderAlteration[]>
