import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as fc from 'fast-check'
import { parseBudget } from '../../harness/fuzz/budget.js'
import { simplerTexts } from '../../harness/fuzz/characters.js'
import { fromSchema } from '../../harness/fuzz/from-schema.js'
import { breakingEdits, editJson, tellJsonEdit } from '../../harness/fuzz/json-edits.js'
import { isExplainable } from '../../harness/fuzz/race.js'
import { editText, tellTextEdit, textEdits } from '../../harness/fuzz/text-edits.js'
import { editRequest, frameOf, FRAMING_MISTAKES, tellEdit, wireEdits } from '../../harness/fuzz/wire-edits.js'
import type { JsonSchema } from '../../schemas/fields.js'
import { onapiShapes } from '../../schemas/onapi/shapes.js'
import { seramShapes } from '../../schemas/seram/shapes.js'

test('a budget is a number of inputs or a time', () => {
  assert.deepEqual(parseBudget('1000'), { runs: 1000 })
  assert.deepEqual(parseBudget('60s'), { milliseconds: 60_000 })
  assert.deepEqual(parseBudget('2m'), { milliseconds: 120_000 })
  for (const wrong of ['', '0', '-1', '1.5', '60 s', 's', '1d']) assert.equal(parseBudget(wrong), undefined)
})

for (const [api, shapes] of Object.entries({ seram: seramShapes, onapi: onapiShapes })) {
  const ajv = new Ajv2020({ discriminator: true, strict: false, schemas: { ...shapes } })
  for (const name of Object.keys(shapes)) {
    const validate = ajv.getSchema(name) ?? assert.fail(name)
    test(`values made from ${api}/${name} are valid`, () => {
      fc.assert(
        fc.property(fromSchema(shapes[name] as JsonSchema, { shapes }), value => {
          assert.ok(validate(value), `${JSON.stringify(value)}: ${ajv.errorsText(validate.errors)}`)
        }),
        { numRuns: 200, seed: 1 },
      )
    })
  }
}

test('values keep to every keyword of the subset', () => {
  const schema = {
    type: 'object',
    required: ['a'],
    properties: {
      a: { anyOf: [{ type: 'integer', minimum: 3, maximum: 5 }, { const: null }] },
      b: { type: 'array', items: { enum: ['x', 'y'] }, minItems: 1, maxItems: 2 },
      c: { type: ['string', 'boolean'], minLength: 2, maxLength: 3 },
      d: { $ref: '#/$defs/code' },
      e: { allOf: [{ type: 'object', properties: { f: { type: 'number' } } }, { required: ['f'] }] },
    },
    $defs: { code: { type: 'string', pattern: '^[a-c]{2}$' } },
  }
  const validate = new Ajv2020({ strict: false }).compile(schema)
  const made = fc.sample(fromSchema(schema), { numRuns: 500, seed: 1 })
  for (const value of made) assert.ok(validate(value), JSON.stringify(value))
  for (const name of 'bcde') assert.equal(new Set(made.map(value => name in (value as object))).size, 2, name)
  assert.throws(() => fromSchema({ type: 'object', minProperties: 1 }), /minProperties/)
})

test('each breaking edit makes a value invalid, and can be told', () => {
  const validate = new Ajv2020({ strict: false }).compile({
    type: 'object',
    required: ['id', 'list'],
    properties: {
      id: { type: 'string', pattern: '^[a-z]+$' },
      list: {
        type: 'array',
        minItems: 1,
        items: { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } },
      },
      note: { type: 'string' },
    },
  })
  const value = { id: 'abc', list: [{ n: 1 }], note: 'x' }
  const edits = breakingEdits(value, other => validate(other))
  for (const edit of edits) assert.ok(!validate(editJson(value, edit)), tellJsonEdit(edit))
  const told = edits.map(tellJsonEdit)
  for (const wanted of [
    'id left out',
    'id misspelt as "i"',
    'list emptied to []',
    'list[0].n retyped to true',
    'list[0].n changed to 1.5',
    'id lengthened to "abc~"',
  ]) {
    assert.ok(told.includes(wanted), `${wanted} is not among ${told.join('; ')}`)
  }
  assert.ok(!told.includes('note left out'))
  assert.ok(!told.includes('note lengthened to "x~"'))
  assert.deepEqual(value, { id: 'abc', list: [{ n: 1 }], note: 'x' })
})

const REQUEST = {
  method: 'POST',
  target: '/base/order?x=1',
  headers: [['Content-Type', 'application/json']] as const,
  body: Buffer.from('{"a":1}'),
}

test('each edit of a request changes one thing, and can be told', () => {
  fc.assert(
    fc.property(wireEdits(['Accept']), edit => {
      assert.notEqual(tellEdit(edit), '')
      const edited = editRequest(REQUEST, edit)
      assert.equal(edited === undefined, edit.edit === 'framing')
      if (edited === undefined) return
      assert.match(edited.target, /^\/base\/[\x21-\x7e]*$/)
      const changed = [
        edited.method !== REQUEST.method,
        edited.target !== REQUEST.target,
        edited.headers !== REQUEST.headers,
        !edited.body?.equals(REQUEST.body),
      ]
      assert.ok(changed.filter(Boolean).length <= 1)
    }),
    { numRuns: 1000, seed: 1 },
  )
})

test('each mistake in framing makes other bytes', () => {
  const head = {
    target: '/order',
    headers: [
      ['Host', 'a'],
      ['Accept', 'b'],
    ] as const,
  }
  const right = frameOf('none', REQUEST, head).toString('latin1')
  assert.match(
    right,
    /^POST \/order HTTP\/1\.1\r\nHost: a\r\nAccept: b\r\nContent-Length: 7\r\n\r\n\{"a":1\}$/,
  )
  const frames = FRAMING_MISTAKES.map(mistake => frameOf(mistake, REQUEST, head).toString('latin1'))
  assert.equal(new Set([right, ...frames]).size, frames.length + 1)
})

test('each edit of a text can be made and told', () => {
  const json = Buffer.from('{"a":1}')
  fc.assert(
    fc.property(textEdits, edit => {
      assert.ok(Buffer.isBuffer(editText(json, edit)))
      assert.notEqual(tellTextEdit(edit), '')
    }),
    { numRuns: 1000, seed: 1 },
  )
  assert.equal(editText(json, { edit: 'cut', at: 1, hex: '' }).toString(), '{"a":1')
  assert.equal(editText(json, { edit: 'inserted', at: 0, hex: '5c' }).toString(), '{"a":1}\\')
})

test('a race is explained by some order or by none', () => {
  const takes = { step: (free: number) => (free > 0 ? free - 1 : undefined) }
  const finds = (count: number) => ({ step: (free: number) => (free === count ? free : undefined) })
  assert.ok(isExplainable(2, [finds(0), takes, finds(1), takes]))
  assert.ok(!isExplainable(1, [takes, takes]))
  assert.ok(!isExplainable(2, [takes, takes, finds(3)]))
  assert.ok(isExplainable(0, []))
})

test('simpler texts are shorter, or have more plain letters, and lead to the plainest', () => {
  const rank = (text: string): number =>
    Array.from(text).reduce((sum, letter) => sum + (letter === 'x' ? 1 : 3), 0)
  for (const text of ['🙂', 'a\u0301 ', 'x'.repeat(300), `${'y'.repeat(30)}🙂`]) {
    for (const simpler of simplerTexts(text)) assert.ok(rank(simpler) < rank(text), simpler)
  }
  let text = `Ünd 🙂 ${'z'.repeat(300)}`
  const isFound = (one: string): boolean => one.length > 255
  for (let next: string | undefined = text; next !== undefined;) {
    text = next
    next = [...simplerTexts(text)].find(isFound)
  }
  assert.match(text, /^x+$/)
})
