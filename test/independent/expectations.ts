import assert from 'node:assert/strict'
import { test } from 'node:test'
import { temporaryFolder } from '../temporary-folder.js'
import { blamed, caughtBy, judge, listOf, noPython, type Lists } from './server.js'

/** What is expected of the judgement of an independent server. */
export interface Expectations {
  /** Flaws that no rule sees, with why. */
  readonly missed: Readonly<Record<string, string>>
  /** Variations that do not disturb each other, together in one server each. */
  readonly groups: readonly (readonly string[])[]
  /** Only every so many-th flaw is tried; the audit tries all. */
  readonly every: number
}

/** Declares the tests that the independent server of an API is judged rightly. */
export function testIndependentServer(api: string, { missed, groups, every }: Expectations): void {
  const skip = noPython() ?? false
  const options = { skip, concurrency: 2 }

  test(`the independent server of ${api} is conformant, and no rule is left out`, options, async () => {
    assert.deepEqual(await found([], []), [])
  })

  test(`each flaw of the independent server of ${api} has a rule that sees it, or a reason`, options, () => {
    const names = lists().flaws.map(({ name }) => name)
    assert.deepEqual(names.toSorted(), [...Object.keys(caughtBy(api)), ...Object.keys(missed)].toSorted())
  })

  test(`flaws of the independent server of ${api} are seen by their rules`, options, async context => {
    const all = Object.entries(caughtBy(api)).filter((_, index) => index % every === 0)
    await Promise.all(
      all.map(([flaw, rule]) =>
        context.test(`${flaw}: ${rule}`, async () => {
          const seen = await found(['--flaw', flaw], ['--rule', rule])
          assert.ok(seen.includes(`fail ${rule}`) || seen.includes(`warn ${rule}`), String(seen))
        }),
      ),
    )
  })

  test(`variations of the independent server of ${api} disturb no rule`, options, async context => {
    const names = lists().variations.map(({ name }) => name)
    assert.deepEqual(groups.flat().toSorted(), names.toSorted())
    await Promise.all(
      groups.map(group =>
        context.test(group.join(', '), async () => {
          const server = group.flatMap(name => ['--variation', name])
          assert.deepEqual(await found(server, ['--tags', 'not @property']), [])
        }),
      ),
    )
  })

  function lists(): Lists {
    return listOf(api)
  }

  async function found(server: readonly string[], run: readonly string[]): Promise<string[]> {
    return blamed(await judge(api, temporaryFolder(), { server, run }))
  }
}
