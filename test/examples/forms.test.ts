import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findExamples } from '../../examples/blocks/example.js'
import { readDocument } from '../../examples/reading/read-document.js'
import { assertFound, checkText, documentText, type Mistake } from './checked.js'

/** Mistakes in forms in which documents of the field print their examples. */
const MISTAKES: readonly (readonly [
  name: string,
  document: string,
  from: string,
  to: string,
  more: Partial<Mistake>,
])[] = [
  [
    'what a command prints',
    'gateway.md',
    '"success",\n  "data"',
    '"success"\n  "data"',
    { line: '"data": [{' },
  ],
  ['the body of a bare status', 'gateway.md', '"reason": "<reason>"', '"reason:" "<reason>"', {}],
  ['an answer below its request', 'gateway.md', '[{ "name": "hall" }, ...]', '[{ "name": "hall" ]', {}],
  ['the second of two values', 'gateway.md', '"off", "at": 2 }', '"off" "at": 2 }', { line: '"off"' }],
  [
    'a part of an object',
    'gateway.md',
    '"name": "hall",\n    "levels"',
    '"name": "hall"\n    "levels"',
    { line: '"levels"' },
  ],
  ['a stream', 'gateway.md', '{ "event": "off" }', '{ "event": "off" }}', { line: '{ "event": "off"' }],
  ['a choice of values', 'gateway.md', '"success" | "error",', '"success" | ,', {}],
  ['a command without an address', 'gateway.md', "[see below]}'", "[see below]'", { line: '[see below]' }],
  ['a later command of a block', 'gateway.md', '"level": $LEVEL,', '"level": $LEVEL', { line: '$LEVEL' }],
  ['a body in an RFC', 'leases.txt', '"192.0.2.17",', '"192.0.2.17"', { line: '"seconds"' }],
]

for (const [name, document, from, to, more] of MISTAKES) {
  test(`found: broken JSON in ${name}`, async () =>
    assertFound({ name, document, from, to, kind: 'json.malformed', severity: 'error', ...more }))
}

test('found: a length that is wrong in an RFC', async () =>
  assertFound({
    name: 'a length',
    document: 'leases.txt',
    from: 'Content-Length: 39',
    to: 'Content-Length: 93',
    kind: 'http.length',
    severity: 'error',
    says: '39 bytes',
  }))

test('a line that is no header is found, a further request of a list is none', async () =>
  assertFound({
    name: 'a stray line',
    document: 'leases.txt',
    from: 'Host: leases.example.net',
    to: 'Host leases.example.net',
    kind: 'http.header',
    severity: 'error',
  }))

test('a link to a heading that begins with a sign is found where the heading is gone', async () =>
  assertFound({
    name: 'an anchor',
    document: 'gateway.md',
    from: '### * any number',
    to: '### * any count',
    kind: 'reference.section',
    severity: 'error',
    line: '#-any-number',
  }))

test('the columns of a text with a margin are those of the file', async () => {
  const text = documentText('leases.txt').replace('"seconds": 3600', 'seconds: 3600')
  const { findings } = await checkText('leases.txt', text)
  assert.deepEqual(
    findings.map(({ line, column }) => [line, column]),
    [[35, 8]],
  )
})

test('requests, answers and values of one block are examples of their own', () => {
  const examples = findExamples(readDocument('gateway.md', documentText('gateway.md')))
  assert.deepEqual(
    examples.map(({ role, http, body }) =>
      [role, http?.role === 'request' ? http.method : (http?.status ?? ''), body?.kind ?? '']
        .join(' ')
        .trim(),
    ),
    [
      'request GET',
      'request POST',
      'request GET',
      'request DELETE',
      'unknown  json',
      'unknown  json',
      'unknown  json',
      'unknown  json',
      'unknown  text',
      'request GET',
      'response 200 json',
      'response 404 json',
      'response 200 json',
      'response 202',
      'unknown  text',
      'request GET',
      'response  json',
      'request PUT',
      'request POST json',
      'request  json',
    ],
  )
})
