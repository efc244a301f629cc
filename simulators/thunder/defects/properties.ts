import { defect, override } from '../../simulator.js'
import { outcomeOf, resultOf, type ThunderAlteration } from '../alterations.js'
import type { ThunderCore } from '../core.js'
import { isObject } from '../json-rpc.js'
import type { ProvisionState, Provisioning } from '../provisioning.js'
import { NULL, UNAVAILABLE, inState, isCutOff, isRunning, refused, refusesOnceMore } from './shared.js'

const isIdle = ({ plugin }: ThunderCore): boolean =>
  plugin.active && plugin.backOfficeAvailable && !plugin.running

const state = (name: string, change: (state: ProvisionState) => unknown): ThunderAlteration =>
  resultOf('state', name, change)

/** Changes the state while a process runs. */
const runningState = (name: string, change: (state: ProvisionState) => unknown): ThunderAlteration =>
  outcomeOf('state', name, (outcome, _call, core) =>
    'result' in outcome && isRunning(core) ? { result: change(outcome.result as ProvisionState) } : outcome,
  )

/** Does something else from a trigger on until the plugin is reset. */
const onceTriggered = (
  name: string,
  replace: (wasTriggered: () => boolean, plugin: Provisioning) => Partial<Provisioning>,
): ThunderAlteration =>
  defect(name, ({ plugin }) => {
    let triggered = false
    override(plugin, original => ({
      start: () => {
        triggered = true
        original.start()
      },
      reset: () => {
        triggered = false
        original.reset()
      },
    }))
    override(plugin, original => replace(() => triggered, original))
  })

/** Changes the state from a trigger on. */
const triggeredState = (name: string, change: (state: ProvisionState) => unknown): ThunderAlteration =>
  onceTriggered(name, (wasTriggered, original) => ({
    state: () => {
      const outcome = original.state()
      const isChanged = 'result' in outcome && wasTriggered()
      return isChanged ? { result: change(outcome.result as ProvisionState) } : outcome
    },
  }))

/** How properties can go wrong. */
export const propertyDefects = {
  'thunder.id.is-readable': [
    outcomeOf('id', 'refuses to read the provision ID', (outcome, call, core) =>
      call.params === undefined && isIdle(core) ? refused(-32603, 'Internal error') : outcome,
    ),
  ],
  'thunder.id.is-a-string': [
    onceTriggered(
      'gives null for the provision ID once provisioning was triggered',
      (wasTriggered, plugin) => ({
        id: () => (wasTriggered() ? NULL : plugin.id()),
      }),
    ),
    inState('id', 'gives null for the provision ID without a back office', isCutOff, NULL),
    resultOf('id', 'gives the provision ID in an object', id => ({ id })),
    resultOf('id', 'gives a number for the provision ID', () => 16),
    resultOf('id', 'gives null for the provision ID over WebSocket', (id, { transport }) =>
      transport === 'websocket' ? null : id,
    ),
  ],
  'thunder.id.is-the-provision-id': [
    resultOf('id', 'gives the provision ID in lower case', (id: string) => id.toLowerCase()),
    resultOf('id', 'pads the provision ID with a space', (id: string) => `${id} `),
    inState('id', 'gives an empty provision ID while provisioning', isRunning, { result: '' }),
    defect('appends the index to the provision ID', ({ plugin }) =>
      override(plugin, original => ({
        id: () => {
          const [index] = plugin.indexes.values()
          return index === undefined ? original.id() : { result: `${plugin.provisionId}-${index}` }
        },
      })),
    ),
  ],
  'thunder.id.keeps-its-value': [
    defect('lets a notification write the provision ID', core => {
      let written: string | undefined
      override(core, original => ({
        invoke: (call, channel) => {
          const isWrite = call.method.endsWith('.id') && isObject(call.params)
          if (isWrite && call.id === undefined) written = 'WRITTEN'
          return original.invoke(call, channel)
        },
      }))
      override(core.plugin, original => ({
        id: () => (written === undefined ? original.id() : { result: written }),
        reset: () => {
          written = undefined
          original.reset()
        },
      }))
    }),
    defect('refuses to write the provision ID and writes it', core =>
      override(core.plugin, original => {
        let written: string | undefined
        return {
          write: (property, params) => {
            if (property === 'id') written = 'WRITTEN'
            return original.write(property, params)
          },
          id: () => (written === undefined ? original.id() : { result: written }),
          reset: () => {
            written = undefined
            original.reset()
          },
        }
      }),
    ),
  ],
  'thunder.id.refuses-a-write': [
    outcomeOf('id', 'takes a write of the provision ID and drops it', (outcome, call) =>
      call.params === undefined ? outcome : NULL,
    ),
  ],

  'thunder.state.is-readable': [
    inState('state', 'finds the state unavailable', isIdle, UNAVAILABLE),
    refusesOnceMore('state'),
  ],
  'thunder.state.is-an-object': [
    state('gives the state in an array', value => [value]),
    state('gives the state as a string of JSON', value => JSON.stringify(value)),
    runningState('gives null for the state while provisioning', () => null),
    triggeredState('gives null for the state once provisioning was triggered', () => null),
  ],
  'thunder.state.id-is-a-string': [
    state('gives a number for the ID in the state', value => ({ ...value, id: 16 })),
    state('leaves the ID out of the state', ({ status, tokens }) => ({ status, tokens })),
    runningState('gives null for the ID while provisioning', value => ({ ...value, id: null })),
    triggeredState('leaves out the ID once provisioning was triggered', ({ status, tokens }) => ({
      status,
      tokens,
    })),
  ],
  'thunder.state.id-is-the-provision-id': [
    state('gives another ID in the state', value => ({ ...value, id: `${value.id}-2` })),
    runningState('gives an empty ID while provisioning', value => ({ ...value, id: '' })),
  ],
  'thunder.state.status-is-a-number': [
    state('gives the status as a string', value => ({ ...value, status: String(value.status) })),
    state('leaves the status out of the state', ({ id, tokens }) => ({ id, tokens })),
    state('gives null for the status', value => ({ ...value, status: null })),
    runningState('gives a word for the status while provisioning', value => ({
      ...value,
      status: 'provisioning',
    })),
    triggeredState('gives a word for the status once provisioning was triggered', value => ({
      ...value,
      status: 'triggered',
    })),
  ],
  'thunder.state.tokens-are-an-array': [
    state('joins the tokens to one string', value => ({ ...value, tokens: value.tokens.join(', ') })),
    state('gives the tokens as members of an object', value => ({
      ...value,
      tokens: Object.fromEntries(value.tokens.map(token => [token, true])),
    })),
    state('leaves the tokens out of the state', ({ id, status }) => ({ id, status })),
    runningState('gives null for the tokens while provisioning', value => ({ ...value, tokens: null })),
    triggeredState('gives null for the tokens once provisioning was triggered', value => ({
      ...value,
      tokens: null,
    })),
  ],
  'thunder.state.tokens-are-strings': [
    state('gives each token as an object', value => ({
      ...value,
      tokens: value.tokens.map(label => ({ label })),
    })),
    state('gives null for the last token', value => ({ ...value, tokens: [...value.tokens, null] })),
  ],
  'thunder.state.lists-the-provisioned-systems': [
    state('lists a system twice', value => ({
      ...value,
      tokens: [...value.tokens, ...value.tokens.slice(0, 1)],
    })),
    defect('gives each token once', ({ plugin }) =>
      override(plugin, original => ({
        state: () => {
          const outcome = original.state()
          if ('result' in outcome) plugin.tokens = plugin.tokens.slice(1)
          return outcome
        },
      })),
    ),
    state('leaves a token out', value => ({ ...value, tokens: value.tokens.slice(1) })),
    state('lists a system that is not provisioned', value => ({
      ...value,
      tokens: [...value.tokens, 'widevine'],
    })),
  ],
  'thunder.state.names-one-system-per-token': [
    state('joins the tokens in one item', value => ({ ...value, tokens: [value.tokens.join(', ')] })),
  ],
  'thunder.state.keeps-its-value': [
    defect('refuses to write the state and writes its status', core =>
      override(core.plugin, original => ({
        write: (property, params) => {
          if (property === 'state') core.plugin.status += 1
          return original.write(property, params)
        },
      })),
    ),
  ],
  'thunder.state.refuses-a-write': [
    outcomeOf('state', 'takes a write of the state and drops it', (outcome, call) =>
      call.params === undefined ? outcome : NULL,
    ),
  ],
  'thunder.state.refuses-without-back-office': [
    inState('state', 'gives an empty state without a back office', isCutOff, {
      result: { id: '', status: 0, tokens: [] },
    }),
    inState(
      'state',
      'refuses the state without a back office by JSON-RPC alone',
      isCutOff,
      refused(-32603, 'Internal error'),
    ),
  ],
} as const satisfies Record<string, readonly ThunderAlteration[]>
