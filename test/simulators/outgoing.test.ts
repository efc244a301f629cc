import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { makeCall } from '../../simulators/outgoing.js'

/** Runs a test against a server on a free port. */
async function serving(listener: RequestListener, run: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(listener)
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  try {
    await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
}

const call = makeCall({ timeout: 200, maxBody: 1000 })

function outgoing(url: string, body = '{"a":"ö"}') {
  return { method: 'POST', url, headers: { 'content-type': 'application/json' }, body }
}

test('a call carries method, path, fields and body, and brings the answer', async () => {
  const seen: string[] = []
  await serving(
    (request, response) => {
      request.on('data', (chunk: Buffer) => seen.push(chunk.toString()))
      request.on('end', () => {
        const { method, url, headers } = request
        seen.push(`${method} ${url} ${headers['content-type']} ${headers['content-length']}`)
        response.writeHead(201, { location: '/1', 'x-two': ['a', 'b'] }).end('done')
      })
    },
    async url => {
      const reply = await call(outgoing(`${url}/orders/?x=1`))
      assert.equal(reply.status, 201)
      assert.equal(reply.headers['location'], '/1')
      assert.equal(reply.headers['x-two'], 'a, b')
      assert.equal(reply.body.toString(), 'done')
    },
  )
  assert.deepEqual(seen, ['{"a":"ö"}', 'POST /orders/?x=1 application/json 10'])
})

test('a redirection is an answer like others', async () => {
  let calls = 0
  await serving(
    (_request, response) => {
      calls += 1
      response.writeHead(307, { location: '/elsewhere' }).end()
    },
    async url => assert.equal((await call(outgoing(url))).status, 307),
  )
  assert.equal(calls, 1)
})

test('no answer, half an answer and too much of an answer are given up', async () => {
  await serving(
    () => {},
    url => assert.rejects(call(outgoing(url)), /no complete answer within 200 ms/),
  )
  await serving(
    (_request, response) => void response.writeHead(200, { 'content-length': '10' }).write('half'),
    url => assert.rejects(call(outgoing(url)), /no complete answer|aborted/),
  )
  await serving(
    (_request, response) => void response.end('x'.repeat(1001)),
    url => assert.rejects(call(outgoing(url)), /over 1000 bytes/),
  )
  await serving(
    (request, _response) => void request.socket.destroy(),
    url => assert.rejects(call(outgoing(url)), /hang up|ECONNRESET/),
  )
  await assert.rejects(call(outgoing('http://127.0.0.1:1/')), /ECONNREFUSED/)
})

test('a URL that cannot be called is a rejection', async () => {
  await assert.rejects(call(outgoing('no url')), /Invalid URL/)
})
