/** Memory of the exosite simulator that holds a million enabled serial numbers: `npm run bench:memory`. */
import { AdvanceableClock } from '../simulators/clock.js'
import { exositeSimulator } from '../simulators/exosite/index.js'
import { Random } from '../simulators/random.js'
import { tell } from './figure.js'

const HELD = 1_000_000
const MEBIBYTE = 1024 * 1024

const core = exositeSimulator.create({
  clock: new AdvanceableClock(),
  random: new Random(1),
  call: () => Promise.reject(new Error('nothing is called')),
})
for (let held = 0; held < HELD; held += 1) await core.stage['enabled serial number']?.({})
const { rss, heapUsed } = process.memoryUsage()
tell({ what: `${HELD} serial numbers held: heap`, value: heapUsed / MEBIBYTE, unit: 'MiB' })
tell({ what: `${HELD} serial numbers held: resident`, value: rss / MEBIBYTE, unit: 'MiB', atMost: 1024 })
