/**
 * How many small changes of a simulator's source its features notice: `npm run mutate -- exosite`. Prints every change
 * that nothing noticed and that is not explained in `left/`, with its place, and publishes the score. `--lines 20` only
 * tries the changes of so many lines, chosen by `--seed`, and fails if there is a gap. `--file core.ts` the
 * changes of that file. `--skip-explained` takes what is explained for unnoticed without a trial.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Stryker } from '@stryker-mutator/core'
import type { MutantResult, PartialStrykerOptions } from '@stryker-mutator/api/core'
import { apiNames } from '../../cli/apis.js'
import { Random } from '../../harness/random.js'
import { explanationOf, leftOf, nameOf } from './left.js'
import { percent, publish } from './score.js'

/**
 * What is not the behaviour of the implementation that is judged: its alterations, the states that it is put into, its
 * wares, and the operator beside it, whose place the harness takes.
 */
const BESIDE = /defects?|variations|alter|lenience|stage|index|contents|assortment|hollow|^co\.ts$/

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    file: { type: 'string', multiple: true },
    lines: { type: 'string' },
    'skip-explained': { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
  },
})
const [api = ''] = positionals
if (!apiNames.includes(api)) throw new Error(`Which API? ${apiNames.join(', ')}`)

const folder = `simulators/${api}`
const files = values.file ?? readdirSync(folder).filter(name => name.endsWith('.ts') && !BESIDE.test(name))
const options: PartialStrykerOptions = {
  mutate: values.lines === undefined ? files.map(name => join(folder, name)) : sample(Number(values.lines)),
  testRunner: 'features',
  plugins: [new URL('plugin.ts', import.meta.url).href],
  testRunnerNodeArgs: ['--import', 'tsx'],
  coverageAnalysis: 'perTest',
  reporters: [process.stdout.isTTY ? 'progress' : 'progress-append-only'],
  ignorePatterns: ['dist', 'docs', 'assay-report'],
  // The compiler is not needed to run the sources, and its API is not the one that is looked for.
  tsconfigFile: 'none',
  timeoutMS: 30_000,
  logLevel: 'error' as never,
  allowEmpty: true,
}
const mutants = await new Stryker({
  ...options,
  assay: { api, skipsExplained: values['skip-explained'] },
}).runMutationTest()

const noticed = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout')
const left = leftOf(api)
const unnoticed = mutants.filter(mutant => !noticed.includes(mutant))
const explained = unnoticed.filter(mutant => explanationOf(mutant, left) !== undefined)
const gaps = unnoticed.filter(mutant => !explained.includes(mutant))
for (const gap of gaps) {
  const { line, change } = nameOf(gap)
  process.stdout.write(`${placeOf(gap)}  ${gap.mutatorName}, ${gap.status}\n  - ${line}\n  + ${change}\n`)
}
const score = { changes: mutants.length, noticed: noticed.length, explained: explained.length }
process.stdout.write(
  `${api}: ${score.noticed} of ${score.changes} changes noticed, ${score.explained} explained, ${gaps.length} gaps (${percent(score)} %)\n`,
)
const isWhole = values.lines === undefined && values.file === undefined
if (isWhole) publish(api, score)
else if (gaps.length > 0) process.exitCode = 1

/** So many lines of all files, as Stryker names ranges. */
function sample(size: number): string[] {
  const random = new Random(Number(values.seed), 'lines to change')
  const lines = files.flatMap(name => {
    const count = readFileSync(join(folder, name), 'utf8').split('\n').length
    return Array.from({ length: count }, (_, index) => `${join(folder, name)}:${index + 1}-${index + 1}`)
  })
  return lines
    .map(line => ({ line, rank: random.integer(0, 2 ** 30) }))
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, size)
    .map(({ line }) => line)
}

function placeOf({ fileName, location }: MutantResult): string {
  return `${fileName.slice(fileName.lastIndexOf('simulators/'))}:${location.start.line}`
}
