/**
 * The command beside what it cannot do without: `assay --help` beside node without a program, and `assay run` beside
 * Cucumber with as many scenarios of one step that does nothing: `npm run bench:command`.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { packageRoot } from '../harness/package-root.js'
import { temporaryFolder } from '../test/temporary-folder.js'
import { median, tell } from './figure.js'

const ROUNDS = 3
const MAIN = join(packageRoot, 'dist/cli/main.js')
const CUCUMBER = join(packageRoot, 'node_modules/@cucumber/cucumber/bin/cucumber.js')
const folder = temporaryFolder()

const [help, node] = await rounds([MAIN, '--help'], ['--eval', ''])
tell({ what: 'assay --help', value: help, unit: 'ms', atMost: 150 })
tell({ what: 'assay --help beside node alone', value: help / node, unit: 'ratio' })
await timeOf([MAIN, 'run'])
const scenarios = await scenariosIn(join(folder, 'assay-report/messages.ndjson'))
writeEmptySuite(scenarios)
const [run, floor] = await rounds([MAIN, 'run'], [CUCUMBER, '--format', 'summary:summary.txt'])
tell({ what: 'assay run, all APIs, from command to exit code', value: run, unit: 'ms', atMost: 10_000 })
tell({
  what: `assay run beside Cucumber with ${scenarios} empty scenarios`,
  value: run / floor,
  unit: 'ratio',
})

/** The median times in milliseconds of two commands that take turns. */
async function rounds(ours: readonly string[], theirs: readonly string[]): Promise<[number, number]> {
  const times: [number, number][] = []
  for (let round = 0; round < ROUNDS; round += 1) times.push([await timeOf(ours), await timeOf(theirs)])
  return [median(times.map(([time]) => time)), median(times.map(([, time]) => time))]
}

async function timeOf(parameters: readonly string[]): Promise<number> {
  const started = performance.now()
  const child = spawn(process.execPath, parameters, { cwd: folder, stdio: 'ignore' })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`${parameters.join(' ')} ended with ${code}`)
  return performance.now() - started
}

/** How many scenarios a run began, by its messages. */
async function scenariosIn(messages: string): Promise<number> {
  let count = 0
  for await (const line of createInterface(createReadStream(messages)))
    if (line.startsWith('{"testCaseStarted"')) count += 1
  return count
}

function writeEmptySuite(count: number): void {
  for (const part of ['features', 'steps']) mkdirSync(join(folder, part))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  writeFileSync(join(folder, 'cucumber.json'), '{"default":{"import":["steps/*.js"]}}')
  const cucumber = join(packageRoot, 'node_modules/@cucumber/cucumber/lib/wrapper.mjs')
  writeFileSync(
    join(folder, 'steps/nothing.js'),
    `import { Given } from ${JSON.stringify(cucumber)}\nGiven('nothing', () => {})\n`,
  )
  const all = Array.from({ length: count }, (_, index) => `  Scenario: number ${index}\n    Given nothing\n`)
  writeFileSync(join(folder, 'features/empty.feature'), `Feature: Nothing\n${all.join('')}`)
}
