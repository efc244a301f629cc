import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { apiNames, loadApis } from '../../cli/apis.js'
import type { Console } from '../../cli/console.js'
import { init } from '../../cli/init.js'
import { plainPaint } from '../../reports/paint.js'
import { assay, serve, type Served } from './assay.js'
import { temporaryFolder } from '../temporary-folder.js'

const folder = temporaryFolder()
let server: Served
let locked: Server
let lockedUrl: string

before(async () => {
  server = await serve(folder, 'exosite')
  const credentials = `Basic ${Buffer.from('portal:right').toString('base64')}`
  locked = createServer(({ headers }, response) => {
    const known = headers.authorization === credentials
    response.writeHead(known ? 404 : 401, known ? {} : { 'WWW-Authenticate': 'Basic realm="orders"' }).end()
  })
  await new Promise<void>(done => locked.listen(0, '127.0.0.1', done))
  lockedUrl = `http://127.0.0.1:${(locked.address() as AddressInfo).port}`
})
after(async () => {
  locked.close()
  await server.stop()
})

const read = (name: string): string => readFileSync(join(folder, name), 'utf8')

/** A console at which a person gives these answers; what is printed and asked is kept. */
function person(answers: readonly string[] | undefined, env: Readonly<Record<string, string>> = {}) {
  const said: string[] = []
  const left = [...(answers ?? [])]
  const terminal: Console = {
    interactive: true,
    paint: plainPaint,
    env,
    cwd: folder,
    print: text => said.push(text),
    error: text => said.push(text),
    progress: () => {},
    interruption: () => new AbortController().signal,
    ...(answers === undefined
      ? {}
      : {
          ask: async (question: string) => {
            said.push(question)
            const answer = left.shift()
            assert.ok(answer !== undefined, `nobody expects the question "${question}"`)
            return answer
          },
        }),
  }
  return { terminal, said, left }
}

test('with flags a target file is written that runs', async () => {
  const made = await assay(folder, 'init', 'exosite', '--url', server.url, '--stage', server.stage)
  assert.equal(made.stderr, '')
  assert.equal(made.code, 0)
  assert.match(
    made.stdout,
    /Something listens at[\s\S]*The stage brings about ".+"\.[\s\S]*assay run --target target\.yaml/,
  )
  const text = read('target.yaml')
  assert.ok(text.trimEnd().split('\n').length <= 15)
  const { code, stdout } = await assay(folder, 'run', '--target', 'target.yaml')
  assert.match(stdout, /conformant/)
  assert.equal(code, 0)
  const again = await assay(folder, 'init', 'exosite', '--url', server.url)
  assert.equal(again.code, 3)
  assert.match(again.stderr, /target\.yaml exists already\. --force/)
  assert.equal(read('target.yaml'), text)
})

for (const api of apiNames) {
  test(`the target file of ${api} is read without a mistake, with and without a stage`, async () => {
    for (const stage of ['', server.stage]) {
      const { terminal } = person(undefined)
      const out = `${api}.yaml`
      const [loaded] = await loadApis([api])
      const option = Object.entries(loaded?.suite.options ?? {})
        .filter(([, { optional }]) => !optional)
        .map(([name]) => `${name}=x: "y"`)
      const options = { api, url: lockedUrl, auth: 'none', out, force: true, option }
      const made = init({ ...options, ...(stage === '' ? {} : { stage }) }, terminal)
      // The stage of another API cannot bring about the states of this one.
      if (stage !== '' && api !== 'exosite') await assert.rejects(made, /The stage answered/)
      else assert.equal(await made, 0)
      assert.ok(read(out).trimEnd().split('\n').length <= 15)
    }
  })
}

test('a person is asked for what is missing, told what was tried, and may answer again', async () => {
  const { terminal, said, left } = person([
    'exosyte',
    'exosite',
    'devices',
    'http://127.0.0.1:1',
    server.url,
    '',
    '',
    `${server.url}/nowhere`,
    server.stage,
  ])
  assert.equal(await init({ out: 'asked.yaml' }, terminal), 0)
  assert.deepEqual(left, [])
  const all = said.join('\n')
  assert.match(all, /! "exosyte" is none of seram/)
  assert.match(all, /! "devices" is no URL/)
  assert.match(all, /! Nothing answers at http:\/\/127\.0\.0\.1:1/)
  assert.match(all, /! The stage answered 404/)
  assert.match(all, /✔ The stage brings about/)
  assert.match(read('asked.yaml'), /^exosite: # Exosite Device Provisioning API$/m)
})

test('settings that an API cannot do without are asked for, and any may be given', async () => {
  const { terminal, said } = person([server.url, '', '', 'DSPAA', ''])
  const options = { api: 'roaming', out: 'roaming.yaml', force: true }
  assert.equal(await init({ ...options, option: ['arpId=ARPBB', 'transitionStatus=409'] }, terminal), 0)
  assert.ok(said.some(text => text.startsWith('dspId: The DSP under test')))
  assert.match(read('roaming.yaml'), /options: \{ arpId: ARPBB, transitionStatus: 409, dspId: DSPAA \}/)
  await assert.rejects(
    init(
      { ...options, url: server.url, auth: 'none', profile: 'document', stage: '', option: ['arpId'] },
      terminal,
    ),
    /--option arpId: it must have the form name=value\./,
  )
})

test('credentials are tried, the server says which it wants, and secrets stay out of the file', async () => {
  const make = async (password: string): Promise<string> => {
    const { terminal, said } = person([lockedUrl, '', 'ORDERS_PASSWORD', 'portal', '', ''], {
      ORDERS_PASSWORD: password,
    })
    assert.equal(await init({ api: 'onapi', out: 'locked.yaml', force: true }, terminal), 0)
    return said.join('\n')
  }
  const wrong = await make('wrong')
  assert.match(wrong, /Credentials \(.+\) \[basic\]/)
  assert.match(wrong, /! GET \/ is answered 401, which asks for basic\.\n(?!.*✔ GET)/)
  const right = await make('right-password'.slice(0, 5))
  assert.match(right, /✔ GET \/ is answered 404\./)
  assert.match(
    read('locked.yaml'),
    /auth: \{ type: basic, username: portal, password: "\$\{ORDERS_PASSWORD\}" \}/,
  )
  assert.ok(!read('locked.yaml').includes('right'))
})

test('where nobody is there to ask, what is missing is named', async () => {
  const { code, stderr } = await assay(folder, 'init', 'exosite', '--out', 'none.yaml')
  assert.equal(code, 3)
  assert.match(stderr, /Base URL of the implementation: nobody is there to ask\. Say it with --url\./)
  assert.ok(!existsSync(join(folder, 'none.yaml')))
  const wrong = await assay(folder, 'init', 'exosite', '--url', 'http://127.0.0.1:1', '--out', 'none.yaml')
  assert.equal(wrong.code, 3)
  assert.match(wrong.stderr, /Nothing answers at/)
})
