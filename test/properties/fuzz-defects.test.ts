import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadApis } from '../../cli/apis.js'
import { judge, prepare } from '../../cli/judge.js'
import { startSimulator } from '../../cli/start-simulator.js'
import { SMALL_PLAN } from '../../harness/fuzz/fuzzing.js'
import { Secrets } from '../../harness/secrets.js'

/** Milliseconds that a property has for each of its defects. */
const BUDGET = { milliseconds: 20_000 }

/** How many defects of each API are tried here; `assay prove --fuzz 60s` tries all of them. */
const SAMPLE = 4

/** Milliseconds that a simulator has: what a defect loses is not waited for long. */
const LIMITS = { request: 2000, wait: 1000 }

for (const loaded of await loadApis()) {
  const { fuzzDefects } = loaded.simulator
  if (fuzzDefects === undefined) continue
  const api = await prepare(loaded)
  const properties = new Set(api.rules.filter(({ property }) => property).map(({ id }) => id))

  test(`${api.suite.api}: every property has a defect that breaks it, and no other rule has`, () => {
    assert.deepEqual(Object.keys(fuzzDefects).toSorted(), [...properties].toSorted())
  })

  const all = Object.entries(fuzzDefects).flatMap(([rule, defects]) =>
    defects.map(defect => ({ rule, defect })),
  )
  const step = Math.ceil(all.length / SAMPLE)
  for (const { rule, defect } of all.filter((_, index) => index % step === 0)) {
    test(`${rule}: ${defect.name} is found`, async () => {
      const simulator = await startSimulator(api.simulator, 1, [defect])
      const { verdict, counterexamples } = await judge(api, {
        target: { ...simulator.target, limits: { ...simulator.target.limits, ...LIMITS } },
        folder: '.',
        seed: 1,
        selection: { order: 'defined', bail: true, tags: `@${rule}` },
        repeatTarget: '',
        secrets: new Secrets(),
        fuzz: { ...SMALL_PLAN, budget: BUDGET },
      })
      await simulator.close()
      const judged = verdict.rules.find(({ rule: { id } }) => id === rule)
      assert.match(judged?.verdict ?? '', /^(fail|warn)$/, judged?.reason)
      assert.equal(counterexamples[0]?.rule, rule)
    })
  }
}
