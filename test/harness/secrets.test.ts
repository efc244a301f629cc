import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secrets } from '../../harness/secrets.js'
import { completeEntry } from '../../harness/target-entry.js'

test('a secret is removed in each form in which it travels', () => {
  const secrets = new Secrets()
  secrets.add('p+ss "word"')
  const seen = `p+ss "word" ${encodeURIComponent('p+ss "word"')} ${JSON.stringify('p+ss "word"')}`
  assert.equal(secrets.redact(seen), '[redacted] [redacted] "[redacted]"')
})

test('the longest secret wins where one contains another', () => {
  const secrets = new Secrets()
  secrets.add('secret')
  secrets.add('secret-longer')
  assert.equal(secrets.redact('secret-longer'), '[redacted]')
})

test('every credential of a target is a secret', () => {
  const secrets = new Secrets()
  secrets.addTarget(
    completeEntry({
      url: 'http://127.0.0.1:1',
      proxy: 'http://user:proxy-password@127.0.0.1:1',
      stage: { url: 'http://user:stage-password@127.0.0.1:1' },
      auth: { type: 'basic', username: 'user', password: 'basic-password' },
      headers: { 'X-Key': 'header-value' },
    }),
  )
  const wire = `proxy-password stage-password basic-password ${Buffer.from('user:basic-password').toString('base64')} header-value`
  assert.equal(secrets.redact(wire), '[redacted] [redacted] [redacted] [redacted] [redacted]')
})

test('fields that carry credentials are emptied whatever they hold', () => {
  const secrets = new Secrets()
  secrets.addHeaders(['X-Exosite-CIK'])
  assert.equal(secrets.redactHeader('authorization', 'Basic x'), '[redacted]')
  assert.equal(secrets.redactHeader('x-exosite-cik', 'abc'), '[redacted]')
  assert.equal(secrets.redactHeader('x-exosite-cik', ''), '')
  assert.equal(secrets.redactHeader('accept', 'text/csv'), 'text/csv')
  assert.equal(
    secrets.redactWire('GET / HTTP/1.1\r\nX-Exosite-CIK: abc\r\n'),
    'GET / HTTP/1.1\r\nX-Exosite-CIK: [redacted]\r\n',
  )
})

test('a secret beyond ASCII is found in bytes', () => {
  const secrets = new Secrets()
  secrets.add('pässwörd')
  assert.equal(secrets.redactBytes(Buffer.from('<pässwörd>\xff', 'utf8')).toString(), '<[redacted]>\xff')
  assert.equal(secrets.redact(Buffer.from('pässwörd').toString('latin1')), '[redacted]')
})

test('a secret is found in base64, in hexadecimal digits, in XML, and in JSON within JSON', () => {
  const secrets = new Secrets()
  const value = 'a"b<c>&d\'e\\f'
  secrets.add(value)
  const bytes = Buffer.from(value)
  const json = JSON.stringify(JSON.stringify(value).slice(1, -1)).slice(1, -1)
  const xml = 'a&quot;b&lt;c&gt;&amp;d&apos;e\\f'
  for (const form of [bytes.toString('base64url'), bytes.toString('hex'), json, xml]) {
    assert.equal(secrets.redact(`<${form}>`), '<[redacted]>')
  }
})

test('a secret that a shortened text cuts off is removed as far as it goes', () => {
  const secrets = new Secrets()
  secrets.add('canary-of-some-length')
  assert.equal(secrets.redact('body "canary-of-s..." and canary'), 'body "[redacted]..." and canary')
})

test('a field that carries credentials may have no space after its colon', () => {
  const secrets = new Secrets()
  assert.equal(secrets.redactWire('Cookie:a=b\r\nA: b'), 'Cookie: [redacted]\r\nA: b')
})

test('bytes that are no text stay as they are around a secret', () => {
  const secrets = new Secrets()
  secrets.add('canary')
  const bytes = Buffer.concat([Buffer.from([0, 255, 128]), Buffer.from('canary'), Buffer.from([254])])
  const expected = Buffer.concat([Buffer.from([0, 255, 128]), Buffer.from('[redacted]'), Buffer.from([254])])
  assert.deepEqual(secrets.redactBytes(bytes), expected)
})

test('a public word stays whole although a secret is part of it', () => {
  const secrets = new Secrets()
  secrets.add('conflict')
  secrets.spare(['exosite.refusal.never-enabled-is-a-conflict'])
  assert.equal(
    secrets.redact('exosite.refusal.never-enabled-is-a-conflict. A conflict, my.conflict'),
    'exosite.refusal.never-enabled-is-a-conflict. A [redacted], my.[redacted]',
  )
})

test('a document loses the secrets of its texts, and shares the rest with the given one', () => {
  const secrets = new Secrets()
  secrets.add('canary')
  const calm = { canary: ['a', 1, null, true] }
  const given = { text: 'a canary', rule: 'canary', list: ['b', { deep: 'canary!' }], calm }
  const redacted = secrets.redactIn(given, new Set(['rule']))
  assert.deepEqual(redacted, {
    text: 'a [redacted]',
    rule: 'canary',
    list: ['b', { deep: '[redacted]!' }],
    calm,
  })
  assert.equal(redacted.calm, calm)
  assert.equal(given.text, 'a canary')
})
