import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import nock from 'nock'
import { Random } from '../../../simulators/random.js'
import { BACK_OFF, Deliveries } from '../../../simulators/roaming/delivery.js'
import type { HttpReply, OutgoingRequest } from '../../../simulators/simulator.js'
import { StillClock } from './world.js'

const ARP = 'http://127.0.0.1:8000'
const notification: OutgoingRequest = {
  method: 'POST',
  url: `${ARP}/notifications`,
  headers: { 'content-type': 'application/json' },
  body: '{}',
}

nock.disableNetConnect()
afterEach(() => nock.cleanAll())

async function call({ method, url, headers, body }: OutgoingRequest): Promise<HttpReply> {
  const response = await fetch(url, {
    method,
    headers,
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(200),
  })
  return { status: response.status, headers: {}, body: await response.text() }
}

function open(): { deliveries: Deliveries; clock: StillClock } {
  const clock = new StillClock()
  return { clock, deliveries: new Deliveries({ clock, random: new Random(1), call }) }
}

/** Sends, and moves the clock on whenever the delivery waits. */
async function sendThrough(url = notification.url): Promise<string> {
  const { deliveries, clock } = open()
  let pending = true
  const sent = deliveries.send({ ...notification, url }).finally(() => {
    pending = false
  })
  const waiting = (): boolean => pending
  while (waiting()) {
    await new Promise(resolve => {
      setTimeout(resolve, 10)
    })
    await clock.advance(Math.max(...BACK_OFF))
  }
  return sent
}

test('A notification is posted as it is', async () => {
  const arp = nock(ARP, { reqheaders: { 'content-type': 'application/json' } })
    .post('/notifications', '{}')
    .reply(204)
  assert.equal(await sendThrough(), 'delivered')
  assert.ok(arp.isDone())
})

test('A server error is tried again three times', async () => {
  const arp = nock(ARP).post('/notifications').times(3).reply(503).post('/notifications').reply(200)
  assert.equal(await sendThrough(), 'delivered')
  assert.ok(arp.isDone())
})

test('A server error that stays ends the delivery', async () => {
  const arp = nock(ARP).post('/notifications').times(5).reply(500)
  assert.equal(await sendThrough(), 'given up')
  assert.equal(arp.pendingMocks().length, 1)
})

test('A refused connection is tried again', async () => {
  const arp = nock(ARP)
    .post('/notifications')
    .replyWithError(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))
    .post('/notifications')
    .reply(204)
  assert.equal(await sendThrough(), 'delivered')
  assert.ok(arp.isDone())
})

test('A timeout is tried again', async () => {
  const arp = nock(ARP).post('/notifications').delay(1000).reply(204).post('/notifications').reply(204)
  assert.equal(await sendThrough(), 'delivered')
  assert.ok(arp.isDone())
})

for (const status of [400, 404, 410]) {
  test(`An answer of ${status} ends the delivery`, async () => {
    nock(ARP).post('/notifications').reply(status)
    assert.equal(await sendThrough(), 'given up')
  })
}

test('A redirect is not followed', async () => {
  const elsewhere = nock('http://127.0.0.1:9000').post('/').reply(204)
  nock(ARP).post('/notifications').reply(307, '', { location: 'http://127.0.0.1:9000/' })
  assert.equal(await sendThrough(), 'given up')
  assert.equal(elsewhere.isDone(), false)
})

test('Only loopback addresses and allowed hosts are called', async () => {
  const { deliveries } = open()
  for (const url of [
    'http://localhost/',
    'https://127.8.9.1:1/',
    'http://[::1]:8000/',
    'http://2130706433/',
  ]) {
    assert.equal(deliveries.allows(url), true, url)
  }
  for (const url of [
    'http://arp.example.com/',
    'http://127.0.0.1.example.com/',
    'http://localhost@example.com/',
    'http://10.0.0.1/',
    'http://[::ffff:a00:1]/',
    'ftp://localhost/',
    'nonsense',
  ]) {
    assert.equal(deliveries.allows(url), false, url)
  }
  deliveries.allowedHosts.add('arp.example.com')
  assert.equal(deliveries.allows('http://ARP.example.com:8080/n'), true)
  assert.equal(await sendThrough('http://elsewhere.example.com/'), 'not allowed')
})
