import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { packageRoot } from '../../harness/package-root.js'
import { bodyOf, serve } from './local-servers.js'
import { temporaryFolder } from '../temporary-folder.js'

const CIK_IN_ANSWER = 'canarycanarycanarycanarycanaryanswer0000'

/** Every canary that a run with this kind of credentials has. */
const ALWAYS = [
  CIK_IN_ANSWER,
  'canary-of a header',
  'canary-from-env/ä+b',
  'canary-cik-of-a-fixture',
  'canary-old-cik',
  'canary-authorised-cik',
]

const URL_PASSWORD = 'canary-url p@ss'
const PROXY_PASSWORD = 'canary-proxy p@ss'

const CASES: readonly {
  readonly name: string
  readonly auth?: string
  readonly canaries: readonly string[]
  readonly userInfo?: string
  readonly proxyInfo?: string
}[] = [
  {
    name: 'basic',
    auth: '{ type: basic, username: "jürgen", password: "canary-pässwörd&<x>" }',
    canaries: ['canary-pässwörd&<x>', 'jürgen:canary-pässwörd&<x>'],
  },
  {
    name: 'bearer',
    auth: '{ type: bearer, token: canary-bearer-token== }',
    canaries: ['canary-bearer-token=='],
  },
  {
    name: 'a key in a header',
    auth: '{ type: apiKey, in: header, name: X-Key, value: canary-header-key }',
    canaries: ['canary-header-key'],
  },
  {
    name: 'a key in the query',
    auth: '{ type: apiKey, in: query, name: key, value: "canary query&key" }',
    canaries: ['canary query&key'],
  },
  {
    name: 'a key in a cookie',
    auth: '{ type: apiKey, in: cookie, name: key, value: canary-cookie-key }',
    canaries: ['canary-cookie-key'],
  },
  {
    name: 'oauth2',
    auth: '{ type: oauth2, tokenUrl: "URL/token", clientId: me, clientSecret: "canary secret/ä" }',
    canaries: ['canary secret/ä', 'me:canary secret/ä', 'canary-access-token'],
  },
  {
    name: 'a password in the URL',
    userInfo: `user:${encodeURIComponent(URL_PASSWORD)}@`,
    canaries: [URL_PASSWORD, `user:${URL_PASSWORD}`],
  },
  {
    name: "a password in the proxy's URL",
    proxyInfo: `user:${encodeURIComponent(PROXY_PASSWORD)}@`,
    canaries: [PROXY_PASSWORD, `user:${PROXY_PASSWORD}`],
  },
]

for (const { name, auth, canaries, userInfo = '', proxyInfo } of CASES) {
  test(`no secret is printed or left: ${name}`, async t => {
    const echo = await serve((request, response) => void answer(request, response))
    t.after(() => echo.close())
    const folder = temporaryFolder()
    const url = echo.url.replace('//', `//${userInfo}`)
    const lines = [
      'exosite:',
      `  url: ${url}/base`,
      ...(auth ? [`  auth: ${auth.replace('URL', echo.url)}`] : []),
      ...(proxyInfo ? [`  proxy: ${echo.url.replace('//', `//${proxyInfo}`)}`] : []),
      '  headers: { X-Own: "canary-of a header", X-Env: "${CANARY_ASCII}" }',
      '  limits: { request: 2s }',
      ...FIXTURES,
    ]
    writeFileSync(join(folder, 'target.yaml'), lines.join('\n'))
    const printed = await runAssay(folder)
    assert.match(printed, /FAIL {2}exosite\./)
    const texts = { 'the console': printed, ...filesIn(join(folder, 'report')) }
    assert.ok(Object.keys(texts).some(path => path.endsWith('evidence.har')))
    for (const [path, text] of Object.entries(texts)) {
      for (const canary of [...ALWAYS, ...canaries]) {
        for (const form of formsOf(canary)) {
          const at = text.indexOf(form)
          assert.equal(at, -1, `${path}: ...${text.slice(Math.max(0, at - 60), at + 60)}`)
        }
      }
    }
  })
}

const FIXTURES = `
  fixtures:
    enabled serial number: [&sn { vendor: acme, model: lamp, sn: "x-\${CANARY}" }, *sn, *sn, *sn, *sn, *sn, *sn, *sn]
    serial number not enabled: [*sn, *sn, *sn, *sn]
    re-enabled serial number: [{ vendor: acme, model: lamp, sn: S-1, oldCik: canary-old-cik }]
    activated client: [{ vendor: acme, model: lamp, sn: S-2, cik: canary-cik-of-a-fixture }]
    client with contents:
      - vendor: acme
        model: lamp
        cik: canary-cik-of-a-fixture
        contents: [{ id: one, type: text/plain, meta: "some meta", updated: 1, body: aGVsbG8= }]
    protected content:
      - { vendor: acme, model: lamp, cik: canary-cik-of-a-fixture, authorisedCik: canary-authorised-cik, content: two }`
  .split('\n')
  .slice(1)

/** Answers with everything that came, in several forms; a token and keys where they are asked for. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request)
  if (request.url?.endsWith('/token')) {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end('{"access_token":"canary-access-token","token_type":"Bearer"}')
    return
  }
  if (request.url?.includes('/provision/activate') && body.includes('sn=x-')) {
    response.end(CIK_IN_ANSWER)
    return
  }
  const values = [request.url ?? '', ...request.rawHeaders, body]
  const echo = values.flatMap(value => [
    value,
    encodeURIComponent(value),
    Buffer.from(value).toString('base64'),
  ])
  const ending = request.url?.includes('/one') ? [Buffer.from([0xff, 0])] : []
  response.writeHead(request.method === 'POST' ? 404 : 200, {
    'X-Echo': encodeURIComponent(request.rawHeaders.join(' ')),
    'X-Echo-Authorization': request.headers.authorization ?? '',
    'Content-Type': `text/plain; of=${JSON.stringify(request.headers['x-own'])}`,
  })
  response.end(Buffer.concat([Buffer.from(echo.join('\n')), ...ending]))
}

function runAssay(folder: string): Promise<string> {
  const parameters = [
    'run',
    'exosite',
    '--target',
    'target.yaml',
    '--out',
    'report',
    '--seed',
    '1',
    '--allure',
  ]
  const child = spawn(process.execPath, [join(packageRoot, 'dist/cli/main.js'), ...parameters], {
    cwd: folder,
    env: { ...process.env, CANARY: 'canary-from-env/ä+b', CANARY_ASCII: 'canary-of a header' },
  })
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  return new Promise(done => child.on('close', () => done(Buffer.concat(chunks).toString('utf8'))))
}

/** Texts of all files below a folder; bytes in base64 within a HAR are decoded. */
function filesIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name =>
    statSync(join(folder, name)).isFile(),
  )
  return Object.fromEntries(
    files.map(name => {
      const text = readFileSync(join(folder, name), 'utf8')
      const decoded = [...text.matchAll(/"text":"([A-Za-z0-9+/=]+)","encoding":"base64"/g)]
      const bytes = decoded.map(([, base64]) => Buffer.from(base64 ?? '', 'base64').toString('utf8'))
      return [name, [text, ...bytes].join('\n')]
    }),
  )
}

function formsOf(canary: string): string[] {
  const bytes = Buffer.from(canary)
  return [
    canary,
    encodeURIComponent(canary),
    new URLSearchParams({ c: canary }).toString().slice(2),
    JSON.stringify(canary).slice(1, -1),
    bytes.toString('latin1'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ]
}
