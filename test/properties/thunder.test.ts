import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadApis } from '../../cli/apis.js'
import { judge, prepare } from '../../cli/judge.js'
import { startSimulator } from '../../cli/start-simulator.js'
import { SMALL_PLAN } from '../../harness/fuzz/fuzzing.js'
import { Secrets } from '../../harness/secrets.js'

const [loaded] = await loadApis(['thunder'])
const api = await prepare(loaded ?? assert.fail())

test('cases share WebSockets where nothing is left behind on them, and each message is in one exchange', async () => {
  const listeners = process.getMaxListeners()
  const simulator = await startSimulator(api.simulator, 1)
  const sockets = new Set<string>()
  const messages: number[] = []
  const { verdict } = await judge(api, {
    target: simulator.target,
    folder: '.',
    seed: 1,
    selection: { order: 'defined', bail: false, tags: '@thunder.always.ids-of-any-kind-come-back' },
    repeatTarget: '',
    secrets: new Secrets(),
    fuzz: { ...SMALL_PLAN, budget: { runs: 40 } },
    onExchange: exchange => {
      if (exchange.kind !== 'socket') return
      messages.push(exchange.messages?.length ?? 0)
      sockets.add(`${exchange.goesOn ? 'goes on' : 'opened'} ${exchange.id}`)
    },
  })
  await simulator.close()
  const [coverage] = verdict.coverage ?? []
  const opened = [...sockets].filter(socket => socket.startsWith('opened'))
  // One for the precondition, which is closed last, and one for the cases.
  assert.equal(opened.length, 2)
  assert.ok(sockets.size > 20, `${sockets.size} exchanges`)
  assert.equal(coverage?.statuses['101'], 1)
  const ofCases = messages.slice(0, -1).reduce((sum, count) => sum + count, 0)
  assert.equal(coverage?.statuses['message'], ofCases / 2)
  assert.deepEqual(
    verdict.rules.map(({ verdict }) => verdict),
    ['pass'],
  )
  assert.equal(process.getMaxListeners(), listeners)
})

test('what a run leaves out after its first failure is not tested, and no error', async () => {
  const [defect] = api.simulator.fuzzDefects?.['thunder.always.batches-are-answered-value-by-value'] ?? []
  const simulator = await startSimulator(api.simulator, 1, defect ? [defect] : [])
  const { verdict } = await judge(api, {
    target: simulator.target,
    folder: '.',
    seed: 1,
    selection: {
      order: 'defined',
      bail: true,
      tags: '@thunder.always.batches-are-answered-value-by-value or @thunder.always.mistakes-break-nothing',
    },
    repeatTarget: '',
    secrets: new Secrets(),
    fuzz: { ...SMALL_PLAN, budget: { runs: 1000 } },
  })
  await simulator.close()
  assert.deepEqual(
    verdict.rules.map(({ verdict }) => verdict),
    ['warn', 'not-tested'],
    verdict.rules.map(({ reason }) => reason).join('\n'),
  )
})
