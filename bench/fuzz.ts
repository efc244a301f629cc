/**
 * Exchanges per second of an API's properties beside a bare keep-alive client, and the memory after each of so many further
 * rounds: `npm run bench:fuzz -- exosite 6`; of all APIs if none is named.
 *
 * Both talk to the same simulator, which is a process of its own. The bare client sends again what the properties sent (those to
 * the stage included), over one connection, one request after the other as the properties do; it judges nothing and keeps nothing. What it
 * cannot send, such as broken framing, it leaves out. For both a request, a message that was sent on a WebSocket and a call of the
 * target that was answered each count as one exchange; opening a WebSocket counts as none. Processor time is that of the client's
 * process alone: it tells more than the clock on a machine that has other things to do.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, Socket, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { apiNames, loadApis, type Api } from '../cli/apis.js'
import { judge, prepare, type ReadyApi } from '../cli/judge.js'
import { packageRoot } from '../harness/package-root.js'
import { completeEntry } from '../harness/target-entry.js'
import { SMALL_PLAN } from '../harness/fuzz/fuzzing.js'
import { Secrets } from '../harness/secrets.js'
import type { TargetEntry } from '../harness/target.js'
import { BareClient, BareServer, Tape, type Sent } from './bare-client.js'
import { median, tell } from './figure.js'

const ROUNDS = 3
const FUZZED = 10_000
const BARE = 5000

/** What a client did. */
interface Work {
  exchanges: number
  seconds: number
  /** Microseconds of processor time. */
  cpu: number
}

const names = process.argv.slice(2).filter(word => !/^\d+$/.test(word))
const rounds = Number(process.argv.slice(2).find(word => /^\d+$/.test(word)) ?? 0)
for (const name of names.length > 0 ? names : apiNames) await main(name, rounds)

async function main(name: string, rounds: number): Promise<void> {
  const [loaded] = await loadApis([name])
  const api = await prepare(loaded as Api)
  const port = await freePort()
  const server = spawn(process.execPath, [
    join(packageRoot, 'dist/cli/main.js'),
    'serve',
    name,
    '--json',
    '--quiet',
  ])
  process.once('exit', () => server.kill())
  const [line] = (await once(server.stdout, 'data')) as [Buffer]
  const [place] = JSON.parse(line.toString()) as { url: string; stage: string }[]
  const target: TargetEntry = {
    ...completeEntry({
      url: place?.url ?? '',
      stage: { url: place?.stage ?? '' },
      callback: { listen: `127.0.0.1:${port}` },
    }),
    ...api.simulator.target,
  }
  const tape = new Tape()
  await fuzz(api, target, 3000, 0, tape)
  const ratios: number[] = []
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const bare = await repeat(target, port, tape)
    const { work } = await fuzz(api, target, FUZZED, 1 + round)
    ratios.push(rate(work) / rate(bare))
    times.push(work.cpu / work.exchanges / (bare.cpu / bare.exchanges))
    print(`${name}: ${told(work)}; bare ${told(bare)}; ratio ${ratios.at(-1)?.toFixed(2)}`)
  }
  const beside = 'beside a bare keep-alive client'
  tell({
    what: `${name}: exchanges per second of the properties ${beside}`,
    value: median(ratios),
    unit: 'ratio',
    atLeast: 0.5,
  })
  tell({ what: `${name}: processor time per exchange ${beside}`, value: median(times), unit: 'ratio' })
  let tried = 0
  for (let round = 0; round < rounds; round += 1) {
    tried += (await fuzz(api, target, FUZZED, 1 + ROUNDS + round)).cases
    const { heapUsed, rss } = process.memoryUsage()
    print(`${name}: ${tried} cases, ${mebibytes(heapUsed)} heap, ${mebibytes(rss)} resident`)
  }
  server.kill()
}

async function fuzz(
  api: ReadyApi,
  target: TargetEntry,
  milliseconds: number,
  seed: number,
  tape?: Tape,
): Promise<{ cases: number; work: Work }> {
  let exchanges = 0
  // eslint-disable-next-line typescript/unbound-method -- it is given its socket below
  const { write } = Socket.prototype
  // What is asked of the stage is no exchange, and can be seen only on its way out.
  Socket.prototype.write = function (this: Socket, ...written: Parameters<Socket['write']>): boolean {
    const [bytes] = written as unknown as [unknown]
    if (Buffer.isBuffer(bytes) && bytes.indexOf('POST /_stage ') === 0) {
      exchanges += 1
      if (tape && !tape.isFull) tape.sent.push({ bytes })
    }
    return write.apply(this, written)
  } as Socket['write']
  const measure = stopwatch()
  const { verdict } = await judge(api, {
    target,
    folder: '.',
    seed,
    selection: { order: 'defined', bail: false, tags: '@property' },
    repeatTarget: '',
    secrets: new Secrets(),
    fuzz: { ...SMALL_PLAN, budget: { milliseconds } },
    onExchange: exchange => {
      const { kind, messages = [] } = exchange
      exchanges += kind === 'socket' ? messages.filter(({ direction }) => direction === 'sent').length : 1
      tape?.add(exchange)
    },
  })
  const work = measure(exchanges)
  Socket.prototype.write = write
  const wrong = verdict.rules.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable')
  for (const { rule, verdict, reason } of wrong) print(`${rule.id}: ${verdict} ${reason ?? ''}`)
  const cases = (verdict.coverage ?? []).reduce((all, { cases }) => all + cases, 0)
  return { cases, work }
}

async function repeat(target: TargetEntry, port: number, { sent, answer }: Tape): Promise<Work> {
  const server = await BareServer.listen(port, answer)
  const client = new BareClient(new URL(target.url))
  for (const it of sent.slice(0, 2000)) await client.send(it)
  server.calls = 0
  const measure = stopwatch()
  const until = performance.now() + BARE
  let done = 0
  for (; performance.now() < until; done += 1) await client.send(sent[done % sent.length] as Sent)
  const work = measure(done + server.calls)
  client.close()
  server.close()
  return work
}

function stopwatch(): (exchanges: number) => Work {
  const started = performance.now()
  const before = process.cpuUsage()
  return exchanges => {
    const { user, system } = process.cpuUsage(before)
    return { exchanges, seconds: (performance.now() - started) / 1000, cpu: user + system }
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

function rate({ exchanges, seconds }: Work): number {
  return exchanges / seconds
}

function told(work: Work): string {
  return `${Math.round(rate(work))}/s at ${Math.round(work.cpu / work.exchanges)} µs`
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MiB`
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
