import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { blamed, caughtBy, judge, listOf } from './server.js'

/*
 * Judges an independent server once for each of its flaws and variations, two at a time, and prints one line each, with
 * the rule that should see it:
 *   node --import tsx test/independent/audit.ts API FOLDER [NAME...] [--quick]
 * A name may be "flaws", "variations" or several variations with "+" between them; quick leaves out the properties.
 * The reports stay in the folder, one folder for each name.
 */
const [api = 'exosite', folder = 'audit', ...rest] = process.argv.slice(2)
const wanted = rest.filter(word => word !== '--quick')
const run = rest.includes('--quick') ? ['--tags', 'not @property'] : []
const { flaws, variations } = listOf(api)
const expected = caughtBy(api)
const plain = { kind: 'plain', name: 'plain', server: [] as string[] }
const jobs = [
  plain,
  ...variations.map(({ name }) => ({ kind: 'variation', name, server: ['--variation', name] })),
  ...flaws.map(({ name }) => ({ kind: 'flaw', name, server: ['--flaw', name] })),
  ...wanted
    .filter(names => names.includes('+'))
    .map(name => ({ kind: 'variation', name, server: name.split('+').flatMap(one => ['--variation', one]) })),
].filter(({ kind, name }) => wanted.length === 0 || wanted.includes(name) || wanted.includes(`${kind}s`))

async function work(): Promise<void> {
  for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
    const place = join(folder, job.name)
    mkdirSync(place, { recursive: true })
    const began = Date.now()
    const found = await judge(api, place, { server: job.server, run }).then(blamed, String)
    const seconds = ((Date.now() - began) / 1000).toFixed(1)
    process.stdout.write(
      `${JSON.stringify({ kind: job.kind, name: job.name, seconds, expected: expected[job.name], found })}\n`,
    )
  }
}

await Promise.all([work(), work()])
