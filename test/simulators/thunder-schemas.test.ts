import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { thunderStates } from '../../schemas/thunder/states.js'
import { bench } from './thunder-bench.js'

describe('The schemas of thunder', () => {
  const folder = new URL('../../schemas/thunder/', import.meta.url)
  const ajv = new Ajv2020({ allowUnionTypes: true })
  for (const file of readdirSync(folder).filter(name => name.endsWith('.schema.json')))
    ajv.addSchema(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as object, file)

  it('accept what the reference says and refuse the usual mistakes', () => {
    const { core, call, events } = bench()
    const accepts = (file: string, value: unknown): boolean => ajv.validate(`${file}.schema.json`, value)
    call('register', { event: 'provisioningchange', id: 'client.events.1' })
    core.signal(200)
    const event = JSON.parse(events[0] ?? '') as object
    assert.ok(accepts('response', call('state')))
    assert.ok(accepts('response', call('nothing')))
    assert.ok(accepts('state', call('state')['result']))
    assert.ok(accepts('provisioningchange', event))
    assert.ok(!accepts('provisioningchange', { ...event, id: null }))
    assert.ok(!accepts('response', { jsonrpc: '2.0', id: 1 }))
    assert.ok(!accepts('response', { jsonrpc: '2.0', id: 1, result: 1, error: { code: 1, message: '' } }))
    assert.ok(!accepts('state', { id: '', status: 1, tokens: 'netflix, playready' }))
  })

  it('stand behind every reference of the OpenRPC description', () => {
    const text = readFileSync(new URL('openrpc.json', folder), 'utf8')
    const references = [...text.matchAll(/"\$ref": "([^"]+)"/g)].map(match => match[1] ?? '')
    assert.ok(references.length > 0)
    for (const reference of references) assert.ok(ajv.getSchema(reference), reference)
  })
})

describe('The states of thunder', () => {
  it('each have a stage that answers their facts', () => {
    const { core } = bench()
    const ajv = new Ajv2020()
    for (const [name, { facts }] of Object.entries(thunderStates)) {
      core.stage.idle()
      const answer = core.stage[name as keyof typeof thunderStates]()
      const required = Object.entries(facts).filter(([, { optional }]) => !optional)
      for (const [fact] of required) assert.ok(Object.hasOwn(answer, fact), `${name}: ${fact}`)
      for (const [fact, value] of Object.entries(answer))
        assert.ok(
          ajv.validate((facts as Record<string, { schema: object }>)[fact]?.schema ?? false, value),
          fact,
        )
    }
  })
})
