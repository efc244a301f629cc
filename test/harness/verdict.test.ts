import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Rule } from '../../harness/catalogue.js'
import { Ledger } from '../../harness/ledger.js'
import { completeEntry } from '../../harness/target-entry.js'
import { isBinding, judgeRule, outcomeOf, type ScenarioResult, type Verdict } from '../../harness/verdict.js'

const rule: Rule = {
  api: 'demo',
  id: 'demo.thing.works',
  level: 'must',
  authority: 'document',
  role: 'server',
  text: 'The thing works',
  source: 'section 1',
  capabilities: [],
  profiles: [],
  property: false,
  feature: 'Things',
  file: 'features/demo/thing.feature',
  line: 4,
  scenarios: [{ name: 'It is tried', line: 7 }],
}

const target = completeEntry({ url: 'http://127.0.0.1:1' })
const scenario = 'features/demo/thing.feature:7'
const passed: ScenarioResult[] = [{ scenario, status: 'passed' }]
const failure = {
  summary: 's',
  expected: 'e',
  received: 'r',
  scenario,
  request: '',
  exchanges: [],
  repeat: '',
}

function verdictOf(
  fill: (ledger: Ledger) => void,
  results = passed,
  changes: Partial<Rule> = {},
  entry = target,
) {
  const ledger = new Ledger()
  fill(ledger)
  return judgeRule({ ...rule, ...changes }, entry, ledger.of(rule.id), results).verdict
}

test('a rule passes whose checks all held', () => {
  assert.equal(
    verdictOf(ledger => ledger.pass(rule.id, scenario)),
    'pass',
  )
})

test('one failed check breaks a rule, whatever else passed', () => {
  const fill = (ledger: Ledger): void => {
    ledger.pass(rule.id, scenario)
    ledger.fail(rule.id, failure)
  }
  assert.equal(verdictOf(fill, [{ scenario, status: 'failed' }]), 'fail')
})

test('nothing passes that was not observed', () => {
  assert.equal(
    verdictOf(() => {}, []),
    'not-tested',
  )
})

test('a scenario that passes without a check is a fault of the suite', () => {
  assert.equal(
    verdictOf(() => {}),
    'error',
  )
})

for (const status of ['undefined', 'ambiguous', 'unfinished'] as const) {
  test(`a scenario that ends as ${status} never passes, even with checks`, () => {
    assert.equal(
      verdictOf(ledger => ledger.pass(rule.id, scenario), [{ scenario, status }]),
      'error',
    )
  })
}

test('a scenario that fails or is skipped without a reason is a fault of the suite', () => {
  const pass = (ledger: Ledger): void => ledger.pass(rule.id, scenario)
  assert.equal(verdictOf(pass, [{ scenario, status: 'failed' }]), 'error')
  assert.equal(verdictOf(pass, [{ scenario, status: 'skipped' }]), 'error')
  assert.equal(verdictOf(pass, [{ scenario, status: 'pending' }]), 'error')
})

test('one scenario without a judgement keeps the rule from passing', () => {
  const second = `${scenario}8`
  const fill = (ledger: Ledger): void => {
    ledger.pass(rule.id, scenario)
    ledger.setBack(rule.id, { kind: 'not-tested', scenario: second, reason: 'no stage' })
  }
  assert.equal(verdictOf(fill, [...passed, { scenario: second, status: 'pending' }]), 'not-tested')
})

test('what is no must of the specification can at most warn', () => {
  const fill = (ledger: Ledger): void => ledger.fail(rule.id, failure)
  for (const changes of [
    { level: 'should' },
    { level: 'may' },
    { authority: 'practice' },
    { authority: 'decision' },
  ] as Partial<Rule>[]) {
    assert.equal(verdictOf(fill, passed, changes), 'warn')
  }
  assert.equal(verdictOf(fill, passed, { authority: 'reference' }), 'fail')
})

test('a profile that the implementer chose binds by its own musts', () => {
  const practice: Rule = { ...rule, authority: 'practice', profiles: ['r5'] }
  assert.equal(isBinding(practice, 'r5'), true)
  assert.equal(isBinding(practice, 'document'), false)
  assert.equal(isBinding({ ...practice, level: 'should' }, 'r5'), false)
})

test('declined capabilities, other profiles, other roles and the unobservable do not apply', () => {
  const declined = completeEntry({ url: target.url, capabilities: { ranges: false } })
  const nothing = (): void => {}
  assert.equal(verdictOf(nothing, passed, { capabilities: ['ranges'] }, declined), 'not-applicable')
  assert.equal(verdictOf(nothing, passed, { profiles: ['r5'] }), 'not-applicable')
  assert.equal(verdictOf(nothing, passed, { role: 'client' }), 'not-applicable')
  assert.equal(verdictOf(nothing, [], { why: 'It is inside.' }), 'not-applicable')
})

test('the outcome follows the worst verdict that counts', () => {
  const outcome = (...verdicts: Verdict[]) => outcomeOf([{ rules: verdicts.map(verdict => ({ verdict })) }])
  assert.equal(outcome('pass', 'warn', 'not-applicable'), 'conformant')
  assert.equal(outcome('pass', 'fail', 'error', 'not-tested'), 'nonconformant')
  assert.equal(outcome('pass', 'error', 'not-tested'), 'error')
  assert.equal(outcome('pass', 'not-tested'), 'incomplete')
  assert.equal(outcome('pass', 'inconclusive'), 'incomplete')
  assert.equal(outcome(), 'incomplete')
  assert.equal(outcome('not-applicable'), 'incomplete')
})
