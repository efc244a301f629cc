import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Location, Position } from '@stryker-mutator/api/core'
import {
  MutantRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  type TestRunner,
} from '@stryker-mutator/api/test-runner'
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin'
import type * as Features from './feature-runner.js'
import { explanationOf, leftOf, type Left } from './left.js'

/** What the command hands to the runners. */
interface RunnerOptions {
  readonly api: string
  /** Whether explained changes count as unnoticed without a trial. */
  readonly skipsExplained: boolean
}

/** The runner of the sandbox, whose simulators are mutated: this file is loaded from where the mutants are not. */
class SandboxRunner implements TestRunner {
  private inner: TestRunner | undefined
  private readonly left: readonly Left[]

  constructor(private readonly options: RunnerOptions) {
    this.left = leftOf(options.api)
  }

  capabilities() {
    return { reloadEnvironment: false }
  }

  async init(): Promise<void> {
    const file = pathToFileURL(resolve('test/mutation/feature-runner.ts')).href
    const { FeatureRunner } = (await import(file)) as typeof Features
    this.inner = new FeatureRunner(this.options.api)
  }

  dryRun(...parameters: Parameters<TestRunner['dryRun']>) {
    return this.runner.dryRun(...parameters)
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { fileName, mutatorName, replacement, location } = options.activeMutant
    const mutant = { fileName, mutatorName, replacement, location: counted(location) }
    if (this.options.skipsExplained && explanationOf(mutant, this.left) !== undefined) {
      return { status: MutantRunStatus.Survived, nrOfTests: 0 }
    }
    return this.runner.mutantRun(options)
  }

  private get runner(): TestRunner {
    if (this.inner === undefined) throw new Error('The runner was not initialised')
    return this.inner
  }
}

/** A place as results name it, from one; while mutants are tried it is counted from zero. */
function counted({ start, end }: Location): Location {
  const next = ({ line, column }: Position): Position => ({ line: line + 1, column: column + 1 })
  return { start: next(start), end: next(end) }
}

function createRunner(options: { readonly assay: RunnerOptions }): SandboxRunner {
  return new SandboxRunner(options.assay)
}
createRunner.inject = tokens(commonTokens.options)

/** What Stryker finds in this module. */
export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'features', createRunner as never)]
