import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import type { FuzzBudget } from '../harness/fuzz/budget.js'
import { Random } from '../harness/random.js'
import type { Verdict } from '../harness/verdict.js'
import { loadApis } from './apis.js'
import type { Console } from './console.js'
import { EXIT } from './exit.js'
import { keptByHollow } from './kept-by-hollow.js'
import { requireFile } from './output.js'
import { readProof, REFERENCE, scoresOf, updated, type Proof } from './proof.js'
import type { Task, TaskResult } from './prove-worker.js'
import { beginThreads, inThreads } from './threads.js'
import { everyTrial, trialsOf, type Trial, type TrialResult } from './trial.js'

/** Arguments of `assay prove`. */
export interface ProveOptions {
  readonly apis: readonly string[]
  readonly rule?: readonly string[]
  readonly seed: number
  readonly jobs?: number
  /** How many trials of each kind are made for an API, chosen by the seed; all if left out. */
  readonly sample?: number
  readonly json?: boolean
  /** A file for the result, which is brought up to date where it is there already. */
  readonly out?: string
  /** Proves the properties within this budget for each run, and nothing else. */
  readonly fuzz?: FuzzBudget
}

const RED: readonly Verdict[] = ['fail', 'warn']
const CALM: readonly Verdict[] = ['pass', 'not-applicable']

/** Runs every trial, prints the score, and gives 0 only if the suite saw all that it should and nothing else. */
export async function prove(options: ProveOptions, terminal: Console): Promise<number> {
  const apis = await loadApis(options.apis)
  const all = apis
    .flatMap(api => trialsOf(api, options.fuzz !== undefined))
    .filter(trial => options.rule === undefined || ('rule' in trial && options.rule.includes(trial.rule)))
  const trials = options.sample === undefined ? all : sampleOf(all, options.sample, options.seed)
  const out = options.out && resolve(terminal.cwd, options.out)
  if (out) await requireFile(out, options.out ?? '')
  const before = out && existsSync(out) ? readProof(out) : undefined
  const results = await runAll(trials, options, terminal)
  const proof = evaluate(trials, results)
  const faults = faultsOf(proof, trials, results)
  if (out) await writeFile(out, proofText(before ? updated(before, proof, await everyTrial()) : proof))
  if (options.json) terminal.print(JSON.stringify(proof, undefined, 2))
  else printProof(proof, faults, terminal)
  return faults.length === 0 && trials.length > 0 ? EXIT.conformant : EXIT.nonconformant
}

function proofText(proof: Proof): string {
  return `${JSON.stringify(proof, undefined, 2)}\n`
}

/** So many trials of each kind and API, chosen by the seed. */
function sampleOf(trials: readonly Trial[], size: number, seed: number): Trial[] {
  const random = new Random(seed, 'sample of trials')
  const groups = new Map<string, { readonly trial: Trial; readonly rank: number }[]>()
  for (const trial of trials) {
    const key = `${trial.api} ${trial.kind}`
    groups.set(key, [...(groups.get(key) ?? []), { trial, rank: random.integer(0, 2 ** 30) }])
  }
  return [...groups.values()].flatMap(group =>
    group
      .toSorted((a, b) => a.rank - b.rank)
      .slice(0, size)
      .map(({ trial }) => trial),
  )
}

async function runAll(
  trials: readonly Trial[],
  { seed, fuzz, jobs = availableParallelism() }: ProveOptions,
  terminal: Console,
): Promise<TrialResult[]> {
  let done = 0
  const hear = (message: TaskResult, index: number): TrialResult => {
    const trial = trials[index] as Trial
    if ('error' in message) throw new Error(`The trial ${JSON.stringify(trial)} failed: ${message.error}`)
    done += 1
    terminal.progress(terminal.paint.dim(`${done} of ${trials.length} trials  ${trial.api}: ${trial.kind}`))
    return message.result
  }
  const threads = beginThreads(new URL('prove-worker.js', import.meta.url), Math.min(jobs, trials.length))
  const tasks = trials.map((trial): Task => ({ trial, seed, ...(fuzz ? { fuzz } : {}) }))
  const results = await inThreads(threads, tasks, { hear })
  terminal.progress('')
  return results
}

function evaluate(trials: readonly Trial[], results: readonly TrialResult[]): Proof {
  const runs = trials.map((trial, index) => ({ trial, result: results[index] ?? [] }))
  const idsWith = (result: TrialResult, wanted: (verdict: Verdict) => boolean): string[] =>
    result.filter(({ verdict }) => wanted(verdict)).map(({ id }) => id)
  return {
    defects: runs.flatMap(({ trial, result }) => {
      if (trial.kind !== 'defect' && trial.kind !== 'fuzz defect') return []
      const { api, rule, name } = trial
      const red = idsWith(result, verdict => RED.includes(verdict))
      const lines = result.find(({ id }) => id === rule)?.case
      const alsoRed = red.filter(id => id !== rule)
      return [
        {
          api,
          rule,
          name,
          detected: red.length > 0,
          byOwnRule: red.includes(rule),
          alsoRed,
          ...(lines ? { case: lines } : {}),
        },
      ]
    }),
    variations: runs.flatMap(({ trial, result }) =>
      trial.kind === 'variation' || trial.kind === 'reference'
        ? [
            {
              api: trial.api,
              name: trial.kind === 'reference' ? REFERENCE : trial.name,
              red: idsWith(result, verdict => !CALM.includes(verdict)),
            },
          ]
        : [],
    ),
    hollow: runs.flatMap(({ trial, result }) => {
      if (trial.kind !== 'hollow') return []
      const { api, name } = trial
      const passed = idsWith(result, verdict => verdict === 'pass')
      const kept = keptByHollow[name] ?? {}
      const explained = Object.fromEntries(
        passed.flatMap(id => (kept[id] === undefined ? [] : [[id, kept[id]]])),
      )
      return [{ api, name, passed, explained, unexplained: passed.filter(id => kept[id] === undefined) }]
    }),
  }
}

/** Everything that keeps the proof from being one, a line each. */
function faultsOf(proof: Proof, trials: readonly Trial[], results: readonly TrialResult[]): string[] {
  const errors = trials.flatMap((trial, index) =>
    (results[index] ?? [])
      .filter(({ verdict }) => verdict === 'error')
      .map(
        ({ id, reason }) =>
          `error: ${trial.api}: ${id} with ${'name' in trial ? `${trial.kind} "${trial.name}"` : trial.kind}: ${reason}`,
      ),
  )
  return [
    ...proof.defects
      .filter(({ byOwnRule }) => !byOwnRule)
      .map(({ rule, name, alsoRed }) =>
        alsoRed.length === 0
          ? `not detected: ${rule}: ${name}`
          : `not detected by its own rule: ${rule}: ${name} (red: ${alsoRed.join(', ')})`,
      ),
    ...proof.variations
      .filter(({ red }) => red.length > 0)
      .map(({ api, name, red }) => `accused: ${api}: ${name} (${red.join(', ')})`),
    ...proof.hollow
      .filter(({ unexplained }) => unexplained.length > 0)
      .map(
        ({ api, name, unexplained }) =>
          `passed without substance: ${api}: ${name} (${unexplained.join(', ')})`,
      ),
    ...errors,
  ]
}

function printProof(proof: Proof, faults: readonly string[], terminal: Console): void {
  const { paint } = terminal
  for (const score of scoresOf(proof)) {
    terminal.print(
      `${paint.bold(score.api)}  ${score.seenByOwnRule} of ${score.defects} defects seen by their own rule; ` +
        `other rules turned red: median ${score.median}, ninth decile ${score.ninthDecile}; ` +
        `${score.undisturbed} of ${score.variations} variations undisturbed; ` +
        `${score.explained} of ${score.hollow} hollow servers pass nothing unexplained`,
    )
  }
  for (const fault of faults) terminal.print(paint.red(fault))
  terminal.print(
    faults.length === 0 ? paint.green('proved') : paint.red(`not proved: ${faults.length} faults`),
  )
}
