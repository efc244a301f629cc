import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { WebSocketServer } from 'ws'
import { CallbackServer } from '../../harness/callback-server.js'
import { Intake } from '../../harness/intake.js'
import { Recorder } from '../../harness/recorder.js'
import { openSocket } from '../../harness/socket-client.js'

const call = (url: string, body: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST' }, response => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })

test('a call goes to the inbox of its path, and is recorded', async () => {
  const recorder = new Recorder(() => {})
  const server = await CallbackServer.open(undefined, recorder)
  const inbox = server.inbox('/a', 'scenario', () => ({ status: 204 }))
  const waiting = inbox.next(5000)
  assert.equal(await call(`${inbox.url}/below?x=1`, 'hello'), 204)
  assert.equal((await waiting)?.request.body.toString(), 'hello')
  assert.equal(await call(`${server.url}/ab`, ''), 404)
  assert.deepEqual(
    recorder.exchanges.map(({ kind, scenario, answer }) => [kind, scenario, answer?.status]),
    [
      ['callback', 'scenario', 204],
      ['callback', '', 404],
    ],
  )
  await server.close()
})

test('each call is given to one wait, by what it matches', async () => {
  const server = await CallbackServer.open(undefined, new Recorder(() => {}))
  const inbox = server.inbox('/a', '', () => ({ status: 200 }))
  const second = inbox.next(5000, ({ request }) => request.body.toString() === 'two')
  const first = inbox.next(5000)
  await call(inbox.url, 'one')
  await call(inbox.url, 'two')
  assert.equal((await first)?.request.body.toString(), 'one')
  assert.equal((await second)?.request.body.toString(), 'two')
  assert.equal(await inbox.next(1), undefined)
  const last = inbox.next(60_000)
  await server.close()
  assert.equal(await last, undefined)
})

test('an inbox for the empty path takes what no other takes', async () => {
  const server = await CallbackServer.open(undefined, new Recorder(() => {}))
  const rest = server.inbox('', '', () => ({ status: 200 }))
  server.inbox('/a', '', () => ({ status: 204 }))
  assert.equal(await call(`${server.url}/b/c`, ''), 200)
  assert.equal(await call(`${server.url}/a/b`, ''), 204)
  assert.equal(rest.received.length, 1)
  await server.close()
})

test('a call whose connection is broken, or which is given up, is recorded without an answer', async () => {
  const recorder = new Recorder(() => {})
  const server = await CallbackServer.open(undefined, recorder)
  const broken = server.inbox('/broken', '', () => 'reset')
  await assert.rejects(call(broken.url, ''), { code: 'ECONNRESET' })
  const hanging = server.inbox('/hanging', '', () => undefined)
  const outgoing = request(hanging.url, { method: 'POST', timeout: 50 })
  outgoing.on('timeout', () => outgoing.destroy()).on('error', () => {})
  outgoing.end()
  await hanging.next(5000)
  assert.deepEqual(
    recorder.exchanges.map(({ request, answer, failure }) => [request.target, answer, failure?.kind]),
    [
      ['/broken', undefined, 'reset'],
      ['/hanging', undefined, 'reset'],
    ],
  )
  await server.close()
})

test('an address that cannot be listened on is the caller’s mistake', async () => {
  const taken = createServer()
  await new Promise<void>(done => taken.listen(0, '127.0.0.1', done))
  const { port } = taken.address() as AddressInfo
  await assert.rejects(CallbackServer.open({ listen: `127.0.0.1:${port}` }, new Recorder(() => {})), {
    name: 'Misuse',
    message: /EADDRINUSE/,
  })
  taken.close()
})

test('a socket gives every message once, and says why it was closed', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  server.on('connection', socket => {
    socket.send('welcome')
    socket.on('message', (data, binary) => {
      if (binary) socket.close(1003, 'text only')
      else socket.send(`echo ${(data as Buffer).toString()}`)
    })
  })
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
  const options = { url, protocols: [], headers: [], tls: {}, timeout: 2000, maxMessage: 1000 }
  const opened = await openSocket(options)
  assert.ok('connection' in opened)
  const { connection } = opened
  assert.equal((await connection.next(2000))?.data.toString(), 'welcome')
  connection.send('fra', 'gments')
  assert.equal((await connection.next(2000))?.data.toString(), 'echo fragments')
  connection.send(Buffer.from([1]))
  assert.deepEqual(await connection.closed, { code: 1003, reason: 'text only' })
  assert.equal(await connection.next(60_000), undefined)
  assert.deepEqual(
    connection.messages.map(({ direction }) => direction),
    ['received', 'sent', 'received', 'sent'],
  )
  server.close()
})

test('a target that sends too many messages, or bytes of them, is cut off', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  server.on('connection', socket => {
    for (const message of ['123', '456', '789', '0']) socket.send(message)
    socket.close()
  })
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
  for (const most of [
    { calls: 2, bytes: 100 },
    { calls: 100, bytes: 8 },
  ]) {
    const intake = new Intake(most, () => 0)
    const opened = await openSocket({
      url,
      protocols: [],
      headers: [],
      tls: {},
      timeout: 2000,
      maxMessage: 100,
      intake,
    })
    assert.ok('connection' in opened)
    assert.match((await opened.connection.closed).reason, /cut off/)
    assert.deepEqual(
      opened.connection.messages.map(({ data }) => data.toString()),
      ['123', '456'],
    )
  }
  server.close()
})

test('a handshake that is refused or hangs is a failure', async () => {
  const refusing = createServer(socket =>
    socket.once('data', () => socket.end('HTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n')),
  )
  const hanging = createServer(socket => setTimeout(() => socket.destroy(), 1000))
  for (const [server, kind, status] of [
    [refusing, 'malformed', 403],
    [hanging, 'timeout', undefined],
  ] as const) {
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
    const opened = await openSocket({
      url,
      protocols: [],
      headers: [],
      tls: {},
      timeout: 200,
      maxMessage: 1000,
    })
    assert.ok('failure' in opened)
    assert.equal(opened.failure.kind, kind)
    assert.equal(opened.answer?.status, status)
    server.close()
  }
})
