import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadApis } from '../../cli/apis.js'
import { judge, prepare } from '../../cli/judge.js'
import { startSimulator } from '../../cli/start-simulator.js'
import { Secrets } from '../../harness/secrets.js'

// Of thunder nothing is sent any more once its stage is gone, which dies with it.
for (const loaded of await loadApis(['seram', 'onapi', 'exosite', 'roaming'])) {
  test(`a target of ${loaded.suite.api} that dies and comes back is accused of nothing, and judged by what it did while it was there`, async () => {
    const api = await prepare(loaded)
    let simulator = await startSimulator(api.simulator, 1)
    const { url } = simulator
    // What it died with is waited for in vain.
    const target = { ...simulator.target, limits: { ...simulator.target.limits, wait: 5000 } }
    const port = Number(new URL(url).port)
    const events: string[] = []
    let exchanges = 0
    let failed = 0
    let changes = Promise.resolve()
    const comeBack = async (): Promise<void> => {
      simulator = await startSimulator(api.simulator, 2, [], { port })
    }

    const { verdict } = await judge(api, {
      target,
      folder: '.',
      seed: 1,
      selection: { order: 'defined', bail: false, tags: 'not @property' },
      repeatTarget: '',
      secrets: new Secrets(),
      onExchange: ({ failure }) => {
        exchanges += 1
        if (exchanges === 60) {
          events.push('dies')
          changes = changes.then(() => simulator.close())
        }
        if (failure === undefined) {
          if (events.at(-1) === 'comes back') events.push('answers again')
          return
        }
        failed += 1
        if (failed !== 1) return
        events.push('comes back')
        changes = changes.then(comeBack)
      },
    })
    await changes
    await simulator.close()

    const verdicts = new Set(verdict.rules.map(it => it.verdict))
    const { rules } = verdict
    assert.deepEqual(events, ['dies', 'comes back', 'answers again'])
    assert.deepEqual(
      rules
        .filter(it => ['fail', 'warn', 'error'].includes(it.verdict))
        .map(it => `${it.rule.id}: ${it.reason}`),
      [],
    )
    assert.ok(verdicts.has('pass') && (verdicts.has('not-tested') || verdicts.has('inconclusive')))
    for (const { verdict: told, reason } of rules) if (told !== 'pass') assert.ok(reason, told)
  })
}
