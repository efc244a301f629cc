/** A command of a race: what it came to, and what a state allows it to come to. */
export interface Raced<State> {
  /** The state after the command, if in this state it may come to what it came to; undefined if it may not. */
  readonly step: (state: State) => State | undefined
}

/** Whether what came of commands given at the same time could have come of them one after the other, in some order. */
export function isExplainable<State>(start: State, commands: readonly Raced<State>[]): boolean {
  if (commands.length === 0) return true
  return commands.some((command, index) => {
    const state = command.step(start)
    return state !== undefined && isExplainable(state, commands.toSpliced(index, 1))
  })
}
