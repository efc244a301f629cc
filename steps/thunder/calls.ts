import { codesOf } from './codes.js'
import type { Outcome } from './message.js'
import { missing } from './missing.js'
import type { ThunderWorld } from './world.js'

/** One call of the plugin as the features name it. */
export interface Call {
  readonly member: (world: ThunderWorld) => string
  readonly params: (world: ThunderWorld) => unknown
  /** The rule that promises its success while nothing stands against it; none for a call that must be refused. */
  readonly promisedBy: string | undefined
  /** The rule that promises its refusal while the back office is not available. */
  readonly refusedBy: string
}

/** The call of index with both parameters, for a label that the plugin knows. */
export const INDEX: Call = {
  member: () => 'index',
  params: ({ facts, random }) => ({ label: facts.label ?? missing('a label'), index: random.integer(0, 9) }),
  promisedBy: 'thunder.index.accepts-a-label-with-an-index',
  refusedBy: 'thunder.index.refuses-without-back-office',
}

/** The reading of the provision ID. */
export const ID = without('id', 'thunder.id.is-readable', 'thunder.errors.id-lists-none')

/** The reading of the provision state. */
export const STATE = without(
  'state',
  'thunder.state.is-readable',
  'thunder.state.refuses-without-back-office',
)

/** The trigger. */
export const PROVISION = without(
  'provision',
  'thunder.provision.succeeds-when-idle',
  'thunder.provision.refuses-without-back-office',
)

/** The call of a method that the plugin does not have. */
export const UNKNOWN: Call = {
  member: ({ random }) => random.pick(['reset', 'status', 'label']) + random.word(5, 'bcdfghjklmnpqrstvwxz'),
  params: () => undefined,
  promisedBy: undefined,
  refusedBy: 'thunder.naming.refuses-unknown-members',
}

/** Calls by their names in the features. */
export const CALLS: Readonly<Record<string, Call>> = {
  provision: PROVISION,
  index: INDEX,
  id: ID,
  state: STATE,
  'a method that does not exist': UNKNOWN,
}

/** Whether the plugin or the framework has a member of this name. */
export function isMember(name: string): boolean {
  return ['provision', 'index', 'id', 'state', 'register', 'unregister'].includes(name)
}

type Params = (world: ThunderWorld) => unknown

/** Parameters of index by their names in the features. */
export const PARAMS: Readonly<Record<string, Params>> = {
  'both parameters': INDEX.params,
  'an index alone': ({ random }) => ({ index: random.integer(0, 9) }),
  'a label alone': ({ facts }) => ({ label: facts.label }),
  'empty parameters': () => ({}),
  'no parameters': () => undefined,
  'the smallest index': ({ facts }) => ({ label: facts.label, index: 0 }),
  'the largest index': ({ facts }) => ({ label: facts.label, index: 4_294_967_295 }),
  'a number for a label': ({ random }) => ({ label: random.integer(1, 99), index: random.integer(0, 9) }),
  'its parameters in an array': ({ facts, random }) => [{ label: facts.label, index: random.integer(0, 9) }],
  'an object for an index': ({ facts, random }) => ({
    label: facts.label,
    index: { index: random.integer(0, 9) },
  }),
}

/** Whether a call that promises success was taken; a trigger is also where one of its kind is in progress. */
export function isTaken(call: Call, outcome: Outcome, profile: string): boolean {
  if ('result' in outcome) return true
  return call === PROVISION && codesOf('in progress', profile).includes(outcome.code)
}

function without(member: string, promisedBy: string, refusedBy: string): Call {
  return { member: () => member, params: () => undefined, promisedBy, refusedBy }
}
