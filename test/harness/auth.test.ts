import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import type { IncomingHttpHeaders, RequestListener } from 'node:http'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { requestBytes } from '../../harness/raw-client.js'
import { Secrets } from '../../harness/secrets.js'
import type { Session } from '../../harness/session.js'
import type { WrittenEntry } from '../../harness/target-entry.js'
import { bodyOf, makeCertificate, openSession, serve } from './local-servers.js'
import { temporaryFolder } from '../temporary-folder.js'

interface Seen {
  readonly url: string
  readonly headers: IncomingHttpHeaders
}

/** Opens a session with a server that keeps what it gets. */
async function seeing(
  t: TestContext,
  entry: Partial<WrittenEntry>,
  options: Parameters<typeof openSession>[1] = {},
): Promise<{ session: Session; seen: Seen[] }> {
  const seen: Seen[] = []
  const target = await serve((request, response) => {
    seen.push({ url: request.url ?? '', headers: request.headers })
    response.end('ok')
  })
  t.after(() => target.close())
  const session = await openSession({ url: `${target.url}/base/`, ...entry }, options)
  t.after(() => session.close())
  return { session, seen }
}

async function tokens(t: TestContext, listener: RequestListener): Promise<string> {
  const server = await serve(listener)
  t.after(() => server.close())
  return `${server.url}/token?tenant=a`
}

const json = { 'content-type': 'application/json' }

const CASES: readonly (readonly [name: string, entry: Partial<WrittenEntry>, url: string, fields: object])[] =
  [
    ['none', {}, '/base/a?b=c', { authorization: undefined }],
    [
      'basic, in UTF-8',
      { auth: { type: 'basic', username: 'jürgen', password: 'pä:ss' } },
      '/base/a?b=c',
      { authorization: `Basic ${Buffer.from('jürgen:pä:ss', 'utf8').toString('base64')}` },
    ],
    ['bearer', { auth: { type: 'bearer', token: 'abc' } }, '/base/a?b=c', { authorization: 'Bearer abc' }],
    [
      'a key in a header',
      { auth: { type: 'apiKey', in: 'header', name: 'X-Key', value: 'k e y' } },
      '/base/a?b=c',
      { 'x-key': 'k e y' },
    ],
    [
      'a key in the query',
      { auth: { type: 'apiKey', in: 'query', name: 'the key', value: 'a&b' } },
      '/base/a?b=c&the%20key=a%26b',
      {},
    ],
    [
      'a key in a cookie',
      { auth: { type: 'apiKey', in: 'cookie', name: 'key', value: 'abc' } },
      '/base/a?b=c',
      { cookie: 'key=abc' },
    ],
  ]

for (const [name, entry, url, fields] of CASES) {
  test(`credentials reach the target from both clients: ${name}`, async t => {
    const { session, seen } = await seeing(t, { ...entry, headers: { 'X-Own': 'own', 'X-Both': 'file' } })
    await session.clients.send({ method: 'GET', target: '/a?b=c', headers: [['x-both', 'request']] }, '')
    const { target, headers } = await session.clients.rawHead('/a?b=c', [['x-both', 'request']])
    await session.clients.sendRaw({ pieces: [requestBytes('GET', target, headers)] }, '')
    assert.equal(seen.length, 2)
    for (const request of seen) {
      assert.equal(request.url, url)
      const expected = {
        ...fields,
        'x-own': 'own',
        'x-both': 'request',
        host: new URL(session.target.url).host,
      }
      for (const [field, value] of Object.entries(expected))
        assert.equal(request.headers[field], value, field)
    }
  })
}

test('a key in the query needs no other parameter', async t => {
  const { session, seen } = await seeing(t, { auth: { type: 'apiKey', in: 'query', name: 'k', value: 'v' } })
  await session.clients.send({ method: 'GET', target: '/a' }, '')
  assert.equal(seen[0]?.url, '/base/a?k=v')
})

test('an anonymous request has the headers of the target file and no credentials', async t => {
  const { session, seen } = await seeing(t, { auth: { type: 'bearer', token: 'x' }, headers: { A: 'b' } })
  await session.clients.send({ method: 'GET', target: '/' }, '', { anonymous: true })
  assert.equal(seen[0]?.headers['authorization'], undefined)
  assert.equal(seen[0]?.headers['a'], 'b')
})

const oauth = (tokenUrl: string) => ({
  auth: { type: 'oauth2', tokenUrl, clientId: 'me & you', clientSecret: 'pä ss', scope: 'a b' } as const,
})

test('a token is asked for once by requests side by side, and is a secret', async t => {
  const asked: { url: string | undefined; authorization: string | undefined; body: string }[] = []
  const tokenUrl = await tokens(t, (request, response) => {
    const answerTo = async (): Promise<void> => {
      const body = await bodyOf(request)
      asked.push({ url: request.url, authorization: request.headers.authorization, body })
      const answer = { access_token: `canary-token-${asked.length}`, token_type: 'Bearer', expires_in: 3600 }
      response.writeHead(200, json).end(JSON.stringify(answer))
    }
    void answerTo()
  })
  const secrets = new Secrets()
  const { session, seen } = await seeing(t, oauth(tokenUrl), { secrets })
  await Promise.all(Array.from({ length: 5 }, () => session.clients.send({ method: 'GET', target: '/' }, '')))
  assert.equal(asked.length, 1)
  assert.equal(asked[0]?.url, '/token?tenant=a')
  assert.deepEqual(Object.fromEntries(new URLSearchParams(asked[0]?.body)), {
    grant_type: 'client_credentials',
    scope: 'a b',
  })
  // RFC 6749 section 2.3.1: both parts are form-encoded first.
  const credentials = Buffer.from(asked[0]?.authorization?.slice('Basic '.length) ?? '', 'base64').toString()
  assert.equal(credentials, 'me+%26+you:p%C3%A4+ss')
  assert.deepEqual(
    new Set(seen.map(({ headers }) => headers.authorization)),
    new Set(['Bearer canary-token-1']),
  )
  assert.equal(secrets.redact('canary-token-1'), '[redacted]')
})

test('requests side by side share one request for the first token', async t => {
  let asked = 0
  const tokenUrl = await tokens(t, (_request, response) => {
    asked += 1
    // The token is over before it is used: every turn needs one, and a turn side by side shares it.
    const answer = { access_token: `token-${asked}`, token_type: 'Bearer', expires_in: 0 }
    setTimeout(() => response.writeHead(200, json).end(JSON.stringify(answer)), 20)
  })
  const { session, seen } = await seeing(t, oauth(tokenUrl))
  assert.equal(asked, 1)
  await Promise.all(Array.from({ length: 5 }, () => session.clients.send({ method: 'GET', target: '/' }, '')))
  assert.equal(asked, 2)
  await session.clients.send({ method: 'GET', target: '/' }, '')
  assert.equal(asked, 3)
  assert.equal(seen.at(-1)?.headers.authorization, 'Bearer token-3')
})

for (const [name, status, type, body, reason] of [
  [
    'the words of the server',
    401,
    'application/json',
    '{"error":"invalid_client","error_description":"Unknown\\nclient."}',
    'it answered 401 Unauthorized: invalid_client, Unknown client.',
  ],
  ['no JSON', 200, 'text/html', '<html>', 'it answered 200 OK: '],
  ['no token', 200, 'application/json', '{}', 'it answered 200 OK: '],
  ['a server in trouble', 503, 'text/plain', 'later', 'it answered 503 Service Unavailable: '],
] as const) {
  test(`a token that cannot be had is a misuse in one line, before anything is judged: ${name}`, async t => {
    const tokenUrl = await tokens(t, (_request, response) => {
      response.writeHead(status, { 'content-type': type }).end(body)
    })
    await assert.rejects(seeing(t, oauth(tokenUrl)), (error: Error) => {
      assert.equal(error.name, 'Misuse')
      assert.ok(
        error.message.startsWith(`auth.tokenUrl ${tokenUrl} gave no access token: ${reason}`),
        error.message,
      )
      assert.doesNotMatch(error.message, /\n/)
      return true
    })
  })
}

test('a token endpoint that is not there is a misuse', async t => {
  await assert.rejects(
    seeing(t, oauth('http://127.0.0.1:1/token')),
    /^Misuse: auth\.tokenUrl .* gave no access token: .*ECONNREFUSED/,
  )
})

test('a request after a failed one asks for a token again', async t => {
  let asked = 0
  const tokenUrl = await tokens(t, (_request, response) => {
    asked += 1
    if (asked === 2) response.writeHead(500).end()
    else {
      const answer = { access_token: `token-${asked}`, token_type: 'Bearer', expires_in: 0 }
      response.writeHead(200, json).end(JSON.stringify(answer))
    }
  })
  const { session, seen } = await seeing(t, oauth(tokenUrl))
  await assert.rejects(session.clients.send({ method: 'GET', target: '/' }, ''), /500/)
  await session.clients.send({ method: 'GET', target: '/' }, '')
  assert.equal(seen[0]?.headers.authorization, 'Bearer token-3')
})

test("a token endpoint is asked over TLS with the target's own authority", async t => {
  const { ca, cert, key } = await makeCertificate()
  const server = await serve(
    (_request, response) => {
      response.writeHead(200, json).end('{"access_token":"over-tls","token_type":"Bearer"}')
    },
    { cert, key },
  )
  t.after(() => server.close())
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'ca.pem'), ca)
  const { session, seen } = await seeing(
    t,
    { ...oauth(`${server.url}/token`), tls: { ca: 'ca.pem' } },
    { folder },
  )
  await session.clients.send({ method: 'GET', target: '/' }, '')
  assert.equal(seen[0]?.headers.authorization, 'Bearer over-tls')
  await assert.rejects(seeing(t, oauth(`${server.url}/token`)), /^Misuse: auth\.tokenUrl .*unable to verify/)
})
