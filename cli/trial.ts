import { Secrets } from '../harness/secrets.js'
import type { RuleVerdict } from '../harness/verdict.js'
import { hollowServers } from '../simulators/hollow.js'
import { judge, type ReadyApi } from './judge.js'
import { startSimulator } from './start-simulator.js'

/** One run of the suite against a server whose behaviour is known. */
export type Trial =
  | { readonly kind: 'reference'; readonly api: string }
  | { readonly kind: 'defect'; readonly api: string; readonly rule: string; readonly name: string }
  | { readonly kind: 'variation'; readonly api: string; readonly name: string }
  | { readonly kind: 'hollow'; readonly api: string; readonly name: string }

/** What the suite said of each rule in a trial. */
export type TrialResult = readonly { readonly id: string; readonly verdict: RuleVerdict['verdict'] }[]

/** Milliseconds that a hollow server has for each answer: it gives none, and nothing is learnt by waiting longer. */
const HOLLOW_LIMITS = { request: 400, wait: 400, body: 256 * 1024 }

/** Milliseconds that an altered simulator has: it answers in a few, and what is missing is not waited for long. */
const TRIAL_LIMITS = { request: 5000, wait: 2000, body: 10 * 1024 * 1024 }

/** Every trial of an API: the reference, its defects, its variations, and the hollow servers. */
export function trialsOf(api: {
  readonly suite: ReadyApi['suite']
  readonly simulator: ReadyApi['simulator']
}): Trial[] {
  const { simulator, suite } = api
  return [
    { kind: 'reference', api: suite.api },
    ...Object.entries(simulator.defects).flatMap(([rule, defects]) =>
      defects.map(({ name }): Trial => ({ kind: 'defect', api: suite.api, rule, name })),
    ),
    ...simulator.variations.map(({ name }): Trial => ({ kind: 'variation', api: suite.api, name })),
    ...hollowServers.map(({ name }): Trial => ({ kind: 'hollow', api: suite.api, name })),
  ]
}

/** Runs the whole suite in a trial. */
export async function runTrial(api: ReadyApi, trial: Trial, seed: number): Promise<TrialResult> {
  const simulator = await startSimulator(api.simulator, seed, alterationsOf(api, trial))
  const hollow = trial.kind === 'hollow' ? hollowServers.find(({ name }) => name === trial.name) : undefined
  const server = await hollow?.start()
  try {
    const { verdict } = await judge(api, {
      target: server
        ? { ...simulator.target, url: server.url, limits: HOLLOW_LIMITS }
        : { ...simulator.target, limits: TRIAL_LIMITS },
      folder: '.',
      seed,
      selection: { order: 'defined', bail: false },
      repeatTarget: '',
      secrets: new Secrets(),
    })
    return verdict.rules.map(({ rule, verdict }) => ({ id: rule.id, verdict }))
  } finally {
    await server?.close()
    await simulator.close()
  }
}

function alterationsOf({ simulator }: ReadyApi, trial: Trial) {
  switch (trial.kind) {
    case 'defect':
      return (simulator.defects[trial.rule] ?? []).filter(({ name }) => name === trial.name)
    case 'variation':
      return simulator.variations.filter(({ name }) => name === trial.name)
    default:
      return []
  }
}
