import assert from 'node:assert/strict'
import { apiNames } from '../../cli/apis.js'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Misuse } from '../../harness/finding.js'
import { parseTargetFile, readTargetFile } from '../../harness/target-file.js'
import { temporaryFolder } from '../temporary-folder.js'

const ENVIRONMENT = { TOKEN: 'secret-token', BROKEN: 'two\nlines', PATH: '/bin' }

const parse = (text: string) => parseTargetFile('t.yaml', text, ENVIRONMENT)

function mistakesOf(text: string): string {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof Misuse) return error.message
    throw error
  }
  return 'no mistake'
}

/** An entry of exosite with these lines below its URL. */
const entry = (lines: string): string => `exosite:\n  url: http://x\n${lines.replace(/^/gm, '  ')}\n`

const MEMBERS =
  'url, auth, tls, proxy, headers, profile, capabilities, limits, callback, stage, fixtures, options'
const A_URL =
  'it must be a URL without a query such as http://127.0.0.1:8080 or https://devices.example.com/v1.'
const STATE = 'exosite.fixtures."enabled serial number"'

const CASES: readonly (readonly [name: string, text: string, message: string])[] = [
  [
    'an unknown API',
    'exosyte: {}',
    `1:1: exosyte is unknown; allowed: ${apiNames.join(', ')}. Did you mean "exosite"?`,
  ],
  [
    'an unknown member',
    entry('heders: {}'),
    `3:3: exosite.heders is unknown; allowed: ${MEMBERS}. Did you mean "headers"?`,
  ],
  ['a missing URL', 'exosite: {}', '1:1: exosite lacks "url".'],
  ['an empty entry', 'exosite:', '1:1: exosite is empty; it must be a mapping (name: value).'],
  [
    'a list for a mapping',
    entry('headers: [a]'),
    '3:3: exosite.headers is a list; it must be a mapping (name: value).',
  ],
  [
    'a wrong profile',
    entry('profile: oneplatform'),
    '3:3: exosite.profile is "oneplatform"; allowed: document, one-platform. Did you mean "one-platform"?',
  ],
  [
    'a wrong kind of authentication',
    entry('auth: { type: bearr, token: x }'),
    '3:11: exosite.auth.type is "bearr"; allowed: none, basic, bearer, apiKey, oauth2. Did you mean "bearer"?',
  ],
  [
    'authentication of no kind',
    entry('auth: { token: x }'),
    '3:3: exosite.auth lacks "type"; allowed: none, basic, bearer, apiKey, oauth2.',
  ],
  [
    'authentication with a wrong member for a missing one',
    entry('auth: { type: basic, username: x, pasword: y }'),
    '3:3: exosite.auth lacks "password".\n' +
      't.yaml:3:37: exosite.auth.pasword is unknown; allowed: type, username, password. Did you mean "password"?',
  ],
  [
    'a key in a wrong place',
    entry('auth: { type: apiKey, in: body, name: a, value: b }'),
    '3:25: exosite.auth.in is "body"; allowed: header, query, cookie.',
  ],
  [
    'a name that no header field can have',
    entry('auth: { type: apiKey, in: header, name: a b, value: c }'),
    '3:37: exosite.auth.name is "a b"; it must be a name of letters, digits, - and _ such as X-Api-Key.',
  ],
  [
    'a token with a line end, which is not shown',
    entry('auth: { type: bearer, token: "${BROKEN}" }'),
    '3:25: exosite.auth.token is unusable; it must be a token without spaces and line ends.',
  ],
  [
    'a time without a unit',
    entry('limits: { wait: 5 }'),
    '3:13: exosite.limits.wait is the number 5; it must be a time such as 500ms, 10s or 2m.',
  ],
  [
    'no time at all',
    entry('limits: { request: 0s }'),
    '3:13: exosite.limits.request is "0s"; it must be a time such as 500ms, 10s or 2m.',
  ],
  [
    'a wrong size',
    entry('limits: { body: 10MB }'),
    '3:13: exosite.limits.body is "10MB"; it must be a size such as 4096B, 64KiB or 10MiB.',
  ],
  [
    'a rate of nothing',
    entry('limits: { rate: 0 }'),
    '3:13: exosite.limits.rate is the number 0; it must be at least 0.01.',
  ],
  [
    'a URL without a scheme',
    'exosite: { url: "localhost:80" }',
    `1:12: exosite.url is "localhost:80"; ${A_URL}`,
  ],
  [
    'a URL with a wrong port',
    'exosite: { url: "http://x:99999" }',
    `1:12: exosite.url is "http://x:99999"; ${A_URL}`,
  ],
  [
    'a base URL with a query',
    'exosite: { url: "http://x/?a=b" }',
    `1:12: exosite.url is "http://x/?a=b"; ${A_URL}`,
  ],
  [
    'a wrong URL with a password',
    'exosite: { url: "http://u:secret@x y" }',
    `1:12: exosite.url is "http://...@x y"; ${A_URL}`,
  ],
  [
    'a URL with a user beside other credentials',
    'exosite: { url: "http://u:p@x", auth: { type: bearer, token: x } }',
    '1:12: exosite.url holds a user name, and exosite.auth is there too; allowed: one of them.',
  ],
  [
    'a wrong address',
    entry('callback: { listen: "localhost:99999" }'),
    '3:15: exosite.callback.listen is "localhost:99999"; it must be host:port such as 127.0.0.1:8090 or 0.0.0.0:0.',
  ],
  [
    'a certificate without its key',
    entry('tls: { cert: a.pem }'),
    '3:3: exosite.tls has "cert" and lacks "key", which belongs to it.',
  ],
  [
    'a wrong header name',
    entry('headers: { "X A": b }'),
    '3:14: exosite.headers."X A" is no name that a header field can have; allowed: letters, digits, - and _.',
  ],
  [
    'two kinds of stage',
    entry('stage: { url: "http://y", module: z }'),
    '3:3: exosite.stage has url and module; it must have exactly one of url, module.',
  ],
  [
    'a stage of no kind',
    entry('stage: {}'),
    '3:3: exosite.stage is empty; it must have exactly one of url, module.',
  ],
  [
    'a fact that is missing in an entry',
    entry(
      'fixtures:\n  enabled serial number:\n    - { vendor: a, model: b, sn: c }\n    - { vendor: a, model: b }',
    ),
    `6:9: ${STATE}[1] lacks "sn".`,
  ],
  [
    'a fact that is unknown in an entry',
    entry('fixtures:\n  enabled serial number:\n    - { vendor: a, model: b, sn: c, sm: d }'),
    `5:39: ${STATE}[0].sm is unknown; allowed: vendor, model, sn. Did you mean "sn"?`,
  ],
  [
    'a fact that YAML takes for a number',
    entry('fixtures:\n  enabled serial number:\n    - { vendor: a, model: b, sn: 0012 }'),
    `5:32: ${STATE}[0].sn is the number 0012; it must be text: write it in quotes.`,
  ],
  [
    'an entry that is no mapping',
    entry('fixtures:\n  enabled serial number: [foo]'),
    `4:29: ${STATE}[0] is "foo"; it must be a mapping (name: value).`,
  ],
  [
    'a fixture that is no list',
    entry('fixtures:\n  enabled serial number: { vendor: a }'),
    `4:5: ${STATE} is a mapping; it must be a list.`,
  ],
  [
    'bytes that are no base64',
    entry(
      'fixtures:\n  client with contents:\n    - vendor: a\n      model: b\n      cik: c\n      contents:\n        - { id: a, type: b, meta: c, updated: 1, body: hello }',
    ),
    '9:52: exosite.fixtures."client with contents"[0].contents[0].body is "hello"; it must be in base64.',
  ],
  [
    'a mistake in an aliased entry, at the anchor and at the alias',
    entry('fixtures:\n  enabled serial number:\n    - &a { vendor: a, model: b }\n    - *a'),
    `5:12: ${STATE}[0] lacks "sn".\nt.yaml:6:9: ${STATE}[1] lacks "sn".`,
  ],
  [
    'a wrong fact in an aliased entry, at the anchor',
    entry('fixtures:\n  enabled serial number: [&a { vendor: a, model: b, sn: 1 }, *a]'),
    `4:55: ${STATE}[0].sn is the number 1; it must be text: write it in quotes.\n` +
      `t.yaml:4:55: ${STATE}[1].sn is the number 1; it must be text: write it in quotes.`,
  ],
  ['an empty file', '', '1:1: the file is empty; it must be a mapping (name: value).'],
  ['a file that is a list', '- exosite', '1:1: the file is a list; it must be a mapping (name: value).'],
  ['a file without an entry', '{}', `1:1: the file is empty; allowed: ${apiNames.join(', ')}.`],
  ['a tab', 'exosite:\n\turl: http://x', '2:1: the line is indented with a tab; YAML allows spaces only.'],
  [
    'a quote that is not closed',
    'exosite:\n  url: "http://x\n',
    '3:1: the file is no valid YAML: Missing closing "quote.',
  ],
  [
    'a variable without quotes within braces',
    entry('auth: { type: bearer, token: ${TOKEN} }'),
    '3:33: the file is no valid YAML: Unexpected flow-map-start at node end. Within { } a variable needs quotes: "${NAME}".',
  ],
  ['a member that is there twice', entry('url: http://y'), '3:3: this member is there twice.'],
  ['two documents', `${entry('')}---\n`, '4:1: a second document begins here; a target file has one.'],
  ['a tag', 'exosite:\n  url: !secret http://x', '2:8: the file is no valid YAML: Unresolved tag: !secret.'],
  ['an alias without an anchor', entry('headers: *h'), '3:12: no anchor &h stands before this alias.'],
  [
    'a variable that is missing',
    entry('auth: { type: bearer, token: "${TOKN}" }'),
    '3:32: the environment has no variable "TOKN". Did you mean "TOKEN"?',
  ],
  [
    'a variable that is missing where a form is asked for',
    'exosite:\n  url: ${NOTHING_OF_THE_KIND}',
    '2:8: the environment has no variable "NOTHING_OF_THE_KIND".',
  ],
  [
    'a variable that is not closed',
    entry('headers: { a: "${TOKEN" }'),
    '3:17: "${TOKEN" names no environment variable; allowed: ${NAME}, and $${ for the characters ${ themselves.',
  ],
]

for (const [name, text, message] of CASES) {
  test(`the mistake is told: ${name}`, () => assert.equal(mistakesOf(text), `t.yaml:${message}`))
}

test('an unknown state is told with the known ones and a guess', () => {
  const message = mistakesOf(entry('fixtures:\n  enabled serial numbr: []'))
  assert.match(
    message,
    /^t\.yaml:4:5: exosite\.fixtures\."enabled serial numbr" is unknown; allowed: enabled/,
  )
  assert.match(message, /Did you mean "enabled serial number"\?$/)
})

test('all mistakes are told at once, in the order of the file', () => {
  const text =
    'exosite:\n  url: nowhere\n  profile: ${NO}\n  url: x\n  limits: { request: x }\n  auth: { type: foo }'
  const lines = mistakesOf(text).split('\n')
  assert.deepEqual(
    lines.map(line => line.split(':')[1]),
    ['2', '3', '4', '5', '6'],
  )
})

test('a value from the environment is not shown', () => {
  assert.doesNotMatch(mistakesOf(entry('profile: ${TOKEN}')), /secret-token/)
})

test('aliases that unfold without bounds are refused at once', () => {
  const names = 'abcdefghijklmnop'
  const lines = names.split('').map((name, index) => {
    const items = index === 0 ? 'x' : `*${names[index - 1]}`
    return `${name}: &${name} [${Array.from({ length: 9 }).fill(items).join(', ')}]`
  })
  assert.match(
    mistakesOf(entry(lines.join('\n'))),
    /the aliases \(\*name\) of the file unfold to too many values/,
  )
})

test('an anchor may be used as often as there are scenarios', () => {
  const uses = Array.from({ length: 300 }).fill('    - *a').join('\n')
  const file = parse(
    entry(`fixtures:\n  enabled serial number:\n    - &a { vendor: a, model: b, sn: c }\n${uses}`),
  )
  assert.equal(file.entries['exosite']?.fixtures?.['enabled serial number']?.length, 301)
})

test('a name from the language is no member', () => {
  assert.match(
    mistakesOf(entry('__proto__: { a: b }\nconstructor: c')),
    /__proto__ is unknown.*\n.*constructor is/,
  )
})

test('the environment stands for values everywhere, and only there', () => {
  const { entries, secrets } = parse(
    entry(
      'headers: &h { A: "Bearer ${TOKEN}", B: "$${TOKEN}" }\nfixtures:\n  other vendor:\n    - vendor: x-${TOKEN}\ncapabilities: { <<: {} }',
    ),
  )
  assert.deepEqual(entries['exosite']?.headers, { A: 'Bearer secret-token', B: '${TOKEN}' })
  assert.deepEqual(entries['exosite']?.fixtures, { 'other vendor': [{ vendor: 'x-secret-token' }] })
  assert.deepEqual(secrets, ['secret-token'])
})

test('a user name and password in the URL are the authentication', () => {
  const { entries } = parse('exosite: { url: "https://user:p%40ss@x/y/" }')
  assert.equal(entries['exosite']?.url, 'https://x/y/')
  assert.deepEqual(entries['exosite']?.auth, { type: 'basic', username: 'user', password: 'p@ss' })
})

test('limits are read in their units', () => {
  const { entries } = parse(entry('limits: { request: 500ms, wait: 2m, body: 64KiB, rate: 0.5 }'))
  assert.deepEqual(entries['exosite']?.limits, { request: 500, wait: 120_000, body: 65_536, rate: 0.5 })
})

test('a file that cannot be read is told by why', () => {
  const folder = temporaryFolder()
  const latin = join(folder, 'latin.yaml')
  writeFileSync(latin, Buffer.from('exosite: { url: "http://\xe9" }', 'latin1'))
  const read = (path: string) => () => readTargetFile(path, {})
  assert.throws(read(join(folder, 'none.yaml')), /^Misuse: The target file .*none\.yaml does not exist\.$/)
  assert.throws(read(folder), /^Misuse: The target file .* is a folder; it must be a YAML file\.$/)
  assert.throws(read(latin), /^Misuse: The target file .* is no text in UTF-8\.$/)
})

test('a file may begin with a byte order mark and end its lines with CRLF', () => {
  const file = join(temporaryFolder(), 'crlf.yaml')
  writeFileSync(file, '\uFEFFexosite:\r\n  url: http://x\r\n')
  assert.equal(readTargetFile(file, {}).entries['exosite']?.url, 'http://x')
})
