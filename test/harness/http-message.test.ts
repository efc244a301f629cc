import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAnswer } from '../../harness/http-message.js'

const read = (text: string, { method = 'GET', closed = false } = {}) =>
  parseAnswer(Buffer.from(text, 'latin1'), method, closed)

const bodyOf = (text: string, options = {}): string | undefined => {
  const parsed = read(text, options)
  return parsed.state === 'complete' ? parsed.answer.body.toString() : undefined
}

const complaint = (text: string, options = {}): string => {
  const parsed = read(text, options)
  return parsed.state === 'malformed' ? parsed.why : parsed.state
}

test('a body ends where Content-Length says, and the rest is kept', () => {
  const parsed = read('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1')
  assert.equal(parsed.state, 'complete')
  assert.equal(parsed.answer.body.toString(), 'abc')
  assert.equal(parsed.rest.toString(), 'HTTP/1.1')
  assert.deepEqual(parsed.answer.headers, [['Content-Length', '3']])
})

test('chunks are joined, extensions and trailers are passed over', () => {
  const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
  assert.equal(bodyOf(`${head}3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: t\r\n\r\n`), 'abcde')
  assert.equal(complaint(`${head}zz\r\nabc\r\n`), 'it has a chunk without a size')
  assert.equal(complaint(`${head}3\r\nabcdef`), 'a chunk does not end where its size says')
  assert.equal(complaint(`${head}3\r\nab`, { closed: true }), 'it ends within its chunks')
})

test('without a length the body ends with the connection', () => {
  assert.deepEqual(read('HTTP/1.1 200 OK\r\n\r\nabc'), { state: 'partial', missing: Infinity })
  assert.equal(bodyOf('HTTP/1.1 200 OK\r\n\r\nabc', { closed: true }), 'abc')
})

test('answers to HEAD, and 204 and 304, have no body', () => {
  assert.equal(bodyOf('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n', { method: 'HEAD' }), '')
  assert.equal(bodyOf('HTTP/1.1 204 No Content\r\n\r\n'), '')
  assert.equal(bodyOf('HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n'), '')
})

test('interim responses are passed over', () => {
  assert.equal(bodyOf('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na'), 'a')
})

test('an incomplete answer says how much is missing at least', () => {
  assert.deepEqual(read('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'), { state: 'partial', missing: 7 })
  assert.deepEqual(read('HTT'), { state: 'partial', missing: 1 })
})

for (const [what, text, why] of [
  ['nothing', '', 'it is empty'],
  ['another protocol', 'SSH-2.0', 'it does not begin with "HTTP/"'],
  ['a status line without a status', 'HTTP/1.1 OK\r\n\r\n', 'its status line is "HTTP/1.1 OK"'],
  [
    'a space before the colon',
    'HTTP/1.1 200 OK\r\nA : b\r\n\r\n',
    'its header line "A : b" has no valid field name',
  ],
  [
    'two framings',
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
    'it has both Transfer-Encoding and Content-Length',
  ],
  [
    'two lengths',
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    'it has the lengths 1 and 2',
  ],
  [
    'a length that is no number',
    'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nab',
    'its Content-Length is "-1"',
  ],
  [
    'too short a body',
    'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab',
    'its body has 2 bytes where Content-Length says 5',
  ],
  ['an end within the header', 'HTTP/1.1 200 OK\r\nA: b', 'it ends within the header section'],
] as const) {
  test(`${what} is malformed`, () => assert.equal(complaint(text, { closed: true }), why))
}
