import { MOST_FAILURES } from '../harness/ledger.js'
import { NOTHING_OBSERVED, outcomeOf, type Machine, type Verdict } from '../harness/verdict.js'
import type { Archive, ArchiveEntry } from './har.js'
import { mergeMessages } from './messages.js'
import {
  inFileOrder,
  sortObservations,
  type RuleDocument,
  type SuiteDocument,
  type VerdictDocument,
} from './verdict-json.js'
import type { Evidence } from './write-reports.js'

/** Which of several verdicts on one rule holds for the whole run: the first of them that a shard gave. */
const PRECEDENCE: readonly Verdict[] = [
  'fail',
  'warn',
  'error',
  'inconclusive',
  'not-tested',
  'pass',
  'not-applicable',
]

/** Makes one run of its shards. Exchanges get new ids, in the order of the shards. */
export function mergeEvidence(shards: readonly Omit<Evidence, 'archiveText'>[]): Evidence {
  const renamed = renumber(shards)
  const verdicts = renamed.map(({ verdict }) => verdict)
  const [first] = verdicts
  if (first === undefined) throw new TypeError('There is nothing to merge')
  const apis = [...new Set(verdicts.flatMap(({ suites }) => suites.map(({ api }) => api)))]
  const suites = apis.map(api =>
    mergeSuites(verdicts.flatMap(({ suites }) => suites.filter(suite => suite.api === api))),
  )
  const archive = {
    log: {
      version: '1.2',
      creator: { name: 'assay', version: first.assay.version },
      entries: renamed.flatMap(({ entries }) => entries),
    },
  } satisfies Archive
  return {
    verdict: {
      assay: first.assay,
      outcome: outcomeOf(suites),
      seed: first.seed,
      durationMs: Math.max(...verdicts.map(({ durationMs }) => durationMs)),
      ...(verdicts.some(({ interrupted }) => interrupted) ? { interrupted: true } : {}),
      suites,
    },
    archive,
    archiveText: `${JSON.stringify(archive)}\n`,
    messages: mergeMessages(shards.flatMap(({ messages }) => messages)),
  }
}

/** What the shards differ in although one run would not; empty if they belong together. */
export function mismatch(verdicts: readonly VerdictDocument[]): string[] {
  const values: Readonly<Record<string, (verdict: VerdictDocument) => string>> = {
    'version of assay': ({ assay }) => assay.version,
    'suite digest': ({ assay }) => assay.digest,
    seed: ({ seed }) => String(seed),
    profile: ({ suites }) => suites.map(({ api, profile }) => `${api} ${profile}`).join(', '),
  }
  return Object.entries(values).flatMap(([name, valueOf]) => {
    const found = [...new Set(verdicts.map(valueOf))]
    return found.length > 1 ? [`${name}: ${found.join(' and ')}`] : []
  })
}

function renumber(shards: readonly Omit<Evidence, 'archiveText'>[]) {
  const counts = new Map<string, number>()
  return shards.map(({ verdict, archive }) => {
    const names = new Map<string, string>()
    const entries = archive.log.entries.map((entry): ArchiveEntry => {
      const api = entry._id.slice(0, entry._id.lastIndexOf('-'))
      const next = (counts.get(api) ?? 0) + 1
      counts.set(api, next)
      names.set(entry._id, `${api}-${next}`)
      return Object.assign({}, entry, { _id: `${api}-${next}` })
    })
    const suites = verdict.suites.map(suite => ({
      ...suite,
      rules: suite.rules.map(rule => ({
        ...rule,
        failures: rule.failures.map(failure => {
          const exchange = names.get(failure.exchange ?? '')
          return exchange === undefined ? failure : { ...failure, exchange }
        }),
      })),
    }))
    return { verdict: { ...verdict, suites }, entries }
  })
}

function mergeSuites(shards: readonly SuiteDocument[]): SuiteDocument {
  const [first] = shards
  if (first === undefined) throw new TypeError('There is nothing to merge')
  const byId = new Map<string, RuleDocument[]>()
  for (const rule of shards.flatMap(({ rules }) => rules)) {
    byId.set(rule.id, [...(byId.get(rule.id) ?? []), rule])
  }
  const rules = [...byId.values()].map(mergeRules).toSorted(inCatalogueOrder)
  const seen = new Map(
    shards.flatMap(({ observations }) => observations).map(seen => [JSON.stringify(seen), seen]),
  )
  const coverage = shards
    .flatMap(({ coverage = [] }) => coverage)
    .toSorted((a, b) => `${a.rule} ${a.property}`.localeCompare(`${b.rule} ${b.property}`, 'en'))
  const machines = mergeMachines(shards.flatMap(({ machines = [] }) => machines))
  return {
    ...first,
    rules,
    observations: sortObservations([...seen.values()]),
    ...(machines.length === 0 ? {} : { machines }),
    ...(coverage.length === 0 ? {} : { coverage }),
  }
}

function inCatalogueOrder(a: RuleDocument, b: RuleDocument): number {
  return inFileOrder(`${a.file}:${a.line}`, `${b.file}:${b.line}`)
}

function mergeRules(parts: readonly RuleDocument[]): RuleDocument {
  const said = parts.filter(({ verdict, reason }) => verdict !== 'not-tested' || reason !== NOTHING_OBSERVED)
  const judged = said.length > 0 ? said : parts
  const verdict = PRECEDENCE.find(name => judged.some(part => part.verdict === name)) ?? 'not-tested'
  const deciding = judged.filter(part => part.verdict === verdict)
  const {
    verdict: _v,
    reason: _r,
    known,
    blockedBy: _b,
    checks: _c,
    failed: _f,
    failures: _l,
    ...rule
  } = deciding[0] as RuleDocument
  const reasons = [
    ...new Set(deciding.flatMap(({ reason }) => (reason === undefined ? [] : reason.split('\n')))),
  ]
  const blockedBy = [...new Set(parts.flatMap(part => part.blockedBy ?? []))]
  const sum = (valueOf: (part: RuleDocument) => number): number =>
    parts.reduce((total, part) => total + valueOf(part), 0)
  return {
    ...rule,
    verdict,
    ...(reasons.length === 0 ? {} : { reason: reasons.join('\n') }),
    ...(known ? { known } : {}),
    ...(blockedBy.length === 0 ? {} : { blockedBy }),
    checks: sum(({ checks }) => checks),
    failed: sum(({ failed }) => failed),
    failures: parts
      .flatMap(({ failures }) => failures)
      .toSorted((a, b) => inFileOrder(a.scenario, b.scenario))
      .slice(0, MOST_FAILURES),
  }
}

function mergeMachines(machines: readonly Machine[]): Machine[] {
  const names = [...new Set(machines.map(({ name }) => name))]
  return names.map(name => {
    const same = machines.filter(machine => machine.name === name)
    const transitions = new Map<string, Machine['transitions'][number]>()
    for (const transition of same.flatMap(machine => machine.transitions)) {
      const key = `${transition.from}\n${transition.to}\n${transition.legal}`
      const before = transitions.get(key)
      transitions.set(key, {
        ...transition,
        passed: transition.passed + (before?.passed ?? 0),
        failed: transition.failed + (before?.failed ?? 0),
      })
    }
    return {
      name,
      states: [...new Set(same.flatMap(({ states }) => states))],
      transitions: [...transitions.values()],
    }
  })
}
