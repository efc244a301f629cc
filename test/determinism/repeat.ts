/**
 * Whether every run gives the same verdicts: `npm run determinism -- --runs 100 --busy 2 seram`. Each run has a seed of its
 * own, and so its own order of scenarios and its own data; everything that goes to or comes from the simulator is held for
 * up to `--delay` milliseconds, and `--busy` processes keep the processors from the run. Prints each run that differs from
 * the first. `taskset -c 0 npm run determinism` does the same on one processor.
 */
import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { loadApis } from '../../cli/apis.js'
import { judge, prepare, type ReadyApi } from '../../cli/judge.js'
import { startSimulator } from '../../cli/start-simulator.js'
import { SMALL_PLAN } from '../../harness/fuzz/fuzzing.js'
import { Random } from '../../harness/random.js'
import { Secrets } from '../../harness/secrets.js'
import { startRelay } from './relay.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '100' },
    delay: { type: 'string', default: '4' },
    busy: { type: 'string', default: '0' },
  },
})
const busy = Array.from({ length: Number(values.busy) }, () =>
  fork(fileURLToPath(new URL('./busy.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] }),
)
const conditions = `held up to ${values.delay} ms, ${busy.length} busy processes, ${availableParallelism()} processors`

for (const api of await loadApis(positionals)) {
  const ready = await prepare(api)
  const first = await verdictsOf(ready, 1)
  let same = 1
  for (let seed = 2; seed <= Number(values.runs); seed += 1) {
    const verdicts = await verdictsOf(ready, seed)
    const different = [...first].filter(([id, verdict]) => verdicts.get(id) !== verdict)
    if (different.length === 0) same += 1
    for (const [id, verdict] of different) {
      process.stdout.write(`${id}: ${verdicts.get(id)} with seed ${seed}, ${verdict} with seed 1\n`)
      process.exitCode = 1
    }
  }
  const passed = [...first.values()].filter(verdict => verdict === 'pass').length
  process.stdout.write(
    `${api.suite.api}: ${same} of ${values.runs} runs the same, ${passed} of ${first.size} rules kept; ${conditions}\n`,
  )
}
for (const it of busy) it.kill()

async function verdictsOf(api: ReadyApi, seed: number): Promise<ReadonlyMap<string, string>> {
  const random = new Random(seed, 'delays')
  const simulator = await startSimulator(api.simulator, seed)
  const relay = await startRelay(simulator.url, () => random.integer(0, Number(values.delay)))
  try {
    const { verdict } = await judge(api, {
      target: { ...simulator.target, url: relay.url },
      folder: '.',
      seed,
      selection: { order: 'random', bail: false },
      fuzz: SMALL_PLAN,
      repeatTarget: '',
      secrets: new Secrets(),
    })
    return new Map(verdict.rules.map(({ rule, verdict: told }) => [rule.id, told]))
  } finally {
    relay.close()
    await simulator.close()
  }
}
