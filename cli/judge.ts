import { dirname, extname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Envelope } from '@cucumber/messages'
import type { ISupportCodeLibrary } from '@cucumber/cucumber/api'
import { rulesOf, type Rule } from '../harness/catalogue.js'
import type { Exchange } from '../harness/exchange.js'
import type { Counterexample } from '../harness/fuzz/counterexample.js'
import type { FuzzPlan } from '../harness/fuzz/fuzzing.js'
import type { Failure } from '../harness/finding.js'
import { Ledger } from '../harness/ledger.js'
import { packageRoot } from '../harness/package-root.js'
import { loadSteps, runSuite, type Selection, type SuiteSources } from '../harness/run-suite.js'
import type { Secrets } from '../harness/secrets.js'
import { Session } from '../harness/session.js'
import type { TargetEntry } from '../harness/target.js'
import type { SuiteVerdict } from '../harness/verdict.js'
import type { Api } from './apis.js'

/** An API whose catalogue and steps are loaded, ready for any number of runs. */
export interface ReadyApi extends Api {
  readonly rules: readonly Rule[]
  readonly sources: SuiteSources
  readonly support: ISupportCodeLibrary
}

/** What a run of one API is asked to do. */
export interface Assignment {
  readonly target: TargetEntry
  /** Where relative paths of the target begin. */
  readonly folder: string
  readonly seed: number
  readonly selection: Selection
  /** Arguments that choose the same target again. */
  readonly repeatTarget: string
  readonly secrets: Secrets
  readonly fuzz?: FuzzPlan
  /** Ends the run before its time. */
  readonly interruption?: AbortSignal
  readonly onFailure?: (rule: Rule, failure: Failure) => void
  readonly onMessage?: (envelope: Envelope) => void
  /** Told of each exchange when it is over, also of those that are forgotten. */
  readonly onExchange?: (exchange: Exchange) => void
}

/** The judgement of one API with its evidence. */
export interface Judgement {
  readonly verdict: SuiteVerdict
  readonly exchanges: readonly Exchange[]
  readonly counterexamples: readonly Counterexample[]
}

/** Loads the steps of an API. Throws where its catalogue is faulty, which is a bug. */
export async function prepare(
  api: Api,
  rules: readonly Rule[] = rulesOf(packageRoot, api.suite.api),
): Promise<ReadyApi> {
  const sources = { packageRoot, api: api.suite.api, steps: stepsOf(api.suite.api) }
  return { ...api, rules, sources, support: await loadSteps(sources) }
}

/** The steps file of an API beside this one, compiled or not as this one is, relative to the package's root. */
function stepsOf(api: string): string {
  const here = fileURLToPath(import.meta.url)
  return relative(packageRoot, join(dirname(here), '..', 'steps', api + extname(here))).replaceAll('\\', '/')
}

/** Judges one target of one API. */
export async function judge(api: ReadyApi, assignment: Assignment): Promise<Judgement> {
  const rules = new Map(api.rules.map(rule => [rule.id, rule]))
  const ledger = new Ledger((id, failure) => {
    const rule = rules.get(id)
    if (rule) assignment.onFailure?.(rule, failure)
  })
  const session = await Session.open({ ...assignment, suite: api.suite, rules: api.rules, ledger })
  // The runner listens for uncaught exceptions once for each step under way, and each lane may have one.
  const lanes = api.suite.lanes ?? 1
  process.setMaxListeners(process.getMaxListeners() + lanes)
  try {
    const verdict = await runSuite(
      api.sources,
      api.support,
      session,
      api.rules,
      assignment.selection,
      assignment.onMessage,
    )
    return {
      verdict,
      exchanges: session.recorder.exchanges,
      counterexamples: session.fuzzing.counterexamples,
    }
  } finally {
    process.setMaxListeners(process.getMaxListeners() - lanes)
    await session.close()
  }
}
