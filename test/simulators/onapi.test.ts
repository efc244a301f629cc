import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { readCatalogue } from '../../harness/catalogue.js'
import { packageRoot } from '../../harness/package-root.js'
import { objectSchema } from '../../schemas/fields.js'
import { onapiDefaults, onapiOptions } from '../../schemas/onapi/options.js'
import { onapiShapes } from '../../schemas/onapi/shapes.js'
import { onapiStates } from '../../schemas/onapi/states.js'
import { canBe } from '../../simulators/onapi/date-time.js'
import { hasRightCheckDigit } from '../../simulators/onapi/identity-number.js'
import { onapiSimulator } from '../../simulators/onapi/index.js'
import { jsonOf } from './environment.js'
import { basicOf, CUSTOMER, ORDER, order, orderWith, provider } from './onapi-orders.js'

test('an order is activated, answered with a message and kept', async () => {
  const core = provider()
  const reply = await order(core, ORDER)
  assert.equal(reply.status, 200)
  assert.equal((jsonOf(reply) as { status: string }).status, 'ACTIVATED')
  const { orders } = await core.stage['stored orders']({ coAccessId: ORDER.coAccessId })
  const { coAccessId: _, products, ...rest } = ORDER
  assert.deepEqual(orders, [{ ...rest, ...products[0], status: 'ACTIVATED' }])
})

test('the access decides what the operator does with it', async () => {
  const outcomes: [string, string, number][] = [
    ['access-activated', 'ACTIVATED', 1],
    ['access-received', 'RECEIVED', 1],
    ['access-occupied', 'REJECTED', 0],
  ]
  for (const [coAccessId, status, kept] of outcomes) {
    const core = provider()
    const outcome = jsonOf(await order(core, orderWith({ coAccessId }))) as Record<string, string>
    assert.equal(outcome['status'], status)
    assert.ok(outcome['externalMessage'])
    assert.equal((await core.stage['stored orders']({ coAccessId })).orders.length, kept)
  }
})

test('the relayed refusal says what the operator said', async () => {
  const { externalMessage } = jsonOf(
    await order(provider(), orderWith({ coAccessId: 'access-occupied' })),
  ) as {
    externalMessage: string
  }
  assert.match(externalMessage, /port occupied/)
})

const TOO_LONG = 'ö'.repeat(256)

const INVALID: Readonly<Record<string, readonly unknown[]>> = {
  coAccessId: [undefined, null, '', 'a b', 'a_1', 'x'.repeat(37), 'access-activated\n', 7, 'unknown'],
  operation: [undefined, null, '', 'activate', 'DEACTIVATE', 1],
  orderDateTime: [
    undefined,
    null,
    '',
    '2021-02-29T12:00:00Z',
    '2021-05-03T20:31:15',
    '2021-05-03T22:31:15+02:00',
    5,
  ],
  requestedDateTime: [
    undefined,
    null,
    '2021-05-03',
    '2021-05-03T12:34:60Z',
    '2021-05-03T20:31:15.12345Z',
    'soon',
  ],
  products: [undefined, null, [], {}, 'x', [7], [ORDER.products[0], ORDER.products[0]]],
  'products.productId': [undefined, null, '', 'å', 'x'.repeat(37), 'unknown', 'television'],
  'products.offeringId': [undefined, null, '', 'a/b', 'broadband-100\n', 'unknown', 'television-all'],
  customerDetails: [undefined, null, 'x', [], true],
  'customerDetails.identifiedCustomer': ['true', 1],
  'customerDetails.customerLastName': [TOO_LONG, 7],
  'customerDetails.customerMobilePhone': ['0701', '+', '+46 70', '+4670\n', 46],
  'customerDetails.invoiceDetails': ['x', []],
  'customerDetails.invoiceDetails.postalCode': ['01234', '1234', '123 45', '12345\n', 12345],
  'customerDetails.invoiceDetails.city': [TOO_LONG, 7],
}

test('wrong fields are refused with 400 and a cause that repeats none of them', async () => {
  for (const [path, values] of Object.entries(INVALID)) {
    for (const value of values) {
      const core = provider()
      const reply = await order(core, orderWith({ [path]: value }))
      assert.equal(reply.status, 400, `${path} = ${String(value)}`)
      const { cause, ...rest } = jsonOf(reply) as { cause: string }
      assert.deepEqual(rest, {})
      assert.ok(cause.length > 0 && cause.length < 200)
      assert.doesNotMatch(cause, /Karin|Lindqvist|Storgatan|4670|\+46|öö/)
      assert.equal(core.orders.size, 0)
      assert.equal(core.ownOperator.active.size, 0)
    }
  }
})

test('legal fields are taken', async () => {
  const legal: Readonly<Record<string, readonly unknown[]>> = {
    orderDateTime: [
      '1990-12-31T23:59:60Z',
      '2015-06-30T23:59:60Z',
      '2000-02-29T00:00:00.1234Z',
      '2020-02-29T23:59:59.1Z',
    ],
    customerDetails: [{}, { ...CUSTOMER, personalIdentityNumber: 'string' }],
    'customerDetails.identifiedCustomer': [false, null, undefined],
    'customerDetails.customerLastName': ['å'.repeat(255), '😀'.repeat(255), '', null, undefined],
    'customerDetails.customerPhone': ['+1', null, undefined],
    'customerDetails.invoiceDetails': [null, undefined, {}],
    'customerDetails.invoiceDetails.streetLittera': [null, undefined],
    unknownField: [1],
  }
  for (const [path, values] of Object.entries(legal)) {
    for (const value of values) {
      const reply = await order(provider(), orderWith({ [path]: value }))
      assert.equal(
        reply.status,
        200,
        `${path} = ${JSON.stringify(value)?.slice(0, 80)}: ${reply.body.toString()}`,
      )
    }
  }
})

test('bytes that are no order are refused with 400 and a cause', async () => {
  const text = JSON.stringify(ORDER)
  const bodies: (string | Buffer)[] = [
    '',
    text.slice(0, 300),
    `${text}{}`,
    `[${text}]`,
    'null',
    text.replace('{', '{"coAccessId":"access-activated",'),
    text.replace('Karin', '\\ud83d'),
    '['.repeat(500_000),
    Buffer.from(text.replace('Karin', 'Åsa'), 'latin1'),
    Buffer.from(text, 'utf16le'),
  ]
  for (const body of bodies) {
    const core = provider()
    const reply = await order(core, body)
    assert.equal(reply.status, 400)
    assert.ok((jsonOf(reply) as { cause: string }).cause)
    assert.equal(core.orders.size + core.ownOperator.active.size, 0)
  }
})

test('what is not for this endpoint is refused by its own status', async () => {
  const core = provider()
  const cases: [number, Parameters<typeof order>[2]][] = [
    [501, { target: '/orders/' }],
    [501, { target: '/order/1' }],
    [501, { method: 'GET' }],
    [401, { headers: { authorization: undefined } }],
    [401, { headers: { authorization: 'Basic' } }],
    [401, { headers: { authorization: basicOf('portal', 'wrong') } }],
    [401, { headers: { authorization: 'Bearer portal' } }],
    [403, { headers: { authorization: basicOf('reader', 'reader-secret') } }],
    [429, { headers: { authorization: basicOf('hasty', 'hasty-secret') } }],
    [400, { headers: { 'content-type': 'text/plain' } }],
    [400, { headers: { 'content-type': 'application/json; charset=iso-8859-1' } }],
  ]
  for (const [status, more] of cases) {
    const reply = await order(core, ORDER, more)
    assert.equal(reply.status, status, JSON.stringify(more))
    assert.ok((jsonOf(reply) as { cause: string }).cause)
  }
  assert.equal(core.orders.size, 0)
  assert.deepEqual(jsonOf(core.refuse({ status: 431, why: 'Too much.' })), { cause: 'Too much.' })
})

test('what is not sold is rejected without asking the operator', async () => {
  const core = provider()
  const facts = await core.stage['order the provider rejects']({})
  const { coAccessId, ...product } = facts
  const reply = await order(core, orderWith({ coAccessId, products: [product] }))
  assert.deepEqual([reply.status, (jsonOf(reply) as { status: string }).status], [200, 'REJECTED'])
  assert.equal(core.ownOperator.active.size, 0)
})

test('the last orders of an access are kept, a thousand at most', async () => {
  const core = provider()
  const products = [{ productId: 'p', offeringId: 'o' }] as const
  for (let i = 0; i < 1005; i++) core.keep({ ...ORDER, products, coAccessId: 'a' }, String(i))
  const kept = core.ordersFor('a')
  assert.deepEqual([kept.length, kept[0]?.status], [1000, '5'])
})

test('the stage answers the facts that the states define', async () => {
  const core = provider()
  const ajv = new Ajv2020({ strict: false })
  const params: Record<string, unknown> = {
    'orderable access': { idLength: 36 },
    'communication operator': { url: 'http://127.0.0.1:9' },
    'stored orders': { coAccessId: ORDER.coAccessId },
  }
  await order(core, ORDER)
  for (const [name, { facts }] of Object.entries(onapiStates)) {
    const setUp = core.stage[name as keyof typeof onapiStates] as (params: unknown) => unknown
    assert.ok(
      ajv.validate(objectSchema(facts), await setUp(params[name] ?? {})),
      `${name}: ${ajv.errorsText()}`,
    )
  }
  for (const idLength of [1, 32, 36]) {
    const { coAccessId, productId, offeringId } = await core.stage['orderable access']({ idLength })
    core.operator.url = undefined
    const reply = await order(core, orderWith({ coAccessId, products: [{ productId, offeringId }] }))
    assert.deepEqual(
      [coAccessId.length, productId.length, offeringId.length, reply.status],
      [idLength, idLength, idLength, 200],
    )
  }
})

test('times and identity numbers are checked by the calendar and by Luhn', () => {
  for (const time of ['2000-02-29T00:00:00Z', '2021-12-31T23:59:60Z', '2024-02-29T23:59:60Z'])
    assert.ok(canBe(time), time)
  for (const time of [
    '1900-02-29T00:00:00Z',
    '2021-04-31T00:00:00Z',
    '2021-12-30T23:59:60Z',
    '2021-12-31T22:59:60Z',
  ]) {
    assert.ok(!canBe(time), time)
  }
  assert.ok(hasRightCheckDigit('19900101-0017'))
  assert.ok(!hasRightCheckDigit('19900101-0018'))
  assert.ok(!hasRightCheckDigit('string'))
})

test('the published shapes compile, and the options have defaults that they allow', () => {
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    schemas: { ...onapiShapes },
  })
  for (const name of Object.keys(onapiShapes)) assert.ok(ajv.getSchema(name), name)
  assert.ok(new Ajv2020().validate(objectSchema(onapiOptions), onapiDefaults))
})

test('every observable rule has a defect, and every defect a rule', () => {
  const { rules, problems } = readCatalogue(packageRoot, 'onapi')
  assert.deepEqual(problems, [])
  const ids = new Set(rules.map(({ id }) => id))
  const defects = { ...onapiSimulator.defects, ...onapiSimulator.fuzzDefects }
  assert.deepEqual(
    Object.keys(defects).filter(id => !ids.has(id)),
    [],
  )
  const observable = rules.filter(({ why }) => why === undefined).map(({ id }) => id)
  assert.deepEqual(
    observable.filter(id => !(id in defects)),
    [],
  )
})

test('defects and variations have names of their own', () => {
  const names = onapiSimulator.variations.map(({ name }) => name)
  assert.equal(new Set(names).size, names.length)
  for (const [id, alterations] of Object.entries(onapiSimulator.defects)) {
    assert.equal(new Set(alterations.map(({ name }) => name)).size, alterations.length, id)
  }
})
