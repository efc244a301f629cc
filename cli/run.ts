import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Envelope } from '@cucumber/messages'
import { parse as parseTags } from '@cucumber/tag-expressions'
import { Misuse } from '../harness/finding.js'
import { SMALL_BUDGET, type FuzzBudget } from '../harness/fuzz/budget.js'
import { readCorpus } from '../harness/fuzz/counterexample.js'
import type { FuzzPlan } from '../harness/fuzz/fuzzing.js'
import { didYouMean } from '../harness/nearest.js'
import type { Selection } from '../harness/run-suite.js'
import { Secrets } from '../harness/secrets.js'
import { isBinding, outcomeOf } from '../harness/verdict.js'
import { COUNTEREXAMPLES, writeCounterexamples } from '../reports/counterexamples.js'
import { failureText } from '../reports/failure-text.js'
import type { KnownFailure } from '../reports/run-record.js'
import { summaryText } from '../reports/summary.js'
import { exchangeId } from '../reports/verdict-json.js'
import { evidenceOf, verdictText, writeReports } from '../reports/write-reports.js'
import { knownApis } from './apis.js'
import type { Baseline } from './baseline.js'
import type { Bench, Candidate } from './bench.js'
import type { Console } from './console.js'
import { gate, knownFailures } from './gate.js'
import { gateText, printAnnotations, withoutCommands } from './gate-text.js'
import { judgeThreads, type Observers } from './judge-apart.js'
import { requireFolder } from './output.js'
import { Progress } from './progress.js'
import { suiteDigest } from './suite-digest.js'
import type { Thread } from './threads.js'

/** Arguments of `assay run`. */
export interface RunOptions {
  readonly apis: readonly string[]
  readonly target?: string
  readonly rule?: readonly string[]
  readonly tags?: string
  readonly seed?: number
  readonly order: 'defined' | 'random'
  readonly shard?: string
  readonly out: string
  readonly json?: boolean
  readonly allowIncomplete?: boolean
  readonly bail?: boolean
  readonly allure?: boolean
  readonly fuzz?: FuzzBudget
  readonly fuzzOnly?: boolean
  readonly corpus?: string
  /** What is done with properties, if the options do not say it. */
  readonly plan?: FuzzPlan
  readonly baseline?: string
  readonly require: 'must' | 'should'
  /** Threads for bundled simulators that have begun already. */
  readonly threads?: readonly Thread[]
}

/** Judges targets, prints what is found, writes the reports, and gives the exit code. */
export async function run(options: RunOptions, terminal: Console, version: string): Promise<number> {
  const secrets = new Secrets()
  const allowCommands = options.json ? () => {} : withoutCommands(terminal)
  try {
    return await runWith(secrets, options, terminal, version, allowCommands)
  } catch (error) {
    if (!(error instanceof Misuse)) throw error
    throw new Misuse(secrets.redact(error.message), { cause: error })
  } finally {
    allowCommands()
  }
}

async function runWith(
  secrets: Secrets,
  options: RunOptions,
  terminal: Console,
  version: string,
  allowCommands: () => void,
): Promise<number> {
  const startedAt = Date.now()
  const started = performance.now()
  const today = new Date(startedAt).toISOString().slice(0, 10)
  const seed = options.seed ?? randomInt(1_000_000)
  const fuzz = options.plan ?? planOf(options, terminal)
  const interruption = terminal.interruption()
  const acknowledge = (): void =>
    terminal.error('Interrupted: the report will say what was judged until now. Once more ends it at once.')
  if (interruption.aborted) acknowledge()
  else interruption.addEventListener('abort', acknowledge)
  const { candidates, judgeAll } = await findTargets(options, terminal, secrets)
  const place = resolve(terminal.cwd, options.out)
  const selection = select(options, candidates)
  const baseline = await baselineOf(options, candidates, terminal.cwd)
  await requireFolder(place, options.out)
  const known = knownFailures({ today, ...(baseline ? { baseline } : {}) })
  const messages = candidates.map((): Envelope[] => [])
  const observers = candidates.map((candidate, index) =>
    observersOf(candidate, terminal, options, { messages: messages[index] ?? [], secrets, known }),
  )
  const judging = judgeAll({ seed, selection, fuzz, secrets, interruption, observers })
  // Read while others judge.
  const judge = { version, digest: suiteDigest() }
  const judgements = await judging.finally(() => terminal.progress(''))
  const suites = judgements.map(({ verdict }) => verdict)

  const record = {
    judge,
    outcome: outcomeOf(suites),
    seed,
    startedAt,
    durationMs: performance.now() - started,
    interrupted: interruption.aborted,
    suites,
    exchanges: new Map(judgements.map(({ verdict, exchanges }) => [verdict.api, exchanges])),
    messages: messages.flat(),
    known,
  }
  const evidence = evidenceOf(record, secrets)
  await writeReports(evidence, { folder: place, allure: options.allure ?? false })
  const counterexamples = judgements.flatMap(it => it.counterexamples)
  await writeCounterexamples(counterexamples, place, secrets)
  const result = gate(evidence.verdict, {
    today,
    require: options.require,
    allowIncomplete: options.allowIncomplete ?? false,
    ...(baseline ? { baseline } : {}),
  })
  if (options.json) {
    terminal.print(verdictText(evidence.verdict).trimEnd())
    return result.exitCode
  }
  const gateLines = gateText(result, terminal.paint)
  if (gateLines !== '') terminal.print(`${gateLines}\n`)
  terminal.print(summaryText(evidence.verdict, options.out, terminal.paint))
  allowCommands()
  printAnnotations(result, terminal, options.target, baseline)
  return result.exitCode
}

async function baselineOf(
  options: RunOptions,
  candidates: readonly Candidate[],
  cwd: string,
): Promise<Baseline | undefined> {
  if (options.baseline === undefined) return undefined
  const { readBaseline } = await import('./baseline.js')
  const judged = candidates.flatMap(({ rules }) => rules.map(({ id }) => id))
  return readBaseline(resolve(cwd, options.baseline), options.baseline, judged)
}

/** Where no target is named, the bundled simulators. What only one of both needs is not loaded for the other. */
async function findTargets(
  { apis, target, threads }: RunOptions,
  terminal: Console,
  secrets: Secrets,
): Promise<Bench> {
  if (target !== undefined) {
    const { live } = await import('./live.js')
    return live(target, apis, terminal, secrets)
  }
  const names = knownApis(apis)
  const { bundled } = await import('./bundled.js')
  return bundled(names, terminal.cwd, threads ?? judgeThreads(names.length))
}

/** What is asked for of properties; without a word the counterexamples of the last run are the corpus. */
function planOf(options: RunOptions, terminal: Console): FuzzPlan {
  const folder = `${options.out}/${COUNTEREXAMPLES}`
  const earlier = resolve(terminal.cwd, options.corpus ?? folder)
  const isWanted = options.corpus !== undefined || existsSync(earlier)
  return { budget: options.fuzz ?? SMALL_BUDGET, corpus: isWanted ? readCorpus(earlier) : [], folder }
}

function select(options: RunOptions, candidates: readonly Candidate[]): Selection {
  const known = candidates.flatMap(({ rules }) => rules.map(({ id }) => id))
  for (const id of options.rule ?? []) {
    if (!known.includes(id))
      throw new Misuse(`Unknown rule "${id}".${didYouMean(id, known)} See assay rules.`)
  }
  if (options.tags !== undefined) {
    try {
      parseTags(options.tags)
    } catch (cause) {
      throw new Misuse(`--tags "${options.tags}" is no tag expression: ${(cause as Error).message}`, {
        cause,
      })
    }
  }
  const parts = [
    ...(options.fuzzOnly ? ['@property'] : []),
    ...(options.rule === undefined ? [] : [options.rule.map(id => `@${id}`).join(' or ')]),
    ...(options.tags === undefined ? [] : [options.tags]),
  ]
  return {
    order: options.order,
    bail: options.bail ?? false,
    ...(parts.length === 0 ? {} : { tags: parts.map(part => `(${part})`).join(' and ') }),
    ...(options.shard === undefined ? {} : { shard: options.shard }),
  }
}

/** What watches a candidate: the line of progress, and the first failure of each rule, printed when it happens. */
function observersOf(
  { api }: Candidate,
  terminal: Console,
  options: RunOptions,
  run: { messages: Envelope[]; secrets: Secrets; known: ReadonlyMap<string, KnownFailure> },
): Observers {
  const progress = new Progress(api)
  const printed = new Set<string>()
  const broken = new Set<string>()
  const show = (): void =>
    terminal.progress(terminal.paint.dim(run.secrets.redact(progress.line(broken.size))))
  return {
    onMessage: envelope => {
      run.messages.push(envelope)
      if (progress.add(envelope) && !options.json) show()
    },
    onFailure: (rule, failure, profile) => {
      if (options.json || printed.has(rule.id)) return
      printed.add(rule.id)
      const binding = isBinding(rule, profile)
      if (binding) broken.add(rule.id)
      const kind = run.known.has(rule.id) ? 'KNOWN' : binding ? 'FAIL' : 'WARN'
      const [first] = failure.exchanges
      const where =
        first === undefined ? {} : { exchange: `${exchangeId(api, first)} in ${options.out}/evidence.har` }
      const text = failureText(rule, failure, { kind, paint: terminal.paint, ...where })
      terminal.print(`${run.secrets.redact(text)}\n`)
      show()
    },
  }
}
