import type { FuzzBudget } from '../harness/fuzz/budget.js'
import { SMALL_PLAN } from '../harness/fuzz/fuzzing.js'
import { Secrets } from '../harness/secrets.js'
import type { Limits } from '../harness/target.js'
import type { RuleVerdict } from '../harness/verdict.js'
import { hollowServers } from '../simulators/hollow.js'
import { apiNames, loadApis, type Api } from './apis.js'
import { judge, type ReadyApi } from './judge.js'
import { startSimulator } from './start-simulator.js'

/** One run of the suite against a server whose behaviour is known. */
export type Trial =
  | { readonly kind: 'reference'; readonly api: string }
  | { readonly kind: 'defect'; readonly api: string; readonly rule: string; readonly name: string }
  | { readonly kind: 'fuzz defect'; readonly api: string; readonly rule: string; readonly name: string }
  | { readonly kind: 'variation'; readonly api: string; readonly name: string }
  | { readonly kind: 'hollow'; readonly api: string; readonly name: string }

/** What the suite said of each rule in a trial. */
export type TrialResult = readonly {
  readonly id: string
  readonly verdict: RuleVerdict['verdict']
  /** What kept it from a verdict, if it is an error. */
  readonly reason?: string
  /** The smallest input that showed the first failure, if it was searched for. */
  readonly case?: readonly string[]
}[]

/** The hollow server that is the simulator of another API, whose stage nobody reaches. */
const FOREIGN = 'gives the answers of another API'

/** Milliseconds that a hollow server has for each answer: it gives none, and nothing is learnt by waiting longer. */
const HOLLOW_LIMITS = { request: 400, wait: 400, body: 256 * 1024 }

/** Milliseconds that a broken simulator has: it answers in a few, and what is missing is not waited for long. */
const DEFECT_LIMITS = { request: 5000, wait: 2000, body: 10 * 1024 * 1024 }

/** Every trial of an API: the reference, its defects (or those for the fuzzer), its variations, and the hollow servers. */
export function trialsOf(
  { simulator, suite }: Pick<ReadyApi, 'suite' | 'simulator'>,
  isFuzzed = false,
): Trial[] {
  const kind = isFuzzed ? 'fuzz defect' : 'defect'
  const broken = (isFuzzed ? simulator.fuzzDefects : simulator.defects) ?? {}
  return [
    { kind: 'reference', api: suite.api },
    ...Object.entries(broken).flatMap(([rule, defects]) =>
      defects.map(({ name }): Trial => ({ kind, api: suite.api, rule, name })),
    ),
    ...simulator.variations.map(({ name }): Trial => ({ kind: 'variation', api: suite.api, name })),
    ...[...hollowServers.map(({ name }) => name), FOREIGN].map((name): Trial => ({
      kind: 'hollow',
      api: suite.api,
      name,
    })),
  ]
}

/** Every trial that there is, in the order of the APIs. */
export async function everyTrial(): Promise<Trial[]> {
  return (await loadApis()).flatMap(api => [
    ...trialsOf(api),
    ...trialsOf(api, true).filter(({ kind }) => kind === 'fuzz defect'),
  ])
}

/**
 * Runs the suite in a trial, without its properties where it is to see a defect: those are for defects of their own. Within
 * a budget its properties alone.
 */
export async function runTrial(
  api: ReadyApi,
  trial: Trial,
  seed: number,
  budget?: FuzzBudget,
): Promise<TrialResult> {
  const simulator = await startSimulator(api.simulator, seed, alterationsOf(api, trial))
  const server = trial.kind === 'hollow' ? await startHollow(trial.name, trial.api, seed) : undefined
  try {
    const { verdict } = await judge(api, {
      target: {
        ...simulator.target,
        ...(server ? { url: server.url } : {}),
        limits: limitsOf(trial) ?? simulator.target.limits,
      },
      folder: '.',
      seed,
      selection: {
        order: 'defined',
        bail: trial.kind === 'fuzz defect',
        ...(budget ? { tags: '@property' } : trial.kind === 'defect' ? { tags: 'not @property' } : {}),
      },
      fuzz: budget ? { ...SMALL_PLAN, budget } : SMALL_PLAN,
      repeatTarget: '',
      secrets: new Secrets(),
    })
    return verdict.rules.map(({ rule, verdict, reason, failures }) => {
      const lines = failures[0]?.case
      return {
        id: rule.id,
        verdict,
        ...(verdict === 'error' && reason !== undefined ? { reason } : {}),
        ...(lines ? { case: lines } : {}),
      }
    })
  } finally {
    await server?.close()
    await simulator.close()
  }
}

/** The limits of a trial. Who conforms has those of a target file: nothing is missing, and a busy machine may be slow. */
function limitsOf({ kind }: Trial): Limits | undefined {
  if (kind === 'hollow') return HOLLOW_LIMITS
  return kind === 'defect' || kind === 'fuzz defect' ? DEFECT_LIMITS : undefined
}

async function startHollow(
  name: string,
  api: string,
  seed: number,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const hollow = hollowServers.find(server => server.name === name)
  if (hollow) return hollow.start()
  const other = apiNames[(apiNames.indexOf(api) + 1) % apiNames.length] ?? ''
  const [{ simulator }] = (await loadApis([other])) as [Api]
  return startSimulator(simulator, seed, [], { stage: false })
}

function alterationsOf({ simulator }: ReadyApi, trial: Trial) {
  switch (trial.kind) {
    case 'defect':
      return (simulator.defects[trial.rule] ?? []).filter(({ name }) => name === trial.name)
    case 'fuzz defect':
      return (simulator.fuzzDefects?.[trial.rule] ?? []).filter(({ name }) => name === trial.name)
    case 'variation':
      return simulator.variations.filter(({ name }) => name === trial.name)
    default:
      return []
  }
}
