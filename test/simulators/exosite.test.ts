import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseRange } from '../../simulators/exosite/range.js'
import type { HttpRequest } from '../../simulators/simulator.js'
import { activation, download, makeCore, request, send, triple } from './exosite-device.js'

const HOUR = 3600

describe('An activation', () => {
  it('returns a CIK of 40 characters that opens the list at once', async () => {
    const core = makeCore()
    const { vendor, model, sn } = await core.stage['enabled serial number']({})
    const reply = await send(core, activation({ vendor, model, sn }))
    assert.equal(reply.status, 200)
    assert.match(String(reply.body), /^[0-9a-f]{40}$/)
    const list = await send(core, download({ vendor, model }, { 'x-exosite-cik': String(reply.body) }))
    assert.equal(list.status, 200)
  })

  it('stays below 200 bytes as a whole', async () => {
    const core = makeCore()
    const reply = await send(core, activation(triple(await core.stage['enabled serial number']({}))))
    const lines = Object.entries(reply.headers).map(([name, value]) => `${name}: ${String(value)}\r\n`)
    assert.ok(`HTTP/1.1 200 OK\r\n${lines.join('')}\r\n${String(reply.body)}`.length < 200)
  })

  for (const state of [
    'serial number not enabled',
    'expired serial number',
    'disabled serial number',
  ] as const) {
    it(`conflicts with a ${state}, as often as it is tried`, async () => {
      const core = makeCore()
      const form = activation(triple(await core.stage[state]({})))
      assert.deepEqual([(await send(core, form)).status, (await send(core, form)).status], [409, 409])
    })
  }

  it('conflicts with an activation before, whose CIK stays good', async () => {
    const core = makeCore()
    const { cik, ...client } = await core.stage['activated client']({})
    assert.equal((await send(core, activation(triple(client)))).status, 409)
    assert.equal((await send(core, listing({ ...client, cik }))).status, 200)
  })

  it('does not find a triple of which one member is wrong', async () => {
    const core = makeCore()
    const right = triple(await core.stage['enabled serial number']({}))
    const foreign = await core.stage['foreign model']({})
    const other = await core.stage['other vendor']({})
    const wrong = [
      { ...right, sn: `${right.sn}0` },
      { ...right, model: 'Nothing' },
      { ...right, vendor: 'nobody' },
      { ...right, model: foreign.model },
      { ...right, vendor: other.vendor },
      { ...right, sn: right.sn.toLowerCase() },
      { ...right, sn: `${right.sn} ` },
    ]
    for (const form of wrong) assert.equal((await send(core, activation(form))).status, 404)
    assert.equal((await send(core, activation(right))).status, 200)
  })

  it('keeps the window open for 24 hours and no longer', async () => {
    const core = makeCore()
    const early = triple(await core.stage['enabled serial number']({}))
    const late = triple(await core.stage['enabled serial number']({}))
    await core.stage['time advanced']({ seconds: 24 * HOUR - 60 })
    assert.equal((await send(core, activation(early))).status, 200)
    await core.stage['time advanced']({ seconds: 61 })
    assert.equal((await send(core, activation(late))).status, 409)
  })

  it('of a client that was enabled again gives a new CIK and ends the old one', async () => {
    const core = makeCore()
    const { oldCik, ...client } = await core.stage['re-enabled serial number']({})
    assert.equal((await send(core, listing({ ...client, cik: oldCik }))).status, 401)
    const cik = String((await send(core, activation(triple(client)))).body)
    assert.notEqual(cik, oldCik)
    assert.equal((await send(core, listing({ ...client, cik: oldCik }))).status, 401)
    assert.equal((await send(core, listing({ ...client, cik }))).status, 200)
  })

  it('reads what the form encoding stands for, once', async () => {
    const core = makeCore()
    const { vendor, model, ...numbers } = await core.stage['serial numbers with special characters']({})
    for (const sn of Object.values(numbers)) {
      assert.equal((await send(core, activation({ vendor, model, sn }))).status, 200, sn)
    }
  })

  it('tolerates further fields, empty keys and a media type in its own spelling', async () => {
    const core = makeCore()
    const types = ['application/x-www-form-urlencoded', 'APPLICATION/x-www-form-urlencoded;charset="UTF-8"']
    for (const type of types) {
      const form = { osn: '1', osv: '2', ...triple(await core.stage['enabled serial number']({})) }
      const headers = { 'content-type': type, 'x-exosite-cik': '', 'x-exosite-token': '' }
      assert.equal((await send(core, activation(form, headers))).status, 200)
    }
  })

  const mistakes: [string, number, (form: string) => ReturnType<typeof activation>][] = [
    ['a missing field', 400, form => activation(form.replace(/sn=[^&]*/, ''))],
    ['an empty field', 404, form => activation(form.replace(/sn=[^&]*/, 'sn='))],
    ['a field given twice', 400, form => activation(`${form}&sn=other`)],
    ['spoilt percent-encoding', 400, form => activation(`${form}&x=%zz`)],
    ['percent-encoding that is no UTF-8', 400, form => activation(`${form}&x=%ff`)],
    [
      'bytes that are no UTF-8',
      400,
      form => ({ ...activation(''), body: Buffer.from(`${form}&x=\xff`, 'latin1') }),
    ],
    [
      'another charset',
      415,
      form => activation(form, { 'content-type': 'application/x-www-form-urlencoded; charset=utf-16' }),
    ],
    ['another media type', 415, form => activation(form, { 'content-type': 'application/json' })],
    ['no media type', 415, form => request('POST', '/provision/activate', {}, form)],
    ['a compressed body', 415, form => activation(form, { 'content-encoding': 'gzip' })],
  ]
  for (const [mistake, status, edit] of mistakes) {
    it(`with ${mistake} is answered ${status} and changes nothing`, async () => {
      const core = makeCore()
      const right = triple(await core.stage['enabled serial number']({}))
      const form = new URLSearchParams(right).toString()
      assert.equal((await send(core, edit(form))).status, status)
      assert.equal((await send(core, activation(right))).status, 200)
    })
  }
})

describe('A download', () => {
  it('lists the ids of the model and none of another', async () => {
    const core = makeCore()
    await core.stage['foreign model']({})
    const client = await core.stage['client with contents']({})
    const reply = await send(core, listing(client))
    assert.equal(reply.body, client.contents.map(({ id }) => id).join('\n'))
    assert.equal(reply.headers['Content-Type'], 'text/csv; charset=utf-8')
  })

  it('delivers and describes every content as it was uploaded', async () => {
    const core = makeCore()
    const { contents, ...client } = await core.stage['client with contents']({})
    for (const { id, type, meta, updated, body } of contents) {
      const bytes = Buffer.from(body, 'base64')
      const reply = await send(core, getting(client, id))
      assert.equal(reply.status, 200)
      assert.deepEqual(reply.body, bytes)
      assert.equal(reply.headers['Content-Type'], type)
      assert.equal(reply.headers['Content-Length'], String(bytes.length))
      const info = await send(core, getting(client, id, { info: 'true' }))
      assert.equal(info.body, `${type},${bytes.length},${updated},${meta}`)
    }
  })

  it('delivers a part with its positions', async () => {
    const core = makeCore()
    const { contents, ...client } = await core.stage['client with contents']({})
    const [content] = contents
    assert.ok(content)
    const bytes = Buffer.from(content.body, 'base64')
    const reply = await send(core, getting(client, content.id, {}, { range: 'bytes=2-5' }))
    assert.equal(reply.status, 206)
    assert.deepEqual(reply.body, bytes.subarray(2, 6))
    assert.equal(reply.headers['Content-Range'], `bytes 2-5/${bytes.length}`)
    assert.equal(reply.headers['Content-Length'], '4')
    assert.equal((await send(core, getting(client, content.id, {}, { range: 'bytes=4099-' }))).status, 416)
    assert.equal((await send(core, getting(client, content.id, {}, { range: 'bytes=0-1,3-4' }))).status, 200)
  })

  it('is answered 403, 403 and 400 under an invalid pair', async () => {
    const core = makeCore()
    const { vendor } = await core.stage['other vendor']({})
    const client = await core.stage['client with contents']({})
    for (const wrong of [{ vendor: 'nobody' }, { model: 'Nothing' }, { vendor }]) {
      const caller = { ...client, ...wrong }
      assert.equal((await send(core, listing(caller))).status, 403)
      assert.equal((await send(core, getting(caller, 'firmware.bin'))).status, 403)
      assert.equal((await send(core, getting(caller, 'firmware.bin', { info: 'true' }))).status, 400)
    }
  })

  it('is refused to whoever is no activated client of the model', async () => {
    const core = makeCore()
    const client = await core.stage['client with contents']({})
    const early = await core.stage['client not yet activated']({})
    const foreign = await core.stage['foreign model']({})
    assert.equal((await send(core, download({ vendor: client.vendor, model: client.model }))).status, 401)
    for (const cik of ['', client.cik.slice(0, 39), `${client.cik}0`, client.cik.toUpperCase(), early.cik]) {
      assert.equal((await send(core, listing({ ...client, cik }))).status, 401)
    }
    assert.equal((await send(core, listing({ ...foreign, cik: client.cik }))).status, 403)
    assert.equal((await send(core, getting(client, foreign.content))).status, 404)
  })

  it('of a protected content is for authorised clients', async () => {
    const core = makeCore()
    const { content, authorisedCik, ...client } = await core.stage['protected content']({})
    assert.equal((await send(core, getting(client, content))).status, 403)
    assert.equal((await send(core, getting(client, content, { info: 'true' }))).status, 403)
    assert.equal((await send(core, getting({ ...client, cik: authorisedCik }, content))).status, 200)
  })

  it('of a model without contents is an empty list', async () => {
    const core = makeCore()
    const reply = await send(core, listing(await core.stage['client without contents']({})))
    assert.deepEqual([reply.status, reply.body], [200, ''])
  })
})

describe('Any request', () => {
  it('with another verb or path has no function', async () => {
    const core = makeCore()
    const put = await send(core, request('PUT', '/provision/activate'))
    assert.deepEqual([put.status, put.headers.Allow], [405, 'POST'])
    const post = await send(core, request('POST', '/provision/download?x'))
    assert.deepEqual([post.status, post.headers.Allow], [405, 'GET'])
    for (const target of ['/', '/provision', '/provision/activate/', '*', 'http://host']) {
      assert.equal((await send(core, request('GET', target))).status, 404)
    }
    assert.equal((await send(core, request('GET', 'http://host/provision/download?vendor=%'))).status, 400)
  })

  it('that asks to close the connection is obeyed', async () => {
    const reply = await send(makeCore(), request('GET', '/', { connection: 'close' }))
    assert.equal(reply.headers.Connection, 'close')
  })
})

describe('A range', () => {
  const cases: [string, number, ReturnType<typeof parseRange>][] = [
    ['bytes=0-0', 10, { first: 0, last: 0 }],
    ['bytes=2-5', 10, { first: 2, last: 5 }],
    ['bytes=9-9', 10, { first: 9, last: 9 }],
    ['bytes=2-', 10, { first: 2, last: 9 }],
    ['bytes=7-10', 10, { first: 7, last: 9 }],
    ['bytes=-3', 10, { first: 7, last: 9 }],
    ['bytes=-11', 10, { first: 0, last: 9 }],
    [`bytes=0-${'9'.repeat(400)}`, 10, { first: 0, last: 9 }],
    [`bytes=${'9'.repeat(400)}-`, 10, 'unsatisfiable'],
    ['bytes=10-', 10, 'unsatisfiable'],
    ['bytes=0-', 0, 'unsatisfiable'],
    ['bytes=-0', 10, 'unsatisfiable'],
    ['bytes=-5', 0, undefined],
    ['bytes=-', 10, undefined],
    ['bytes=5-2', 10, undefined],
    ['bytes=0-1,4-5', 10, undefined],
    ['bytes=a-b', 10, undefined],
    ['bytes=+1-2', 10, undefined],
    ['items=0-1', 10, undefined],
  ]
  for (const [header, length, range] of cases) {
    it(`${header.slice(0, 20)} of ${length} bytes`, () => assert.deepEqual(parseRange(header, length), range))
  }
})

interface Caller {
  readonly vendor: string
  readonly model: string
  readonly cik: string
}

function listing({ vendor, model, cik }: Caller): HttpRequest {
  return download({ vendor, model }, { 'x-exosite-cik': cik })
}

function getting(
  { vendor, model, cik }: Caller,
  id: string,
  further: Record<string, string> = {},
  headers: Record<string, string> = {},
): HttpRequest {
  return download({ vendor, model, id, ...further }, { 'x-exosite-cik': cik, ...headers })
}
