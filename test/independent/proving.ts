import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { RuleVerdict } from '../../harness/verdict.js'
import { hasPython, independent } from './judged.js'

/** How many flaws a test tries; `try.ts` tries them all. */
const SAMPLE = 12

/** How many servers run at the same time. */
const AT_ONCE = 4

/** What is known of an independent server beside the rules that catch its flaws, which stand in its `caught.json`. */
export interface Known {
  /** Variations that do not disturb each other, together in one server each. */
  readonly groups: readonly (readonly string[])[]
  /** Flaws that show only where the scenarios of other rules run too. */
  readonly seenByAll?: readonly string[]
  /** Flaws that no rule sees, with why. */
  readonly missed?: Readonly<Record<string, string>>
}

/**
 * Tests that the suite has nothing against an independent server nor against its variations, and that a sample of its
 * flaws is caught, each by its rule. Every flaw must have a rule in the table, or a reason.
 */
export function provesIndependent(api: string, { groups, seenByAll = [], missed = {} }: Known): void {
  const caught = JSON.parse(readFileSync(new URL(`${api}/caught.json`, import.meta.url), 'utf8')) as Readonly<
    Record<string, string>
  >
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
    assert.deepEqual(names.toSorted(), [...Object.keys(caught), ...Object.keys(missed)].toSorted())
    const queue = spread(Object.keys(caught), SAMPLE)
    const unseen: string[] = []
    const work = async (): Promise<void> => {
      for (let flaw = queue.shift(); flaw !== undefined; flaw = queue.shift()) {
        const rule = caught[flaw] ?? ''
        const [judged] = (await run({ flaw }, seenByAll.includes(flaw) ? undefined : `@${rule}`)).filter(
          verdict => verdict.rule.id === rule,
        )
        if (judged?.verdict !== 'fail' && judged?.verdict !== 'warn') unseen.push(`${flaw}: ${rule}`)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    assert.deepEqual(unseen, [])
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
