import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { stringify } from 'yaml'
import { readFeature } from '../../harness/catalogue.js'
import { readCounterexample } from '../../harness/fuzz/counterexample.js'
import { assay, serve } from './assay.js'
import { temporaryFolder } from '../temporary-folder.js'

const folder = temporaryFolder()

const RULE = 'exosite.always.slips-activate-nothing'

test('a counterexample is found, written down, replayed, and gone when the server is mended', async () => {
  const served = await serve(folder, 'exosite', '--defect', 'ignores digits in a model')
  const target = {
    exosite: { url: served.url, stage: { url: served.stage }, capabilities: { 'time-control': true } },
  }
  writeFileSync(join(folder, 'target.yaml'), stringify(target))
  try {
    const found = await assay(
      folder,
      'run',
      'exosite',
      '--target',
      'target.yaml',
      '--rule',
      RULE,
      '--fuzz',
      '5000',
      '--seed',
      '1',
    )
    assert.equal(found.code, 1, found.stdout + found.stderr)
    assert.match(found.stdout, /case {6}Given an enabled serial number/)
    const [name = ''] = readdirSync(join(folder, 'assay-report/counterexamples'))
    const file = `assay-report/counterexamples/${name}`
    assert.ok(found.stdout.includes(`assay replay ${file} --target target.yaml`))
    const counterexample = readCounterexample(join(folder, file))
    assert.equal(counterexample.rule, RULE)

    const feature = `Feature: F\n  @${RULE} @must @property\n  Rule: R\n    Source: S\n\n${counterexample.scenario}\n`
    const { problems, rules } = readFeature('exosite', 'f.feature', feature)
    assert.deepEqual(problems, [])
    assert.equal(rules[0]?.scenarios.length, 1)

    const again = await assay(folder, 'replay', file, '--target', 'target.yaml')
    assert.equal(again.code, 1, again.stdout + again.stderr)
    const corpus = await assay(
      folder,
      'run',
      'exosite',
      '--target',
      'target.yaml',
      '--rule',
      RULE,
      '--fuzz',
      '1',
    )
    assert.equal(corpus.code, 1, corpus.stdout + corpus.stderr)
    const mended = await assay(folder, 'replay', file)
    assert.equal(mended.code, 0, mended.stdout + mended.stderr)
  } finally {
    await served.stop()
  }
})

test('a property that needs states anew takes no fixtures, and says what to add', async () => {
  const served = await serve(folder, 'exosite')
  const fixture = { vendor: 'acme', model: 'Thermostat', sn: 'SN-1-x' }
  writeFileSync(
    join(folder, 'fixtures.yaml'),
    stringify({ exosite: { url: served.url, fixtures: { 'enabled serial number': [fixture] } } }),
  )
  try {
    const { code } = await assay(
      folder,
      'run',
      'exosite',
      '--target',
      'fixtures.yaml',
      '--fuzz-only',
      '--out',
      'fixtures',
    )
    assert.equal(code, 2)
    const { suites } = JSON.parse(readFileSync(join(folder, 'fixtures/verdict.json'), 'utf8')) as {
      suites: { rules: { verdict: string; reason: string }[] }[]
    }
    for (const { verdict } of suites[0]?.rules ?? []) assert.equal(verdict, 'not-tested')
  } finally {
    await served.stop()
  }
})

test('what is no budget and no counterexample is a misuse', async () => {
  const budget = await assay(folder, 'run', 'exosite', '--fuzz', 'much')
  assert.equal(budget.code, 3)
  assert.match(budget.stderr, /such as 1000, or a time such as 60s/)
  writeFileSync(join(folder, 'other.json'), '{"api":"exosite"}')
  const file = await assay(folder, 'replay', 'other.json')
  assert.equal(file.code, 3)
  assert.match(file.stderr, /other\.json is no counterexample/)
})
