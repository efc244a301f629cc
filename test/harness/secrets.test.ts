import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secrets } from '../../harness/secrets.js'
import { completeEntry } from '../../harness/target-file.js'

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
      url: 'http://user:url-password@127.0.0.1:1',
      auth: { type: 'basic', username: 'user', password: 'basic-password' },
      headers: { 'X-Key': 'header-value' },
    }),
  )
  const wire = `url-password basic-password ${Buffer.from('user:basic-password').toString('base64')} header-value`
  assert.equal(secrets.redact(wire), '[redacted] [redacted] [redacted] [redacted]')
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

test('bytes that are no text stay as they are around a secret', () => {
  const secrets = new Secrets()
  secrets.add('canary')
  const bytes = Buffer.concat([Buffer.from([0, 255, 128]), Buffer.from('canary'), Buffer.from([254])])
  const expected = Buffer.concat([Buffer.from([0, 255, 128]), Buffer.from('[redacted]'), Buffer.from([254])])
  assert.deepEqual(secrets.redactBytes(bytes), expected)
})
