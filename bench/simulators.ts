/**
 * Requests per second of each simulator beside a bare node:http server that parses the same request with the same library
 * and sends the same bytes: `npm run bench:simulators [API...]`. Prints the ratio of each round, and their median beside
 * its bound. To parse is to have the content at hand: of XML the bare server also reads the name and the text of every
 * element, in the plainest way, because libxml2 leaves them behind the border to WebAssembly.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import { headerPairs, type Answer } from '../harness/exchange.js'
import { keepAliveAgent, sendHttp } from '../harness/http-client.js'
import type { Auth } from '../harness/target.js'
import { median, tell } from './figure.js'
import { credentialsOf, LOADS, type Facts, type LoadRequest } from './loads.js'
import type { ServerRole } from './simulator-worker.js'

const ROUNDS = 5
const SECONDS = 2
const BODIES = { POST: true, PUT: true, GET: false }

const apis = process.argv.slice(2)

for (const load of LOADS.filter(({ api }) => apis.length === 0 || apis.includes(api))) {
  const what = `${load.api}, ${load.name}`
  const simulator = await start({ kind: 'simulator', api: load.api })
  const request = await load.request({
    url: simulator.url,
    credentials: credentialsOf(simulator.auth),
    stage: async state => {
      const body = JSON.stringify({ state, params: {}, action: 'setup' })
      const response = await fetch(`${simulator.url}/_stage`, { method: 'POST', body })
      return (await response.json()) as Facts
    },
  })
  const answer = await answerTo(simulator.url, request)
  if (answer === undefined || answer.status >= 500) throw new Error(`${what}: no good answer`)
  const bare = await start({
    kind: 'bare',
    status: answer.status,
    headers: headerPairs(answer.headers.flat()).map(([name, value]) => [name, value]),
    body: answer.body.toString('base64'),
    reads: BODIES[request.method] ? load.reads : 'nothing',
  })

  const ratios: number[] = []
  await Promise.all([measure(simulator.url, request), measure(bare.url, request)])
  for (let round = 0; round < ROUNDS; round += 1) {
    const ours = await measure(simulator.url, request)
    const theirs = await measure(bare.url, request)
    ratios.push(ours / theirs)
    const ratio = (ours / theirs).toFixed(2)
    process.stdout.write(
      `${what}: ${Math.round(ours)} beside ${Math.round(theirs)} requests/s, ratio ${ratio}\n`,
    )
  }
  tell({
    what: `${what}: requests per second beside a bare server`,
    value: median(ratios),
    unit: 'ratio',
    atLeast: load.bar,
  })
  simulator.stop()
  bare.stop()
}

async function answerTo(
  url: string,
  { method, path, headers, body }: LoadRequest,
): Promise<Answer | undefined> {
  const agent = keepAliveAgent(url)
  const { answer } = await sendHttp(
    { url, agent, timeout: 5000, maxBody: 1_000_000 },
    {
      method,
      target: path,
      headers: Object.entries(headers),
      ...(body === undefined ? {} : { body: Buffer.from(body) }),
    },
  )
  agent.destroy()
  return answer
}

async function start(role: ServerRole): Promise<{ url: string; auth?: Auth; stop(): void }> {
  const server = fork(fileURLToPath(new URL('./simulator-worker.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  })
  server.send(role)
  const [told] = (await once(server, 'message')) as [{ url: string; auth?: Auth }]
  return { ...told, stop: () => server.kill() }
}

async function measure(url: string, { method, path, headers, body }: LoadRequest): Promise<number> {
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
