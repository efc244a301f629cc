import { defect, override } from '../../simulator.js'
import {
  inRelease,
  outcomeOf,
  refusals,
  releaseBut,
  resultOf,
  settings,
  unknownMethods,
} from '../alterations.js'
import type { ThunderAlteration } from '../alterations.js'
import type { ThunderCore } from '../core.js'
import { isObject, type Call, type Outcome } from '../json-rpc.js'
import type { Provisioning, ProvisionState } from '../provisioning.js'

const refused = (code: number, message: string): Outcome => ({ error: { code, message } })
const UNAVAILABLE = refused(2, 'ERROR_UNAVAILABLE')
const IN_PROGRESS = refused(12, 'ERROR_INPROGRESS')
const INVALID_PARAMS = refused(-32602, 'Invalid params')
const NULL: Outcome = { result: null }

const isIdle = ({ plugin }: ThunderCore): boolean =>
  plugin.active && plugin.backOfficeAvailable && !plugin.running
const isRunning = ({ plugin }: ThunderCore): boolean => plugin.backOfficeAvailable && plugin.running
const isCutOff = ({ plugin }: ThunderCore): boolean => plugin.active && !plugin.backOfficeAvailable
const isNull = (outcome: Outcome): boolean => 'result' in outcome && outcome.result === null
const hasParams = (call: Call, ...wanted: readonly string[]): boolean => {
  if (!isObject(call.params)) return false
  const names = Object.keys(call.params)
  return names.length === wanted.length && wanted.every(name => names.includes(name))
}

const members = ['provision', 'index', 'id', 'state', 'register', 'unregister']

/** Answers a member another way in one state of the plugin. */
function inState(
  member: string,
  name: string,
  applies: (core: ThunderCore) => boolean,
  outcome: Outcome,
): ThunderAlteration {
  return outcomeOf(member, name, (original, call, core) =>
    applies(core) && call.params === undefined ? outcome : original,
  )
}

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

/** Refuses the first call of a member once more after the back office has come back. */
const refusesOnceMore = (member: string): ThunderAlteration =>
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

/** Finds members in another way. */
const finds = (name: string, replace: (core: ThunderCore) => Partial<ThunderCore>): ThunderAlteration =>
  defect(name, core => override(core, replace))

/** Defects in what the members do, and in how they are named. */
export const memberDefects = {
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

  'thunder.naming.refuses-unknown-members': [
    settings('refuses unknown methods as invalid params', {
      unknownMethod: { code: -32602, message: 'Invalid params' },
    }),
    defect('refuses unknown methods as in progress while provisioning', core =>
      override(core, original => ({
        lookUp: (callsign, version, member) => {
          const found = original.lookUp(callsign, version, member)
          const isUnknown = typeof found !== 'function' && /^(?:reset|status|label)/.test(member)
          return isUnknown && isRunning(core) ? IN_PROGRESS : found
        },
      })),
    ),
    settings('refuses unknown methods as unavailable', {
      unknownMethod: { code: 2, message: 'ERROR_UNAVAILABLE' },
    }),
    finds('answers unknown methods with null', original => ({
      lookUp: (callsign, version, member) => {
        const found = original.lookUp(callsign, version, member)
        const isUnknown = callsign === 'Provisioning' && version === '1' && member === member.toLowerCase()
        return isUnknown && typeof found !== 'function' ? NULL : found
      },
    })),
    finds('takes a name that begins with that of a member', original => ({
      lookUp: (callsign, version, member) =>
        original.lookUp(callsign, version, members.find(name => member.startsWith(name)) ?? member),
    })),
    finds('completes a name that is cut off', original => ({
      lookUp: (callsign, version, member) =>
        original.lookUp(
          callsign,
          version,
          (member.length > 1 && members.find(name => name.startsWith(member))) || member,
        ),
    })),
    finds('drops blanks around a name', original => ({
      lookUp: (callsign, version, member) => original.lookUp(callsign, version, member.trim()),
    })),
  ],
  'thunder.naming.matches-members-exactly': [
    finds('matches members without regard to case', original => ({
      lookUp: (callsign, version, member) => original.lookUp(callsign, version, member.toLowerCase()),
    })),
    finds('matches the member state without regard to case', original => ({
      lookUp: (callsign, version, member) =>
        original.lookUp(callsign, version, member.toLowerCase() === 'state' ? 'state' : member),
    })),
  ],
  'thunder.naming.matches-the-callsign-exactly': [
    finds('matches the callsign without regard to case', original => ({
      lookUp: (callsign, version, member) =>
        original.lookUp(
          callsign.toLowerCase() === 'provisioning' ? 'Provisioning' : callsign,
          version,
          member,
        ),
    })),
  ],
  'thunder.naming.refuses-unknown-callsigns': [
    finds('takes any callsign', original => ({
      lookUp: (callsign, version, member) =>
        original.lookUp(
          /^(provisioning|rpc)(\..*)?$/i.test(callsign) ? callsign : 'Provisioning',
          version,
          member,
        ),
    })),
  ],
  'thunder.naming.needs-a-callsign': [
    finds('finds the members of its only plugin without a callsign', original => ({
      find: (name, channel) => original.members.get(name) ?? original.find(name, channel),
    })),
    finds('takes a version for the whole place of a member', original => ({
      find: (name, channel) =>
        original.find(/^\d+\.\w+$/.test(name) ? `Provisioning.${name}` : name, channel),
    })),
  ],
  'thunder.naming.names-unknown-callsigns': [
    settings('refuses an unknown callsign as invalid params', {
      unknownCallsign: { code: -32602, message: 'Invalid params' },
    }),
    releaseBut('r5', 'refuses an unknown callsign as release 4 does', {
      unknownCallsign: { code: -32603, message: 'Internal error' },
    }),
  ],
  'thunder.naming.refuses-unsupported-versions': [
    finds('takes any version', original => ({
      lookUp: (callsign, _version, member) => original.lookUp(callsign, undefined, member),
    })),
    settings('refuses an unsupported version as an internal error', {
      unsupportedVersion: { code: -32603, message: 'Internal error' },
    }),
  ],
  'thunder.naming.refuses-versions-that-are-no-number': [
    finds('takes any word for a version', original => ({
      lookUp: (callsign, version, member) =>
        original.lookUp(callsign.startsWith('Provisioning.') ? 'Provisioning' : callsign, version, member),
    })),
  ],
  'thunder.naming.version-may-be-left-out': [
    inRelease('r4', 'refuses a name without a version', core =>
      override(core, original => ({
        lookUp: (callsign, version, member) =>
          version === undefined
            ? { error: core.release.unknownMethod }
            : original.lookUp(callsign, version, member),
      })),
    ),
  ],
  'thunder.naming.index-of-a-member-is-ignored': [
    releaseBut('r5', 'takes an index for a part of the name', { stripsIndex: false }),
  ],
  'thunder.naming.leaves-rpc-names-alone': [
    finds('takes rpc for the callsign', original => ({
      lookUp: (callsign, version, member) =>
        original.lookUp(/^rpc\b/.test(callsign) ? 'Provisioning' : callsign, version, member),
    })),
  ],
  'thunder.naming.refuses-calls-while-deactivated': [
    defect('answers for a deactivated plugin', core =>
      override(core, original => ({
        lookUp: (callsign, version, member) =>
          (callsign === core.callsign && !core.plugin.active ? core.members.get(member) : undefined) ??
          original.lookUp(callsign, version, member),
      })),
    ),
  ],
  'thunder.naming.names-deactivated-plugins': [
    releaseBut('r4', 'refuses a deactivated plugin as an unknown method', {
      inactive: { code: -32601, message: 'Unknown method.' },
    }),
  ],
} as const satisfies Record<string, readonly ThunderAlteration[]>
