import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RuleVerdict } from '../../harness/verdict.js'
import { hasPython, independent } from './judged.js'

/** How many flaws a test tries; `audit.ts` tries them all. */
const SAMPLE = 12

/** How many servers run at the same time. */
const AT_ONCE = 4

/**
 * Tests that the suite has nothing against an independent server nor against its variations, and that a sample of its
 * flaws is caught, each by its rule. Every flaw must have a rule in the table; some show only where the scenarios of
 * other rules run too.
 */
export function provesIndependent(
  api: string,
  caught: Readonly<Record<string, string>>,
  groups: readonly (readonly string[])[],
  seenByAll: readonly string[],
): void {
  const skip = hasPython ? false : 'python3 is not installed'
  // Steps can be loaded once in a process.
  let loaded: ReturnType<typeof independent> | undefined
  const load = () => (loaded ??= independent(api))

  test(`the independent server of ${api} keeps every rule`, { skip }, async () => {
    const { run } = await load()
    assert.deepEqual(disturbed(await run({})), [])
  })

  for (const variations of groups) {
    test(`${api} may vary: ${variations.join(', ')}`, { skip }, async () => {
      const { run } = await load()
      const rules = await run({ variations }, 'not @property')
      assert.deepEqual(disturbed(rules), [])
    })
  }

  test(`flaws of the independent server of ${api} are caught by their rules`, { skip }, async () => {
    const { listing, run } = await load()
    const names = listing.flaws.map(({ name }) => name)
    assert.deepEqual(names.toSorted(), Object.keys(caught).toSorted())
    const queue = spread(names, SAMPLE)
    const missed: string[] = []
    const work = async (): Promise<void> => {
      for (let flaw = queue.shift(); flaw !== undefined; flaw = queue.shift()) {
        const rule = caught[flaw] ?? ''
        const [judged] = (await run({ flaw }, seenByAll.includes(flaw) ? undefined : `@${rule}`)).filter(
          verdict => verdict.rule.id === rule,
        )
        if (judged?.verdict !== 'fail' && judged?.verdict !== 'warn') missed.push(`${flaw}: ${rule}`)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    assert.deepEqual(missed, [])
  })
}

/** The rules that are neither kept nor out of question. */
function disturbed(rules: readonly RuleVerdict[]): string[] {
  return rules
    .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable')
    .map(({ rule, verdict, reason, failures }) => `${rule.id}: ${verdict}, ${reason ?? failures[0]?.summary}`)
}

/** So many of the names, evenly from all of them. */
function spread(names: readonly string[], count: number): string[] {
  const step = Math.max(1, names.length / count)
  return Array.from(
    { length: Math.min(count, names.length) },
    (_, index) => names[Math.floor(index * step)] ?? '',
  )
}
