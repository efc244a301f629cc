import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadApis } from '../../cli/apis.js'
import { judge, prepare } from '../../cli/judge.js'
import { startSimulator } from '../../cli/start-simulator.js'
import { lanesOf, type Scenarios } from '../../harness/lanes.js'
import { Secrets } from '../../harness/secrets.js'

const scenarios = Array.from({ length: 10 }, (_, index) => ({ pickle: { id: String(index) } }))
const found = scenarios as unknown as Scenarios

test('lanes take the scenarios that the first one found, each once, in their order', async () => {
  const lanes = lanesOf(4)
  // The others may come first, and have found something of their own.
  const taken = await Promise.all(
    lanes.map((lane, index) => lane(index === 0 ? found : found.slice(3))).toReversed(),
  )
  assert.deepEqual(
    taken.toReversed().map(share => share.map(({ pickle }) => pickle.id).join('')),
    ['048', '159', '26', '37'],
  )
})

test('one lane takes what it found', async () => {
  const [lane] = lanesOf(1)
  assert.deepEqual(await lane?.(found), scenarios)
})

test('where nothing was found, no lane waits', async () => {
  const [first, second] = lanesOf(2)
  const waiting = second?.(found)
  await first?.([])
  assert.deepEqual(await waiting, [])
})

test('every scenario of an API with lanes runs once', async () => {
  const [loaded] = await loadApis(['roaming'])
  const api = await prepare(loaded ?? assert.fail())
  const pickles = new Map<string, string>()
  const cases = new Map<string, string>()
  const run: string[] = []
  const simulator = await startSimulator(api.simulator, 1)
  try {
    await judge(api, {
      target: simulator.target,
      folder: '.',
      seed: 1,
      selection: { order: 'defined', bail: false, tags: 'not @property' },
      repeatTarget: '',
      secrets: new Secrets(),
      onMessage: ({ pickle, testCase, testCaseStarted }) => {
        if (pickle) pickles.set(pickle.id, `${pickle.uri}:${pickle.location?.line}`)
        if (testCase) cases.set(testCase.id, pickles.get(testCase.pickleId) ?? '')
        if (testCaseStarted) run.push(cases.get(testCaseStarted.testCaseId) ?? '')
      },
    })
  } finally {
    await simulator.close()
  }
  const rules = api.rules.filter(({ property }) => !property)
  const all = rules.flatMap(({ file, scenarios }) => scenarios.map(({ line }) => `${file}:${line}`))
  assert.ok((api.suite.lanes ?? 1) > 1)
  assert.deepEqual(run.toSorted(), all.toSorted())
})
