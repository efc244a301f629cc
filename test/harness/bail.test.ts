import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadApis } from '../../cli/apis.js'
import { judge, prepare } from '../../cli/judge.js'
import { startSimulator } from '../../cli/start-simulator.js'
import { Secrets } from '../../harness/secrets.js'

const [loaded] = await loadApis(['seram'])
const api = await prepare(loaded ?? assert.fail())

test('what cannot be judged does not end a run that is to end at its first failure', async () => {
  const simulator = await startSimulator(api.simulator, 1, [], { stage: false })
  const fixtures = { 'orderable secure element': [{ seType: 'eSE', seId: '1' }] }
  const judged = []
  for (const bail of [false, true]) {
    const { verdict } = await judge(api, {
      target: { ...simulator.target, fixtures },
      folder: '.',
      seed: 1,
      selection: { order: 'defined', bail, tags: 'not @property' },
      repeatTarget: '',
      secrets: new Secrets(),
    })
    judged.push(verdict.rules.map(it => `${it.rule.id} ${it.verdict}`))
  }
  await simulator.close()
  const [whole = [], ended] = judged
  assert.ok(whole.some(it => it.endsWith(' not-tested')) && whole.some(it => it.endsWith(' pass')))
  assert.deepEqual(ended, whole)
})
