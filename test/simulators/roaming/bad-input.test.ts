import assert from 'node:assert/strict'
import { test } from 'node:test'
import { path, wanted, World } from './world.js'

const NAMESPACE = 'urn:oma:xml:rest:roamingProvisioning:1'
const whole = JSON.stringify({ roamingSubscription: wanted() })
const root = `rp:roamingSubscription xmlns:rp="${NAMESPACE}"`

const XML_BODIES: Readonly<Record<string, string | Buffer>> = {
  'an empty body': '',
  'truncated XML': `<${root}><userId><type>MSISDN</type>`,
  'two roots': `<${root}/><${root}/>`,
  'another root': `<rp:roamingSubscriptions xmlns:rp="${NAMESPACE}"/>`,
  'another namespace': '<rp:roamingSubscription xmlns:rp="urn:example"/>',
  'an undeclared prefix': '<rp:roamingSubscription/>',
  'an unknown encoding': '<?xml version="1.0" encoding="nonsense"?><a/>',
  'Latin-1 called UTF-8': Buffer.from(`<${root}><userId>\xe9</userId></rp:roamingSubscription>`, 'latin1'),
  'a null character': `<${root}>\0</rp:roamingSubscription>`,
  'an entity bomb':
    '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">' +
    Array.from(
      { length: 20 },
      (_, n) => `<!ENTITY b${n} "${`&${n === 0 ? 'a' : `b${n - 1}`};`.repeat(10)}">`,
    ).join('') +
    `]><${root}><userId>&b19;</userId></rp:roamingSubscription>`,
  'an external entity': `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><${root}>&e;</rp:roamingSubscription>`,
  'an external document type': `<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><${root}/>`,
  '100,000 nested elements': `<${root}>${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}</rp:roamingSubscription>`,
  '200,000 sisters': `<${root}>${'<a/>'.repeat(200_000)}</rp:roamingSubscription>`,
}

const JSON_BODIES: Readonly<Record<string, string | Buffer>> = {
  'an empty body': '',
  'truncated JSON': whole.slice(0, -5),
  'a wrong encoding': Buffer.from(whole.replace('00123', '\xe9'), 'latin1'),
  'UTF-16': Buffer.from(whole, 'utf16le'),
  'an array': '[]',
  'a string': '"roamingSubscription"',
  null: 'null',
  'another root': whole.replace('roamingSubscription', 'subscription'),
  'a null root': '{"roamingSubscription":null}',
  'two roots of one name': `{"roamingSubscription":{},${whole.slice(1)}`,
  'duplicate names': whole.replace('"status":', '"status":"Active","status":'),
  'duplicate names in disguise': whole.replace('"status":', '"stat\\u0075s":"Active","status":'),
  '100,000 nested arrays': '['.repeat(100_000) + ']'.repeat(100_000),
  '100,000 nested arrays inside': whole.replace('"00123"', '['.repeat(100_000) + ']'.repeat(100_000)),
  'a lone surrogate': whole.replace('00123', '\\ud800'),
  'a control character': whole.replace('00123', '\\u0001'),
  'a number for a string': whole.replace('"00123"', '123'),
  'an object for a string': whole.replace('"00123"', '{}'),
  'a name of the prototype': '{"__proto__":{"roamingSubscription":{}}}',
  '17 userIds': JSON.stringify({
    roamingSubscription: wanted({
      userId: Array.from({ length: 17 }, (_, n) => ({ type: 'Email', value: `${n}@example.com` })),
    }),
  }),
  'a text of a million characters': whole.replace('00123', 'x'.repeat(1_000_000)),
  'a notifyURL that is no URL': whole.replace('http://127.0.0.1:9/notifications', 'http://'),
  'a notifyURL of another scheme': whole.replace('http://127.0.0.1:9/notifications', 'file:///etc/passwd'),
}

for (const [format, bodies] of [
  ['XML', XML_BODIES],
  ['JSON', JSON_BODIES],
] as const) {
  for (const [what, raw] of Object.entries(bodies)) {
    test(`${what} in ${format} is refused with a requestError and stores nothing`, async () => {
      const world = new World()
      const started = performance.now()
      const type = format === 'XML' ? 'application/xml' : 'application/json'
      const reply = await world.send('POST', path(), undefined, { format, raw, contentType: type })
      assert.equal(reply.status, 400)
      assert.match(reply.body.toString(), /requestError.*messageId/s)
      assert.equal(world.core.provider.subscriptions.byId.size, 0)
      assert.ok(performance.now() - started < 1000)
    })
  }
}

test('Targets that address nothing are not found', async () => {
  const world = new World()
  for (const target of [
    '/',
    '*',
    '',
    '/roamingProvisioning/v1//roamingSubscriptions',
    `${path()}/`,
    `${path()}/a/b`,
    `${path()}/%zz`,
  ]) {
    assert.equal((await world.send('GET', target)).status, 404, target)
  }
  assert.equal((await world.send('GET', `${path()}/${'a'.repeat(3000)}`)).status, 414)
})

test('Other media types and charsets are unsupported', async () => {
  const world = new World()
  for (const contentType of ['text/plain', 'application/json; charset=utf-16', 'application/jsonx', '']) {
    const reply = await world.send('POST', path(), wanted(), { contentType })
    assert.equal(reply.status, 415, contentType)
  }
})

test('Random bytes end in a refusal', async () => {
  const world = new World()
  for (let seed = 1; seed < 300; seed++) {
    const raw = Buffer.from(Array.from({ length: seed }, (_, n) => (seed * 31 + n * n * 17) % 256))
    for (const format of ['XML', 'JSON'] as const) {
      assert.equal((await world.send('POST', path(), undefined, { format, raw })).status, 400)
    }
  }
  assert.equal(world.core.provider.subscriptions.byId.size, 0)
})

test('Bytes that are no request are refused in the same form', () => {
  const { core } = new World()
  const reply = core.refuse({ status: 431, why: 'The header fields are over 16 KiB.' })
  assert.equal(reply.status, 431)
  assert.match(reply.body.toString(), /<common:requestError /)
})
