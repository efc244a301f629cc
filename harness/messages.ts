import { TestStepResultStatus, type Envelope } from '@cucumber/messages'
import type { ScenarioResult } from './verdict.js'

const RANK: readonly TestStepResultStatus[] = [
  TestStepResultStatus.UNKNOWN,
  TestStepResultStatus.PASSED,
  TestStepResultStatus.SKIPPED,
  TestStepResultStatus.PENDING,
  TestStepResultStatus.UNDEFINED,
  TestStepResultStatus.AMBIGUOUS,
  TestStepResultStatus.FAILED,
]

const STATUS: Readonly<Record<TestStepResultStatus, ScenarioResult['status']>> = {
  UNKNOWN: 'unfinished',
  PASSED: 'passed',
  SKIPPED: 'skipped',
  PENDING: 'pending',
  UNDEFINED: 'undefined',
  AMBIGUOUS: 'ambiguous',
  FAILED: 'failed',
}

/** Members of an envelope that describe what is run. */
const DESCRIPTIONS = [
  'meta',
  'source',
  'gherkinDocument',
  'pickle',
  'stepDefinition',
  'hook',
  'parameterType',
] as const

/** Which description a message is of what is run; undefined if it tells of the run itself. */
export function descriptionOf(envelope: Envelope): (typeof DESCRIPTIONS)[number] | undefined {
  return DESCRIPTIONS.find(name => envelope[name] !== undefined)
}

interface Progress {
  readonly rule: string
  readonly scenario: string
  worst: TestStepResultStatus
  finished: boolean
}

/** What a run's messages tell: which scenarios were planned, of which rules, and how each ended. */
export class MessageLog {
  /** How many lanes of the run said that they finished. */
  finished = 0
  /** Errors of the feature files. */
  readonly parseErrors: string[] = []
  private readonly pickles = new Map<string, { rule: string; scenario: string; tags: string[] }>()
  private readonly cases = new Map<string, Progress>()
  private readonly attempts = new Map<string, Progress>()

  constructor(private readonly api: string) {}

  add(envelope: Envelope): void {
    if (envelope.parseError) this.parseErrors.push(envelope.parseError.message)
    else if (envelope.pickle) {
      const { id, tags, uri, location } = envelope.pickle
      const names = tags.map(tag => tag.name)
      const rule = names.find(name => name.startsWith(`@${this.api}.`))?.slice(1) ?? ''
      this.pickles.set(id, { rule, scenario: `${uri}:${location?.line ?? 0}`, tags: names })
    } else if (envelope.testCase) {
      const { id, pickleId } = envelope.testCase
      const { rule, scenario } = this.pickles.get(pickleId) ?? { rule: '', scenario: pickleId }
      this.cases.set(id, { rule, scenario, worst: TestStepResultStatus.UNKNOWN, finished: false })
    } else if (envelope.testCaseStarted) {
      const progress = this.cases.get(envelope.testCaseStarted.testCaseId)
      if (progress) this.attempts.set(envelope.testCaseStarted.id, progress)
    } else if (envelope.testStepFinished) {
      const { testCaseStartedId, testStepResult } = envelope.testStepFinished
      const progress = this.attempts.get(testCaseStartedId)
      if (progress && RANK.indexOf(testStepResult.status) > RANK.indexOf(progress.worst)) {
        progress.worst = testStepResult.status
      }
    } else if (envelope.testCaseFinished) {
      const progress = this.attempts.get(envelope.testCaseFinished.testCaseStartedId)
      if (progress) progress.finished = true
    } else if (envelope.testRunFinished) this.finished += 1
  }

  /** Planned scenarios in all. */
  get planned(): number {
    return this.cases.size
  }

  /** Rules with a scenario whose tags are as wanted, whether it was planned here or in another shard. */
  rulesWith(wanted: (tags: string[]) => boolean): ReadonlySet<string> {
    return new Set([...this.pickles.values()].filter(({ tags }) => wanted(tags)).map(({ rule }) => rule))
  }

  /** The ends of the scenarios, by the rule that each belongs to. */
  byRule(): Map<string, ScenarioResult[]> {
    const results = new Map<string, ScenarioResult[]>()
    for (const { rule, scenario, worst, finished } of this.cases.values()) {
      const status = finished ? STATUS[worst] : 'unfinished'
      results.set(rule, [...(results.get(rule) ?? []), { scenario, status }])
    }
    return results
  }
}
