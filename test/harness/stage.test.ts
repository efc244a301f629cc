import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { openStage, type Stage } from '../../harness/stage.js'
import { completeEntry, type WrittenEntry } from '../../harness/target-entry.js'
import { integer, list, optional, text } from '../../schemas/fields.js'
import { defineStates } from '../../schemas/states.js'
import { bodyOf, makeCertificate, serve } from './local-servers.js'
import { temporaryFolder } from '../temporary-folder.js'

const states = defineStates({
  'new coin': { means: 'A coin.', usedUp: true, params: {}, facts: { coin: text('Its name.') } },
  'old house': {
    means: 'A house.',
    usedUp: false,
    params: { rooms: integer('How many.') },
    facts: {
      house: text('Its name.'),
      doors: list('Its doors.', text('A door.')),
      garden: optional(text('Its garden.')),
    },
  },
  'time advanced': { means: 'Later.', usedUp: true, spoilsOthers: true, params: {}, facts: {} },
})

const HOUSE = { house: 'h', doors: ['d'] }

async function open(t: TestContext, entry: Partial<WrittenEntry>, folder = '.'): Promise<Stage> {
  const limits = { wait: '200ms', request: '1s', body: '4KiB' }
  const target = completeEntry({ url: 'http://127.0.0.1:1/base', limits, ...entry })
  const stage = await openStage('town', states, target, folder)
  t.after(() => stage.close())
  return stage
}

interface Call {
  readonly url: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: unknown
}

/** A stage server with one answer to everything; status 0 for none. */
async function stageServer(
  t: TestContext,
  status: number,
  answer: string,
): Promise<{ url: string; calls: Call[] }> {
  const calls: Call[] = []
  const server = await serve((request, response) => {
    const settle = async (): Promise<void> => {
      calls.push({ url: request.url, headers: request.headers, body: JSON.parse(await bodyOf(request)) })
      if (status > 0) response.writeHead(status).end(answer)
    }
    void settle()
  })
  t.after(() => server.close())
  return { url: `${server.url}/stage?key=1`, calls }
}

const notTested = (message: RegExp) => (error: Error) => {
  assert.equal(error.name, 'NotTested')
  assert.match(error.message, message)
  assert.doesNotMatch(error.message, /\n/)
  return true
}

test('a stage server is called in the form of provider states, without what is for the target', async t => {
  const { url, calls } = await stageServer(t, 200, JSON.stringify(HOUSE))
  const stage = await open(t, {
    stage: { url },
    auth: { type: 'bearer', token: 'for-the-target' },
    headers: { 'X-Target': 'only' },
  })
  assert.deepEqual(await stage.setUp('old house', { rooms: 3 }), HOUSE)
  const [call] = calls
  assert.equal(call?.url, '/stage?key=1')
  assert.deepEqual(call?.body, { state: 'old house', params: { rooms: 3 }, action: 'setup' })
  assert.equal(call?.headers['content-type'], 'application/json')
  assert.equal(call?.headers['authorization'], undefined)
  assert.equal(call?.headers['x-target'], undefined)
})

test("a stage server's own user name and password come from its URL", async t => {
  const { url, calls } = await stageServer(t, 200, JSON.stringify(HOUSE))
  const stage = await open(t, { stage: { url: url.replace('//', '//me:p%40ss@') } })
  await stage.setUp('old house', { rooms: 1 })
  const expected = `Basic ${Buffer.from('me:p@ss').toString('base64')}`
  assert.equal(calls[0]?.headers['authorization'], expected)
})

for (const [name, status, answer, message] of [
  ['400', 400, 'Unknown\nstate', /^The stage answered 400 for "old house": Unknown state$/],
  ['500 without words', 500, '', /^The stage answered 500 for "old house": \(nothing\)$/],
  ['a redirect', 302, 'moved', /^The stage answered 302/],
  ['201', 201, JSON.stringify(HOUSE), /^The stage answered 201/],
  ['garbage', 200, '{broken', /^The stage's answer for "old house" is no JSON: \{broken$/],
  ['nothing', 200, '', /is no JSON: \(nothing\)$/],
  ['null', 200, 'null', /^The stage answered unusable facts for "old house": facts must be object\.$/],
  ['a list', 200, '[]', /facts must be object\.$/],
  ['facts with one missing', 200, '{"house":"h"}', /facts must have required property 'doors'\.$/],
  [
    'facts of a wrong type',
    200,
    '{"house":1,"doors":[2]}',
    /facts\/house must be string, facts\/doors\/0 must be/,
  ],
  ['a misspelt fact', 200, '{"hous":"h","doors":[]}', /must have required property 'house'.*"hous"/],
  [
    'too much',
    200,
    'x'.repeat(5000),
    /^The stage gave no answer for "old house": the body is over 4096 bytes\.$/,
  ],
  ['never', 0, '', /^The stage gave no answer for "old house": no complete answer within 200 ms\.$/],
] as const) {
  test(`a stage server that answers ${name} leaves rules untested, with the reason`, async t => {
    const { url } = await stageServer(t, status, answer)
    const stage = await open(t, { stage: { url } })
    await assert.rejects(stage.setUp('old house', { rooms: 1 }), notTested(message))
  })
}

test('a stage may tell more than it is asked for', async t => {
  const facts = { ...HOUSE, roof: 1 }
  const { url } = await stageServer(t, 200, JSON.stringify(facts))
  const stage = await open(t, { stage: { url } })
  assert.deepEqual(await stage.setUp('old house', { rooms: 1 }), facts)
})

test('an optional fact that is null is one that is not there', async t => {
  const { url } = await stageServer(t, 200, JSON.stringify({ ...HOUSE, garden: null }))
  const stage = await open(t, { stage: { url } })
  assert.deepEqual(await stage.setUp('old house', { rooms: 1 }), HOUSE)
})

test('a stage that failed is asked again, but not for ever', async t => {
  const { url, calls } = await stageServer(t, 503, 'busy')
  const stage = await open(t, { stage: { url } })
  for (let time = 0; time < 5; time += 1) {
    await assert.rejects(stage.setUp('old house', { rooms: 1 }), notTested(/answered 503/))
  }
  assert.equal(calls.length, 3)
})

test('a stage server that is not there leaves rules untested', async t => {
  const stage = await open(t, { stage: { url: 'http://127.0.0.1:1/' } })
  await assert.rejects(
    stage.setUp('new coin', {}),
    notTested(/^The stage gave no answer for "new coin": .*REFUSED/),
  )
})

test("a stage server with TLS is trusted by the target's own authority", async t => {
  const { ca, cert, key } = await makeCertificate()
  const server = await serve((_request, response) => response.end(JSON.stringify(HOUSE)), { cert, key })
  t.after(() => server.close())
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'ca.pem'), ca)
  const stage = await open(t, { stage: { url: server.url }, tls: { ca: 'ca.pem' } }, folder)
  assert.deepEqual(await stage.setUp('old house', { rooms: 1 }), HOUSE)
})

test('facts that are not used up are asked for once for the same params, until they are spoilt', async t => {
  const { url, calls } = await stageServer(t, 200, JSON.stringify(HOUSE))
  const stage = await open(t, { stage: { url }, fixtures: { 'time advanced': [{}] } })
  await Promise.all([stage.setUp('old house', { rooms: 1 }), stage.setUp('old house', { rooms: 1 })])
  assert.equal(calls.length, 1)
  await stage.setUp('old house', { rooms: 2 })
  assert.equal(calls.length, 2)
  await stage.setUp('time advanced', {})
  await stage.setUp('old house', { rooms: 1 })
  assert.equal(calls.length, 3)
})

test('facts that are used up are asked for each time', async t => {
  const { url, calls } = await stageServer(t, 200, '{"coin":"c"}')
  const stage = await open(t, { stage: { url } })
  await stage.setUp('new coin', {})
  await stage.setUp('new coin', {})
  assert.equal(calls.length, 2)
})

test('fixtures go before the stage, each entry that is used up once and in order', async t => {
  const { url, calls } = await stageServer(t, 200, '{"coin":"from the stage"}')
  const stage = await open(t, { stage: { url }, fixtures: { 'new coin': [{ coin: 'a' }, { coin: 'b' }] } })
  const given = []
  for (let turn = 0; turn < 3; turn += 1) given.push((await stage.setUp('new coin', {}))['coin'])
  assert.deepEqual(given, ['a', 'b', 'from the stage'])
  assert.equal(calls.length, 1)
})

test('a fixture that is missing or used up is told with the line to add', async t => {
  const stage = await open(t, { fixtures: { 'new coin': [{ coin: 'a' }], 'old house': [HOUSE] } })
  await stage.setUp('new coin', {})
  await assert.rejects(
    stage.setUp('new coin', {}),
    notTested(
      /^The 1 fixtures? for "new coin" (is|are) used up\. Add entry 2 .*town\.fixtures: "new coin": \[\{ coin: \.\.\. \}\]$/,
    ),
  )
  const empty = await open(t, {})
  await assert.rejects(
    empty.setUp('old house', { rooms: 1 }),
    notTested(
      /Add a line to town\.fixtures in the target file: "old house": \[\{ house: \.\.\., doors: \.\.\. \}\]$/,
    ),
  )
  assert.deepEqual(await stage.setUp('old house', { rooms: 1 }), HOUSE)
  assert.deepEqual(await stage.setUp('old house', { rooms: 1 }), HOUSE)
})

/** Opens a stage module of this text, which lies beside the target file. */
function openModule(t: TestContext, source: string): Promise<Stage> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'my stage.mjs'), source)
  return open(t, { stage: { module: './my stage.mjs' } }, folder)
}

test('a stage module is loaded from beside the target file and told what it is for', async t => {
  const stage = await openModule(
    t,
    'export async function setUp(...all) { return { house: JSON.stringify(all), doors: [] } }',
  )
  const { house } = await stage.setUp('old house', { rooms: 2 })
  assert.deepEqual(JSON.parse(house as string), [
    'old house',
    { rooms: 2 },
    { api: 'town', url: 'http://127.0.0.1:1/base' },
  ])
})

test('a stage module may answer at once', async t => {
  const stage = await openModule(t, 'export const setUp = () => ({ coin: "c" })')
  assert.deepEqual(await stage.setUp('new coin', {}), { coin: 'c' })
})

for (const [name, source, message] of [
  ['throws', 'export function setUp() { throw new Error("no\\nmoney") }', /failed for "new coin": no money$/],
  ['rejects', 'export async function setUp() { throw "money" }', /failed for "new coin": money$/],
  ['never answers', 'export const setUp = () => new Promise(() => {})', /no facts within 200 ms$/],
  ['answers nothing', 'export function setUp() {}', /unusable facts for "new coin": facts must be object\.$/],
] as const) {
  test(`a stage module that ${name} leaves rules untested, with the reason`, async t => {
    const stage = await openModule(t, source)
    await assert.rejects(stage.setUp('new coin', {}), notTested(message))
  })
}

for (const [name, source, message] of [
  ['exports something else', 'export const setup = () => {}', /must export a function setUp\(state, params/],
  ['cannot be read by Node', 'export {', /^Misuse: The stage module .*my stage\.mjs cannot be loaded: /],
  ['fails when it is loaded', 'throw new Error("no\\nway")', /cannot be loaded: no way$/],
] as const) {
  test(`a stage module that ${name} is a misuse`, t => assert.rejects(openModule(t, source), message))
}

test('a stage module that is not there is a misuse', async t => {
  await assert.rejects(
    open(t, { stage: { module: 'none.mjs' } }, '.'),
    /^Misuse: .*none\.mjs cannot be loaded: /,
  )
})
