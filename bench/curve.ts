/**
 * How the time of a run grows: with its scenarios (an eighth, a quarter, half and all of them, of all APIs), and with the
 * cases of each property. Times are relative to the largest run of the same process: `npm run bench:curve`.
 */
import { apiNames, loadApis } from '../cli/apis.js'
import { judge, prepare, type ReadyApi } from '../cli/judge.js'
import { startSimulator } from '../cli/start-simulator.js'
import { SMALL_PLAN } from '../harness/fuzz/fuzzing.js'
import type { Selection } from '../harness/run-suite.js'
import { Secrets } from '../harness/secrets.js'
import { median, tellCurve } from './figure.js'

const ROUNDS = 3
const PARTS = ['1/8', '1/4', '1/2', '1/1']
const CASES = [10, 20, 40, 80]
const ALL: Selection = { order: 'defined', bail: false }

const apis: ReadyApi[] = []
for (const api of await loadApis(apiNames)) apis.push(await prepare(api))
// The first run warms up.
await timeOf(ALL, 0)

const byScenarios: Measured[][] = []
const byCases: Measured[][] = []
for (let round = 0; round < ROUNDS; round += 1) {
  const parts: Measured[] = []
  for (const shard of PARTS) parts.push(await timeOf({ ...ALL, tags: 'not @property', shard }, 0))
  byScenarios.push(parts)
  const cases: Measured[] = []
  for (const runs of CASES)
    cases.push({ ...(await timeOf({ ...ALL, tags: '@property' }, runs)), count: runs })
  byCases.push(cases)
}
tellCurve({ title: 'Scenarios of all APIs', along: 'scenarios', points: relative(byScenarios) })
tellCurve({ title: 'Cases of each property', along: 'cases', points: relative(byCases) })

interface Measured {
  readonly count: number
  readonly time: number
}

/** Judges every simulator; the milliseconds that it takes, and the scenarios that it runs. */
async function timeOf(selection: Selection, runs: number): Promise<Measured> {
  let count = 0
  let time = 0
  for (const api of apis) {
    const simulator = await startSimulator(api.simulator, 1)
    const started = performance.now()
    await judge(api, {
      target: simulator.target,
      folder: '.',
      seed: 1,
      selection,
      repeatTarget: '',
      secrets: new Secrets(),
      fuzz: { ...SMALL_PLAN, budget: { runs: Math.max(runs, 1) } },
      onMessage: ({ testCaseStarted }) => {
        if (testCaseStarted) count += 1
      },
    })
    time += performance.now() - started
    await simulator.close()
  }
  return { count, time }
}

/** The median time at each count, relative to the last one. */
function relative(rounds: readonly (readonly Measured[])[]): [number, number][] {
  const [first = []] = rounds
  const times = first.map((_, index) => median(rounds.map(round => round[index]?.time ?? 0)))
  const last = times.at(-1) ?? 1
  return first.map(({ count }, index) => [count, (times[index] ?? 0) / last])
}
