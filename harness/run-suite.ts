import { PassThrough } from 'node:stream'
import { loadConfiguration, loadSupport, runCucumber, type ISupportCodeLibrary } from '@cucumber/cucumber/api'
import type { Envelope } from '@cucumber/messages'
import { parse as parseTags } from '@cucumber/tag-expressions'
import type { Rule } from './catalogue.js'
import type { RuleRecord } from './ledger.js'
import { lanesOf, runningLane } from './lanes.js'
import { machinesOf } from './machines.js'
import { descriptionOf, MessageLog } from './messages.js'
import { rememberMatches } from './remember-matches.js'
import type { Session } from './session.js'
import { judgeRule, type SuiteVerdict } from './verdict.js'
import { runningSession } from './world.js'

/** Which scenarios run, and in which order. */
export interface Selection {
  /** A tag expression; everything if left out. */
  readonly tags?: string
  readonly order: 'defined' | 'random'
  /** `i/n`: every n-th scenario beginning with the i-th. */
  readonly shard?: string
  /** Ends the run at the first failed scenario. */
  readonly bail: boolean
}

/** Where an API's features and compiled steps are. */
export interface SuiteSources {
  readonly packageRoot: string
  readonly api: string
  /** The steps file, relative to the package's root. */
  readonly steps: string
}

/** The steps of an API, loaded once for any number of runs in this process. */
export async function loadSteps(sources: SuiteSources): Promise<ISupportCodeLibrary> {
  const { runConfiguration } = await configure(sources, '', { order: 'defined', bail: false }, 0)
  const support = await loadSupport(runConfiguration, environmentOf(sources))
  rememberMatches(support)
  return support
}

/** Runs the selected scenarios of a suite in a session and judges every rule that was selected. */
export async function runSuite(
  sources: SuiteSources,
  support: ISupportCodeLibrary,
  session: Session,
  rules: readonly Rule[],
  selection: Selection,
  onMessage: (envelope: Envelope) => void = () => {},
): Promise<SuiteVerdict> {
  const log = new MessageLog(session.suite.api)
  const properties = new Set<string>()
  const lanes = lanesOf(session.suite.lanes ?? 1)
  const all = `features/${sources.api}/**/*.feature`
  await Promise.all(
    lanes.map(async (lane, index) => {
      const isFirst = index === 0
      const features = isFirst ? all : (leastOf(rules) ?? all)
      const { runConfiguration } = await configure(sources, features, selection, session.seed)
      const hear = (envelope: Envelope): void => {
        // What the others read stands for nothing that they run.
        if (!isFirst && descriptionOf(envelope) !== undefined) return
        log.add(envelope)
        if (isProperty(envelope, properties)) session.fuzzing.expect()
        onMessage(envelope)
      }
      const run = () => runCucumber({ ...runConfiguration, support }, environmentOf(sources), hear)
      try {
        await runningSession.run(session, () => runningLane.run(lane, run))
      } finally {
        // Where the features cannot be read, nobody waits for their scenarios.
        await lane([])
      }
    }),
  )
  await session.suite.atEnd?.(session)
  if (log.parseErrors.length > 0) throw new Error(`Features cannot be read: ${log.parseErrors.join('; ')}`)
  if (log.finished < lanes.length) throw new Error('The run of the features did not finish')

  const results = log.byRule()
  if (selection.bail) enterUntried(results, session)
  const isSelected = selector(selection, log)
  const machines = machinesOf(session.ledger.exercises)
  const selected = rules.filter(rule => isSelected(rule, session.ledger.of(rule.id)))
  return {
    api: session.suite.api,
    title: session.suite.title,
    profile: session.target.profile,
    target: session.secrets.redact(session.target.url),
    capabilities: Object.fromEntries(
      Object.keys(session.suite.capabilities).map(name => [
        name,
        session.target.capabilities[name] !== false,
      ]),
    ),
    rules: selected.map(rule =>
      judgeRule(rule, session.target, session.ledger.of(rule.id), results.get(rule.id) ?? []),
    ),
    observations: session.ledger.observations,
    ...(machines.length === 0 ? {} : { machines }),
    coverage: session.fuzzing.coverage.toSorted((a, b) =>
      `${a.rule} ${a.property}`.localeCompare(`${b.rule} ${b.property}`, 'en'),
    ),
  }
}

/** Why a rule is not tested whose scenarios were left out once another had failed. */
const BAILED = 'The run ended at its first failure, before this was judged.'

function enterUntried(results: ReturnType<MessageLog['byRule']>, { ledger }: Session): void {
  if (![...results.values()].flat().some(({ status }) => status === 'failed')) return
  for (const [rule, scenarios] of results) {
    const { setbacks } = ledger.of(rule)
    for (const { scenario, status } of scenarios) {
      if (status !== 'skipped' || setbacks.some(setback => setback.scenario === scenario)) continue
      ledger.setBack(rule, { kind: 'not-tested', scenario, reason: BAILED })
    }
  }
}

/** The feature file that is read soonest, for lanes that only need one to begin. */
function leastOf(rules: readonly Rule[]): string | undefined {
  const sizes = new Map<string, number>()
  for (const { file, scenarios } of rules) sizes.set(file, (sizes.get(file) ?? 1) + scenarios.length)
  return [...sizes].toSorted(([, a], [, b]) => a - b)[0]?.[0]
}

/** Whether a message says that a scenario with a property is going to run. */
function isProperty({ pickle, testCase }: Envelope, properties: Set<string>): boolean {
  if (pickle?.tags.some(({ name }) => name === '@property')) properties.add(pickle.id)
  return testCase !== undefined && properties.has(testCase.pickleId)
}

/**
 * Which rules a run speaks of: those that the tags select. Of a shard, only those that it saw something of, since a check
 * of every exchange may find a rule broken whose scenarios are in another shard, and those without a scenario.
 */
function selector({ tags, shard }: Selection, log: MessageLog): (rule: Rule, record: RuleRecord) => boolean {
  const planned = log.byRule()
  if (shard === undefined) return rule => tags === undefined || planned.has(rule.id)
  const expression = tags === undefined ? undefined : parseTags(tags)
  const wanted = expression && log.rulesWith(names => expression.evaluate(names))
  return (rule, { checks, setbacks }) => {
    if (wanted && !wanted.has(rule.id)) return false
    return planned.has(rule.id) || checks > 0 || setbacks.length > 0 || rule.scenarios.length === 0
  }
}

async function configure(sources: SuiteSources, features: string, selection: Selection, seed: number) {
  return loadConfiguration(
    {
      file: false,
      provided: {
        paths: [features],
        import: [sources.steps],
        format: [new URL('silent-formatter.js', import.meta.url).href],
        plugin: [new URL('lane-plugin.js', import.meta.url).href],
        order: selection.order === 'random' ? `random:${seed}` : 'defined',
        failFast: selection.bail,
        // What could not be judged is no failure.
        strict: false,
        ...(selection.tags === undefined ? {} : { tags: selection.tags }),
        ...(selection.shard === undefined ? {} : { shard: selection.shard }),
      },
    },
    environmentOf(sources),
  )
}

/** Cucumber's surroundings: relative paths start at the package, and its own output is dropped. */
function environmentOf(sources: SuiteSources) {
  return { cwd: sources.packageRoot, stdout: discard(), stderr: discard(), env: {} }
}

function discard(): PassThrough {
  return new PassThrough().resume()
}
