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
import { SET_UPS } from './set-ups.js'

/** Milliseconds that a mutant of a simulator has for an answer: it answers in a few, or is as good as dead. */
const LIMITS = { request: 2000, wait: 1000, body: 10 * 1024 * 1024 }

const { NAMESPACE } = INSTRUMENTER_CONSTANTS
const context = ((globalThis as Record<string, unknown>)[NAMESPACE] ??= {}) as InstrumenterContext

/** A rule that is judged on one set-up of the simulator. */
interface JudgedRule extends RuleVerdict {
  readonly setUp: string
}

/** Runs the features of one API as the tests of its simulator, each rule on each set-up a test. */
export class FeatureRunner implements TestRunner {
  private ready: Promise<ReadyApi> | undefined
  private readonly setUps: readonly string[]

  constructor(private readonly api: string) {
    this.setUps = ['', ...(SET_UPS[api] ?? [])]
  }

  capabilities() {
    return { reloadEnvironment: false }
  }

  async dryRun(): Promise<DryRunResult> {
    const tests: TestResult[] = []
    for (const setUp of this.setUps) {
      const rules = await this.run(setUp, undefined)
      tests.push(...rules.filter(({ verdict }) => verdict !== 'not-applicable').map(testResult))
    }
    return {
      status: DryRunStatus.Complete,
      tests,
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
      return await this.runUntilNoticed(testFilter ?? [])
    } catch (error) {
      const failureMessage = `The simulator does not start: ${String(error)}`
      return { status: MutantRunStatus.Killed, killedBy: ['start'], failureMessage, nrOfTests: 1 }
    } finally {
      delete context.activeMutant
    }
  }

  private async runUntilNoticed(covering: readonly string[]): Promise<MutantRunResult> {
    let nrOfTests = 0
    // Coverage does not tell of what outlives a scenario: what seems unnoticed is tried with all rules.
    for (const tests of covering.length > 0 ? [covering, []] : [[]]) {
      for (const setUp of this.setUps) {
        const ids = tests.filter(test => setUpOf(test) === setUp).map(test => test.slice(setUp.length + 1))
        if (tests.length > 0 && ids.length === 0) continue
        const rules = await this.run(setUp, ids)
        nrOfTests += rules.length
        const noticed = rules.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable')
        const [first] = noticed
        if (first === undefined) continue
        return {
          status: MutantRunStatus.Killed,
          killedBy: noticed.map(testOf),
          failureMessage: `${testOf(first)}: ${first.failures[0]?.summary ?? first.reason ?? first.verdict}`,
          nrOfTests,
        }
      }
    }
    return { status: MutantRunStatus.Survived, nrOfTests }
  }

  private load(): Promise<ReadyApi> {
    this.ready ??= loadApis([this.api]).then(([api]) => prepare(api as ReadyApi))
    return this.ready
  }

  /** Runs the rules of those ids, all if none are named, to the first failure; without ids all rules, to the end. */
  private async run(setUp: string, ids: readonly string[] | undefined): Promise<readonly JudgedRule[]> {
    const api = await this.load()
    const alterations = api.simulator.variations.filter(({ name }) => name === setUp)
    if (setUp !== '' && alterations.length === 0) throw new Error(`No variation is called "${setUp}".`)
    const simulator = await startSimulator(api.simulator, 1, alterations)
    try {
      const { verdict } = await judge(
        // The coverage of a scenario is told by what runs meanwhile: where that is asked for, there is one lane.
        ids === undefined ? { ...api, suite: { ...api.suite, lanes: 1 } } : api,
        {
          target: { ...simulator.target, limits: LIMITS },
          folder: '.',
          seed: 1,
          selection: {
            order: 'defined',
            bail: ids !== undefined,
            ...(ids?.length ? { tags: ids.map(id => `@${id}`).join(' or ') } : {}),
          },
          fuzz: SMALL_PLAN,
          repeatTarget: '',
          secrets: new Secrets(),
          onMessage: noteTest(setUp),
        },
      )
      return verdict.rules.map(rule => ({ ...rule, setUp }))
    } finally {
      await simulator.close()
    }
  }
}

function testOf({ setUp, rule }: JudgedRule): string {
  return `${setUp}/${rule.id}`
}

function setUpOf(test: string): string {
  return test.slice(0, test.lastIndexOf('/'))
}

/** Tells the instrumented code which rule's scenario is running. */
function noteTest(setUp: string): (envelope: Envelope) => void {
  const rules = new Map<string, string>()
  const pickles = new Map<string, string>()
  return ({ pickle, testCase, testCaseStarted }) => {
    if (pickle) {
      const tag = pickle.tags.find(({ name }) => name.split('.').length > 2)
      if (tag) pickles.set(pickle.id, tag.name.slice(1))
    }
    if (testCase) rules.set(testCase.id, pickles.get(testCase.pickleId) ?? '')
    if (testCaseStarted) context.currentTestId = `${setUp}/${rules.get(testCaseStarted.testCaseId) ?? ''}`
  }
}

function testResult(judged: JudgedRule): TestResult {
  const { rule, verdict, reason } = judged
  const test = { id: testOf(judged), name: rule.text, timeSpentMs: 0 }
  return verdict === 'pass'
    ? { ...test, status: TestStatus.Success }
    : { ...test, status: TestStatus.Failed, failureMessage: `${verdict} ${reason ?? ''}` }
}
