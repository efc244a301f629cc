import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Envelope } from '@cucumber/messages'
import { parse as parseTags } from '@cucumber/tag-expressions'
import type { Rule } from '../harness/catalogue.js'
import { requireReachable } from '../harness/connection.js'
import { Misuse } from '../harness/finding.js'
import { SMALL_BUDGET, type FuzzBudget } from '../harness/fuzz/budget.js'
import { readCorpus } from '../harness/fuzz/counterexample.js'
import type { FuzzPlan } from '../harness/fuzz/fuzzing.js'
import { didYouMean } from '../harness/nearest.js'
import type { Selection } from '../harness/run-suite.js'
import { Secrets } from '../harness/secrets.js'
import { readTargetFile } from '../harness/target-file.js'
import type { TargetEntry } from '../harness/target.js'
import { isBinding, outcomeOf } from '../harness/verdict.js'
import { COUNTEREXAMPLES, writeCounterexamples } from '../reports/counterexamples.js'
import { failureText } from '../reports/failure-text.js'
import type { KnownFailure } from '../reports/run-record.js'
import { summaryText } from '../reports/summary.js'
import { exchangeId } from '../reports/verdict-json.js'
import { evidenceOf, verdictText, writeReports } from '../reports/write-reports.js'
import { knownApis, loadApis } from './apis.js'
import { readBaseline, type Baseline } from './baseline.js'
import type { Console } from './console.js'
import { gate, knownFailures } from './gate.js'
import { gateText, printAnnotations, withoutCommands } from './gate-text.js'
import { judgeApart, type Observers } from './judge-apart.js'
import { judge, prepare, rulesOf, type Judgement, type ReadyApi } from './judge.js'
import { requireFolder } from './output.js'
import { Progress } from './progress.js'
import { suiteDigest } from './suite-digest.js'

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
}

/** What is judged: its API with the rules. */
interface Candidate {
  readonly api: string
  readonly rules: readonly Rule[]
}

/** What a run asks of every candidate. */
interface Conditions {
  readonly seed: number
  readonly selection: Selection
  readonly fuzz: FuzzPlan
  readonly secrets: Secrets
  readonly interruption: AbortSignal
  /** Who is told of each candidate while it is judged. */
  readonly observers: readonly Observers[]
}

/** What a run is about, and how all of it is judged, in the order of the candidates. */
interface Bench {
  readonly candidates: readonly Candidate[]
  readonly judgeAll: (conditions: Conditions) => Promise<readonly Judgement[]>
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
  interruption.addEventListener('abort', () => {
    terminal.error('Interrupted: the report will say what was judged until now. Once more ends it at once.')
  })
  const { candidates, judgeAll } = await findTargets(options, terminal, secrets)
  const place = resolve(terminal.cwd, options.out)
  const selection = select(options, candidates)
  const baseline = baselineOf(options, candidates, terminal.cwd)
  await requireFolder(place, options.out)
  const known = knownFailures({ today, ...(baseline ? { baseline } : {}) })
  const messages = candidates.map((): Envelope[] => [])
  const observers = candidates.map((candidate, index) =>
    observersOf(candidate, terminal, options, { messages: messages[index] ?? [], secrets, known }),
  )
  const judgements = await judgeAll({ seed, selection, fuzz, secrets, interruption, observers }).finally(() =>
    terminal.progress(''),
  )
  const suites = judgements.map(({ verdict }) => verdict)

  const record = {
    judge: { version, digest: suiteDigest() },
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

function baselineOf(
  options: RunOptions,
  candidates: readonly Candidate[],
  cwd: string,
): Baseline | undefined {
  if (options.baseline === undefined) return undefined
  const judged = candidates.flatMap(({ rules }) => rules.map(({ id }) => id))
  return readBaseline(resolve(cwd, options.baseline), options.baseline, judged)
}

async function findTargets(options: RunOptions, terminal: Console, secrets: Secrets): Promise<Bench> {
  if (options.target === undefined) return bundled(knownApis(options.apis), terminal.cwd)
  const path = resolve(terminal.cwd, options.target)
  const file = readTargetFile(path, terminal.env)
  for (const secret of file.secrets) secrets.add(secret)
  const names = options.apis.length === 0 ? Object.keys(file.entries) : options.apis
  const apis = await loadApis(names)
  const missing = apis.find(api => file.entries[api.suite.api] === undefined)
  if (missing) {
    const known = Object.keys(file.entries).join(', ')
    throw new Misuse(
      `The target file ${options.target} has no entry "${missing.suite.api}". It has: ${known}.`,
    )
  }
  const targets: Target[] = []
  for (const api of apis) {
    const entry = file.entries[api.suite.api]
    if (entry === undefined) continue
    await requireReachable(entry, file.folder)
    targets.push({ api: await prepare(api), entry })
  }
  return live(targets, file.folder, ` --target ${options.target}`)
}

/** The simulators, each judged in a thread with the one that judges it. */
function bundled(apis: readonly string[], folder: string): Bench {
  const candidates = apis.map(api => ({ api, rules: rulesOf(api) }))
  return {
    candidates,
    judgeAll: ({ seed, selection, fuzz, secrets, interruption, observers }) =>
      judgeApart(
        candidates.map(({ api, rules }, index) => ({
          task: { api, folder, seed, selection, fuzz },
          size: rules.length,
          ...(observers[index] as Observers),
        })),
        secrets,
        interruption,
      ),
  }
}

interface Target {
  readonly api: ReadyApi
  readonly entry: TargetEntry
}

/** The targets of a file, judged one after the other: what they can bear together nobody knows. */
function live(targets: readonly Target[], folder: string, repeatTarget: string): Bench {
  return {
    candidates: targets.map(({ api }) => ({ api: api.suite.api, rules: api.rules })),
    async judgeAll({ observers, ...conditions }) {
      const judgements: Judgement[] = []
      for (const [index, { api, entry }] of targets.entries()) {
        const { onMessage, onFailure } = observers[index] as Observers
        const judgement = await judge(api, {
          target: entry,
          folder,
          repeatTarget,
          ...conditions,
          onMessage,
          onFailure: (rule, failure) => onFailure(rule, failure, entry.profile),
        })
        judgements.push(judgement)
      }
      return judgements
    },
  }
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
