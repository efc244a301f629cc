import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { test } from 'node:test'
import { CallbackServer } from '../../harness/callback-server.js'
import { Intake } from '../../harness/intake.js'
import { Recorder } from '../../harness/recorder.js'

test('calls that belong to no scenario are forgotten with the case in which they came', async () => {
  const recorder = new Recorder(() => {})
  const server = await CallbackServer.open(undefined, recorder)
  const inbox = server.inbox('', '', () => ({ status: 204 }))
  const own = server.inbox('/own', 'a scenario', () => ({ status: 204 }))
  try {
    await fetch(`${server.url}/before`, { method: 'POST' })
    const since = recorder.nextId
    for (const path of ['/first', '/second', '/own']) await fetch(server.url + path, { method: 'POST' })
    recorder.forget('a property', since)
    server.forget(since)
    assert.deepEqual(
      recorder.exchanges.map(({ request }) => request.target),
      ['/before', '/own'],
    )
    assert.equal(inbox.received.length, 1)
    assert.equal(own.received.length, 1)
    assert.equal((await inbox.next(1000))?.request.target, '/before')
    assert.equal(await inbox.next(1), undefined)
  } finally {
    await server.close()
  }
})

test('a call that names its URL in absolute form arrives where it should', async () => {
  const server = await CallbackServer.open(undefined, new Recorder(() => {}))
  const inbox = server.inbox('/own', 'a scenario', () => ({ status: 204 }))
  try {
    const { hostname, port } = new URL(server.url)
    const path = `${server.url}/own/place?of=it`
    const call = request({ hostname, port, path, method: 'POST' })
    call.end()
    const [answer] = (await once(call, 'response')) as [IncomingMessage]
    answer.resume()
    assert.equal(answer.statusCode, 204)
    const seen = await inbox.next(1000)
    assert.equal(seen?.request.url, `${server.url}/own/place?of=it`)
  } finally {
    await server.close()
  }
})

test('a call that is too large is refused, and the next one is taken', async () => {
  const recorder = new Recorder(() => {})
  const server = await CallbackServer.open(undefined, recorder)
  const inbox = server.inbox('/own', 'a scenario', () => ({ status: 204 }))
  try {
    const url = `${server.url}/own`
    const refused = await fetch(url, { method: 'POST', body: Buffer.alloc(11 * 1024 * 1024) }).then(
      ({ status }) => status,
      // The connection is closed while the body is still being sent.
      () => 413,
    )
    assert.equal(refused, 413)
    assert.equal((await fetch(url, { method: 'POST', body: 'x' })).status, 204)
    assert.deepEqual(
      inbox.received.map(({ request }) => request.body.toString()),
      ['x'],
    )
  } finally {
    await server.close()
  }
})

test('calls, and bytes of them, that are too many are refused and not kept', async () => {
  const recorder = new Recorder(() => {})
  const intake = new Intake({ calls: 4, bytes: 10 }, () => 0)
  const server = await CallbackServer.open(undefined, recorder, intake)
  server.inbox('/own', 'a scenario', () => ({ status: 204 }))
  const statusOf = async (body: string): Promise<number> =>
    (await fetch(`${server.url}/own`, { method: 'POST', body })).status
  try {
    assert.equal(await statusOf('12345'), 204)
    assert.equal(await statusOf('123456'), 429)
    assert.equal(await statusOf(''), 204)
    assert.equal(await statusOf(''), 204)
    assert.equal(await statusOf(''), 429)
    assert.deepEqual(
      recorder.exchanges.map(({ request }) => request.body.length),
      [5, 0, 0],
    )
  } finally {
    await server.close()
  }
})
