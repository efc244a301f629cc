import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { WebSocket } from 'ws'
import { AdvanceableClock } from '../../simulators/clock.js'
import { serveCore, type RunningServer } from '../../simulators/http-server.js'
import type { ThunderCore } from '../../simulators/thunder/core.js'
import { thunderDefects } from '../../simulators/thunder/defects.js'
import { SOCKET_LIMITS } from '../../simulators/thunder/sockets.js'
import { makeCore } from './thunder-bench.js'

interface Message {
  readonly id?: number
  readonly method?: string
  readonly result?: unknown
}

const call = (id: number, member: string, params?: unknown): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method: `Provisioning.1.${member}`, params })
const observe = (id: string): unknown => ({ event: 'provisioningchange', id })

/** A client that keeps what it receives. */
class Client {
  readonly messages: Message[] = []
  readonly websocket: WebSocket
  private wake = (): void => {}

  constructor(url: string, protocols: readonly string[] = []) {
    this.websocket = new WebSocket(`${url.replace('http', 'ws')}/jsonrpc`, [...protocols])
    this.websocket.on('message', data => {
      this.messages.push(JSON.parse((data as Buffer).toString()) as Message)
      this.wake()
    })
    this.websocket.on('error', () => this.wake())
    this.websocket.on('close', () => this.wake())
  }

  /** Waits for a message, or for the end of the connection. */
  async until(wanted: (messages: readonly Message[]) => boolean): Promise<void> {
    while (!wanted(this.messages) && this.websocket.readyState <= WebSocket.OPEN)
      await new Promise<void>(resolve => (this.wake = resolve))
  }

  async ask(id: number, member: string, params?: unknown): Promise<Message> {
    this.websocket.send(call(id, member, params))
    await this.until(messages => messages.some(message => message.id === id))
    const answer = this.messages.find(message => message.id === id)
    assert.ok(answer, `no answer to ${member}`)
    return answer
  }
}

async function open(url: string, protocols: readonly string[] = []): Promise<Client> {
  const client = new Client(url, protocols)
  await once(client.websocket, 'open')
  return client
}

/** A WebSocket whose frames are written by hand. */
async function openRaw(url: string): Promise<Socket> {
  const { port } = new URL(url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(
    `GET /jsonrpc HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`,
  )
  const [head] = (await once(socket, 'data')) as [Buffer]
  assert.match(head.toString(), /^HTTP\/1\.1 101 /)
  return socket
}

/** A frame of a client, masked with zeros. */
function frame(first: number, payload: Buffer): Buffer {
  const length =
    payload.length < 126
      ? Buffer.from([0x80 | payload.length])
      : Buffer.from([0x80 | 126, payload.length >> 8, payload.length & 0xff])
  return Buffer.concat([Buffer.from([first]), length, Buffer.alloc(4), payload])
}

/** The code of the close frame that a server sends. */
async function closeCode(socket: Socket): Promise<number> {
  const [reply] = (await once(socket, 'data')) as [Buffer]
  assert.equal(reply[0], 0x88, reply.toString('hex'))
  return reply.readUInt16BE(2)
}

describe('The served simulator of thunder', () => {
  const clock = new AdvanceableClock()
  const failures: unknown[] = []
  let core: ThunderCore
  let server: RunningServer

  before(async () => {
    core = makeCore(clock)
    server = await serveCore(core, { stage: true, onError: error => failures.push(error) })
  })
  after(async () => {
    await server.close()
    clock.close()
    assert.deepEqual(failures, [])
  })

  it('answers 10,000 calls over one WebSocket, with events between them', async () => {
    const client = await open(server.url)
    await client.ask(1, 'register', observe('watch'))
    client.messages.length = 0
    const calls = 10_000
    for (let id = 1; id <= calls; id += 1) {
      client.websocket.send(call(id, id % 2 === 0 ? 'id' : 'state'))
      if (id % 100 === 0) {
        core.signal(id)
        await new Promise(resolve => setImmediate(resolve))
      }
    }
    await client.until(messages => messages.length === calls + calls / 100)
    const answers = client.messages.filter(message => message.method === undefined)
    assert.equal(new Set(answers.map(({ id }) => id)).size, calls)
    for (const { id, result } of answers)
      assert.equal(typeof result, Number(id) % 2 === 0 ? 'string' : 'object', `call ${id}`)
    const events = client.messages.filter(({ method }) => method === 'watch.provisioningchange')
    assert.equal(events.length, calls / 100)
    assert.ok(events.every(event => !('id' in event)))
    client.websocket.terminate()
  })

  it('gives back a sub-protocol that was asked for, and none otherwise', async () => {
    for (const asked of [[], ['notification'], ['json', 'jsonrpc']]) {
      const client = await open(server.url, asked)
      assert.equal(client.websocket.protocol, asked[0] ?? '')
      client.websocket.terminate()
    }
  })

  it('refuses a WebSocket where there is none', async () => {
    const websocket = new WebSocket(`${server.url.replace('http', 'ws')}/elsewhere`)
    const [, response] = (await once(websocket, 'unexpected-response')) as [unknown, { statusCode: number }]
    assert.equal(response.statusCode, 404)
  })

  it('answers HTTP beside WebSocket', async () => {
    const post = (body: string): Promise<Response> => fetch(`${server.url}/jsonrpc`, { method: 'POST', body })
    const answer = await post(call(7, 'id'))
    assert.equal(answer.headers.get('content-type'), 'application/json')
    assert.deepEqual(await answer.json(), { jsonrpc: '2.0', id: 7, result: core.plugin.provisionId })
    const large = await post('x'.repeat(2 * 1024 * 1024))
    assert.equal(large.status, 413)
    assert.equal(((await large.json()) as { error: { code: number } }).error.code, -32600)
    assert.equal((await post('{"jsonrpc":"2.0","method":"Provisioning.1.id"}')).status, 204)
  })

  it('joins the fragments of a call', async () => {
    const socket = await openRaw(server.url)
    const text = Buffer.from(call(1, 'id'))
    socket.write(Buffer.concat([frame(0x01, text.subarray(0, 9)), frame(0x00, text.subarray(9, 20))]))
    socket.write(frame(0x89, Buffer.from('ping')))
    assert.equal(((await once(socket, 'data')) as [Buffer])[0][0], 0x8a)
    socket.write(frame(0x80, text.subarray(20)))
    const [reply] = (await once(socket, 'data')) as [Buffer]
    assert.match(reply.toString(), /"result":"ACME/)
    socket.destroy()
  })

  const garbage: readonly (readonly [string, Buffer, number])[] = [
    ['a frame with reserved bits', frame(0xf1, Buffer.from('x')), 1002],
    ['an opcode that does not exist', frame(0x8b, Buffer.from('x')), 1002],
    ['a frame without a mask', Buffer.from([0x81, 0x01, 0x78]), 1002],
    ['a continuation of nothing', frame(0x80, Buffer.from('x')), 1002],
    ['text that is no UTF-8', frame(0x81, Buffer.from([0xff, 0xfe])), 1007],
    ['a binary message', frame(0x82, Buffer.from(call(1, 'id'))), 1003],
    ['a message that is too long', Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0]), 1009],
  ]
  for (const [name, bytes, code] of garbage)
    it(`closes a connection that sends ${name} with ${code}, and no other`, async () => {
      const other = await open(server.url)
      await other.ask(1, 'register', observe('other'))
      const socket = await openRaw(server.url)
      socket.write(bytes)
      assert.equal(await closeCode(socket), code)
      socket.destroy()
      core.signal(200)
      await other.ask(2, 'id')
      assert.equal(other.messages.filter(({ method }) => method === 'other.provisioningchange').length, 1)
      other.websocket.terminate()
    })

  it('goes on after text that is no JSON', async () => {
    const client = await open(server.url)
    client.websocket.send('word')
    await client.until(messages => messages.length > 0)
    assert.equal((await client.ask(5, 'id')).result, core.plugin.provisionId)
    client.websocket.terminate()
  })

  it('forgets what a client has registered when it closes or breaks off', async () => {
    for (const end of ['close', 'terminate'] as const) {
      const client = await open(server.url)
      await client.ask(1, 'register', observe('gone'))
      assert.equal(core.observers.of('provisioningchange').length, 1)
      client.websocket[end]()
      await eventually(() => core.sockets.connections.size === 0)
      assert.equal(core.observers.of('provisioningchange').length, 0)
    }
  })

  it('breaks off a client that does not read its events, and tells the others', async () => {
    const slow = await open(server.url)
    const quick = await open(server.url)
    await slow.ask(1, 'register', observe('x'.repeat(1000)))
    await quick.ask(1, 'register', observe('quick'))
    slow.websocket.pause()
    let signals = 0
    while (core.sockets.connections.size > 1 && signals < 100_000) {
      core.signal(signals)
      signals += 1
      if (signals % 500 === 0) await new Promise(resolve => setImmediate(resolve))
    }
    assert.equal(core.sockets.connections.size, 1)
    await quick.until(messages => messages.length > signals)
    assert.equal((await quick.ask(2, 'id')).result, core.plugin.provisionId)
    quick.websocket.terminate()
    slow.websocket.terminate()
  })

  it('reads no further from a client that does not read its answers, until it does', async () => {
    const client = await open(server.url)
    await client.ask(1, 'id')
    const [connection] = core.sockets.connections
    assert.ok(connection)
    client.websocket.pause()
    const calls = 120_000
    for (let id = 2; id <= calls; id += 1) client.websocket.send(call(id, 'state'))
    await eventually(() => connection.websocket.isPaused)
    assert.ok(connection.socket.writableLength < 2 * SOCKET_LIMITS.pause)
    client.websocket.resume()
    await client.until(messages => messages.length === calls)
    assert.equal(client.messages.length, calls)
    client.websocket.terminate()
  })

  it('pings a silent client, and breaks off one that does not answer', async () => {
    const alive = await open(server.url)
    const dead = await openRaw(server.url)
    dead.resume()
    const ended = once(dead, 'close')
    const pinged = once(alive.websocket, 'ping')
    clock.advance(SOCKET_LIMITS.ping)
    await pinged
    for (let elapsed = 0; elapsed < SOCKET_LIMITS.idle; elapsed += SOCKET_LIMITS.ping) {
      await alive.ask(elapsed, 'id')
      clock.advance(SOCKET_LIMITS.ping)
    }
    await ended
    assert.equal((await alive.ask(-1, 'id')).result, core.plugin.provisionId)
    alive.websocket.terminate()
  })
})

describe('A defect below the messages of thunder', () => {
  const serve = async <T>(id: string, use: (server: RunningServer) => Promise<T>): Promise<T> => {
    const clock = new AdvanceableClock()
    const core = makeCore(clock)
    thunderDefects[id]?.[0]?.alter(core)
    const server = await serveCore(core)
    try {
      return await use(server)
    } finally {
      await server.close()
      clock.close()
    }
  }

  it('shows in the sub-protocol that is not given back', async () => {
    await serve('thunder.transports.websocket-takes-the-asked-subprotocol', async ({ url }) => {
      const client = new Client(url, ['notification'])
      const [error] = (await once(client.websocket, 'error')) as [Error]
      assert.match(error.message, /no subprotocol/)
    })
  })

  it('shows in the sub-protocol that nobody asked for', async () => {
    await serve('thunder.transports.websocket-names-no-subprotocol-unasked', async ({ url }) => {
      const client = new Client(url)
      const [error] = (await once(client.websocket, 'error')) as [Error]
      assert.match(error.message, /subprotocol but none was requested/)
    })
  })

  it('shows in the answer to a call in fragments alone', async () => {
    await serve('thunder.transports.websocket-joins-fragments', async ({ url }) => {
      const socket = await openRaw(url)
      const text = Buffer.from(call(1, 'id'))
      socket.write(frame(0x81, text))
      assert.match(String(await once(socket, 'data')), /"result"/)
      socket.write(frame(0x01, text.subarray(0, 9)))
      socket.write(frame(0x80, text.subarray(9)))
      assert.match(String(await once(socket, 'data')), /-32700/)
      socket.destroy()
    })
  })
})

async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(resolve => setTimeout(resolve, 2))
}
