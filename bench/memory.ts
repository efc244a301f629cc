/**
 * Memory of the simulators that hold a million objects: serial numbers, sessions with an order, orders of as many accesses,
 * active subscriptions. Each is a process of its own: `npm run bench:memory [API...]`.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { loadApis, type Api } from '../cli/apis.js'
import { AdvanceableClock } from '../simulators/clock.js'
import { Random } from '../simulators/random.js'
import type { Core } from '../simulators/simulator.js'
import { tell } from './figure.js'
import { credentialsOf, LOADS, type Facts } from './loads.js'

const HELD = 1_000_000
const MEBIBYTE = 1024 * 1024

/** What is held of each API, and how the next one comes in. */
const HOLDINGS: Readonly<Record<string, { readonly what: string; readonly fill: Fill }>> = {
  exosite: { what: 'serial numbers', fill: staged('enabled serial number') },
  seram: { what: 'sessions with an order', fill: ordered },
  onapi: { what: 'orders', fill: ordered },
  roaming: { what: 'subscriptions', fill: staged('Active subscription') },
}

type Fill = (core: Core, api: Api) => Promise<void>

type Stage = Readonly<Record<string, (params: object) => Facts>>

const [own, ...names] = process.argv.slice(2)
if (own === '--own') await measure(names[0] ?? '')
else
  for (const name of own === undefined ? Object.keys(HOLDINGS) : [own, ...names]) {
    const child = fork(import.meta.filename, ['--own', name], {
      execArgv: ['--expose-gc', '--import', 'tsx'],
    })
    child.on('message', message => process.send?.(message))
    await once(child, 'exit')
  }

async function measure(name: string): Promise<void> {
  const [api] = (await loadApis([name])) as [Api]
  const holding = HOLDINGS[name]
  if (holding === undefined) throw new Error(`Nothing is held of "${name}".`)
  const core = api.simulator.create({
    clock: new AdvanceableClock(),
    random: new Random(1),
    call: async ({ method, url, headers, body }) =>
      beside.handle({ method, target: new URL(url).pathname, headers, body: Buffer.from(body) }),
  })
  const [companion] = api.simulator.companions ?? []
  const beside = companion?.coreOf(core) ?? core
  await holding.fill(core, api)
  globalThis.gc?.()
  const { rss, heapUsed } = process.memoryUsage()
  const what = `${name}: ${HELD} ${holding.what} held`
  tell({ what: `${what}: heap`, value: heapUsed / MEBIBYTE, unit: 'MiB' })
  tell({ what: `${what}: resident`, value: rss / MEBIBYTE, unit: 'MiB', atMost: 1024 })
  process.exit()
}

/** Puts it into a state so many times. */
function staged(state: string): Fill {
  return core => {
    const stage = core.stage as Stage
    for (let held = 0; held < HELD; held += 1) stage[state]?.({})
    return Promise.resolve()
  }
}

/** Places so many orders, each for what the stage gives. */
async function ordered(core: Core, { simulator }: Api): Promise<void> {
  const load = LOADS.find(({ api, name }) => api === simulator.api && name.startsWith('place an order'))
  const credentials = credentialsOf(simulator.target.auth)
  const stage = (state: string): Promise<Facts> =>
    Promise.resolve((core.stage as Stage)[state]?.({}) as Facts)
  for (let held = 0; held < HELD; held += 1) {
    const request = await load?.request({ url: '', credentials, stage })
    if (request === undefined) throw new Error('There is no order to place.')
    const { method, path, headers, body = '' } = request
    const fields = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    )
    const { status } = await core.handle({ method, target: path, headers: fields, body: Buffer.from(body) })
    if (status >= 300) throw new Error(`An order is answered with ${status}.`)
  }
}
