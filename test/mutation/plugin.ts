import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { MutantRunOptions, TestRunner } from '@stryker-mutator/api/test-runner'
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin'
import type * as Features from './feature-runner.js'

/** The runner of the sandbox, whose simulators are mutated: this file is loaded from where the mutants are not. */
class SandboxRunner implements TestRunner {
  private inner: TestRunner | undefined

  constructor(private readonly api: string) {}

  capabilities() {
    return { reloadEnvironment: false }
  }

  async init(): Promise<void> {
    const file = pathToFileURL(resolve('test/mutation/feature-runner.ts')).href
    const { FeatureRunner } = (await import(file)) as typeof Features
    this.inner = new FeatureRunner(this.api)
  }

  dryRun(...parameters: Parameters<TestRunner['dryRun']>) {
    return this.runner.dryRun(...parameters)
  }

  mutantRun(options: MutantRunOptions) {
    return this.runner.mutantRun(options)
  }

  private get runner(): TestRunner {
    if (this.inner === undefined) throw new Error('The runner was not initialised')
    return this.inner
  }
}

function createRunner(options: { readonly assay: { readonly api: string } }): SandboxRunner {
  return new SandboxRunner(options.assay.api)
}
createRunner.inject = tokens(commonTokens.options)

/** What Stryker finds in this module. */
export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'features', createRunner as never)]
