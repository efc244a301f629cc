import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { createServer, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { LeanClient } from '../../harness/fuzz/lean-client.js'
import { requestBytes } from '../../harness/raw-client.js'
import { RateLimiter } from '../../harness/rate-limiter.js'
import type { Session } from '../../harness/session.js'
import type { WrittenEntry } from '../../harness/target-entry.js'
import { bodyOf, listen, openSession, portOf, serve } from './local-servers.js'

async function sessionWith(
  t: TestContext,
  listener: RequestListener,
  limits: NonNullable<WrittenEntry['limits']>,
): Promise<Session> {
  const server = await serve(listener)
  t.after(() => server.close())
  const session = await openSession({ url: server.url, limits })
  t.after(() => session.close())
  return session
}

const get = (session: Session, target = '/') => session.clients.send({ method: 'GET', target }, '')

test('a request is given up after the limit, by both clients', async t => {
  const session = await sessionWith(t, () => {}, { request: '100ms' })
  const { target, headers } = await session.clients.rawHead('/')
  const exchanges = [
    await get(session),
    await session.clients.sendRaw({ pieces: [requestBytes('GET', target, headers)] }, ''),
  ]
  for (const { failure } of exchanges) {
    assert.deepEqual(failure, { kind: 'timeout', message: 'no complete answer within 100 ms' })
  }
})

test('an answer that trickles in for ever is given up after the limit', async t => {
  const session = await sessionWith(
    t,
    (_request, response) => {
      const trickle = setInterval(() => response.write('.'), 20)
      response.once('close', () => clearInterval(trickle))
    },
    { request: '200ms' },
  )
  assert.equal((await get(session)).failure?.kind, 'timeout')
})

test('a body is taken up to its limit and not beyond', async t => {
  const session = await sessionWith(
    t,
    (request, response) => response.end(Buffer.alloc(Number(request.url?.slice(1)))),
    { body: '1KiB' },
  )
  assert.equal((await get(session, '/1024')).answer?.body.length, 1024)
  assert.deepEqual((await get(session, '/1025')).failure, {
    kind: 'too-large',
    message: 'the body is over 1024 bytes',
  })
})

test('turns are given in the order of the calls, with the gap between them', async () => {
  const limiter = new RateLimiter(50)
  const order: number[] = []
  const started = performance.now()
  await Promise.all(
    [0, 1, 2, 3].map(async index => {
      await limiter.turn()
      order.push(index)
    }),
  )
  assert.deepEqual(order, [0, 1, 2, 3])
  // Three gaps of 20 ms; a timer may fire a little early.
  assert.ok(performance.now() - started >= 55)
})

test('a limiter that rested does not catch up', async () => {
  const limiter = new RateLimiter(50)
  await limiter.turn()
  await delay(100)
  const started = performance.now()
  await limiter.turn()
  await limiter.turn()
  assert.ok(performance.now() - started >= 15)
})

test('every kind of request waits for its turn', async t => {
  const session = await sessionWith(t, (_request, response) => response.end('ok'), { rate: 20 })
  const { target, headers } = await session.clients.rawHead('/')
  const bytes = requestBytes('GET', target, headers)
  const started = performance.now()
  await get(session)
  await session.clients.sendRaw({ pieces: [bytes] }, '')
  const connection = session.clients.openRaw('')
  await connection.send({ pieces: [bytes] })
  connection.close()
  assert.ok(performance.now() - started >= 95)
})

test('after three requests without an answer nothing is sent until the limit has passed', async t => {
  let requests = 0
  let silent = true
  const session = await sessionWith(
    t,
    (_request, response) => {
      requests += 1
      if (!silent) response.end('back')
    },
    { request: '300ms' },
  )
  for (let turn = 0; turn < 3; turn += 1) assert.equal((await get(session)).failure?.kind, 'timeout')
  await assert.rejects(get(session), (error: Error) => {
    assert.equal(error.name, 'NotTested')
    assert.match(
      error.message,
      /^The target left 3 requests in a row without an answer; nothing more is sent/,
    )
    return true
  })
  assert.equal(requests, 3)
  silent = false
  await delay(320)
  assert.equal((await get(session)).answer?.body.toString(), 'back')
  assert.equal((await get(session)).answer?.body.toString(), 'back')
})

test('answers in between keep a slow target in use', async t => {
  let requests = 0
  const session = await sessionWith(
    t,
    (_request, response) => {
      requests += 1
      if (requests % 3 === 0) response.end('ok')
    },
    { request: '50ms' },
  )
  for (let turn = 0; turn < 9; turn += 1) await get(session)
  assert.equal(requests, 9)
})

/** A server whose answers are written by hand, as `answer` says for the n-th request of all and of its connection. */
async function byHand(
  t: TestContext,
  answer: (socket: Socket, all: number, own: number) => void,
): Promise<{ session: Session; heads: string[] }> {
  const heads: string[] = []
  const sockets: Socket[] = []
  const server = createServer(socket => {
    sockets.push(socket)
    let own = 0
    socket.on('error', () => {})
    socket.on('data', chunk => {
      own += 1
      heads.push(chunk.toString('latin1').split('\r\n', 1)[0] ?? '')
      answer(socket, heads.length, own)
    })
  })
  await listen(server)
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const session = await openSession({ url: `http://127.0.0.1:${portOf(server)}`, limits: { request: '1s' } })
  t.after(() => session.close())
  return { session, heads }
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
const post = { method: 'POST', target: '/', body: Buffer.from('x') }

test('a server that closes idle connections is not blamed: the request is sent once more', async t => {
  // The second request of a connection meets its end, as if the two had crossed on the way.
  const { session, heads } = await byHand(t, (socket, _all, own) => {
    if (own === 1) socket.write(OK)
    else socket.resetAndDestroy()
  })
  for (let turn = 0; turn < 4; turn += 1) {
    const { answer } = await session.clients.send(post, '')
    assert.equal(answer?.body.toString(), 'ok')
  }
  assert.equal(heads.length, 7)
})

test('the second attempt has a connection of its own, however many idle ones are as old', async t => {
  let dying = false
  const { session, heads } = await byHand(t, (socket, _all, own) => {
    if (dying && own > 1) socket.resetAndDestroy()
    else setTimeout(() => socket.write(OK), 20)
  })
  await Promise.all(Array.from({ length: 5 }, () => session.clients.send(post, '')))
  dying = true
  assert.equal((await session.clients.send(post, '')).answer?.body.toString(), 'ok')
  assert.equal(heads.length, 7)
})

test('a request on a fresh connection is not sent twice', async t => {
  const { session, heads } = await byHand(t, socket => socket.resetAndDestroy())
  assert.equal((await session.clients.send(post, '')).failure?.kind, 'reset')
  assert.equal(heads.length, 1)
})

for (const [name, bytes] of [
  ['within the head', 'HTTP/1.1 200 OK\r\nConte'],
  ['within the body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nok'],
] as const) {
  test(`an answer that ends ${name} on a kept connection is not asked for twice`, async t => {
    const { session, heads } = await byHand(t, (socket, _all, own) => {
      if (own === 1) socket.write(OK)
      else socket.write(bytes, () => setTimeout(() => socket.destroy(), 20))
    })
    await session.clients.send(post, '')
    const { failure } = await session.clients.send(post, '')
    assert.equal(failure?.kind, 'reset')
    assert.equal(heads.length, 2)
  })
}

test('a request that timed out on a kept connection is not sent twice', async t => {
  const { session, heads } = await byHand(t, (socket, all) => {
    if (all === 1) socket.write(OK)
  })
  await session.clients.send(post, '')
  assert.equal((await session.clients.send(post, '')).failure?.kind, 'timeout')
  assert.equal(heads.length, 2)
})

test('a body arrives whole although the request is sent once more', async t => {
  let requests = 0
  const bodies: string[] = []
  const session = await sessionWith(
    t,
    (request, response) => {
      requests += 1
      if (requests === 2) {
        request.socket.destroy()
        return
      }
      const settle = async (): Promise<void> => {
        bodies.push(await bodyOf(request))
        response.end('ok')
      }
      void settle()
    },
    {},
  )
  await session.clients.send(post, '')
  const { answer } = await session.clients.send({ ...post, body: Buffer.from('second') }, '')
  assert.equal(answer?.status, 200)
  assert.deepEqual(bodies, ['x', 'second'])
})

/** A server that falls silent after one answer on each connection, with the connections that it took. */
async function serverFallingSilent(t: TestContext): Promise<{ url: string; taken: Socket[] }> {
  const taken: Socket[] = []
  const server = createServer(socket => {
    taken.push(socket)
    socket.on('error', () => {})
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'))
  })
  await listen(server)
  t.after(() => {
    for (const socket of taken) socket.destroy()
    server.close()
  })
  return { url: `http://127.0.0.1:${portOf(server)}`, taken }
}

test('what is under way when a session ends is not sent again, by any client', async t => {
  const { url, taken } = await serverFallingSilent(t)
  const session = await openSession({ url, limits: { request: '60s' } })
  const lean = new LeanClient({ url, timeout: 60_000, maxBody: 1000 })
  const connection = session.clients.openRaw('')
  const bytes = requestBytes('GET', '/', [['Host', 'a']])
  const ask = [
    () => get(session),
    () => connection.send({ pieces: [bytes] }),
    () => lean.send({ method: 'GET', target: '/' }),
  ]
  for (const one of ask) assert.equal((await one()).answer?.status, 200)
  const ended = Promise.all(ask.map(async one => (await one()).failure?.kind))
  // Every request has reached the server before the session ends.
  await Promise.all(taken.map(socket => once(socket, 'data')))
  await session.close()
  lean.close()
  assert.deepEqual(await ended, ['reset', 'reset', 'reset'])
  assert.equal(taken.length, ask.length)
})
