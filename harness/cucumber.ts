import {
  After,
  Before,
  setDefaultTimeout,
  setDefinitionFunctionWrapper,
  setWorldConstructor,
  type IWorldOptions,
} from '@cucumber/cucumber'
import { Inconclusive, Misuse, NotApplicable, NotTested, Violation } from './finding.js'
import { whyNotApplicable } from './verdict.js'
import type { AssayWorld } from './world.js'

type StepFunction = (this: AssayWorld, ...parameters: unknown[]) => unknown

/**
 * Makes an API's steps run in its world: each scenario is tied to its rule, scenarios of rules that do not apply are
 * skipped, and what a step throws is entered in the ledger as what it is. Called once, at the top of a steps file.
 */
export function useWorld(constructor: new (options: IWorldOptions) => AssayWorld): void {
  setWorldConstructor(constructor)
  // Every wait has its own limit from the target; a second one would only hide which.
  setDefaultTimeout(-1)
  setDefinitionFunctionWrapper((code: StepFunction) => {
    return function (this: AssayWorld, ...parameters: unknown[]): unknown {
      // What a scenario leaves open is closed even if the run is interrupted.
      return guard(this, () => code.apply(this, parameters), code !== tidyUp)
    }
  })
  Before(function (this: AssayWorld, { pickle }) {
    const { suite } = this.session
    const id = pickle.tags.map(tag => tag.name.slice(1)).find(tag => tag.startsWith(`${suite.api}.`)) ?? ''
    const rule = this.session.rule(id)
    this.begin(rule, `${pickle.uri}:${pickle.location?.line ?? 0}`, pickle.name, stepsOf(pickle.steps))
    const reason = whyNotApplicable(rule, this.session.target)
    if (reason === undefined) return undefined
    this.session.ledger.setBack(rule.id, { kind: 'not-applicable', scenario: this.scenario, reason })
    return 'skipped'
  })
  After(tidyUp)
}

function tidyUp(this: AssayWorld): Promise<void> {
  return this.close()
}

const KEYWORDS: Readonly<Record<string, string>> = { Context: 'Given', Action: 'When', Outcome: 'Then' }

function stepsOf(steps: readonly { readonly type?: string; readonly text: string }[]): string[] {
  return steps.map(({ type = 'Unknown', text }) => `${KEYWORDS[type] ?? '*'} ${text}`)
}

function guard(world: AssayWorld, run: () => unknown, isInterruptible: boolean): unknown {
  const { session } = world
  try {
    // Before its scenario begins, a world has no rule to enter anything for.
    if (isInterruptible && world.scenario !== '') session.requireGoing()
    const result = run()
    if (!(result instanceof Promise)) return result
    const outcome = isInterruptible ? session.unlessInterrupted(result) : result
    return outcome.catch((error: unknown) => settle(world, error))
  } catch (error) {
    return settle(world, error)
  }
}

/** Why a violation decides nothing that shows after connections were refused. */
const WAS_AWAY = 'The target took no connections for a time, and may have lost what it was set up with:'

/**
 * Enters what a step threw. Gives `pending` where nothing was judged and `skipped` where there is nothing to judge, and
 * throws the rest on to be seen as failed.
 */
function settle(world: AssayWorld, error: unknown): 'pending' | 'skipped' {
  const { session, rule, scenario } = world
  if (error instanceof Violation && session.wasAwaySince(world.since)) {
    const reason = `${WAS_AWAY} ${error.finding.summary}`
    session.ledger.setBack(rule.id, { kind: 'inconclusive', scenario, reason })
    return 'pending'
  }
  if (error instanceof Violation) {
    session.ledger.fail(rule.id, session.failureOf(rule.id, error.finding, error.exchange, scenario))
    throw error
  }
  if (error instanceof NotApplicable) {
    session.ledger.setBack(rule.id, { kind: 'not-applicable', scenario, reason: error.message })
    return 'skipped'
  }
  // A misuse that shows only now, such as a token that is not renewed, is nothing that the target did.
  if (error instanceof NotTested || error instanceof Inconclusive || error instanceof Misuse) {
    const kind = error instanceof Inconclusive ? 'inconclusive' : 'not-tested'
    const { blockedBy } = error as NotTested
    session.ledger.setBack(rule.id, {
      kind,
      scenario,
      reason: error.message,
      ...(blockedBy === undefined ? {} : { blockedBy }),
    })
    return 'pending'
  }
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
  session.ledger.setBack(rule?.id ?? '', { kind: 'error', scenario, reason })
  throw error
}
