import type { Covered, PropertyCoverage } from '../../harness/fuzz/coverage.js'
import { grouped, plural } from '../outcome-sentence.js'
import { inert } from './inert.js'

/** Kinds of what is counted, as people read them. */
const KINDS: readonly (readonly [kind: Covered | 'statuses', name: string])[] = [
  ['transitions', 'Steps that the model allows'],
  ['illegalTransitions', 'Steps that it forbids'],
  ['edits', 'Edits of right requests'],
  ['statuses', 'Answers'],
  ['created', 'Left behind in the target'],
]

/** What the cases of a property exercised: how many there were, and below it what and how often. */
export function coverageOf(coverage: PropertyCoverage): string {
  const { property, cases, requests } = coverage
  const lists = KINDS.flatMap(([kind, name]) => {
    const counts = Object.entries(coverage[kind])
    if (counts.length === 0) return []
    const items = counts.map(
      ([what, count]) => `<li>${inert(what)} <span class="quiet">${grouped(count)}</span></li>`,
    )
    const total = plural(counts.length, 'kind')
    return [
      `<details><summary>${name} <span class="quiet">${total}</span></summary><ul>${items.join('')}</ul></details>`,
    ]
  })
  return `${inert(property)}: ${plural(cases, 'case')}, ${plural(requests, 'request')}${lists.join('')}`
}
