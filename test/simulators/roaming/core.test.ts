import assert from 'node:assert/strict'
import { test } from 'node:test'
import { content, path, pathIn, wanted, World } from './world.js'

const STATUSES = [
  'PreProvisioningPending',
  'PreProvisioned',
  'ActivationPending',
  'Active',
  'DeactivationPending',
  'Deactivated',
] as const

test('A creation is answered with 201, the pending subscription and its Location', async () => {
  for (const format of ['XML', 'JSON'] as const) {
    const world = new World()
    const reply = await world.send('POST', path(), wanted(), { format })
    assert.equal(reply.status, 201)
    assert.equal(reply.headers['content-type'], format === 'XML' ? 'application/xml' : 'application/json')
    assert.match(reply.body.toString(), /PreProvisioningPending/)
    const location = String(reply.headers['location'])
    const again = await world.send('GET', new URL(location).pathname)
    assert.equal(again.status, 200)
    assert.equal(content(again)['resourceURL'], location)
  }
})

test('A subscription goes through its life and its ARP is told of each completion', async () => {
  const world = new World()
  const created = content(await world.send('POST', path(), wanted()))
  const url = new URL(String(created['resourceURL'])).pathname
  const told = async (): Promise<unknown[]> => {
    await world.clock.advance(100)
    return world.taken().map(call => content(call)['status'])
  }
  const put = (status: string, more = {}): Promise<{ status: number; body: string | Buffer }> =>
    world.send('PUT', url, wanted({ status, ...more }))

  assert.deepEqual(await told(), ['PreProvisioned'])
  const activating = await put('Active')
  assert.deepEqual([activating.status, content(activating)['status']], [202, 'ActivationPending'])
  assert.deepEqual(await told(), ['Active'])
  const changing = await put('Active', { arpSignallingStatus: 'OffLine' })
  assert.deepEqual([changing.status, content(changing)['arpSignallingStatus']], [202, 'OnLine'])
  assert.deepEqual(await told(), ['Active'])
  assert.equal(content(await world.send('GET', url))['arpSignallingStatus'], 'OffLine')
  const deactivating = await put('Deactivated', { arpSignallingStatus: 'OffLine' })
  assert.deepEqual([deactivating.status, content(deactivating)['status']], [202, 'DeactivationPending'])
  assert.deepEqual(await told(), ['Deactivated'])
  assert.equal(content(await world.send('GET', url))['status'], 'Deactivated')
})

test('A denied subscription is removed before its ARP is told', async () => {
  const world = new World()
  const denied = wanted({ userId: [{ type: 'MSISDN', value: 'tel:+19585550199' }] })
  const url = pathIn(await world.send('POST', path(), denied))
  await world.clock.advance(100)
  const [call] = world.taken()
  assert.equal(content(call)['status'], 'Cancelled')
  assert.equal((await world.send('GET', url)).status, 404)
})

test('Of all pairs of stored and requested status, an update changes two', async () => {
  for (const stored of STATUSES) {
    for (const requested of [...STATUSES, 'Cancelled']) {
      const world = new World()
      const facts = await world.stage(`${stored} subscription`, {})
      const url = path(facts.subscriptionId)
      const body = wanted({ status: requested, userId: facts.userId.map(id => ({ ...id })) })
      const reply = await world.send('PUT', url, body)
      const repeats =
        (stored === 'ActivationPending' && requested === 'Active') ||
        (stored === 'DeactivationPending' && requested === 'Deactivated')
      const begins =
        (stored === 'PreProvisioned' && requested === 'Active') ||
        (stored === 'Active' && requested === 'Deactivated')
      const expected =
        stored === requested ? 200 : repeats || begins ? 202 : requested === 'Cancelled' ? 400 : 409
      assert.equal(reply.status, expected, `${stored} to ${requested}`)
      const after = content(await world.send('GET', url))['status']
      assert.equal(after === stored, !begins, `${stored} to ${requested}`)
      assert.deepEqual(world.taken(), [])
    }
  }
})

test('What is staged stays pending until it is decided, and is decided once', async () => {
  const world = new World()
  const { subscriptionId } = await world.stage('ActivationPending subscription', {
    notifyURL: 'http://localhost/n',
    callbackData: 'x',
    notificationFormat: 'JSON',
    serverRoot: 'http://dsp.example.com/',
  })
  await world.clock.advance(60_000)
  assert.deepEqual(world.taken(), [])
  await world.stage('decision made', { subscriptionId })
  await world.stage('decision made', { subscriptionId })
  await world.clock.advance(0)
  const calls = world.taken()
  assert.equal(calls.length, 1)
  assert.deepEqual(content(calls[0])['link'], [
    { rel: 'RoamingSubscription', href: `http://dsp.example.com${path(subscriptionId)}` },
  ])
})

test('A swap deactivates the donor, who is told first', async () => {
  const world = new World()
  const donor = await world.stage('Active subscription', {
    arpId: 'ITA02',
    notifyURL: 'http://localhost/donor',
  })
  const recipient = await world.stage('ActivationPending subscription', {
    notifyURL: 'http://localhost/recipient',
    sameCustomerAs: donor.subscriptionId,
  })
  let release = (): void => undefined
  world.answerCall = () =>
    new Promise(resolve => {
      release = () => resolve({ status: 204, headers: {}, body: '' })
    })
  await world.stage('decision made', { subscriptionId: recipient.subscriptionId })
  await world.clock.advance(0)
  const [first, ...none] = world.taken()
  assert.equal(first?.url, 'http://localhost/donor')
  assert.match(first?.body ?? '', /<status>Deactivated<.*<notificationReason>Swapped</)
  assert.deepEqual(none, [])
  release()
  await world.clock.advance(0)
  assert.equal(world.taken()[0]?.url, 'http://localhost/recipient')
  const url = path(donor.subscriptionId, 'ITA02')
  assert.equal(content(await world.send('GET', url, undefined, { arp: 'ITA02' }))['status'], 'Deactivated')
})

test('A recipient waits a second at most for a donor who cannot be reached', async () => {
  const world = new World()
  world.answerCall = () => Promise.reject(new Error('refused'))
  const donor = await world.stage('Active subscription', {
    arpId: 'ITA02',
    notifyURL: 'http://localhost/donor',
  })
  const recipient = await world.stage('ActivationPending subscription', {
    notifyURL: 'http://localhost/recipient',
    sameCustomerAs: donor.subscriptionId,
  })
  await world.stage('decision made', { subscriptionId: recipient.subscriptionId })
  await world.clock.advance(1000)
  assert.ok(world.calls.some(({ url }) => url === 'http://localhost/recipient'))
})

test('A deactivation by the DSP and a change of the userId are told with their reasons', async () => {
  const world = new World()
  const params = { notifyURL: 'http://localhost/n', notificationFormat: 'JSON' as const }
  const ported = await world.stage('Active subscription', params)
  await world.stage('deactivation by the DSP', {
    subscriptionId: ported.subscriptionId,
    reason: 'MNPPortOut',
  })
  const renamed = await world.stage('Active subscription', params)
  const { userId } = await world.stage('change of userId', { subscriptionId: renamed.subscriptionId })
  await world.clock.advance(0)
  const [port, change] = world.taken().map(call => content(call))
  assert.deepEqual([port?.['status'], port?.['notificationReason']], ['Deactivated', 'MNPPortOut'])
  assert.deepEqual([change?.['status'], change?.['notificationReason']], ['Deactivated', 'UserIdChange'])
  const [, successorLink] = (change?.['link'] ?? []) as { href: string }[]
  const href = successorLink?.href ?? ''
  const successor = content(await world.send('GET', new URL(href).pathname))
  assert.deepEqual([successor['status'], successor['userId']], ['Active', userId])
  await assert.rejects(world.stage('change of userId', { subscriptionId: 'nobody' }), /no subscription/)
})

test('An indelible subscription is Active again after its deactivation was decided', async () => {
  const world = new World()
  const { subscriptionId, userId } = await world.stage('indelible subscription', {})
  const body = wanted({ status: 'Deactivated', userId: userId.map(id => ({ ...id })) })
  assert.equal((await world.send('PUT', path(subscriptionId), body)).status, 202)
  await world.stage('decision made', { subscriptionId })
  assert.equal(content(await world.send('GET', path(subscriptionId)))['status'], 'Active')
})

test('A request that competes with a pending one is cancelled', async () => {
  const world = new World()
  await world.send('POST', path(), wanted())
  await world.send('POST', path(), wanted())
  await world.clock.advance(100)
  const told = world.taken().map(call => content(call))
  assert.deepEqual(
    told.map(notification => [notification['status'], notification['notificationReason']]),
    [
      ['PreProvisioned', undefined],
      ['Cancelled', 'NotEligibleUserPendingRequestOngoing'],
    ],
  )
})

test('Methods are refused with 405 and Allow', async () => {
  const world = new World()
  const { subscriptionId } = await world.stage('Active subscription', {})
  for (const [target, methods, allow] of [
    [path(), ['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD'], 'POST'],
    [path(subscriptionId), ['POST', 'DELETE', 'PATCH', 'OPTIONS'], 'GET, PUT'],
  ] as const) {
    for (const method of methods) {
      const reply = await world.send(method, target, wanted())
      assert.deepEqual([reply.status, reply.headers['allow']], [405, allow], `${method} ${target}`)
    }
  }
  const head = await world.send('HEAD', path(subscriptionId))
  assert.deepEqual([head.status, head.body], [200, ''])
})

test('Formats are negotiated', async () => {
  const world = new World()
  const { subscriptionId } = await world.stage('Active subscription', {})
  const cases = [
    ['application/xml', 200, 'application/xml'],
    ['application/json', 200, 'application/json'],
    ['application/json;q=0.5, application/xml;q=0.4', 200, 'application/json'],
    ['text/html, */*;q=0.1', 200, 'application/xml'],
    ['application/xml;q=0, application/*', 200, 'application/json'],
    ['text/plain', 406, 'application/xml'],
  ] as const
  for (const [accept, status, type] of cases) {
    const reply = await world.send('GET', path(subscriptionId), undefined, { accept })
    assert.deepEqual([reply.status, reply.headers['content-type']], [status, type], accept)
  }
  const chosen = await world.send('GET', `${path(subscriptionId)}?resFormat=JSON`, undefined, {
    accept: 'application/xml',
  })
  assert.equal(chosen.headers['content-type'], 'application/json')
  const form = await world.send('POST', path(), undefined, {
    raw: 'status=PreProvisioned',
    contentType: 'application/x-www-form-urlencoded',
  })
  assert.equal(form.status, 415)
})

test('Strangers are challenged and ARPs are kept apart', async () => {
  const world = new World()
  const { subscriptionId } = await world.stage('Active subscription', { arpId: 'ITA02' })
  const url = path(subscriptionId, 'ITA02')
  const nobody = await world.send('GET', url, undefined, { arp: 'nobody' })
  assert.equal(nobody.status, 401)
  assert.match(String(nobody.headers['www-authenticate']), /^Basic /)
  assert.equal((await world.send('GET', url, undefined, { arp: 'wrong' })).status, 401)
  assert.equal((await world.send('GET', url)).status, 403)
  assert.equal((await world.send('GET', path(subscriptionId))).status, 404)
})

test('An update modifies nothing that is fixed', async () => {
  const world = new World()
  const created = content(await world.send('POST', path(), wanted()))
  const url = new URL(String(created['resourceURL'])).pathname
  await world.clock.advance(100)
  const same = { ...created, status: 'PreProvisioned' } as ReturnType<typeof wanted>
  assert.equal((await world.send('PUT', url, same)).status, 200)
  for (const edit of [
    { userId: [{ type: 'MSISDN', value: 'tel:+19585550101' }] },
    { dspId: 'ITAXX' },
    { arpId: 'ITA02' },
    { requestArrivalTimestamp: '2001-01-01T00:00:00Z' },
    { resourceURL: `${String(created['resourceURL'])}1` },
  ]) {
    const reply = await world.send('PUT', url, { ...same, ...edit })
    assert.equal(reply.status, 400, Object.keys(edit)[0])
  }
  assert.deepEqual(content(await world.send('GET', url)), { ...created, status: 'PreProvisioned' })
})

test('callbackData comes back unchanged in both formats', async () => {
  for (const callbackData of [
    '00123',
    '12345',
    'null',
    '<b class="x">&amp; ]]></b>',
    '  a \r\n\tb ',
    'ü ☎ 𝒳',
    '',
  ]) {
    for (const format of ['XML', 'JSON'] as const) {
      const world = new World()
      const callbackReference = { notifyURL: 'http://localhost/n', callbackData, notificationFormat: 'JSON' }
      const reply = await world.send('POST', path(), wanted({ callbackReference }), {
        format,
        accept: 'application/json',
      })
      const shown = content(reply)['callbackReference'] as { callbackData: string }
      assert.equal(shown.callbackData, callbackData)
      await world.clock.advance(100)
      assert.equal(content(world.calls[0])['callbackData'], callbackData)
    }
  }
})

test('The published profile has its own namespace and SVC1008', async () => {
  const world = new World()
  world.core.rendering.profile = 'published'
  const { subscriptionId, userId } = await world.stage('Active subscription', {})
  const body = wanted({ status: 'PreProvisioned', userId: userId.map(id => ({ ...id })) })
  const refused = await world.send('PUT', path(subscriptionId), body, { format: 'XML' })
  assert.match(refused.body.toString(), /<messageId>SVC1008</)
  const got = await world.send('GET', path(subscriptionId), undefined, { format: 'XML' })
  assert.match(got.body.toString(), /xmlns:rp="urn:oma:xml:rest:netapi:roam:1"/)
})

test('100,000 pending subscriptions fit into a fraction of a gigabyte', async () => {
  const world = new World()
  const before = process.memoryUsage().rss
  for (let n = 0; n < 100_000; n++) {
    const userId = [{ type: 'MSISDN', value: `tel:+1958${String(n).padStart(8, '0')}1` }]
    await world.core.handle({
      method: 'POST',
      target: path(),
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from('ITA01:secret-of-ITA01').toString('base64')}`,
      },
      body: Buffer.from(JSON.stringify({ roamingSubscription: wanted({ userId }) })),
    })
  }
  assert.equal(world.core.provider.subscriptions.byId.size, 100_000)
  assert.ok(process.memoryUsage().rss - before < 600 * 1024 * 1024)
})
