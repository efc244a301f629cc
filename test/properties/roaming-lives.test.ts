import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadApis } from '../../cli/apis.js'
import { judge, prepare } from '../../cli/judge.js'
import { startSimulator } from '../../cli/start-simulator.js'
import { SMALL_PLAN } from '../../harness/fuzz/fuzzing.js'
import { Secrets } from '../../harness/secrets.js'
import type { Step } from '../../properties/roaming/life.js'

const [loaded] = await loadApis(['roaming'])
const api = await prepare(loaded ?? assert.fail())

const PROPERTIES = {
  'roaming.always.lives-go-by-the-book': 'anything done to two subscriptions in any order',
  'roaming.always.arps-are-told': 'notifications of anything done to two subscriptions',
  'roaming.always.arps-are-told-once-in-order':
    'the order of notifications of anything done to two subscriptions',
}

const LIVES: Readonly<Record<string, readonly Step[]>> = {
  'the contract after a change of userId goes on': [
    { do: 'rename', which: 0 },
    { do: 'signal', which: 0 },
    { do: 'decide', which: 0 },
    { do: 'request', which: 0, status: 'Deactivated' },
  ],
  'what the DSP says of the contract after one that is indelible is open': [
    { do: 'take', which: 0, status: 'indelible' },
    { do: 'rename', which: 0 },
    { do: 'request', which: 0, status: 'Deactivated' },
  ],
}

for (const [name, value] of Object.entries(LIVES)) {
  for (const [rule, property] of Object.entries(PROPERTIES)) {
    test(`${name}: ${rule}`, async () => {
      const simulator = await startSimulator(api.simulator, 1)
      const told = { summary: '', expected: '', received: '', exchanges: [], scenario: '', case: [] }
      const generator = { seed: 0, path: '' }
      const { verdict } = await judge(api, {
        target: simulator.target,
        folder: '.',
        seed: 1,
        selection: { order: 'defined', bail: false, tags: `@${rule}` },
        repeatTarget: '',
        secrets: new Secrets(),
        fuzz: {
          ...SMALL_PLAN,
          replay: { ...told, api: 'roaming', rule, property, seed: 1, generator, value },
        },
      })
      await simulator.close()
      assert.deepEqual(
        verdict.rules.map(({ verdict }) => verdict),
        ['pass'],
      )
    })
  }
}
