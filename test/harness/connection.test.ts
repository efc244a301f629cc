import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { request as forward } from 'node:http'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { test, type TestContext } from 'node:test'
import type { TLSSocket } from 'node:tls'
import { WebSocketServer } from 'ws'
import { requireReachable } from '../../harness/connection.js'
import { requestBytes } from '../../harness/raw-client.js'
import { completeEntry, type WrittenEntry } from '../../harness/target-entry.js'
import { listen, makeCertificate, openSession, portOf, serve, type Certificate } from './local-servers.js'
import { temporaryFolder } from '../temporary-folder.js'

type TlsServerOptions = NonNullable<Parameters<typeof serve>[1]>

/** Writes PEM files into a folder of their own. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

async function serveTls(t: TestContext, options: TlsServerOptions): Promise<string> {
  const server = await serve((request, response) => {
    const { subject } = (request.socket as TLSSocket).getPeerCertificate()
    response.end(`hello ${String(subject?.CN ?? 'stranger')}`)
  }, options)
  t.after(() => server.close())
  return server.url
}

/** What both clients get from a target. */
async function ask(t: TestContext, entry: WrittenEntry, folder: string): Promise<string[]> {
  const session = await openSession(entry, { folder })
  t.after(() => session.close())
  const { target, headers } = await session.clients.rawHead('/')
  const exchanges = [
    await session.clients.send({ method: 'GET', target: '/' }, ''),
    await session.clients.sendRaw({ pieces: [requestBytes('GET', target, headers)] }, ''),
  ]
  return exchanges.map(({ answer, failure }) =>
    failure ? `${failure.kind}: ${failure.message}` : (answer?.body.toString() ?? ''),
  )
}

/** Why a target is not reachable; empty if it is. */
async function obstacle(entry: WrittenEntry, folder = '.'): Promise<string> {
  try {
    await requireReachable(completeEntry(entry), folder)
    return ''
  } catch (error) {
    assert.equal((error as Error).name, 'Misuse')
    assert.doesNotMatch((error as Error).message, /\n/)
    return (error as Error).message
  }
}

test("a target's own authority is trusted, and needed", async t => {
  const { ca, cert, key } = await makeCertificate()
  const url = await serveTls(t, { cert, key })
  const folder = folderOf({ 'ca.pem': ca })
  assert.deepEqual(await ask(t, { url, tls: { ca: 'ca.pem' } }, folder), ['hello stranger', 'hello stranger'])
  assert.equal(await obstacle({ url, tls: { ca: 'ca.pem' } }, folder), '')
  for (const failure of await ask(t, { url }, folder)) assert.match(failure, /^tls: unable to verify/)
  assert.equal(
    await obstacle({ url }, folder),
    `There is no TLS connection with ${url}: unable to verify the first certificate. Add its authority as tls.ca to the target file: a PEM file.`,
  )
})

const WRONG: readonly (readonly [string, Parameters<typeof makeCertificate>[0], RegExp])[] = [
  [
    'it has expired',
    { from: new Date(Date.now() - 10_000_000), until: new Date(Date.now() - 5_000_000) },
    /: certificate has expired\.$/,
  ],
  [
    'it is for another host',
    { names: [{ type: 2, value: 'other.example' }] },
    /altnames.*Use a host name in url/,
  ],
]

for (const [name, certificate, message] of WRONG) {
  test(`a certificate is not accepted: ${name}`, async t => {
    const { ca, cert, key } = await makeCertificate(certificate)
    const url = await serveTls(t, { cert, key })
    const folder = folderOf({ 'ca.pem': ca })
    const entry = { url, tls: { ca: 'ca.pem' } }
    for (const failure of await ask(t, entry, folder)) assert.match(failure, /^tls: /)
    assert.match(await obstacle(entry, folder), message)
  })
}

test('a certificate of another authority is not accepted', async t => {
  const { cert, key } = await makeCertificate()
  const { ca } = await makeCertificate()
  const url = await serveTls(t, { cert, key })
  const folder = folderOf({ 'ca.pem': ca })
  for (const failure of await ask(t, { url, tls: { ca: 'ca.pem' } }, folder)) assert.match(failure, /^tls: /)
  assert.match(await obstacle({ url, tls: { ca: 'ca.pem' } }, folder), /There is no TLS connection.*tls\.ca/)
})

for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`a client certificate is shown, and missed, over ${maxVersion}`, async t => {
    const own = await makeCertificate()
    const client: Certificate = await makeCertificate()
    const { cert, key } = own
    const url = await serveTls(t, {
      cert,
      key,
      ca: client.ca,
      requestCert: true,
      rejectUnauthorized: true,
      maxVersion,
    })
    const folder = folderOf({ 'ca.pem': own.ca, 'cert.pem': client.cert, 'key.pem': client.key })
    const known = { url, tls: { ca: 'ca.pem', cert: 'cert.pem', key: 'key.pem' } }
    assert.deepEqual(await ask(t, known, folder), ['hello A server', 'hello A server'])
    assert.equal(await obstacle(known, folder), '')
    const unknown = { url, tls: { ca: 'ca.pem' } }
    for (const failure of await ask(t, unknown, folder)) assert.match(failure, /^tls: /)
    assert.match(await obstacle(unknown, folder), /client certificate: tls\.cert and tls\.key\.$/)
  })
}

test('files for TLS that cannot be used are told by name', async () => {
  const one = await makeCertificate()
  const other = await makeCertificate()
  const folder = folderOf({ 'cert.pem': one.cert, 'key.pem': other.key, 'text.pem': 'hello' })
  const url = 'https://127.0.0.1:1'
  assert.match(
    await obstacle({ url, tls: { ca: 'none.pem' } }, folder),
    /^tls\.ca: the file none\.pem cannot be read/,
  )
  assert.match(await obstacle({ url, tls: { ca: 'text.pem' } }, folder), /^tls\.ca: the file is no PEM file/)
  assert.match(
    await obstacle({ url, tls: { cert: 'cert.pem', key: 'key.pem' } }, folder),
    /^tls\.cert, tls\.key cannot be used: .*key values mismatch/,
  )
})

test('a target that is not there is told by why', async t => {
  assert.equal(
    await obstacle({ url: 'http://127.0.0.1:1' }),
    'Nothing answers at http://127.0.0.1:1: the connection is refused.',
  )
  assert.equal(
    await obstacle({ url: 'http://nowhere.invalid' }),
    'The host "nowhere.invalid" of http://nowhere.invalid has no address.',
  )
  const silent = createServer(() => {})
  await listen(silent)
  t.after(() => silent.close())
  const url = `https://127.0.0.1:${portOf(silent)}`
  assert.equal(
    await obstacle({ url, limits: { request: '200ms' } }),
    `Nothing answers at ${url}: no connection within 200 ms.`,
  )
})

test('a server without TLS behind an https URL is told', async t => {
  const server = await serve((_request, response) => response.end())
  t.after(() => server.close())
  const url = server.url.replace('http:', 'https:')
  assert.match(await obstacle({ url }), /^There is no TLS connection with .*wrong version number\.$/)
})

/** A proxy that keeps what it is asked, and refuses where it is told to. */
async function proxyServer(t: TestContext, refusal?: number): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = []
  const tunnels: Duplex[] = []
  const proxy = await serve((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim())
    if (refusal) {
      response.writeHead(refusal).end('from the proxy')
      return
    }
    const [, host = '', path = ''] = /^http:\/\/([^/]+)(.*)$/.exec(request.url ?? '') ?? []
    const [hostname, port] = host.split(':')
    request.pipe(
      forward({ hostname, port, path, method: request.method, headers: request.headers }, answer => {
        response.writeHead(answer.statusCode ?? 0, answer.rawHeaders)
        answer.pipe(response)
      }),
    )
  })
  proxy.server.on('connect', (request, client) => {
    asked.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim())
    if (refusal) {
      client.end(`HTTP/1.1 ${refusal} No\r\nContent-Length: 4\r\n\r\nnope`)
      return
    }
    const [hostname, port] = (request.url ?? '').split(':')
    const target = connect({ host: hostname ?? '', port: Number(port) }, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      target.pipe(client).pipe(target)
    })
    tunnels.push(client)
    target.on('error', () => client.destroy())
    client.on('error', () => target.destroy())
  })
  t.after(() => {
    for (const tunnel of tunnels) tunnel.destroy()
    return proxy.close()
  })
  return { url: proxy.url.replace('//', '//user:p%40ss@'), asked }
}

/** A target that says hello, with the target entry that leads to it through a proxy. */
async function behindProxy(t: TestContext, scheme: string) {
  const { ca, cert, key } = await makeCertificate()
  const secure = scheme === 'https'
  const target = await serve(
    (_request, response) => response.end('hello'),
    ...(secure ? [{ cert, key }] : []),
  )
  t.after(() => target.close())
  const proxy = await proxyServer(t)
  const entry = { url: target.url, proxy: proxy.url, ...(secure ? { tls: { ca: 'ca.pem' } } : {}) }
  return { server: target.server, proxy, entry, folder: folderOf({ 'ca.pem': ca }) }
}

const PROXY_CREDENTIALS = `Basic ${Buffer.from('user:p@ss').toString('base64')}`

test('a proxy gets requests in absolute form, not a byte of the path changed', async t => {
  const target = await serve((request, response) => response.end(request.url))
  t.after(() => target.close())
  const proxy = await proxyServer(t)
  const session = await openSession({ url: target.url, proxy: proxy.url })
  t.after(() => session.close())
  for (const path of ['/a/../b//c?x=%zz', '/again']) {
    const { answer, request } = await session.clients.send({ method: 'GET', target: path }, '')
    assert.equal(answer?.body.toString(), path)
    assert.equal(request.target, path)
    assert.equal(proxy.asked.at(-1), `GET ${target.url}${path} ${PROXY_CREDENTIALS}`)
  }
})

test('a proxy connects through to a target with TLS', async t => {
  const { ca, cert, key } = await makeCertificate()
  const url = await serveTls(t, { cert, key })
  const folder = folderOf({ 'ca.pem': ca })
  const proxy = await proxyServer(t)
  const entry = { url, proxy: proxy.url, tls: { ca: 'ca.pem' } }
  assert.equal(await obstacle(entry, folder), '')
  const session = await openSession(entry, { folder })
  t.after(() => session.close())
  const { answer } = await session.clients.send({ method: 'GET', target: '/' }, '')
  assert.equal(answer?.body.toString(), 'hello stranger')
  assert.equal(proxy.asked.at(-1), `CONNECT ${new URL(url).host} ${PROXY_CREDENTIALS}`)
  assert.match(await obstacle({ url, proxy: proxy.url }), /^There is no TLS connection with .* tls\.ca/)
})

for (const scheme of ['http', 'https']) {
  test(`raw bytes pass a proxy to a target with ${scheme}, and not one is changed`, async t => {
    const { entry, folder, proxy } = await behindProxy(t, scheme)
    const session = await openSession(entry, { folder })
    t.after(() => session.close())
    const bytes = requestBytes('GET', '/a/../b?x=%zz', [
      ['hOST', 'a'],
      ['x-y', 'z'],
    ])
    const connection = session.clients.openRaw('')
    for (const exchange of [
      await session.clients.sendRaw({ pieces: [bytes] }, ''),
      await connection.send({ pieces: [bytes] }),
      await connection.send({ pieces: [bytes] }),
    ]) {
      assert.match(exchange.answer?.body.toString() ?? String(exchange.failure?.message), /^hello/)
      assert.deepEqual(exchange.sent, bytes)
    }
    connection.close()
    assert.equal(proxy.asked.at(-1), `CONNECT ${new URL(entry.url).host} ${PROXY_CREDENTIALS}`)
  })

  test(`a WebSocket passes a proxy to a target with ${scheme}`, async t => {
    const { entry, folder, proxy, server } = await behindProxy(t, scheme)
    const sockets = new WebSocketServer({ server })
    sockets.on('connection', socket => socket.on('message', data => socket.send(data)))
    t.after(() => sockets.clients.forEach(client => client.terminate()))
    const session = await openSession(entry, { folder })
    t.after(() => session.close())
    const { connection, exchange } = await session.clients.openSocket('/', '')
    assert.ok(connection, exchange.failure?.message)
    connection.send('echo')
    const message = await session.clients.hear(connection, () => true)
    assert.equal(message?.data.toString(), 'echo')
    assert.equal(proxy.asked.at(-1), `CONNECT ${new URL(entry.url).host} ${PROXY_CREDENTIALS}`)
    await connection.close()
  })
}

test('a proxy that refuses raw bytes is not taken for the target', async t => {
  const proxy = await proxyServer(t, 403)
  const session = await openSession({ url: 'http://127.0.0.1:1', proxy: proxy.url })
  t.after(() => session.close())
  const { failure } = await session.clients.sendRaw({ pieces: [requestBytes('GET', '/', [])] }, '')
  assert.equal(`${failure?.kind}: ${failure?.message}`, 'refused: the proxy answered 403 No')
  const opened = await session.clients.openSocket('/', '')
  assert.equal(opened.exchange.failure?.message, 'the proxy answered 403 No')
})

for (const refusal of [407, 502]) {
  test(`a proxy that answers ${refusal} is not taken for the target`, async t => {
    const { ca, cert, key } = await makeCertificate()
    const url = await serveTls(t, { cert, key })
    const folder = folderOf({ 'ca.pem': ca })
    const proxy = await proxyServer(t, refusal)
    const entry = { url, proxy: proxy.url, tls: { ca: 'ca.pem' } }
    const session = await openSession(entry, { folder })
    t.after(() => session.close())
    const { failure } = await session.clients.send({ method: 'GET', target: '/' }, '')
    assert.equal(`${failure?.kind}: ${failure?.message}`, `refused: the proxy answered ${refusal} No`)
    assert.equal(
      await obstacle(entry, folder),
      `Nothing answers at ${url}: the proxy answered ${refusal} No.`,
    )
  })
}

test('a proxy that asks for a password is not taken for a target without TLS', async t => {
  const proxy = await proxyServer(t, 407)
  const session = await openSession({ url: 'http://127.0.0.1:1', proxy: proxy.url })
  t.after(() => session.close())
  const { failure } = await session.clients.send({ method: 'GET', target: '/' }, '')
  assert.equal(failure?.kind, 'refused')
  assert.match(failure?.message ?? '', /the proxy answered 407/)
})

test('a proxy that is not there is told', async () => {
  assert.equal(
    await obstacle({ url: 'http://127.0.0.1:2', proxy: 'http://127.0.0.1:1' }),
    'Nothing answers at the proxy http://127.0.0.1:1: the connection is refused.',
  )
})
