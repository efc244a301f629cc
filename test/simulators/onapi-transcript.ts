import type { ServiceProvider } from '../../simulators/onapi/core.js'
import type { HttpReply, OutgoingRequest } from '../../simulators/simulator.js'
import { CUSTOMER, ORDER, basicOf, order, orderWith } from './onapi-orders.js'

const LONG = 'x'.repeat(256)

/** Orders by what is changed in a right one: each value is tried by itself. */
const CHANGES: Readonly<Record<string, readonly unknown[]>> = {
  coAccessId: [undefined, null, '', 'a_b', 'a\n', 'access-activated\n', 'x'.repeat(37), 7, 'unknown'],
  operation: [undefined, null, 'activate', 'DEACTIVATE', 7, 0],
  orderDateTime: [
    undefined,
    null,
    7,
    'yesterday',
    '2021-05-03',
    '2021-05-03T20:31Z',
    '2021-05-03T20:31:15',
    '2021-05-03T20:31:15Z[UTC]',
    '2021-05-03T20:31:15,5Z',
    'Mon, 03 May 2021 20:31:15 GMT',
    '2021-01-31T12:00:00Z',
    '1969-12-31T12:00:00Z',
    '2021-05-03T22:31:15+02:00',
    '2021-05-03T20:31:15+00:00',
    '2021-02-29T12:00:00Z',
    '1900-02-29T12:00:00Z',
    '2021-04-31T12:00:00Z',
    '2021-05-03T24:00:01Z',
    '2021-05-03T20:31:15.1Z',
    '2021-05-03T20:31:15.1234Z',
    '2021-05-03T20:31:15.12345Z',
    '2020-02-29T23:59:59Z',
    '2000-02-29T00:00:00Z',
    '1990-12-31T23:59:60Z',
    '2015-06-30T23:59:60Z',
    '2021-05-03T12:34:60Z',
  ],
  requestedDateTime: [undefined, null, 'soon', '2099-02-29T00:00:00Z', '2001-01-01T00:00:00Z'],
  products: [undefined, [], ORDER.products[0], 'x', [...ORDER.products, ...ORDER.products], ['x']],
  'products.productId': [undefined, null, '', 'å', 'unknown', 'television'],
  'products.offeringId': [undefined, null, '', 'unknown', 'broadband-10'],
  customerDetails: [undefined, null, 'x', []],
  'customerDetails.identifiedCustomer': ['true', 7, 1, '', false],
  'customerDetails.personalIdentityNumber': ['string', '19900101-0018', 7],
  'customerDetails.customerLastName': ["O'Brien", '𠮷野', LONG, 'x'.repeat(255), 'å'.repeat(200), 7],
  'customerDetails.customerPhone': [
    '+12025550123',
    '+461555555501234',
    undefined,
    '08465007',
    '0046701740605',
    '',
    '+46 8',
    '+468\n',
    'string',
  ],
  'customerDetails.invoiceDetails': ['x', []],
  'customerDetails.invoiceDetails.postalCode': [
    '01234',
    '1２345',
    '123 45',
    '123456',
    '1234',
    '',
    '12345\n',
    '98137',
    '11122',
  ],
  'customerDetails.invoiceDetails.city': [LONG, 7],
  'customerDetails.invoiceDetails.streetNumber': [7, '12 A'],
  'customerDetails.invoiceDetails.streetLittera': [undefined, null, ''],
  unknown: [1],
}

/** What an operator answers, by the end of the access id. */
const OPERATOR: Readonly<Record<string, Partial<HttpReply> | undefined>> = {
  confirms: { status: 201, body: '{"state":"DONE_SUCCESS","message":""}' },
  receives: { status: 201, body: '{"state":"RECEIVED","message":""}' },
  works: { status: 201, body: '{"state":"IN_PROGRESS"}' },
  occupied: { status: 201, body: '{"state":"DONE_FAILED","message":"port occupied"}' },
  conflict: { status: 409, body: '{"cause":"claimed"}' },
  invalid: { status: 400, body: '{"cause":"not offered"}' },
  fails: { status: 500, body: '' },
  nonsense: { status: 201, body: 'OK' },
  earlier: { status: 200, body: '{"state":"IN_PROGRESS"}' },
  slow: { status: 201, body: '{"state":"RECEIVED"}' },
}

/** The calls that a provider made, and the operator that took them: for the `call` of its environment. */
export class ScriptedOperator {
  readonly got: string[] = []

  readonly call = async ({ method, url, headers, body }: OutgoingRequest): Promise<HttpReply> => {
    this.got.push(`${method} ${url} ${headers['content-type'] ?? ''} ${body}`)
    const accessId = String((JSON.parse(body) as Record<string, unknown>)['accessId'])
    const reply = OPERATOR[accessId.split('-').at(-1) ?? '']
    if (accessId.endsWith('silent')) return new Promise(() => {})
    if (accessId.endsWith('slow')) await new Promise(resolve => setTimeout(resolve, 60))
    return { status: 201, headers: {}, body: '{"state":"DONE_SUCCESS"}', ...reply }
  }
}

/** What a provider says to a fixed series of orders, what it keeps of them and what it asks of the operator. */
export async function onapiTranscript(
  core: ServiceProvider,
  operator: ScriptedOperator,
  path = 'order/',
): Promise<string> {
  const lines: string[] = []
  const target = `/${path}`
  core.operator.patience = 120
  core.operator.url = 'http://operator.example'
  const keep = async (): Promise<void> => {
    for (const coAccessId of [...core.orders.keys()].toSorted()) {
      lines.push(`${coAccessId} ${JSON.stringify(await core.stage['stored orders']({ coAccessId }))}`)
    }
    core.orders.clear()
    lines.push(...operator.got.splice(0))
  }
  const send = async (body: unknown, more: Parameters<typeof order>[2] = {}): Promise<void> => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'late'>(resolve => {
      timer = setTimeout(resolve, 4000, 'late')
    })
    const reply = await Promise.race([order(core, body, { target, ...more }), late])
    clearTimeout(timer)
    lines.push(
      reply === 'late'
        ? 'no answer'
        : `${reply.status} ${JSON.stringify(reply.headers)} ${reply.body.toString()}`,
    )
    await keep()
  }

  await send(ORDER)
  for (const [field, values] of Object.entries(CHANGES)) {
    for (const value of values) await send(orderWith({ [field]: value }))
  }
  for (const idLength of [1, 36]) {
    const { coAccessId, productId, offeringId } = await core.stage['orderable access']({ idLength })
    await send(orderWith({ coAccessId, products: [{ productId, offeringId }] }))
  }
  for (const behaviour of [...Object.keys(OPERATOR), 'silent']) {
    const coAccessId = `access-${behaviour}`
    core.assortment.accesses.add(coAccessId)
    await send(orderWith({ coAccessId }))
  }
  await Promise.all(
    ['confirms', 'receives'].map(it => order(core, orderWith({ coAccessId: `access-${it}` }), { target })),
  )
  await keep()
  for (const again of [ORDER, ORDER]) lines.push(String((await order(core, again, { target })).status))
  await keep()
  await send(orderWith({ coAccessId: 'access-works', 'products.offeringId': 'broadband-10' }))

  const text = JSON.stringify(ORDER)
  const bodies = [
    '',
    `${text} {}`,
    `${text}${text}`,
    text.replace('}]', ',}]'),
    text.replace('{', '{/* */'),
    `[${text}]`,
    'null',
    text.replace('Karin', '\\ud800'),
    text.replace('{', '{"operation":"ACTIVATE",'),
    '['.repeat(1000),
    text.replace(/("identifiedCustomer":)\w+/, '$1NaN'),
    JSON.stringify(Object.fromEntries(Object.entries(ORDER).toReversed())),
    JSON.stringify(ORDER, undefined, 2),
    text.replace('Karin', String.raw`\u004barin`),
    text.replace('Karin', String.raw`\u0000`),
    text.slice(0, -80),
    text.slice(0, -1),
    Buffer.from(text.replace('Karin', 'Åsa'), 'latin1'),
  ]
  for (const body of bodies) await send(body)

  const fields: Record<string, string>[] = [
    { authorization: basicOf('portal', 'portal-secre') },
    { authorization: basicOf('portal', 'portal-secrets') },
    { authorization: basicOf('portal', 'portal-secret ') },
    { authorization: basicOf('portal', 'x') },
    { authorization: basicOf('nobody', 'portal-secret') },
    { authorization: basicOf('portal', 'Portal-Secret') },
    { authorization: basicOf('portal', 'portal-secret').replace('Basic', 'basic') },
    { authorization: 'Bearer x' },
    { authorization: `Basic ${Buffer.from('portal').toString('base64')}` },
    { authorization: basicOf('reader', 'reader-secret') },
    { authorization: basicOf('hasty', 'hasty-secret') },
    { 'content-type': 'text/plain' },
    { 'content-type': 'Application/JSON; charset="utf-8"' },
  ]
  for (const headers of fields) await send(ORDER, { headers })
  await send(ORDER, { headers: { authorization: undefined } })
  for (const method of ['GET', 'PUT']) await send(ORDER, { method })
  await send('', { method: 'GET', target: '/unknown/' })
  for (const other of ['/unknown/', '/orders/', `${target}/1`]) await send(ORDER, { target: other })
  await send({ ...ORDER, customerDetails: { ...CUSTOMER, customerMobilePhone: '0701 Karin' } })
  return lines.join('\n')
}
