import type { ExositeCore } from '../../simulators/exosite/core.js'
import type { HttpReply, HttpRequest } from '../../simulators/simulator.js'
import { activation, download, request, send, triple } from './exosite-device.js'

/** What a core answers to one of everything, a line for each reply. */
export async function transcript(core: ExositeCore): Promise<string[]> {
  const lines: string[] = []
  const ask = async (message: HttpRequest): Promise<HttpReply> => {
    const reply = await send(core, message)
    lines.push(line(reply))
    return reply
  }
  await activations(core, ask)
  await refusals(core, ask)
  await forms(core, ask)
  await downloads(core, ask)
  await histories(core, ask)
  await oddities(core, ask)
  await repetitions(core, ask)
  await parts(core, ask)
  await windows(core, ask)
  return lines
}

type Ask = (message: HttpRequest) => Promise<HttpReply>

async function activations(core: ExositeCore, ask: Ask): Promise<void> {
  const { vendor, model, sn } = await core.stage['enabled serial number']({})
  const first = await ask(activation({ vendor, model, sn }))
  const keys = { 'x-exosite-cik': String(first.body).trim() }
  await ask(download({ vendor, model }, keys))
  await ask(download({ vendor, model }, keys))
  await ask(activation({ vendor, model, sn }))
  await ask(download({ vendor, model }, keys))
  await ask(activation(triple(await core.stage['enabled serial number']({}))))
  await ask(download({ vendor, model }, keys))

  const contested = activation(triple(await core.stage['enabled serial number']({})))
  const raced = await Promise.all([ask(contested), ask(contested)])
  for (const { body } of raced)
    await ask(download({ vendor, model }, { 'x-exosite-cik': String(body).trim() }))

  const { oldCik, ...again } = await core.stage['re-enabled serial number']({})
  const old = download({ vendor, model }, { 'x-exosite-cik': oldCik })
  await ask(old)
  await ask(activation(triple(again)))
  await ask(old)

  const early = await core.stage['client not yet activated']({})
  await ask(download({ vendor, model }, { 'x-exosite-cik': early.cik }))
  for (const method of ['GET', 'PUT', 'DELETE']) {
    const form = activation(triple(await core.stage['enabled serial number']({})))
    await ask({ ...form, method })
    await ask(form)
  }
}

async function refusals(core: ExositeCore, ask: Ask): Promise<void> {
  const foreign = await core.stage['foreign model']({})
  const other = await core.stage['other vendor']({})
  const edits: Record<string, (right: ReturnType<typeof triple>) => Partial<ReturnType<typeof triple>>> = {
    unknown: ({ sn }) => ({ sn: `${sn.slice(0, -2)}unknown` }),
    longer: ({ sn }) => ({ sn: `${sn}0` }),
    zeroed: ({ sn }) => ({ sn: `0${sn}` }),
    spaced: ({ sn }) => ({ sn: ` ${sn}` }),
    foreign: () => ({ model: foreign.model }),
    model: () => ({ model: 'Nothing' }),
    vendor: () => ({ vendor: 'nobody' }),
    other: () => ({ vendor: other.vendor }),
    serialNumberInCapitals: ({ sn }) => ({ sn: sn.toUpperCase() }),
    modelInCapitals: ({ model }) => ({ model: model.toUpperCase() }),
  }
  for (const edit of Object.values(edits)) {
    const right = triple(await core.stage['enabled serial number']({}))
    const wrong = activation({ ...right, ...edit(right) })
    await ask(wrong)
    await ask(wrong)
    await ask(activation(right))
  }
  for (const state of [
    'serial number not enabled',
    'expired serial number',
    'disabled serial number',
    'activated client',
  ] as const) {
    const right = triple(await core.stage[state]({}))
    await ask(activation(right))
    await ask(activation(right))
    await core.stage['owner acts']({ ...right, act: 'enable' })
    await ask(activation(right))
  }
  const { cik, ...client } = await core.stage['activated client']({})
  await ask(activation(triple(client)))
  await ask(download({ vendor: client.vendor, model: client.model }, { 'x-exosite-cik': cik }))
}

async function forms(core: ExositeCore, ask: Ask): Promise<void> {
  const everyCharacter = (text: string): string =>
    Buffer.from(text)
      .toString('hex')
      .replaceAll(/../g, digits => `%${digits}`)
  const spellings: ((right: ReturnType<typeof triple>) => HttpRequest)[] = [
    ({ vendor, model, sn }) => activation(`vendor=${vendor}&model=${model}&sn=${everyCharacter(sn)}`),
    ({ vendor, model, sn }) =>
      activation(`vendor=${vendor}&model=${model}&sn=${everyCharacter(sn).toUpperCase()}`),
    ({ vendor, model, sn }) => activation(`sn=${sn}&model=${model}&vendor=${vendor}`),
    right => activation({ ...right, osn: '1' }),
    right => activation(right, { 'content-type': 'application/x-www-form-urlencoded' }),
    right => activation(right, { 'content-type': 'Application/X-WWW-Form-Urlencoded; charset=utf-8' }),
    right => activation(right, { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' }),
    right => activation(right, { 'content-type': 'application/x-www-form-urlencoded; charset="utf-8"' }),
    right => activation(right, { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' }),
    right => activation(right, { 'content-type': 'application/x-www-form-urlencoded ; charset=utf-8' }),
    right => activation(right, { connection: 'close' }),
    right => activation(right, { 'content-type': 'application/json' }),
    right => activation(right, { 'x-exosite-cik': '' }),
    right => activation(right, { 'x-exosite-token': '' }),
    ({ vendor, model }) => activation({ vendor, model }),
    ({ vendor, sn }) => activation({ vendor, sn }),
    ({ model, sn }) => activation({ model, sn }),
  ]
  for (const spell of spellings) {
    const right = triple(await core.stage['enabled serial number']({}))
    await ask(spell(right))
    await ask(activation(right))
  }
  const { vendor, model, ...numbers } = await core.stage['serial numbers with special characters']({})
  for (const sn of Object.values(numbers)) await ask(activation({ vendor, model, sn }))
}

async function downloads(core: ExositeCore, ask: Ask): Promise<void> {
  const { contents, cik, ...pair } = await core.stage['client with contents']({})
  const foreign = await core.stage['foreign model']({})
  const other = await core.stage['other vendor']({})
  const keys = { 'x-exosite-cik': cik }
  const id = 'firmware.bin'
  const wanted: Record<string, string>[] = [{}, { id }, { id, info: 'true' }]

  for (const { id } of contents) {
    await ask(download({ ...pair, id }, keys))
    await ask(download({ ...pair, id, info: 'true' }, keys))
  }
  for (const wrong of [
    {},
    foreign,
    other,
    { vendor: 'nobody' },
    { model: 'Nothing' },
    { model: 'THERMOSTAT' },
  ]) {
    const { vendor, model } = { ...pair, ...wrong }
    for (const what of wanted) {
      await ask(download({ vendor, model, ...what }, keys))
      await ask(download({ vendor, model, ...what }, { ...keys, range: 'bytes=1-2' }))
      if (what.id !== undefined) await ask(download({ vendor, model, ...what, id: foreign.content }, keys))
    }
  }
  for (const key of [
    undefined,
    '',
    'f'.repeat(40),
    cik.slice(0, 39),
    `${cik}0`,
    `${cik.slice(0, 39)}z`,
    cik.toUpperCase(),
  ]) {
    for (const what of wanted) {
      await ask(download({ ...pair, ...what }, key === undefined ? {} : { 'x-exosite-cik': key }))
    }
  }
  for (const id of ['FIRMWARE.BIN', 'nothing']) {
    await ask(download({ ...pair, id }, keys))
    await ask(download({ ...pair, id, info: 'true' }, keys))
  }
  const query = `vendor=${pair.vendor}&model=${pair.model}&id=%66irmware.bin`
  await ask(request('GET', `/provision/download?${query}`, keys))
  await ask(request('GET', `/provision/download?${query}%`, keys))
  await ask({ ...download({ ...pair, id }, keys), method: 'POST' })
  await ask(download({ ...pair, id }, { ...keys, 'content-length': '0' }))
  for (const range of [
    '0-0',
    '0-4',
    '1-4',
    '7-12',
    '3-4098',
    '4098-4098',
    '0-4098',
    '0-4097',
    '7-4099',
    '2-',
    '7-',
    '0-',
    '-1',
    '-5',
    '-5000',
    '-0',
    '-',
    '5-2',
    '4099-',
  ]) {
    await ask(download({ ...pair, id }, { ...keys, range: `bytes=${range}` }))
  }
  await ask(download({ ...pair, id: 'Manual-DE.txt' }, { ...keys, range: 'bytes=0-0' }))
  for (const range of ['kilobytes=0-1', 'lines=0-1']) await ask(download({ ...pair, id }, { ...keys, range }))
  for (const range of ['-3', '0-', '0-0']) {
    await ask(download({ ...pair, id: 'placeholder' }, { ...keys, range: `bytes=${range}` }))
  }
  const {
    content: large,
    cik: reader,
    ...held
  } = await core.stage['content of a length']({ length: 300_001 })
  for (const range of [undefined, 'bytes=1-', 'bytes=65530-262150']) {
    const asked = download({ vendor: held.vendor, model: held.model, id: large }, { 'x-exosite-cik': reader })
    await ask(range === undefined ? asked : { ...asked, headers: { ...asked.headers, range } })
  }
  const { cik: emptyCik, ...empty } = await core.stage['client without contents']({})
  await ask(download({ ...empty }, { 'x-exosite-cik': emptyCik }))
  const { content, authorisedCik, cik: outsider, ...lock } = await core.stage['protected content']({})
  for (const key of [authorisedCik, outsider]) {
    await ask(download({ ...lock, id: content }, { 'x-exosite-cik': key }))
    await ask(download({ ...lock, id: content }, { 'x-exosite-cik': key, range: 'bytes=1-2' }))
    await ask(download({ ...lock, id: content, info: 'true' }, { 'x-exosite-cik': key }))
  }
}

async function histories(core: ExositeCore, ask: Ask): Promise<void> {
  const { oldCik: _, ...again } = await core.stage['re-enabled serial number']({})
  await ask(activation(again))
  await core.stage['owner acts']({ ...again, act: 'enable' })
  await ask(activation(again))

  const { cik, ...used } = await core.stage['activated client']({})
  const list = download({ vendor: used.vendor, model: used.model }, { 'x-exosite-cik': cik })
  await ask(list)
  await core.stage['owner acts']({ ...used, act: 'disable' })
  await ask(activation(used))
  await core.stage['owner acts']({ ...used, act: 'enable' })
  await ask(list)

  const one = triple(await core.stage['enabled serial number']({}))
  const two = triple(await core.stage['enabled serial number']({}))
  const { body } = await ask(activation(one))
  await ask(activation(two))
  await core.stage['owner acts']({ ...two, act: 'enable' })
  await ask(download({ vendor: one.vendor, model: one.model }, { 'x-exosite-cik': String(body) }))
}

async function oddities(core: ExositeCore, ask: Ask): Promise<void> {
  const likenesses: ((sn: string) => string)[] = [
    sn => `${sn.slice(0, -1)}%`,
    sn => `${sn.slice(0, -1)}*`,
    sn => `${sn.slice(0, -1)}_`,
    sn => `${sn}\0more`,
    sn => `${sn}\u0301`,
    sn => sn + 'x'.repeat(500),
    sn => `${sn}\u{1F642}`,
  ]
  for (const alike of likenesses) {
    const right = triple(await core.stage['enabled serial number']({}))
    await ask(activation({ ...right, sn: alike(right.sn) }))
  }
  for (const length of [65_536, 250_007]) {
    const { cik, content: id, vendor, model } = await core.stage['content of a length']({ length })
    const keys = { 'x-exosite-cik': cik }
    await ask(download({ vendor, model, id, info: 'true' }, keys))
    await ask(download({ vendor, model, id }, keys))
  }
  const { contents, cik, vendor, model } = await core.stage['client with contents']({})
  const keys = { 'x-exosite-cik': cik }
  await ask(download({ vendor, model }, { 'x-exosite-cik': 'cl\u00E9' }))
  await ask(download({ vendor, model, id: 'firmware.bi' }, keys))
  await ask(download({ id: 'firmware.bin', model, vendor }, keys))
  await ask(download({ info: 'true', id: 'firmware.bin', model, vendor }, keys))
  for (const range of ['bytes=7-9000', 'bytes=-9000', 'bytes=4294967298-4294967301', 'bytes=9-10']) {
    await ask(download({ vendor, model, id: 'firmware.bin' }, { ...keys, range }))
  }
  for (const { id, body } of contents) {
    const range = `bytes=-${Math.max(Buffer.from(body, 'base64').length - 1, 1)}`
    await ask(download({ vendor, model, id }, { ...keys, range }))
  }
  await ask({ ...download({ vendor, model }, keys), method: 'OPTIONS' })
}

async function repetitions(core: ExositeCore, ask: Ask): Promise<void> {
  const right = triple(await core.stage['enabled serial number']({}))
  const { body } = await ask(activation(right))
  const list = download({ vendor: right.vendor, model: right.model }, { 'x-exosite-cik': String(body) })
  for (let time = 1; time <= 6; time += 1) await ask(list)
  for (let time = 1; time <= 3; time += 1) await ask(activation(right))

  const one = triple(await core.stage['enabled serial number']({}))
  const two = triple(await core.stage['enabled serial number']({}))
  const first = await ask(activation(one))
  await ask(activation(two))
  await core.stage['owner acts']({ ...two, act: 'disable' })
  await ask({ ...list, headers: { ...list.headers, 'x-exosite-cik': String(first.body) } })

  const listed = triple(await core.stage['serial number not enabled']({}))
  await core.stage['enabled serial number']({})
  await ask(activation(listed))
}

async function parts(core: ExositeCore, ask: Ask): Promise<void> {
  const { cik, vendor, model } = await core.stage['client with contents']({})
  const foreign = await core.stage['foreign model']({})
  const { oldCik } = await core.stage['re-enabled serial number']({})
  const early = await core.stage['client not yet activated']({})
  const range = 'bytes=0-3'
  const id = 'firmware.bin'
  for (const key of ['', 'f'.repeat(40)]) {
    await ask(download({ vendor, model, id }, { 'x-exosite-cik': key, range }))
  }
  const own = { 'x-exosite-cik': cik }
  for (const other of [foreign.content, 'nothing']) {
    await ask(download({ vendor, model, id: other }, { ...own, range }))
  }
  await ask(download({ ...foreign, id: foreign.content }, { ...own, range }))
  for (const key of [oldCik, early.cik, cik.toUpperCase()]) {
    await ask(download({ vendor, model, id }, { 'x-exosite-cik': key }))
    await ask(download({ vendor, model, id, info: 'true' }, { 'x-exosite-cik': key }))
  }
  await ask({ ...download({ vendor, model, id }, own), method: 'PUT' })
  await ask(download({ vendor, model, id }, own))
  const large = await core.stage['content of a length']({ length: 300_001 })
  const far = download(
    { vendor: large.vendor, model: large.model, id: large.content },
    { 'x-exosite-cik': large.cik, range: 'bytes=65536-65599' },
  )
  await ask(far)
}

async function windows(core: ExositeCore, ask: Ask): Promise<void> {
  const { oldCik: _, ...again } = await core.stage['re-enabled serial number']({})
  const early = triple(await core.stage['enabled serial number']({}))
  const late = triple(await core.stage['enabled serial number']({}))
  const { cik, vendor, model, sn } = await core.stage['activated client']({})
  await core.stage['time advanced']({ seconds: 23 * 3600 })
  await ask(activation(triple(again)))
  await ask(activation(early))
  await core.stage['time advanced']({ seconds: 2 * 3600 })
  await ask(activation(late))
  await ask(download({ vendor, model }, { 'x-exosite-cik': cik }))
  await ask(activation({ vendor, model, sn }))
}

function line({ status, reason = '(registered)', headers, body }: HttpReply): string {
  return `${status} ${reason} ${JSON.stringify(headers)} ${Buffer.from(body).toString('latin1')}`
}
