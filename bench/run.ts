/**
 * The time of a whole run beside the time in which a bare keep-alive client repeats the same exchanges against the same
 * simulator: `npm run bench:run -- exosite`. Prints each round's times and ratio, and the medians.
 */
import { Agent, request } from 'node:http'
import { loadApis } from '../cli/apis.js'
import { judge, prepare } from '../cli/judge.js'
import { startSimulator } from '../cli/start-simulator.js'
import type { Exchange } from '../harness/exchange.js'
import { Secrets } from '../harness/secrets.js'
import { median, tell } from './figure.js'

const ROUNDS = 5
const names = process.argv.slice(2)

for (const loaded of await loadApis(names)) {
  const api = await prepare(loaded)
  const ratios: number[] = []
  for (let round = 0; round <= ROUNDS; round += 1) {
    const simulator = await startSimulator(api.simulator, 1)
    const started = performance.now()
    const { exchanges, verdict } = await judge(api, {
      target: simulator.target,
      folder: '.',
      seed: 1,
      selection: { order: 'defined', bail: false },
      repeatTarget: '',
      secrets: new Secrets(),
    })
    const judged = performance.now() - started
    const requests = exchanges.filter(({ kind }) => kind === 'request')
    const repeated = await repeat(simulator.url, requests)
    await simulator.close()
    // The first round warms both up.
    if (round === 0) continue
    ratios.push(judged / repeated)
    process.stdout.write(
      `${verdict.api}: ${verdict.rules.length} rules, ${requests.length} requests: ` +
        `judged in ${judged.toFixed(0)} ms, repeated bare in ${repeated.toFixed(0)} ms, ratio ${(judged / repeated).toFixed(1)}\n`,
    )
  }
  tell({
    what: `${api.suite.api}: time of a run beside a bare client that sends the same`,
    value: median(ratios),
    unit: 'ratio',
  })
}

async function repeat(url: string, exchanges: readonly Exchange[]): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const { hostname, port } = new URL(url)
  const started = performance.now()
  for (const { request: sent } of exchanges) {
    await new Promise<void>((resolve, reject) => {
      const outgoing = request(
        {
          agent,
          hostname,
          port,
          method: sent.method,
          path: sent.target,
          headers: Object.fromEntries(sent.headers.filter(([name]) => name.toLowerCase() !== 'connection')),
        },
        response => response.resume().once('end', resolve),
      )
      outgoing.once('error', reject)
      outgoing.end(sent.body)
    })
  }
  const elapsed = performance.now() - started
  agent.destroy()
  return elapsed
}
