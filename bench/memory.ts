/** Memory of the exosite simulator that holds a million enabled serial numbers: `npm run bench:memory`. */
import { AdvanceableClock } from '../simulators/clock.js'
import { exositeSimulator } from '../simulators/exosite/index.js'
import { Random } from '../simulators/random.js'

const HELD = 1_000_000

const core = exositeSimulator.create({
  clock: new AdvanceableClock(),
  random: new Random(1),
  call: () => Promise.reject(new Error('nothing is called')),
})
for (let held = 0; held < HELD; held += 1) await core.stage['enabled serial number']?.({})
const { rss, heapUsed } = process.memoryUsage()
const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`
process.stdout.write(`${HELD} serial numbers held: ${mebibytes(heapUsed)} heap, ${mebibytes(rss)} resident\n`)
