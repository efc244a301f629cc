import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { readCatalogue } from '../../harness/catalogue.js'
import { packageRoot } from '../../harness/package-root.js'
import { seramDefaults, seramOptions } from '../../schemas/seram/options.js'
import { seramShapes } from '../../schemas/seram/shapes.js'
import { objectSchema } from '../../schemas/fields.js'
import { OrderPlatform, TOKEN } from '../../simulators/seram/core.js'
import { seramSimulator } from '../../simulators/seram/index.js'
import { apiKey, basic } from '../../simulators/seram/security.js'
import type { HttpReply } from '../../simulators/simulator.js'
import { jsonOf, post, testEnvironment } from './environment.js'

const ELEMENT = { seType: 'uicc', seId: '89460000000000000001', seExtraInfo: 'SAM' }
const COMMANDS = [
  { ramCommandType: 'ramStartCommand' },
  { ramCommandType: 'seRamCommand', listOfCAPDU: ['00A4040000', ''] },
  { ramCommandType: 'notificationCommand', deviceAppNotification: 'step1/OK' },
  { ramCommandType: 'ramStopCommand' },
]
const ORDER = {
  secureElement: [ELEMENT],
  sessionID: 'session-1',
  remoteManagementOrder: { delay: 0, chosenSecureElement: ELEMENT, ramCommands: COMMANDS },
}

function platform(): OrderPlatform {
  return seramSimulator.create(testEnvironment())
}

async function place(
  core: OrderPlatform,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<HttpReply> {
  return core.handle(post('/order', body, { authorization: `Bearer ${TOKEN}`, ...headers }))
}

function ordersOf(core: OrderPlatform, sessionID: string) {
  return core.stage['orders of a session']({ sessionID })
}

test('an order that names its session is answered with 201 and null, and kept as it was sent', async () => {
  const core = platform()
  const reply = await place(core, ORDER)
  assert.equal(reply.status, 201)
  assert.equal(reply.body, 'null')
  assert.deepEqual(await ordersOf(core, 'session-1'), {
    exists: true,
    orders: [{ secureElements: ORDER.secureElement, remoteManagementOrder: ORDER.remoteManagementOrder }],
  })
})

test('an order without a session is answered with an id of its own', async () => {
  const core = platform()
  const ids = new Set<string>()
  for (let i = 0; i < 50; i++) {
    const reply = await place(core, { secureElement: [ELEMENT] })
    const { sessionID } = jsonOf(reply) as { sessionID: string }
    assert.equal(reply.status, 201)
    assert.deepEqual(await ordersOf(core, sessionID), {
      exists: true,
      orders: [{ secureElements: [ELEMENT] }],
    })
    ids.add(sessionID)
  }
  assert.equal(ids.size, 50)
})

test('orders of a session queue up, and sessions stay apart', async () => {
  const core = platform()
  for (const delay of [1, 2, 3]) await place(core, { sessionID: 's', remoteManagementOrder: { delay } })
  await place(core, { sessionID: 'S', remoteManagementOrder: { delay: 9 } })
  const { orders } = await ordersOf(core, 's')
  assert.deepEqual(
    orders.map(order => order.remoteManagementOrder),
    [{ delay: 1 }, { delay: 2 }, { delay: 3 }],
  )
})

test('a session that is full says so', async () => {
  const core = platform()
  core.sessions.set(
    's',
    Array.from({ length: 10_000 }, () => '{}'),
  )
  assert.equal((await place(core, { sessionID: 's' })).status, 409)
})

test('every combination of parameters is taken', async () => {
  for (let bits = 0; bits < 8; bits++) {
    const order = Object.fromEntries(Object.entries(ORDER).filter((_, at) => (bits >> at) & 1))
    assert.equal((await place(platform(), order)).status, 201, JSON.stringify(Object.keys(order)))
  }
})

test('what is wrong is refused with 400 and leaves nothing', async () => {
  const order = JSON.stringify(ORDER)
  const wrong: (string | Buffer)[] = [
    '',
    order.slice(0, -20),
    `${order} x`,
    order.replace('{', '{"sessionID":"session-1",'),
    order.replace('session-1', '\\ud800'),
    order.replace('"session-1"', '17'),
    order.replace('"session-1"', 'null'),
    order.replace('"uicc"', '"UICC"'),
    order.replace(/"seId":"\d+",/, ''),
    order.replace('00A4040000', '00A404000'),
    order.replace('00A4040000', '00a404'),
    order.replace('00A4040000', '00A4\\n'),
    order.replace('"delay":0', '"delay":0.5'),
    order.replace('"delay":0', '"delay":1e999'),
    order.replace('ramStopCommand', 'stopCommand'),
    order.replace(',"deviceAppNotification":"step1/OK"', ''),
    JSON.stringify({ ...ORDER, remoteManagementOrder: { ramCommands: [] } }),
    JSON.stringify({ ...ORDER, secureElement: ELEMENT }),
    JSON.stringify([ORDER]),
    '{"a":'.repeat(150_000),
    Buffer.from(order.replace('step1', 'stäp'), 'latin1'),
    Buffer.from(order, 'utf16le'),
  ]
  for (const body of wrong) {
    const core = platform()
    const reply = await place(core, body)
    assert.equal(reply.status, 400, body.toString().slice(0, 200))
    assert.equal(typeof (jsonOf(reply) as { error: unknown }).error, 'string')
    assert.equal(core.sessions.size, 0)
  }
})

test('methods, paths and media types other than its own are refused', async () => {
  const core = platform()
  const headers = { authorization: `Bearer ${TOKEN}` }
  const put = await core.handle({ ...post('/order', ORDER, headers), method: 'PUT' })
  assert.deepEqual([put.status, put.headers['allow']], [405, 'POST'])
  assert.equal((await core.handle(post('/orders', ORDER, headers))).status, 404)
  assert.equal((await place(core, ORDER, { 'content-type': 'text/plain' })).status, 415)
  assert.equal((await place(core, ORDER, { 'content-type': 'application/json; charset=latin1' })).status, 415)
  assert.equal(core.sessions.size, 0)
  assert.equal(
    (await place(core, ORDER, { 'content-type': 'Application/JSON; charset="utf-8"' })).status,
    201,
  )
})

test('each security scheme lets its own credential in and no other', async () => {
  const schemes: [OrderPlatform, string, Record<string, string>][] = [
    [new OrderPlatform(testEnvironment()), '/order', { authorization: `bearer ${TOKEN}` }],
    [
      new OrderPlatform(testEnvironment(), { scheme: basic('Åsa', 'p:w') }),
      '/order',
      { authorization: `Basic ${Buffer.from('Åsa:p:w').toString('base64')}` },
    ],
    [
      new OrderPlatform(testEnvironment(), { scheme: apiKey('header', 'X-API-Key', 'k=1') }),
      '/order',
      { 'x-api-key': 'k=1' },
    ],
    [new OrderPlatform(testEnvironment(), { scheme: apiKey('query', 'key', 'k 1') }), '/order?key=k%201', {}],
    [
      new OrderPlatform(testEnvironment(), { scheme: apiKey('cookie', 'key', 'k1') }),
      '/order',
      { cookie: 'a=b; key=k1' },
    ],
  ]
  for (const [core, target, headers] of schemes) {
    assert.equal((await core.handle(post(target, ORDER, headers))).status, 201)
    const wrong = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.slice(0, -1)]),
    )
    for (const [path, fields] of [
      ['/order', {}],
      ['/order?key=k', wrong],
    ] as const) {
      const reply = await core.handle(post(path, { ...ORDER, sessionID: 'other' }, fields))
      assert.equal(reply.status, 401)
      assert.ok(reply.headers['www-authenticate'])
    }
    assert.equal(core.sessions.size, 1)
  }
})

test('refusals of the transport have the form of the others', () => {
  const reply = platform().refuse({ status: 413, why: 'Too much.' })
  assert.deepEqual([reply.status, jsonOf(reply)], [413, { error: 'Too much.' }])
})

test('the stage invents a secure element of the type that it is asked for', async () => {
  const { stage } = platform()
  assert.equal((await stage['orderable secure element']({ seType: 'eSE' })).seType, 'eSE')
  assert.deepEqual(await stage['orders of a session']({ sessionID: 'unknown' }), {
    exists: false,
    orders: [],
  })
})

test('the options have defaults that they allow', () => {
  assert.ok(new Ajv2020().validate(objectSchema(seramOptions), seramDefaults))
})

test('the published shapes compile in strict mode', () => {
  const ajv = new Ajv2020({
    strict: true,
    discriminator: true,
    strictRequired: false,
    allowUnionTypes: true,
    schemas: { ...seramShapes },
  })
  for (const name of Object.keys(seramShapes)) assert.ok(ajv.getSchema(name), name)
})

test('the description of the interface passes the linter without a warning', async () => {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['node_modules/@redocly/cli/bin/cli.js', 'lint', 'schemas/seram/openapi.yaml', '--format=json'],
    { cwd: packageRoot, env: { ...process.env, REDOCLY_TELEMETRY: 'off' } },
  )
  const totals = (JSON.parse(stdout.slice(stdout.indexOf('{'))) as { totals: object }).totals
  assert.deepEqual(totals, { errors: 0, warnings: 0, ignored: 0 }, stderr)
})

const { rules, problems } = readCatalogue(packageRoot, 'seram')
const observable = rules.filter(rule => rule.why === undefined)

test('the catalogue has no problems', () => {
  assert.deepEqual(problems, [])
})

test('every observable rule has a defect, and every defect a rule', () => {
  const ids = new Set(rules.map(rule => rule.id))
  const defects = { ...seramSimulator.defects, ...seramSimulator.fuzzDefects }
  assert.deepEqual(
    Object.keys(defects).filter(id => !ids.has(id)),
    [],
  )
  assert.deepEqual(
    observable.map(rule => rule.id).filter(id => !(id in defects)),
    [],
  )
})

test('defects and variations have names of their own', () => {
  const names = seramSimulator.variations.map(({ name }) => name)
  assert.equal(new Set(names).size, names.length)
  for (const [id, alterations] of Object.entries(seramSimulator.defects)) {
    assert.equal(new Set(alterations.map(({ name }) => name)).size, alterations.length, id)
  }
  assert.ok(seramSimulator.variations.length >= 12)
})
