import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, describe, it } from 'node:test'
import type { ExositeCore } from '../../simulators/exosite/core.js'
import { serveCore, type RunningServer } from '../../simulators/http-server.js'
import { makeCore, triple } from './exosite-device.js'

const FORM = 'Content-Type: application/x-www-form-urlencoded; charset=utf-8'

describe('The served simulator', () => {
  let core: ExositeCore
  let server: RunningServer
  const failures: unknown[] = []

  before(async () => {
    core = makeCore()
    server = await serveCore(core, { stage: true, maxBody: 4096, onError: error => failures.push(error) })
  })
  after(() => server.close())

  it('spells an activation as the document does, in fewer than 200 bytes', async () => {
    const answer = await talk(server, post(await formOfEnabled(core)))
    assert.match(
      answer,
      /^HTTP\/1\.1 200 OK\r\nDate: [^\r]+\r\nServer: [^\r]+\r\nConnection: Keep-Alive\r\nContent-Length: 40\r\n/,
    )
    assert.match(answer, /\r\nContent-Type: text\/plain; charset=utf-8\r\n\r\n[0-9a-f]{40}$/)
    assert.ok(answer.length < 200, `${answer.length} bytes`)
  })

  it('swallows a line end after the body of a request', async () => {
    const first = `${post(await formOfEnabled(core))}\r\n`
    const answer = await talk(server, first + post(await formOfEnabled(core)), 2)
    assert.equal(answer.match(/HTTP\/1\.1 200 OK/g)?.length, 2)
  })

  it('lets one of two devices that race win', async () => {
    const form = post(await formOfEnabled(core))
    const answers = await Promise.all([talk(server, form), talk(server, form)])
    assert.deepEqual(
      answers.map(statusOf).toSorted((a, b) => a - b),
      [200, 409],
    )
  })

  it('answers unknown states of its stage with what it knows', async () => {
    const body = '{"state":"nonsense"}'
    const answer = await talk(
      server,
      `POST /_stage HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
    assert.equal(statusOf(answer), 400)
    assert.match(answer, /enabled serial number/)
  })

  const length = (body: string, stated: number = Buffer.byteLength(body)): string =>
    `POST /provision/activate HTTP/1.1\r\nHost: x\r\n${FORM}\r\nContent-Length: ${stated}\r\n\r\n${body}`
  const bad: [string, (form: string) => string | Buffer, number[], boolean?][] = [
    ['bytes that are no HTTP', () => '\x16\x03\x01\x02\x00\x01\x00', [400]],
    ['a request line without a version', () => 'GET\r\n\r\n', [400]],
    ['no Host', () => 'GET / HTTP/1.1\r\n\r\n', [400]],
    ['a header without a colon', () => 'GET / HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n', [400]],
    ['headers of 100 KB', () => `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, [431]],
    ['20,000 headers', () => `GET / HTTP/1.1\r\nHost: x\r\n${'a: b\r\n'.repeat(20_000)}\r\n`, [431]],
    ['a target of 100 KB', () => `GET /${'x'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, [431]],
    ['a Content-Length that is no number', () => length('').replace('Length: 0', 'Length: x'), [400]],
    ['a negative Content-Length', () => length('').replace('Length: 0', 'Length: -1'), [400]],
    ['two Content-Lengths', form => length(form).replace('\r\n\r\n', '\r\nContent-Length: 3\r\n\r\n'), [400]],
    [
      'a length and chunks',
      form => length(form).replace('\r\n\r\n', '\r\nTransfer-Encoding: chunked\r\n\r\n'),
      [400],
    ],
    [
      'chunks of no size',
      form => length(form).replace(/Content-Length: \d+/, 'Transfer-Encoding: chunked'),
      [400],
    ],
    [
      'an unknown transfer coding',
      form => length(form).replace(/Content-Length: \d+/, 'Transfer-Encoding: rot13'),
      [400, 501],
    ],
    [
      'an unknown content coding',
      form => length(form).replace(FORM, `${FORM}\r\nContent-Encoding: br`),
      [415],
    ],
    ['an unknown charset', form => length(form).replace('utf-8', 'ebcdic'), [415]],
    ['JSON for a form', () => length('{}').replace('x-www-form-urlencoded; charset=utf-8', 'json'), [415]],
    ['no body', () => length(''), [400]],
    ['a body over the limit', form => length(`${form}&x=${'x'.repeat(9000)}`), [413]],
    ['a body that is truncated', form => length(form, form.length + 10), [400], true],
    [
      'chunks that are truncated',
      form => length(`4\r\n${form}`).replace(/Content-Length: \d+/, 'Transfer-Encoding: chunked'),
      [400],
      true,
    ],
    ['spoilt percent-encoding', form => length(`${form}&a=%z1`), [400]],
    ['percent-encoded bytes that are no UTF-8', form => length(`${form}&a=%c3%28`), [400]],
    [
      'raw bytes that are no UTF-8',
      form => Buffer.from(length(`${form}&a=\xff`, form.length + 4), 'latin1'),
      [400],
    ],
    ['a verb that nobody knows', () => 'BREW / HTTP/1.1\r\nHost: x\r\n\r\n', [400]],
    [
      'an upgrade',
      () => 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      [400],
    ],
    ['NUL in the target', () => 'GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n', [400]],
  ]
  for (const [what, make, statuses, half = false] of bad) {
    it(`answers ${what} clearly, and loses nothing`, async () => {
      const form = await formOfEnabled(core)
      const clients = count(core)
      const answer = await talk(server, make(form), 1, half)
      assert.ok(statuses.includes(statusOf(answer)), answer.slice(0, 200))
      assert.equal(count(core), clients)
      assert.equal(statusOf(await talk(server, post(form))), 200)
      assert.deepEqual(failures, [])
    })
  }

  it('survives a client that goes away in the middle of its body', async () => {
    const form = await formOfEnabled(core)
    await new Promise<void>(resolve => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
        socket.write(length(form, 4000), () => socket.destroy())
      })
      socket.on('close', () => resolve())
    })
    assert.equal(statusOf(await talk(server, post(form))), 200)
  })
})

async function formOfEnabled(core: ExositeCore): Promise<string> {
  return new URLSearchParams(triple(await core.stage['enabled serial number']({}))).toString()
}

function post(form: string): string {
  return `POST /provision/activate HTTP/1.1\r\nHost: x\r\n${FORM}\r\nContent-Length: ${form.length}\r\n\r\n${form}`
}

function count(core: ExositeCore): number {
  return [...core.registry.vendors.values()]
    .flatMap(models => [...models.values()])
    .reduce((sum, { clients }) => sum + clients.size, 0)
}

function statusOf(answer: string): number {
  return Number(answer.split(' ')[1])
}

/** Sends bytes and answers what came back, once so many answers are complete or the server closed the connection. */
function talk(server: RunningServer, bytes: string | Buffer, answers = 1, half = false): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = ''
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
      if (half) socket.end(bytes)
      else socket.write(bytes)
    })
    socket.setTimeout(3000, () =>
      socket.destroy(new Error(`No answer within 3 s, but ${JSON.stringify(received)}`)),
    )
    socket.on('data', chunk => {
      received += chunk.toString('latin1')
      if (complete(received) === answers) socket.end()
    })
    socket.on('error', error => (received === '' ? reject(error) : resolve(received)))
    socket.on('close', () => resolve(received))
  })
}

function complete(received: string): number {
  let rest = received
  let answers = 0
  for (;;) {
    const head = rest.indexOf('\r\n\r\n')
    const length = /^content-length: (\d+)/im.exec(rest.slice(0, Math.max(head, 0)))?.[1]
    const end = head + 4 + Number(length)
    if (head < 0 || length === undefined || rest.length < end) return answers
    rest = rest.slice(end)
    answers += 1
  }
}
