/**
 * Requests per second of properties beside a bare keep-alive client on the same server, which runs in a worker, and the
 * memory before and after many cases: `npm run bench:fuzz -- exosite 100000`. Requests to the stage are counted in.
 */
import { Agent, request } from 'node:http'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { loadApis, type Api } from '../cli/apis.js'
import { judge, prepare, type ReadyApi } from '../cli/judge.js'
import { startSimulator } from '../cli/start-simulator.js'
import type { FuzzBudget } from '../harness/fuzz/budget.js'
import { SMALL_PLAN } from '../harness/fuzz/fuzzing.js'
import { Secrets } from '../harness/secrets.js'
import type { TargetEntry } from '../harness/target.js'

const ROUNDS = 3
const ROUND: FuzzBudget = { milliseconds: 10_000 }
const BARE = 20_000

if (isMainThread) await main(process.argv[2] ?? 'exosite', Number(process.argv[3] ?? 0))
else await serve(workerData as string)

async function main(name: string, cases: number): Promise<void> {
  const [loaded] = await loadApis([name])
  const api = await prepare(loaded as Api)
  const worker = new Worker(new URL(import.meta.url), { workerData: name })
  const target = await new Promise<TargetEntry>(resolve => worker.once('message', resolve))
  const ratios: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const bare = await bareRate(target.url)
    const { requests, seconds } = await fuzz(api, target, ROUND, round)
    ratios.push(requests / seconds / bare)
    print(
      `${name}: ${Math.round(requests / seconds)} beside ${Math.round(bare)} requests/s, ratio ${ratios.at(-1)?.toFixed(2)}`,
    )
  }
  print(`${name}: median ratio ${ratios.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]?.toFixed(2)}`)
  const properties = api.rules.filter(({ property }) => property).length
  for (let done = 0; done < cases; done += Math.ceil(cases / 4)) {
    const { cases: tried } = await fuzz(api, target, { runs: Math.ceil(cases / 4 / properties) }, done)
    const { heapUsed, rss } = process.memoryUsage()
    print(
      `${name}: ${tried} cases more, ${mebibytes(heapUsed)} heap, ${mebibytes(rss)} resident (server included)`,
    )
  }
  await worker.terminate()
}

async function fuzz(api: ReadyApi, target: TargetEntry, budget: FuzzBudget, seed: number) {
  const started = performance.now()
  const { verdict } = await judge(api, {
    target,
    folder: '.',
    seed,
    selection: { order: 'defined', bail: false, tags: '@property' },
    repeatTarget: '',
    secrets: new Secrets(),
    fuzz: { ...SMALL_PLAN, budget },
  })
  const wrong = verdict.rules.filter(({ verdict }) => verdict !== 'pass')
  for (const { rule, verdict, reason } of wrong) print(`${rule.id}: ${verdict} ${reason ?? ''}`)
  const coverage = verdict.coverage ?? []
  const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0)
  const staged = sum(
    coverage.flatMap(({ created }) =>
      Object.entries(created).map(([state, count]) => (state in api.suite.states ? count : 0)),
    ),
  )
  return {
    cases: sum(coverage.map(({ cases }) => cases)),
    requests: sum(coverage.map(({ requests }) => requests)) + staged,
    seconds: (performance.now() - started) / 1000,
  }
}

async function bareRate(url: string): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ask = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const outgoing = request(`${url}/nothing`, { agent, method: 'POST' }, response =>
        response.resume().once('end', resolve),
      )
      outgoing.once('error', reject)
      outgoing.end('vendor=acme&model=Thermostat&sn=SN-1')
    })
  for (let done = 0; done < BARE / 10; done += 1) await ask()
  const started = performance.now()
  for (let done = 0; done < BARE; done += 1) await ask()
  const rate = (BARE / (performance.now() - started)) * 1000
  agent.destroy()
  return rate
}

async function serve(name: string): Promise<void> {
  const [api] = await loadApis([name])
  const { target } = await startSimulator((api as Api).simulator, 1)
  parentPort?.postMessage(target)
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MiB`
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
