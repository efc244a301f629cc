import type { Fields, Values } from './fields.js'

/**
 * A state that a stage can put a target into. `params` is what a `Given` may ask for, `facts` what the stage answers.
 * A state that is used up gives other facts each time; facts of the others may serve any number of scenarios. An
 * exclusive state is one of the whole target and ends the one before it: it is brought about each time it is asked for,
 * by the stage where there is one and else by whoever wrote its fixture.
 */
export interface State<Params extends Fields = Fields, Facts extends Fields = Fields> {
  readonly means: string
  readonly usedUp: boolean
  /** Whether bringing it about makes facts of other states stale, so that they are asked for anew. */
  readonly spoilsOthers?: boolean
  /** Whether it is one of the whole target, which ends the one before it. */
  readonly exclusive?: boolean
  readonly params: Params
  readonly facts: Facts
}

/** The states of an API by their names, which are also the names in fixtures and on the stage's wire. */
export type States = Readonly<Record<string, State>>

/** What a `Given` may ask of a state. */
export type ParamsOf<S extends State> = Values<S['params']>

/** What a stage answers for a state. */
export type FactsOf<S extends State> = Values<S['facts']>

/** What puts a target into a state: one call brings it about and answers its facts. */
export type StageHandlers<S extends States> = {
  readonly [Name in keyof S]: (params: ParamsOf<S[Name]>) => FactsOf<S[Name]> | Promise<FactsOf<S[Name]>>
}

/** Keeps the literal types of an API's states. */
export function defineStates<const S extends States>(states: S): S {
  return states
}
