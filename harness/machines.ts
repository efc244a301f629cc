import type { Exercise } from './ledger.js'
import type { Machine, Transition } from './verdict.js'

/** The state machines of a run from the transitions that were tried: a legal one must be made, another refused. */
export function machinesOf(exercises: readonly (Exercise & { readonly count: number })[]): Machine[] {
  const names = [...new Set(exercises.map(({ machine }) => machine))]
  return names.map(name => {
    const tried = exercises.filter(({ machine }) => machine === name)
    const transitions = new Map<string, Transition>()
    for (const { from, to, legal, outcome, count } of tried) {
      const kept = outcome === (legal ? 'made' : 'refused')
      const key = `${from}\n${to}`
      const { passed, failed } = transitions.get(key) ?? { passed: 0, failed: 0 }
      transitions.set(key, {
        from,
        to,
        legal,
        passed: passed + (kept ? count : 0),
        failed: failed + (kept ? 0 : count),
      })
    }
    return {
      name,
      states: [...new Set(tried.flatMap(({ from, to }) => [from, to]))].toSorted(),
      transitions: [...transitions.values()].toSorted((a, b) =>
        `${a.from} ${a.to}`.localeCompare(`${b.from} ${b.to}`, 'en'),
      ),
    }
  })
}
