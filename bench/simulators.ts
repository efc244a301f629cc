/**
 * Requests per second of each simulator beside a bare node:http server that reads the same request and sends the same
 * bytes: `npm run bench:simulators`. Prints the ratio of each round, and their median.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import { headerPairs } from '../harness/exchange.js'
import { keepAliveAgent, sendHttp } from '../harness/http-client.js'
import type { ServerRole } from './simulator-worker.js'

interface Load {
  readonly api: string
  readonly name: string
  /** What the bare server does with a request body. */
  readonly reads: 'nothing' | 'json'
  request(stage: (state: string) => Promise<Record<string, string>>): Promise<{
    method: 'GET' | 'POST'
    path: string
    headers: Record<string, string>
    body?: string
  }>
}

const LOADS: readonly Load[] = [
  {
    api: 'exosite',
    name: 'get content',
    reads: 'nothing',
    async request(stage) {
      const { vendor, model, cik, contents } = await stage('client with contents')
      const [content] = contents as unknown as { id: string }[]
      const path = `/provision/download?vendor=${vendor}&model=${model}&id=${content?.id}`
      return { method: 'GET', path, headers: { 'X-Exosite-CIK': cik ?? '' } }
    },
  },
  {
    api: 'exosite',
    name: 'refuse an activation',
    reads: 'nothing',
    async request(stage) {
      const { vendor, model, sn } = await stage('serial number not enabled')
      return {
        method: 'POST',
        path: '/provision/activate',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: `vendor=${vendor}&model=${model}&sn=${sn}`,
      }
    },
  },
]

const ROUNDS = 5
const SECONDS = 2

for (const load of LOADS) {
  const simulator = await start({ kind: 'simulator', api: load.api })
  const stage = async (state: string): Promise<Record<string, string>> => {
    const response = await fetch(`${simulator.url}/_stage`, {
      method: 'POST',
      body: JSON.stringify({ state, params: {}, action: 'setup' }),
    })
    return (await response.json()) as Record<string, string>
  }
  const request = await load.request(stage)
  const agent = keepAliveAgent(simulator.url)
  const { answer } = await sendHttp(
    { url: simulator.url, agent, timeout: 5000, maxBody: 1_000_000 },
    {
      method: request.method,
      target: request.path,
      headers: Object.entries(request.headers),
      ...(request.body === undefined ? {} : { body: Buffer.from(request.body) }),
    },
  )
  agent.destroy()
  if (answer === undefined) throw new Error(`${load.api}, ${load.name}: no answer`)
  const bare = await start({
    kind: 'bare',
    status: answer.status,
    headers: headerPairs(answer.headers.flat()).map(([name, value]) => [name, value]),
    body: answer.body.toString('base64'),
    reads: load.reads,
  })

  const ratios: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const ours = await measure(simulator.url, request)
    const theirs = await measure(bare.url, request)
    ratios.push(ours / theirs)
    process.stdout.write(
      `${load.api}, ${load.name}: ${Math.round(ours)} beside ${Math.round(theirs)} requests/s, ratio ${(ours / theirs).toFixed(2)}\n`,
    )
  }
  const median = ratios.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]
  process.stdout.write(
    `${load.api}, ${load.name}: median ratio ${median?.toFixed(2)} (answer ${answer.status})\n`,
  )
  simulator.stop()
  bare.stop()
}

async function start(role: ServerRole): Promise<{ url: string; stop(): void }> {
  const server = fork(fileURLToPath(new URL('./simulator-worker.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  })
  server.send(role)
  const [{ url }] = (await once(server, 'message')) as [{ url: string }]
  return { url, stop: () => server.kill() }
}

async function measure(
  url: string,
  {
    method,
    path,
    headers,
    body,
  }: { method: 'GET' | 'POST'; path: string; headers: Record<string, string>; body?: string },
): Promise<number> {
  const result = await autocannon({
    url: url + path,
    method,
    headers,
    connections: 20,
    duration: SECONDS,
    ...(body === undefined ? {} : { body }),
  })
  return result.requests.average
}
