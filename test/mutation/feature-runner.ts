import {
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
} from '@stryker-mutator/api/test-runner'
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext } from '@stryker-mutator/api/core'
import type { Envelope } from '@cucumber/messages'
import { loadApis } from '../../cli/apis.js'
import { judge, prepare, type ReadyApi } from '../../cli/judge.js'
import { startSimulator } from '../../cli/start-simulator.js'
import { SMALL_PLAN } from '../../harness/fuzz/fuzzing.js'
import { Secrets } from '../../harness/secrets.js'
import type { RuleVerdict } from '../../harness/verdict.js'

/** Milliseconds that a mutant of a simulator has for an answer: it answers in a few, or is as good as dead. */
const LIMITS = { request: 2000, wait: 1000, body: 10 * 1024 * 1024 }

const { NAMESPACE } = INSTRUMENTER_CONSTANTS
const context = ((globalThis as Record<string, unknown>)[NAMESPACE] ??= {}) as InstrumenterContext

/** Runs the features of one API as the tests of its simulator, each rule a test. */
export class FeatureRunner implements TestRunner {
  private ready: Promise<ReadyApi> | undefined

  constructor(private readonly api: string) {}

  capabilities() {
    return { reloadEnvironment: false }
  }

  async dryRun(): Promise<DryRunResult> {
    const rules = await this.run()
    return {
      status: DryRunStatus.Complete,
      tests: rules.filter(({ verdict }) => verdict !== 'not-applicable').map(testResult),
      ...(context.mutantCoverage ? { mutantCoverage: context.mutantCoverage } : {}),
    }
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, mutantActivation, testFilter, hitLimit } = options
    if (mutantActivation === 'runtime') await this.load()
    context.hitCount = 0
    if (hitLimit === undefined) delete context.hitLimit
    else context.hitLimit = hitLimit
    context.activeMutant = activeMutant.id
    try {
      const rules = await this.run(testFilter)
      // Coverage does not tell of what outlives a scenario: what seems unnoticed is tried with all rules.
      const noticed = noticedIn(rules) ?? noticedIn(await this.run([])) ?? []
      const [first] = noticed
      if (first === undefined) return { status: MutantRunStatus.Survived, nrOfTests: rules.length }
      return {
        status: MutantRunStatus.Killed,
        killedBy: noticed.map(({ rule }) => rule.id),
        failureMessage: `${first.rule.id}: ${first.failures[0]?.summary ?? first.reason ?? first.verdict}`,
        nrOfTests: rules.length,
      }
    } finally {
      delete context.activeMutant
    }
  }

  private load(): Promise<ReadyApi> {
    this.ready ??= loadApis([this.api]).then(([api]) => prepare(api as ReadyApi))
    return this.ready
  }

  /** Runs the rules of those ids, all if none are named, to the first failure; without ids all scenarios, to the end. */
  private async run(ids?: readonly string[]): Promise<readonly RuleVerdict[]> {
    const api = await this.load()
    const simulator = await startSimulator(api.simulator, 1)
    try {
      const { verdict } = await judge(
        // The coverage of a scenario is told by what runs meanwhile: there is one lane.
        { ...api, suite: { ...api.suite, lanes: 1 } },
        {
          target: { ...simulator.target, limits: LIMITS },
          folder: '.',
          seed: 1,
          selection: {
            order: 'defined',
            bail: ids !== undefined,
            ...(ids === undefined ? { tags: 'not @property' } : {}),
            ...(ids?.length ? { tags: ids.map(id => `@${id}`).join(' or ') } : {}),
          },
          fuzz: SMALL_PLAN,
          repeatTarget: '',
          secrets: new Secrets(),
          onMessage: noteTest(),
        },
      )
      return verdict.rules
    } finally {
      await simulator.close()
    }
  }
}

function noticedIn(rules: readonly RuleVerdict[]): readonly RuleVerdict[] | undefined {
  const noticed = rules.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable')
  return noticed.length > 0 ? noticed : undefined
}

/** Tells the instrumented code which rule's scenario is running. */
function noteTest(): (envelope: Envelope) => void {
  const rules = new Map<string, string>()
  const pickles = new Map<string, string>()
  return ({ pickle, testCase, testCaseStarted }) => {
    if (pickle) {
      const tag = pickle.tags.find(({ name }) => name.split('.').length > 2)
      if (tag) pickles.set(pickle.id, tag.name.slice(1))
    }
    if (testCase) rules.set(testCase.id, pickles.get(testCase.pickleId) ?? '')
    if (testCaseStarted) context.currentTestId = rules.get(testCaseStarted.testCaseId) ?? ''
  }
}

function testResult({ rule, verdict, reason }: RuleVerdict): TestResult {
  const test = { id: rule.id, name: rule.text, timeSpentMs: 0 }
  return verdict === 'pass'
    ? { ...test, status: TestStatus.Success }
    : { ...test, status: TestStatus.Failed, failureMessage: `${verdict} ${reason ?? ''}` }
}
