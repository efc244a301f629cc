import * as fc from 'fast-check'
import { isDeepStrictEqual } from 'node:util'
import type { Property } from '../../harness/fuzz/property.js'
import { isObject } from './line.js'
import { callText, shown, Speaker, wrong, type Plugin, type Reply, type Transport } from './plugin.js'

const STATES = ['idle', 'provisioning', 'back office unavailable', 'deactivated'] as const
type State = (typeof STATES)[number]

/** Something that happens to the plugin, or that a client asks of it. */
type Step =
  | { readonly do: 'turn'; readonly state: State }
  | { readonly do: 'call'; readonly member: Member; readonly transport: Transport }
  | {
      readonly do: 'write'
      readonly property: 'id' | 'state'
      readonly params: readonly unknown[] | Readonly<Record<string, unknown>>
      readonly transport: Transport
    }

const MEMBERS = ['provision', 'index', 'id', 'state'] as const
type Member = (typeof MEMBERS)[number]

/** The plugin as the document lets it be. */
interface Model {
  state: State
  /** Whether a trigger was taken since the state was brought about. */
  triggered: boolean
  provisionId: string | undefined
  label: string
  /** The provision state as it was read last, until something happens that may change it. */
  known: unknown
}

const RESTS_ON = [
  'thunder.provision.succeeds-when-idle',
  'thunder.provision.names-in-progress',
  'thunder.provision.refuses-without-back-office',
  'thunder.index.accepts-a-label-with-an-index',
  'thunder.index.refuses-without-back-office',
  'thunder.id.is-readable',
  'thunder.id.keeps-its-value',
  'thunder.state.is-readable',
  'thunder.state.keeps-its-value',
  'thunder.state.refuses-without-back-office',
]

/** How a call ends depends on the state that the plugin is in, and not on how it came there. */
export function callsEndAsTheStateSays(plugin: Plugin): Property<readonly Step[]> {
  const transport = fc.constantFrom(...plugin.transports)
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('turn' as const), state: fc.constantFrom(...STATES) }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant('call' as const),
        member: fc.constantFrom(...MEMBERS),
        transport,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('write' as const),
        property: fc.constantFrom('id' as const, 'state' as const),
        params: fc
          .oneof(
            fc.array(fc.jsonValue({ maxDepth: 1 }), { minLength: 1, maxLength: 3 }),
            fc.dictionary(fc.constantFrom('value', 'id', 'status', 'tokens'), fc.jsonValue({ maxDepth: 1 }), {
              minKeys: 1,
            }),
          )
          .map(value => structuredClone(value)),
        transport,
      }),
    },
  )
  return {
    name: 'any calls and any states of the plugin in any order',
    values: fc.array(step, {
      minLength: 1,
      maxLength: plugin.world.session.fuzzing.isDeep ? 20 : 8,
      size: 'max',
    }),
    tell: steps => ['Given a plugin that is idle', ...steps.map(step => `When ${tell(step)}`)],
    restsOn: RESTS_ON,
    async holds(steps) {
      const model: Model = {
        state: 'idle',
        triggered: false,
        provisionId: undefined,
        label: '',
        known: undefined,
      }
      await turn(plugin, model, 'idle')
      const speaker = new Speaker(plugin)
      for (const step of steps) {
        if (step.do === 'turn') await turn(plugin, model, step.state)
        else if (step.do === 'call') await call(plugin, speaker, model, step.member, step.transport)
        else await write(plugin, speaker, model, step)
      }
    },
  }
}

async function turn(plugin: Plugin, model: Model, state: State): Promise<void> {
  plugin.world.cover('transitions', `${model.state}: becomes ${state}`)
  const facts: { provisionId?: string; label?: string } = await plugin.world.state(state, {})
  Object.assign(model, { state, triggered: false, known: undefined })
  model.provisionId = facts.provisionId
  model.label = facts.label ?? model.label
}

async function call(
  plugin: Plugin,
  speaker: Speaker,
  model: Model,
  member: Member,
  transport: Transport,
): Promise<void> {
  const isLegal = model.state === 'idle' || (model.state === 'provisioning' && member !== 'provision')
  plugin.world.cover(isLegal ? 'transitions' : 'illegalTransitions', `${model.state}: ${member}`)
  const params = member === 'index' ? { label: model.label, index: 1 } : undefined
  const reply = await speaker.ask(transport, callText(plugin, member, params, 42))
  const { result, code } = outcomeOf(member, reply)
  // How a deactivated plugin is answered for is the framework's; no error of the ID is listed, which may only warn.
  if (model.state === 'deactivated' || (member === 'id' && model.state !== 'idle' && code !== undefined))
    return
  if (model.state === 'back office unavailable' && member !== 'id') {
    if (code !== undefined && plugin.codes('unavailable').includes(code)) return
    wrong(
      `Without its back office the plugin does not refuse ${member} as unavailable.`,
      'unavailable',
      reply,
    )
  }
  const mayRun = member === 'provision' && (model.triggered || model.state === 'provisioning')
  if (mayRun && code !== undefined && plugin.codes('in progress').includes(code)) return
  const summary = `The plugin is ${model.state}, and ${member} is refused.`
  if (code !== undefined) wrong(summary, 'a result', reply)
  checkResult(model, member, result, reply)
  if (member === 'provision') Object.assign(model, { triggered: true, known: undefined })
}

function checkResult(model: Model, member: Member, result: unknown, reply: Reply): void {
  if (member === 'id') {
    if (result === model.provisionId) return
    wrong('The property id is not the provision ID.', shown(model.provisionId), reply)
  }
  if (member !== 'state') {
    if (result !== null) wrong(`The result of ${member} is not null.`, 'null', reply)
    return
  }
  if (!isObject(result)) wrong('The provision state is no object.', 'an object', reply)
  // A provisioning that runs may change the state at any time.
  if (model.triggered || model.state !== 'idle') return
  if (model.known !== undefined && !isDeepStrictEqual(sorted(result), model.known)) {
    wrong('The provision state is another though nothing was provisioned.', shown(model.known), reply)
  }
  model.known = sorted(result)
}

/** Tokens are a set: in which order they come is open. */
function sorted(state: Readonly<Record<string, unknown>>): unknown {
  const { tokens } = state
  return Array.isArray(tokens)
    ? { ...state, tokens: tokens.map(token => JSON.stringify(token)).toSorted() }
    : { ...state }
}

/** A write to a property that is read-only: whatever it brings, the property keeps its value, as later calls show. */
async function write(
  plugin: Plugin,
  speaker: Speaker,
  model: Model,
  { property, params, transport }: Extract<Step, { do: 'write' }>,
): Promise<void> {
  plugin.world.cover('illegalTransitions', `${model.state}: write ${property}`)
  const isReadable = model.state === 'idle' && !model.triggered
  if (isReadable) await call(plugin, speaker, model, property, transport)
  await speaker.ask(transport, callText(plugin, property, params, 43))
  if (isReadable) await call(plugin, speaker, model, property, transport)
}

function outcomeOf(member: string, reply: Reply): { result: unknown; code: number | undefined } {
  const { value } = reply
  if (!isObject(value))
    wrong(`A call of ${member} is not answered by an object.`, 'a result or an error', reply)
  const { result, error } = value
  const code = isObject(error) ? error['code'] : undefined
  return { result, code: typeof code === 'number' ? code : undefined }
}

function tell(step: Step): string {
  if (step.do === 'turn') return `the plugin becomes ${step.state}`
  if (step.do === 'call') return `the client calls ${step.member} over ${step.transport}`
  return `the client writes ${shown(step.params)} to ${step.property} over ${step.transport}`
}
