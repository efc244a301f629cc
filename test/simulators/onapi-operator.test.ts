import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import nock from 'nock'
import { CommunicationOperator, PROVIDER } from '../../simulators/onapi/co.js'
import { makeCall } from '../../simulators/outgoing.js'
import { jsonOf, post, testEnvironment } from './environment.js'
import { ORDER, order, orderWith, provider } from './onapi-orders.js'

const OPERATOR = 'http://operator.example'
const DONE = {
  path: '/orders/1',
  accessId: ORDER.coAccessId,
  service: 'BB-100-100',
  operation: 'ACTIVATE',
  message: '',
}

before(() => nock.disableNetConnect())
afterEach(() => nock.cleanAll())
after(() => nock.restore())

/** Places an order at a provider whose operator is given by nock; what came out, and what the operator got. */
async function ordered(operator: (at: nock.Interceptor) => nock.Scope) {
  const got: unknown[] = []
  const core = provider(makeCall({ timeout: 300 }))
  core.operator.patience = 150
  await core.stage['communication operator']({ url: `${OPERATOR}/` })
  const interceptor = nock(OPERATOR).post('/orders/', body => Boolean(got.push(body)))
  operator(interceptor)
  const reply = await order(core, ORDER)
  const { status, externalMessage } = jsonOf(reply) as { status: string; externalMessage?: string }
  const { orders } = await core.stage['stored orders']({ coAccessId: ORDER.coAccessId })
  return { http: reply.status, status, externalMessage: externalMessage ?? '', got, kept: orders.length }
}

test('the operator is asked once, in its own words', async () => {
  const { got } = await ordered(at => at.reply(201, { ...DONE, state: 'DONE_SUCCESS' }))
  assert.deepEqual(got, [
    {
      accessId: ORDER.coAccessId,
      service: 'BB-100-100',
      operation: 'ACTIVATE',
      requestedDateTime: ORDER.requestedDateTime,
    },
  ])
})

test('the states of the operator become those of the provider', async () => {
  const states: [string, string, number][] = [
    ['DONE_SUCCESS', 'ACTIVATED', 1],
    ['RECEIVED', 'RECEIVED', 1],
    ['IN_PROGRESS', 'RECEIVED', 1],
    ['DONE_FAILED', 'REJECTED', 0],
    ['done_success', 'RECEIVED', 1],
  ]
  for (const [state, status, kept] of states) {
    const outcome = await ordered(at => at.reply(201, { ...DONE, state, message: 'port occupied' }))
    assert.deepEqual([outcome.http, outcome.status, outcome.kept], [200, status, kept], state)
    assert.ok(outcome.externalMessage)
  }
})

test('an order that exists already at the operator counts as it stands', async () => {
  assert.equal((await ordered(at => at.reply(200, { ...DONE, state: 'DONE_SUCCESS' }))).status, 'ACTIVATED')
})

test('a refusal is relayed as a message', async () => {
  const failed = await ordered(at =>
    at.reply(201, { ...DONE, state: 'DONE_FAILED', message: 'port occupied' }),
  )
  assert.match(failed.externalMessage, /port occupied/)
  for (const status of [400, 404, 409, 429, 500, 503]) {
    const refused = await ordered(at => at.reply(status, { cause: 'internal reference 4711' }))
    assert.deepEqual([refused.http, refused.status, refused.kept], [200, 'REJECTED', 0])
    assert.ok(refused.externalMessage)
    assert.doesNotMatch(refused.externalMessage, /4711/)
  }
})

test('an operator that cannot be understood or does not answer never activates', async () => {
  const operators: Record<string, (at: nock.Interceptor) => nock.Scope> = {
    'half a JSON': at => at.reply(201, '{"state":"DONE_SUCCESS"'),
    nothing: at => at.reply(201, ''),
    'a list': at => at.reply(201, [{ state: 'DONE_SUCCESS' }]),
    null: at => at.reply(201, 'null', { 'content-type': 'application/json' }),
    'a redirection': at => at.reply(303, '', { location: `${OPERATOR}/elsewhere` }),
    'another success': at => at.reply(204, ''),
    silence: at => at.delay(1000).reply(201, { ...DONE, state: 'DONE_SUCCESS' }),
    'a reset': at => at.replyWithError(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })),
    'a flood': at => at.reply(201, 'x'.repeat(2 * 1024 * 1024)),
  }
  for (const [name, operator] of Object.entries(operators)) {
    const outcome = await ordered(operator)
    assert.deepEqual([outcome.http, outcome.status, outcome.got.length], [200, 'RECEIVED', 1], name)
  }
})

test('an invalid order is not taken to the operator', async () => {
  const core = provider(makeCall({ timeout: 300 }))
  await core.stage['communication operator']({ url: OPERATOR })
  const scope = nock(OPERATOR)
    .post('/orders/')
    .reply(201, { ...DONE, state: 'DONE_SUCCESS' })
  assert.equal((await order(core, orderWith({ customerDetails: undefined }))).status, 400)
  assert.equal((await order(core, orderWith({ 'products.offeringId': 'broadband-10' }))).status, 200)
  assert.equal(scope.isDone(), false)
})

test('without a URL the provider is back with its own operator', async () => {
  const core = provider(makeCall({ timeout: 300 }))
  await core.stage['communication operator']({ url: OPERATOR })
  await core.stage['communication operator']({})
  assert.equal((jsonOf(await order(core, ORDER)) as { status: string }).status, 'ACTIVATED')
})

test('the bundled operator takes orders as its page says', async () => {
  const operator = new CommunicationOperator(testEnvironment())
  const body = { accessId: 'a1', service: 'BB', operation: 'ACTIVATE' }
  const send = (order: unknown, more = {}) =>
    operator.handle({ ...post('/orders/', order, { authorization: PROVIDER }), ...more })
  const first = await send(body)
  assert.equal(first.status, 201)
  const { path, ...rest } = jsonOf(first) as { path: string }
  assert.equal(first.headers['location'], path)
  assert.deepEqual(rest, { ...body, state: 'DONE_SUCCESS', message: '' })
  assert.equal((await send(body)).status, 200)
  assert.equal((await send({ ...body, service: 'TV' })).status, 409)
  assert.equal((await send({ ...body, service: undefined })).status, 400)
  assert.equal((await send('{')).status, 400)
  assert.equal((await send(body, { method: 'GET' })).status, 501)
  assert.equal((await send(body, { target: '/services/' })).status, 501)
  assert.equal((await send(body, { headers: {} })).status, 401)
  operator.stage['operator behaviour']({ accessId: 'a2', behaviour: 'occupied' })
  const failed = jsonOf(await send({ ...body, accessId: 'a2' })) as { state: string; message: string }
  assert.deepEqual([failed.state, failed.message], ['DONE_FAILED', 'port occupied'])
})
