/**
 * Calls per second over one WebSocket of the Thunder simulator beside a bare `ws` server that reads the same call and
 * sends the same bytes: `node --import tsx bench/thunder-websocket.ts`. Prints the ratio of each round, and their median.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { WebSocket, WebSocketServer } from 'ws'
import { AdvanceableClock } from '../simulators/clock.js'
import { serveCore } from '../simulators/http-server.js'
import { Random } from '../simulators/random.js'
import { thunderSimulator } from '../simulators/thunder/index.js'
import { median, tell } from './figure.js'

const CALL = '{"jsonrpc":"2.0","id":42,"method":"Provisioning.1.state"}'
const ROUNDS = 5
const CALLS = 60_000
/** How many calls wait for their answers at a time. */
const OPEN = 50

if (isMainThread) await compare()
else if (workerData === 'simulator') await serveSimulator()
else serveBare(workerData as string)

async function compare(): Promise<void> {
  const simulator = await start('simulator')
  const [answer] = await measure(simulator.url, 1)
  const bare = await start(answer)
  const ratios: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const [, ours] = await measure(simulator.url, CALLS)
    const [, theirs] = await measure(bare.url, CALLS)
    ratios.push(ours / theirs)
    process.stdout.write(
      `thunder over WebSocket: ${Math.round(ours)} beside ${Math.round(theirs)} calls/s, ratio ${(ours / theirs).toFixed(2)}\n`,
    )
  }
  tell({
    what: 'thunder over WebSocket: calls per second beside a bare server',
    value: median(ratios),
    unit: 'ratio',
    atLeast: 0.7,
  })
  await Promise.all([simulator.worker.terminate(), bare.worker.terminate()])
}

async function start(role: string): Promise<{ url: string; worker: Worker }> {
  // A worker does not inherit the loader for TypeScript on Node 20.
  const code = `import('tsx/esm/api').then(({ register }) => (register(), import('${import.meta.url}')))`
  const worker = new Worker(code, { eval: true, workerData: role })
  const [url] = (await once(worker, 'message')) as [string]
  return { url, worker }
}

/** The last answer, and answers per second. */
async function measure(url: string, calls: number): Promise<[answer: string, perSecond: number]> {
  const websocket = new WebSocket(`${url}/jsonrpc`)
  await once(websocket, 'open')
  const started = performance.now()
  let sent = 0
  let received = 0
  let answer = ''
  await new Promise<void>(resolve => {
    websocket.on('message', data => {
      received += 1
      if (received === calls) {
        answer = (data as Buffer).toString()
        resolve()
      } else if (sent < calls) {
        sent += 1
        websocket.send(CALL)
      }
    })
    for (; sent < Math.min(OPEN, calls); sent += 1) websocket.send(CALL)
  })
  websocket.terminate()
  return [answer, (calls * 1000) / (performance.now() - started)]
}

async function serveSimulator(): Promise<void> {
  const core = thunderSimulator.create({
    clock: new AdvanceableClock(),
    random: new Random(1),
    call: () => Promise.reject(new Error('The plugin calls nobody.')),
  })
  const { url } = await serveCore(core)
  parentPort?.postMessage(url.replace('http', 'ws'))
}

function serveBare(answer: string): void {
  const server = createServer()
  const sockets = new WebSocketServer({ server, perMessageDeflate: false })
  sockets.on('connection', websocket => {
    websocket.on('message', data => {
      JSON.parse((data as Buffer).toString())
      websocket.send(answer)
    })
  })
  server.listen(0, '127.0.0.1', () => {
    parentPort?.postMessage(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  })
}
