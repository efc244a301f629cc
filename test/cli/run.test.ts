import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { XMLParser } from 'fast-xml-parser'
import { stringify } from 'yaml'
import { packageRoot } from '../../harness/package-root.js'
import { exositeStates } from '../../schemas/exosite/states.js'
import { assay, interrupted, serve } from './assay.js'
import { temporaryFolder } from '../temporary-folder.js'

const folder = temporaryFolder()

interface Verdict {
  outcome: string
  seed: number
  interrupted?: boolean
  suites: { rules: { id: string; verdict: string; reason?: string }[] }[]
}

interface Archive {
  log: {
    entries: {
      _id: string
      request: { method: string; url: string; headers: { name: string; value: string }[]; postData?: unknown }
    }[]
  }
}

const read = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8')
const verdictIn = (folder: string): Verdict => JSON.parse(read(folder, 'verdict.json')) as Verdict
const archiveIn = (folder: string): Archive => JSON.parse(read(folder, 'evidence.har')) as Archive

function requireValid(schema: string, value: unknown): void {
  const ajv = new Ajv2020({ allErrors: true, validateFormats: false })
  const valid = ajv.validate(JSON.parse(readFileSync(join(packageRoot, 'schemas', schema), 'utf8')), value)
  assert.ok(valid, ajv.errorsText())
}

test('the first run needs no configuration, and leaves every report', async () => {
  const { code, stdout, stderr } = await assay(folder, 'run', 'exosite', '--seed', '7', '--allure')
  assert.equal(stderr, '')
  assert.match(stdout, /conformant: \d+ rules kept, none broken {2}seed 7/)
  assert.equal(code, 0)
  const verdict = verdictIn('assay-report')
  requireValid('verdict.schema.json', verdict)
  assert.equal(verdict.outcome, 'conformant')
  const rules = verdict.suites.flatMap(suite => suite.rules)
  const junit = new XMLParser({ ignoreAttributes: false }).parse(read('assay-report', 'junit.xml')) as {
    testsuites: { testsuite: { testcase: unknown[]; '@_failures': string } }
  }
  assert.equal(junit.testsuites.testsuite.testcase.length, rules.length)
  assert.equal(junit.testsuites.testsuite['@_failures'], '0')
  const messages = read('assay-report', 'messages.ndjson')
    .trimEnd()
    .split('\n')
    .map(line => Object.keys(JSON.parse(line) as object)[0])
  assert.equal(messages.filter(kind => kind === 'testRunStarted').length, 1)
  assert.equal(messages.at(-1), 'testRunFinished')
  assert.ok(archiveIn('assay-report').log.entries.length > rules.length)
  assert.match(read('assay-report', 'cucumber.html'), /<html/)
})

test('the keys that a bundled simulator gave out are in no report', async () => {
  await assay(folder, 'run', 'exosite', '--out', 'keys')
  const keys = archiveIn('keys').log.entries.flatMap(({ request }) =>
    request.headers.filter(({ name }) => name.toLowerCase() === 'x-exosite-cik').map(({ value }) => value),
  )
  assert.ok(keys.length > 100)
  assert.deepEqual(
    keys.filter(key => key !== '[redacted]' && key !== ''),
    [],
  )
})

test('--json prints the verdict and nothing else', async () => {
  const { code, stdout } = await assay(
    folder,
    'run',
    'exosite',
    '--rule',
    'exosite.list.answers-ok',
    '--json',
  )
  assert.equal(code, 0)
  const verdict = JSON.parse(stdout) as Verdict
  requireValid('verdict.schema.json', verdict)
  assert.deepEqual(
    verdict.suites[0]?.rules.map(rule => [rule.id, rule.verdict]),
    [['exosite.list.answers-ok', 'pass']],
  )
})

test('the same seed gives the same requests, and another seed gives others', async () => {
  const requests = async (seed: string, out: string): Promise<string[]> => {
    await assay(folder, 'run', 'exosite', '--seed', seed, '--out', out)
    return archiveIn(out).log.entries.map(({ request }) =>
      JSON.stringify(request).replaceAll(/127\.0\.0\.1:\d+/g, 'host'),
    )
  }
  const first = await requests('11', 'first')
  assert.deepEqual(await requests('11', 'second'), first)
  assert.notDeepEqual(await requests('12', 'third'), first)
})

test('shards together judge every rule once', async () => {
  const ids: string[] = []
  for (const shard of ['1/2', '2/2']) {
    const { stdout } = await assay(folder, 'run', 'exosite', '--shard', shard, '--json', '--seed', '3')
    ids.push(...((JSON.parse(stdout) as Verdict).suites[0]?.rules.map(rule => rule.id) ?? []))
  }
  const { stdout } = await assay(folder, 'run', 'exosite', '--json', '--seed', '3')
  const all = (JSON.parse(stdout) as Verdict).suites[0]?.rules.filter(
    rule => rule.verdict !== 'not-applicable',
  )
  assert.deepEqual(
    all?.filter(rule => !ids.includes(rule.id)),
    [],
  )
})

test('a defect is found in a served simulator, and told as a person needs it', async t => {
  const server = await serve(folder, 'exosite', '--defect', 'exosite.range.ends-at-last-position')
  t.after(() => server.stop())
  writeFileSync(
    join(folder, 'broken.yaml'),
    stringify({ exosite: { url: server.url, stage: { url: server.stage } } }),
  )
  const { code, stdout } = await assay(folder, 'run', '--target', 'broken.yaml', '--seed', '5')
  assert.equal(code, 1)
  assert.match(stdout, /^FAIL {2}exosite\.range\.ends-at-last-position +must$/m)
  assert.match(stdout, /^ {2}expected {2}.+\n {2}received {2}.+\n {2}request {3}GET .+\n {2}source {4}.+$/m)
  assert.match(
    stdout,
    /repeat {4}assay run exosite --target broken\.yaml --rule exosite\.range\.ends-at-last-position --seed 5/,
  )
  const [id] = /exosite-\d+/.exec(stdout) ?? []
  assert.ok(archiveIn('assay-report').log.entries.some(({ _id }) => _id === id))
})

test('a target is judged with its stage, with fixtures alone, and with one fixture too few', async t => {
  const server = await serve(folder, 'exosite', '--quiet')
  t.after(() => server.stop())
  const judge = (file: string, entry: object, ...parameters: string[]) => {
    writeFileSync(join(folder, file), stringify({ exosite: { url: server.url, ...entry } }))
    return assay(folder, 'run', '--target', file, ...parameters)
  }
  const staged = await judge('staged.yaml', { stage: { url: server.stage } })
  assert.match(staged.stdout, /conformant/)
  assert.equal(staged.code, 0)

  const capabilities = { 'time-control': false, 'states-at-will': false }
  const written = await judge('written.yaml', { capabilities, fixtures: await fixturesFrom(server.stage) })
  assert.match(written.stdout, /conformant/)
  assert.equal(written.code, 0)

  const { 'disabled serial number': _, ...fewer } = await fixturesFrom(server.stage)
  const incomplete = await judge('fewer.yaml', { capabilities, fixtures: fewer })
  assert.match(
    incomplete.stdout,
    /No stage and no such fixture for "disabled serial number"\. Add a line to exosite\.fixtures in the target file: "disabled serial number": \[\{ vendor: \.\.\., model: \.\.\., sn: \.\.\. \}\]/,
  )
  assert.equal(incomplete.code, 2)

  const { 'disabled serial number': __, ...again } = await fixturesFrom(server.stage)
  const tolerated = await judge('again.yaml', { capabilities, fixtures: again }, '--allow-incomplete')
  assert.equal(tolerated.code, 0)
})

/** Facts of every state that can be asked for without params, enough for a run. */
async function fixturesFrom(stage: string): Promise<Record<string, unknown[]>> {
  const fixtures: Record<string, unknown[]> = {}
  for (const [name, state] of Object.entries(exositeStates)) {
    if (Object.values(state.params).some(({ optional }) => !optional)) continue
    const body = JSON.stringify({ state: name, params: {}, action: 'setup' })
    const entries = Array.from({ length: state.usedUp ? 100 : 1 }, async () => {
      const response = await fetch(stage, { method: 'POST', body })
      return response.json()
    })
    fixtures[name] = await Promise.all(entries)
  }
  return fixtures
}

test('the catalogue as JSON follows its schema', async () => {
  const { stdout } = await assay(folder, 'rules', '--json')
  const rules = JSON.parse(stdout) as { id: string; scenarios: unknown[]; defects: unknown[] }[]
  requireValid('rules.schema.json', rules)
  assert.ok(rules.length > 100)
})

test('the proof as JSON follows its schema, and finds a defect by its own rule', async () => {
  const { code, stdout } = await assay(
    folder,
    'prove',
    'exosite',
    '--rule',
    'exosite.list.answers-ok',
    '--json',
  )
  const proof = JSON.parse(stdout) as { defects: { byOwnRule: boolean }[] }
  requireValid('prove.schema.json', proof)
  assert.ok(proof.defects.length > 0)
  assert.ok(proof.defects.every(({ byOwnRule }) => byOwnRule))
  assert.equal(code, 0)
})

test('a failure names each status that would be right once', async t => {
  const rule = 'exosite.framing.accepts-length-of-nothing'
  const server = await serve(folder, 'exosite', '--defect', rule)
  t.after(() => server.stop())
  const stage = `{ url: ${server.stage} }`
  writeFileSync(join(folder, 'strict.yaml'), `exosite:\n  url: ${server.url}\n  stage: ${stage}\n`)
  const { stdout } = await assay(folder, 'run', 'exosite', '--target', 'strict.yaml', '--rule', rule)
  assert.match(stdout, /\n {2}expected {2}200\n {2}received {2}400 /)
})

test('a run that is interrupted reports what was judged until then, and says so', async t => {
  const defect = 'exosite.activate.returns-40-characters'
  const server = await serve(folder, 'exosite', '--defect', defect, '--latency', '5')
  t.after(() => server.stop())
  const stage = `{ url: ${server.stage} }`
  writeFileSync(join(folder, 'slow.yaml'), `exosite:\n  url: ${server.url}\n  stage: ${stage}\n`)
  const run = ['run', 'exosite', '--target', 'slow.yaml', '--out', 'partial', '--allow-incomplete']
  const { code, stdout, stderr } = await interrupted('stdout', folder, ...run)
  assert.match(stderr, /^Interrupted: .*\n$/)
  assert.match(stdout, /\ninterrupted: this is what was judged until then\nincomplete: \d+ rules not judged/)
  // Not even --allow-incomplete takes it for a judgement.
  assert.equal(code, 2)
  const verdict = verdictIn('partial')
  requireValid('verdict.schema.json', verdict)
  assert.equal(verdict.interrupted, true)
  const open = verdict.suites[0]?.rules.filter(({ verdict }) => verdict === 'not-tested') ?? []
  assert.ok(open.length > 50, String(open.length))
  for (const { reason } of open)
    assert.match(reason ?? '', /The run was interrupted before this was judged\./)
  assert.match(read('partial', 'report.html'), /<h1>This report is partial: the run was interrupted\./)
})
