import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { keepAliveAgent, sendHttp, type HttpRequest } from '../../harness/http-client.js'
import { RawConnection, requestBytes } from '../../harness/raw-client.js'

const LIMITS = { timeout: 300, maxBody: 100_000 }
let server: Server
let url: string
let agent: ReturnType<typeof keepAliveAgent>

before(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      switch (request.url) {
        case '/hang':
          return
        case '/reset':
          request.socket.resetAndDestroy()
          return
        case '/garbage':
          request.socket.end('garbage\r\n\r\n')
          return
        case '/endless': {
          const pour = (): void => {
            while (response.write(Buffer.alloc(10_000)));
            response.once('drain', pour)
          }
          pour()
          return
        }
        case '/truncated':
          response.writeHead(200, { 'content-length': 100 })
          response.write('abc', () => request.socket.destroy())
          return
        case '/json':
          response.writeHead(500, { 'content-type': 'application/json' }).end('{broken')
          return
        case '/moved':
          response.writeHead(302, { location: '/hang' }).end('moved')
          return
        case '/gzip':
          response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip')
          return
        case '/nothing':
          response.writeHead(204).end()
          return
        default:
          response.setHeader('X-Twice', ['1', '2'])
          response.end(`${request.method} ${request.url} ${Buffer.concat(chunks).toString('latin1')}`)
      }
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  agent = keepAliveAgent(url)
})

after(() => {
  agent.destroy()
  server.close()
  server.closeAllConnections()
})

const send = (request: HttpRequest) => sendHttp({ url, agent, ...LIMITS }, request)

test('a request goes over the wire as it is given', async () => {
  const { sent, answer, request } = await send({
    method: 'POST',
    target: '/a/../b//c?x=%zz',
    headers: [['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8']],
    body: Buffer.from('vendor=a b&model=%41'),
  })
  assert.match(sent.toString(), /^POST \/a\/\.\.\/b\/\/c\?x=%zz HTTP\/1\.1\r\n/)
  assert.match(sent.toString(), /\r\n\r\nvendor=a b&model=%41$/)
  assert.equal(request.target, '/a/../b//c?x=%zz')
  assert.equal(answer?.body.toString(), 'POST /a/../b//c?x=%zz vendor=a b&model=%41')
  assert.deepEqual(answer?.headers.slice(0, 2), [
    ['X-Twice', '1'],
    ['X-Twice', '2'],
  ])
})

test('nothing is decoded, followed or judged on the way', async () => {
  assert.equal((await send({ method: 'GET', target: '/json' })).answer?.body.toString(), '{broken')
  assert.equal((await send({ method: 'GET', target: '/moved' })).answer?.status, 302)
  assert.equal((await send({ method: 'GET', target: '/gzip' })).answer?.body.toString(), 'not gzip')
  assert.equal((await send({ method: 'GET', target: '/nothing' })).answer?.body.length, 0)
  assert.equal((await send({ method: 'HEAD', target: '/' })).answer?.status, 200)
})

for (const [target, kind] of [
  ['/hang', 'timeout'],
  ['/reset', 'reset'],
  ['/garbage', 'malformed'],
  ['/endless', 'too-large'],
  ['/truncated', 'reset'],
] as const) {
  test(`${target} is the failure ${kind}`, async () => {
    const { answer, failure } = await send({ method: 'GET', target })
    assert.equal(answer, undefined)
    assert.equal(failure?.kind, kind)
  })
}

test('a target that is not there is a refusal', async () => {
  const { failure } = await sendHttp(
    { url: 'http://127.0.0.1:1', agent, ...LIMITS },
    { method: 'GET', target: '/' },
  )
  assert.equal(failure?.kind, 'refused')
})

test('the raw client sends what the ordinary one refuses to', async () => {
  const raw = async (bytes: Buffer, end = false) => {
    const connection = new RawConnection({ url, ...LIMITS })
    const result = await connection.send({ pieces: [bytes], end })
    connection.close()
    return result
  }
  const whole = await raw(requestBytes('GET', '/raw', [['Host', 'x']]))
  assert.equal(whole.answer?.body.toString(), 'GET /raw ')
  assert.equal((await raw(Buffer.from('nonsense\r\n\r\n'))).answer?.status, 400)
  assert.equal((await raw(Buffer.from('GET / HTTP/1.1\r\nHo'), true)).answer?.status, 400)
  assert.equal((await raw(requestBytes('GET', '/hang', [['Host', 'x']]))).failure?.kind, 'timeout')
  assert.equal((await raw(requestBytes('GET', '/endless', [['Host', 'x']]))).failure?.kind, 'too-large')
})
