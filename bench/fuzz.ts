/**
 * Requests per second of properties beside a bare keep-alive client on the same server, which is a process of its own, and the
 * memory after each of so many further rounds of 10 seconds: `npm run bench:fuzz -- exosite 6`. Requests to the stage are counted in.
 */
import { Agent, request } from 'node:http'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { loadApis, type Api } from '../cli/apis.js'
import { judge, prepare, type ReadyApi } from '../cli/judge.js'
import { packageRoot } from '../harness/package-root.js'
import { completeEntry } from '../harness/target-file.js'
import type { FuzzBudget } from '../harness/fuzz/budget.js'
import { SMALL_PLAN } from '../harness/fuzz/fuzzing.js'
import { Secrets } from '../harness/secrets.js'
import type { TargetEntry } from '../harness/target.js'

const ROUNDS = 3
const ROUND: FuzzBudget = { milliseconds: 10_000 }
const BARE = 20_000

// The runner listens for uncaught exceptions once for each lane.
process.setMaxListeners(64)

await main(process.argv[2] ?? 'exosite', Number(process.argv[3] ?? 0))

async function main(name: string, rounds: number): Promise<void> {
  const [loaded] = await loadApis([name])
  const api = await prepare(loaded as Api)
  const server = spawn(process.execPath, [
    join(packageRoot, 'dist/cli/main.js'),
    'serve',
    name,
    '--json',
    '--quiet',
  ])
  const line = await new Promise<Buffer>(resolve => server.stdout.once('data', resolve))
  const [place] = JSON.parse(line.toString()) as { url: string; stage: string }[]
  const target: TargetEntry = {
    ...completeEntry({ url: place?.url ?? '', stage: { url: place?.stage ?? '' } }),
    ...api.simulator.target,
  }
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
  let tried = 0
  for (let round = 0; round < rounds; round += 1) {
    tried += (await fuzz(api, target, ROUND, ROUNDS + round)).cases
    const { heapUsed, rss } = process.memoryUsage()
    print(`${name}: ${tried} cases, ${mebibytes(heapUsed)} heap, ${mebibytes(rss)} resident`)
  }
  server.kill()
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

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MiB`
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
