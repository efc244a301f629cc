import type { Exercise } from './ledger.js'
import type { Machine, Transition } from './verdict.js'

/**
 * The state machines that a run went through, from the transitions that it tried. A legal transition behaves as it must
 * where it is made, an illegal one where it is refused. The order is that of the life that leads through them.
 */
export function machinesOf(exercises: readonly (Exercise & { readonly count: number })[]): Machine[] {
  const names = [...new Set(exercises.map(({ machine }) => machine))].toSorted()
  return names.map(name => {
    const transitions = new Map<string, Transition>()
    for (const { machine, from, to, legal, outcome, count } of exercises) {
      if (machine !== name) continue
      const key = `${from}\n${to}\n${legal}`
      const { passed, failed } = transitions.get(key) ?? { passed: 0, failed: 0 }
      const held = outcome === (legal ? 'made' : 'refused')
      transitions.set(key, {
        from,
        to,
        legal,
        passed: passed + (held ? count : 0),
        failed: failed + (held ? 0 : count),
      })
    }
    const states = inOrderOfLife([...transitions.values()])
    const place = ({ from, to }: Transition): number =>
      states.indexOf(from) * states.length + states.indexOf(to)
    return { name, states, transitions: [...transitions.values()].toSorted((a, b) => place(a) - place(b)) }
  })
}

/** All states: first those that no legal transition leads to, then what legal transitions lead to, step by step. */
function inOrderOfLife(transitions: readonly Transition[]): string[] {
  const legal = transitions.filter(({ legal, from, to }) => legal && from !== to)
  const all = [...new Set(transitions.flatMap(({ from, to }) => [from, to]))].toSorted()
  const isBegun = (state: string): boolean => legal.some(({ to }) => to === state)
  const ordered = all.filter(state => !isBegun(state) && legal.some(({ from }) => from === state))
  for (const state of ordered) {
    const next = legal.filter(({ from, to }) => from === state && !ordered.includes(to)).map(({ to }) => to)
    ordered.push(...[...new Set(next)].toSorted())
  }
  return [...ordered, ...all.filter(state => !ordered.includes(state))]
}
