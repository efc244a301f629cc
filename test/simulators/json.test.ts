import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MAX_DEPTH, readJson } from '../../simulators/json.js'

function why(body: string | Buffer): string {
  const reading = readJson(Buffer.from(body as string))
  return reading.ok ? 'fine' : reading.why
}

test('JSON that is right is read', () => {
  const text = '{"a":[1,{"b":"x:\\"{[ü"}],"c":null,"__proto__":{"d":1}}'
  const reading = readJson(Buffer.from(text))
  assert.ok(reading.ok)
  assert.equal(reading.text, text)
  assert.deepEqual(Object.keys(reading.value as object), ['a', 'c', '__proto__'])
  for (const body of [
    '{"a\\\\":"\\\\\\\\","b":"\\\\\\":{"}',
    'null',
    '0',
    '""',
    '[]',
    ' {"a" : "😀", "b":"\\ud83d\\ude00"} ',
  ])
    assert.equal(why(body), 'fine')
})

test('what is no JSON is refused', () => {
  const wrong = [
    '',
    '{',
    '{"a":1,}',
    "{'a':1}",
    '{"a":1} x',
    '{}{}',
    '{"a":1}//',
    'NaN',
    '\ufeff{}',
    '{"a":"\n"}',
    '"',
    '\\',
  ]
  for (const body of wrong) assert.equal(why(body), 'The body is no JSON.', body)
})

test('bytes that are not UTF-8 are refused', () => {
  for (const bytes of [
    [0x22, 0xe5, 0x22],
    [0xff, 0xfe, 0x7b, 0],
    [0x22, 0xed, 0xa0, 0x80, 0x22],
  ]) {
    assert.equal(why(Buffer.from(bytes)), 'The body is not UTF-8.')
  }
})

test('a member that is given twice is refused wherever it is', () => {
  for (const body of ['{"a":1,"a":1}', '[{"b":{"a":1,"\\u0061":2}}]', '{"__proto__":1,"__proto__":2}']) {
    assert.match(why(body), /two members/, body)
  }
})

test('an unpaired surrogate is refused in values and in names', () => {
  for (const body of ['"\\ud800"', '{"a":["x\\udc00"]}', '{"\\udfff":1}', '"\\ude00\\ud83d"']) {
    assert.match(why(body), /surrogate/, body)
  }
})

test('nesting is limited before it is parsed', () => {
  assert.equal(why('['.repeat(MAX_DEPTH) + ']'.repeat(MAX_DEPTH)), 'fine')
  assert.match(why('['.repeat(MAX_DEPTH + 1) + ']'.repeat(MAX_DEPTH + 1)), /nested/)
  assert.match(why('{"a":'.repeat(200_000)), /nested/)
  assert.equal(why(`"${'['.repeat(1000)}"`), 'fine')
})
