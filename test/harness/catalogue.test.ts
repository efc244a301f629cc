import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCatalogue, readFeature } from '../../harness/catalogue.js'
import { packageRoot } from '../../harness/package-root.js'
import { apiNames, loadApis } from '../../cli/apis.js'

const feature = (rule: string): string => `Feature: Things\n\n${rule}`
const GOOD = `  @demo.thing.works @must @capability:fast
  Rule: The thing works
    Source: section 1 - "works"
      and goes on.
    Reading: D-1 - as it says.

    Scenario Outline: It is <how>
      When it is tried

      Examples:
        | how    |
        | slow   |
        | sudden |
`

test('a rule is read with its tags, remarks and scenarios', () => {
  const { rules, problems } = readFeature('demo', 'features/demo/thing.feature', feature(GOOD))
  assert.deepEqual(problems, [])
  const [rule] = rules
  assert.equal(rule?.id, 'demo.thing.works')
  assert.equal(rule?.level, 'must')
  assert.equal(rule?.authority, 'document')
  assert.equal(rule?.source, 'section 1 - "works" and goes on.')
  assert.equal(rule?.reading, 'D-1 - as it says.')
  assert.deepEqual(rule?.capabilities, ['fast'])
  assert.deepEqual(
    rule?.scenarios.map(({ line }) => line),
    [14, 15],
  )
})

for (const [mistake, text, problem] of [
  ['no id', GOOD.replace('@demo.thing.works ', ''), /has no id/],
  ['an id of another API', GOOD.replace('@demo.', '@other.'), /has an id of another API/],
  ['no level', GOOD.replace(' @must', ''), /exactly one of @must/],
  ['two levels', GOOD.replace(' @must', ' @must @may'), /exactly one of @must/],
  ['two authorities', GOOD.replace(' @must', ' @must @practice @decision'), /more than one authority/],
  ['an unknown tag', GOOD.replace(' @must', ' @must @musst'), /unknown tag @musst/],
  ['no source', GOOD.replace('Source:', 'From:'), /has no line "Source:"/],
  ['no scenario', GOOD.split('    Scenario')[0] ?? '', /has no scenario/],
  [
    '@unobservable without why',
    GOOD.replace(' @must', ' @must @unobservable'),
    /needs @unobservable and a line "Why:"/,
  ],
  ['a scenario outside of a rule', '  Scenario: Alone\n    When it is tried\n', /belongs to no rule/],
  ['a feature without a rule', '', /has no rule/],
  ['what is no Gherkin', '  @demo.thing.works @must\n  nonsense', /expected: #TagLine/],
] as const) {
  test(`${mistake} is reported`, () => {
    const { problems } = readFeature('demo', 'thing.feature', feature(text))
    assert.match(problems.join('\n'), problem)
  })
}

for (const name of apiNames) {
  test(`the catalogue of ${name} has no faults`, () => {
    assert.deepEqual(readCatalogue(packageRoot, name).problems, [])
  })

  test(`every defect of ${name} names a rule, and every observable must has a defect`, async () => {
    const [api] = await loadApis([name])
    const rules = readCatalogue(packageRoot, name).rules
    const { defects: plain = {}, fuzzDefects = {} } = api?.simulator ?? {}
    const defects = [...Object.keys(plain), ...Object.keys(fuzzDefects)]
    const ids = rules.map(rule => rule.id)
    assert.deepEqual(
      defects.filter(id => !ids.includes(id)),
      [],
    )
    const unproved = rules.filter(
      rule =>
        rule.level === 'must' &&
        rule.role === 'server' &&
        rule.why === undefined &&
        !defects.includes(rule.id),
    )
    assert.deepEqual(
      unproved.map(rule => rule.id),
      [],
    )
  })

  test(`every capability and profile that ${name} names is explained`, async () => {
    const [api] = await loadApis([name])
    const rules = readCatalogue(packageRoot, name).rules
    const known = { ...api?.suite.capabilities, ...api?.suite.profiles }
    const named = rules.flatMap(rule => [...rule.capabilities, ...rule.profiles])
    assert.deepEqual(
      named.filter(word => !(word in known)),
      [],
    )
    assert.ok(api?.suite.profiles['document'])
  })
}
