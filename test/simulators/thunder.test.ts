import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { HttpReply } from '../../simulators/simulator.js'
import { OPEN_REQUEST_TIME } from '../../simulators/thunder/http-transport.js'
import { MAX_BATCH } from '../../simulators/thunder/json-rpc.js'
import { MAX_REGISTRATIONS } from '../../simulators/thunder/observers.js'
import { PROVISIONING_TIME } from '../../simulators/thunder/provisioning.js'
import type { ReleaseName } from '../../simulators/thunder/releases.js'
import { bench, codeOf } from './thunder-bench.js'

describe('The members of the plugin', () => {
  it('answer as the document shows', () => {
    const { core, call } = bench()
    assert.deepEqual(call('provision'), { jsonrpc: '2.0', id: 1, result: null })
    assert.deepEqual(call('index', { label: 'cobalt', index: 0 }), { jsonrpc: '2.0', id: 1, result: null })
    assert.equal(call('id')['result'], core.plugin.provisionId)
    assert.deepEqual(call('state')['result'], {
      id: core.plugin.provisionId,
      status: 200,
      tokens: ['netflix', 'playready'],
    })
    core.close()
  })

  it('take every combination of the parameters of index', () => {
    const { call, core } = bench()
    for (const params of [
      {},
      { label: 'cobalt' },
      { index: 3 },
      { label: 'unknown', index: 0xff_ff_ff_ff },
      undefined,
    ])
      assert.equal(call('index', params)['result'], null)
    for (const params of [
      { label: 1 },
      { index: '0' },
      { index: -1 },
      { index: 1.5 },
      { index: 2 ** 32 },
      ['cobalt'],
    ])
      assert.equal(codeOf(call('index', params)), -32602)
    assert.deepEqual([...core.plugin.indexes], [])
    call('index', { label: 'cobalt', index: 7 })
    assert.deepEqual([...core.plugin.indexes], [['cobalt', 7]])
  })

  it('refuse by the tables of the document', () => {
    const { call, core } = bench()
    core.stage.provisioning()
    assert.deepEqual(call('provision')['error'], { code: 12, message: 'ERROR_INPROGRESS' })
    assert.equal(call('state')['error'], undefined)
    core.stage['back office unavailable']()
    for (const member of ['provision', 'index', 'state'])
      assert.deepEqual(call(member)['error'], { code: 2, message: 'ERROR_UNAVAILABLE' })
    assert.equal(call('id')['result'], core.plugin.provisionId)
    core.stage.idle()
    assert.equal(call('provision')['result'], null)
    core.close()
  })

  it('keep the properties as they are when they are written', () => {
    const { call } = bench()
    const before = call('state')
    for (const property of ['id', 'state']) assert.equal(codeOf(call(property, { status: 1 })), -32602)
    assert.equal(codeOf(call('state', {})), -32602)
    assert.deepEqual(call('state'), before)
  })

  it('are found by their exact names alone', () => {
    const { core, send } = bench()
    const read = (method: string): unknown => send({ jsonrpc: '2.0', id: 1, method })
    const ok = { jsonrpc: '2.0', id: 1, result: core.plugin.provisionId }
    assert.deepEqual(read('Provisioning.1.id'), ok)
    assert.deepEqual(read('Provisioning.id'), ok)
    for (const name of [
      'provisioning.1.id',
      'Provisioning.1.Id',
      'Provisioning.2.id',
      'Provisioning.one.id',
      'Provisioning.1.id@1',
      'Other.1.id',
      'rpc.id',
      'rpc.1.id',
      '1.id',
      'id',
      '',
      '.',
      'Provisioning.1.',
      'Provisioning.1.constructor',
      '__proto__',
    ])
      assert.equal(codeOf(read(name)), -32601, name)
  })

  it('can have another callsign and another version', () => {
    const { core, send } = bench()
    core.rename('room.Provisioning', 3)
    assert.equal(codeOf(send({ jsonrpc: '2.0', id: 1, method: 'room.Provisioning.3.id' })), undefined)
    assert.equal(codeOf(send({ jsonrpc: '2.0', id: 1, method: 'Provisioning.1.id' })), -32601)
  })
})

describe('The JSON-RPC server', () => {
  it('gives back the id in type and value', () => {
    const { core, channel } = bench()
    const ids = [
      '42',
      '0',
      '-7',
      '1.5',
      '"7"',
      '""',
      '"é"',
      'null',
      '12345678901234567890',
      '1e400',
      '0.10000000000000000001',
    ]
    for (const id of ids) {
      const reply = core.receive(`{"method":"Provisioning.1.id", "id" : ${id},"jsonrpc":"2.0"}`, channel)
      assert.ok(reply?.includes(`"id":${id},`), `${id}: ${reply}`)
    }
    const batch = core.receive(`[1, {"jsonrpc":"2.0","a":"]\\"{","id":1e999,"method":"x"}]`, channel)
    assert.ok(batch?.includes('"id":1e999,'), batch)
  })

  it('refuses what is no JSON and what is no request', () => {
    const { send } = bench()
    for (const text of ['', 'word', '{"jsonrpc":"2.0",', '[1,', '{"id":1,}', '\uFEFF{}', '{"a":NaN}'])
      assert.deepEqual(
        send(text),
        { jsonrpc: '2.0', id: null, error: { code: -32700, message: 'Parse error' } },
        text,
      )
    const valid = { jsonrpc: '2.0', id: 5, method: 'Provisioning.1.id' }
    for (const edit of [
      { jsonrpc: '1.0' },
      { jsonrpc: 2 },
      { jsonrpc: undefined },
      { method: 1 },
      { method: undefined },
      { params: 'x' },
      { params: 1 },
    ]) {
      const response = send({ ...valid, ...edit }) as { id: unknown }
      assert.equal(codeOf(response), -32600, JSON.stringify(edit))
      assert.equal(response.id, 5)
    }
    for (const message of [
      '1',
      '"x"',
      'null',
      'true',
      '{}',
      '{"id":{},"jsonrpc":"2.0","method":"x"}',
      '{"id":[5]}',
    ]) {
      const response = send(message) as { id: unknown }
      assert.equal(codeOf(response), -32600, message)
      assert.equal(response.id, null)
    }
  })

  it('answers no notification, whether it fails or not', () => {
    const { send } = bench()
    assert.equal(send({ jsonrpc: '2.0', method: 'Provisioning.1.id' }), undefined)
    assert.equal(send({ jsonrpc: '2.0', method: 'nothing' }), undefined)
  })

  it('answers batches', () => {
    const { core, send } = bench()
    const call = (id: unknown): unknown => ({ jsonrpc: '2.0', id, method: 'Provisioning.1.id' })
    const ok = (id: unknown): unknown => ({ jsonrpc: '2.0', id, result: core.plugin.provisionId })
    const note = { jsonrpc: '2.0', method: 'Provisioning.1.id' }
    assert.deepEqual(send([call(1), call('1')]), [ok(1), ok('1')])
    assert.deepEqual(send([call(1), note]), [ok(1)])
    assert.equal(send([note, note]), undefined)
    assert.equal(codeOf(send([])), -32600)
    assert.deepEqual((send([1, 2]) as unknown[]).map(codeOf), [-32600, -32600])
    assert.equal(codeOf(send(`[${JSON.stringify(call(1))},{`)), -32700)
    assert.equal(codeOf(send(`[${'1,'.repeat(MAX_BATCH)}1]`)), -32600)
  })

  it('survives deep nesting', () => {
    const { core, channel } = bench()
    assert.ok(core.receive('['.repeat(200_000), channel)?.includes('-32700'))
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`
    assert.ok(
      core
        .receive(`{"jsonrpc":"2.0","id":1e99,"params":${deep},"method":"Provisioning.1.index"}`, channel)
        ?.includes('-32602'),
    )
  })
})

describe('Registrations and events', () => {
  const event = (id: string): unknown => ({
    jsonrpc: '2.0',
    method: `${id}.provisioningchange`,
    params: { status: 200 },
  })
  const registration = (id: string): unknown => ({ event: 'provisioningchange', id })

  it('go together', () => {
    const { core, call, events } = bench()
    core.signal(200)
    assert.equal(call('register', registration('a.b'))['result'], 0)
    assert.equal(call('register', registration('c'))['result'], 0)
    assert.equal(codeOf(call('register', registration('c'))), 29)
    assert.deepEqual(core.stage['provisioning change'](), { status: 200 })
    assert.deepEqual(
      events.map(text => JSON.parse(text) as unknown),
      [event('a.b'), event('c')],
    )
    assert.equal(call('unregister', registration('a.b'))['result'], 0)
    assert.equal(codeOf(call('unregister', registration('a.b'))), -32601)
    core.signal(200)
    assert.equal(events.length, 3)
    core.stage.deactivated()
    core.stage.idle()
    core.signal(200)
    assert.equal(events.length, 3)
  })

  it('take any event, by its exact name', () => {
    const { core, call, events } = bench()
    assert.equal(call('register', { event: 'ProvisioningChange', id: 'x' })['result'], 0)
    core.signal(200)
    assert.deepEqual(events, [])
  })

  it('are bounded', () => {
    const { call } = bench()
    for (let i = 0; i < MAX_REGISTRATIONS; i += 1) call('register', registration(String(i)))
    assert.equal(codeOf(call('register', registration('more'))), -32000)
    assert.equal(codeOf(call('register', registration('x'.repeat(2000)))), -32602)
  })

  it('need a channel that can be reached', () => {
    const { post } = bench()
    const reply = post(
      JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'Provisioning.1.register', params: registration('a') }),
    ) as HttpReply
    assert.equal(codeOf(JSON.parse(String(reply.body))), 44)
  })

  it('tell when a process has ended', () => {
    const { core, call, clock, events } = bench()
    call('register', registration('a'))
    call('provision')
    assert.equal(codeOf(call('provision')), 12)
    assert.deepEqual(events, [])
    clock.advance(PROVISIONING_TIME)
    assert.equal(events.length, 1)
    assert.equal(call('provision')['result'], null)
    core.stage.idle()
    clock.advance(PROVISIONING_TIME)
    assert.equal(events.length, 1)
    core.close()
  })

  it('signal nothing while the plugin is deactivated', () => {
    const { core } = bench()
    core.stage.deactivated()
    assert.throws(() => core.stage['provisioning change'](), /deactivated plugin signals nothing/)
  })
})

describe('HTTP', () => {
  const body = '{"jsonrpc":"2.0","id":1,"method":"Provisioning.1.id"}'

  it('answers every request clearly', () => {
    const { post } = bench()
    const status = (reply: HttpReply | Promise<HttpReply>): number => (reply as HttpReply).status
    assert.equal(status(post(body)), 200)
    assert.equal(status(post(body, '/jsonrpc?token=x')), 200)
    assert.equal(status(post(body, '/jsonrpc/Provisioning')), 200)
    assert.equal(status(post('{"jsonrpc":"2.0","id":1,"method":"id"}', '/jsonrpc/Provisioning')), 200)
    assert.equal(status(post(body, '/jsonrpc/Other')), 404)
    assert.equal(status(post(body, '/')), 404)
    assert.equal(status(post(body, '/jsonrpcx')), 404)
    assert.equal(status(post('', '/jsonrpc', 'GET')), 405)
    assert.equal(status(post('', '/jsonrpc', 'OPTIONS')), 204)
    assert.equal(status(post('{')), 400)
    assert.equal(status(post('{"jsonrpc":"2.0","method":"Provisioning.1.id"}')), 204)
    const noText = post(Buffer.from([0x7b, 0xff, 0xfe, 0x7d])) as HttpReply
    assert.equal(codeOf(JSON.parse(String(noText.body))), -32700)
  })
})

describe('Releases', () => {
  const body = (more: object): string => JSON.stringify({ method: 'Provisioning.1.id', ...more })

  it('number their errors', () => {
    const codes = (release: ReleaseName): unknown[] => {
      const { core, call, send } = bench(release)
      core.stage.provisioning()
      const busy = codeOf(call('provision'))
      core.stage['back office unavailable']()
      const unavailable = codeOf(call('state'))
      const unknown = codeOf(send({ id: 1, method: 'Other.1.id' }))
      const version = codeOf(send({ id: 1, method: 'Provisioning.2.id' }))
      const member = codeOf(call('nothing'))
      const write = codeOf(call('id', {}))
      const absent = codeOf(call('unregister', { event: 'a', id: 'b' }))
      call('register', { event: 'a', id: 'b' })
      const second = codeOf(call('register', { event: 'a', id: 'b' }))
      core.stage.deactivated()
      return [busy, unavailable, unknown, version, member, write, absent, second, codeOf(call('id'))]
    }
    assert.deepEqual(codes('r2'), [12, 2, -32603, -32602, -32601, 2, -32601, 29, -32603])
    assert.deepEqual(codes('r4'), [12, 2, -32603, -32602, -32601, 2, 22, 22, 2])
    assert.deepEqual(codes('r5'), [-31012, -31002, -31043, -31038, -32601, -31002, -31048, -31048, -31002])
  })

  it('treat ids as numbers of 32 bits', () => {
    const { send } = bench('r4')
    const idOf = (id: unknown): unknown => (send(body({ id })) as { id: unknown }).id
    assert.equal(idOf(3), 3)
    assert.equal(idOf('3'), 3)
    assert.equal(idOf(-1), 0xff_ff_ff_ff)
    assert.equal(send(body({ id: 'x' })), undefined)
    assert.equal(send(body({ id: 1.5 })), undefined)
    assert.equal(send(body({ id: null })), undefined)
    assert.equal(send([body({ id: 1 })]), undefined)
  })

  it('treat notifications in their own ways', async () => {
    assert.deepEqual(Object.keys(bench('r2').send(body({})) as object), ['jsonrpc', 'result'])
    assert.equal(bench('r4').send(body({ method: 'x.y' })), undefined)
    assert.equal(bench('r5').send(body({})), undefined)
    assert.deepEqual(Object.keys(bench('r5').send(body({ method: 'x.y' })) as object), ['jsonrpc', 'error'])
    const { clock, post } = bench('r4')
    const open = post(body({}))
    clock.advance(OPEN_REQUEST_TIME)
    assert.equal((await open).status, 408)
  })

  it('treat broken JSON in their own ways', () => {
    for (const release of ['r2', 'r4'] as const) {
      const reply = bench(release).post('{') as HttpReply
      assert.deepEqual([reply.status, reply.body], [202, ''])
      assert.equal(bench(release).send('{'), undefined)
    }
    const reply = bench('r5').post('{') as HttpReply
    assert.equal(reply.status, 400)
    assert.equal(codeOf(JSON.parse(String(reply.body))), -31050)
  })

  it('ignore parameters of the wrong type, or refuse them', () => {
    assert.equal(bench('r2').call('index', { label: 1 })['result'], null)
    assert.equal(codeOf(bench('r5').call('index', { label: 1 })), -31050)
    assert.equal(bench('r4').call('register', {})['result'], 0)
    assert.equal(codeOf(bench('r5').call('register', {})), -32602)
    assert.equal(bench('r5').call('register', { event: 'e', id: '' })['result'], null)
  })
})
