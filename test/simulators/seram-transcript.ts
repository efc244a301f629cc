import { TOKEN, type OrderPlatform } from '../../simulators/seram/core.js'
import { post } from './environment.js'

const ELEMENT = { seType: 'uicc', seId: '1', seExtraInfo: 'SAM' }
const COMMANDS = [
  { ramCommandType: 'ramStartCommand' },
  { ramCommandType: 'seRamCommand', listOfCAPDU: ['00A4040000'] },
  { ramCommandType: 'notificationCommand', deviceAppNotification: 'done' },
  { ramCommandType: 'ramStopCommand' },
]
const MANAGEMENT = { delay: 500, chosenSecureElement: ELEMENT, ramCommands: COMMANDS }
const WHOLE = { secureElement: [ELEMENT], remoteManagementOrder: MANAGEMENT }

/** What a platform says to a fixed series of requests, and what it keeps of them: ids and times are left out. */
export async function seramTranscript(core: OrderPlatform): Promise<string> {
  const lines: string[] = []
  const { listKey, sessionKey } = core.spelling
  let count = 0
  const write = (status: number, headers: object, body: string): void => {
    lines.push(`${status} ${JSON.stringify(headers)} ${body}`)
  }
  const send = async (
    body: unknown,
    more: Parameters<typeof post>[2] = {},
    method = 'POST',
  ): Promise<string> => {
    const sent = { ...post('/order', body, { authorization: `Bearer ${TOKEN}`, ...more }), method }
    const { status, headers, body: answer } = await core.handle(sent)
    const text = answer.toString()
    write(status, headers, text)
    return text
  }
  const keep = async (id: string): Promise<void> => {
    lines.push(JSON.stringify(await core.stage['orders of a session']({ sessionID: id })))
  }
  const place = async (order: object): Promise<void> => {
    const sessionID = `0f96af97-f879-45a2-a011-${String(count++).padStart(12, '0')}`
    const { secureElement, ...rest } = order as Record<string, unknown>
    await send({
      [sessionKey]: sessionID,
      ...rest,
      ...(secureElement === undefined ? {} : { [listKey]: secureElement }),
    })
    await keep(sessionID)
  }
  const management = (change: object): object => ({
    ...WHOLE,
    remoteManagementOrder: { ...MANAGEMENT, ...change },
  })
  const element = (change: object): object => ({ ...WHOLE, secureElement: [{ ...ELEMENT, ...change }] })
  const command = (at: number, change: object): object =>
    management({ ramCommands: COMMANDS.map((it, index) => (index === at ? { ...it, ...change } : it)) })

  for (const order of [
    WHOLE,
    { remoteManagementOrder: MANAGEMENT },
    { secureElement: [ELEMENT] },
    {},
    { ...WHOLE, unknown: 1 },
    ...[2, 3, 8].map(length => ({
      ...WHOLE,
      secureElement: Array.from({ length }, (_, i) => ({ ...ELEMENT, seId: `${i}` })),
    })),
    ...['eSE', 'iSE', 'euicc', 'ieuicc', 'undefined', 'UICC', 'simcard', ' uicc', null, 7].map(seType =>
      element({ seType }),
    ),
    ...[undefined, null, 7, '8946012345678901234', '89A'].map(seId => element({ seId })),
    ...[undefined, 'SAM,CSP', 'für SAM', 7].map(seExtraInfo => element({ seExtraInfo })),
    element({ seType: undefined }),
    { ...WHOLE, secureElement: ELEMENT },
    { ...WHOLE, secureElement: 'x' },
    { ...WHOLE, secureElement: [ELEMENT, 'x'] },
    { ...WHOLE, secureElement: [ELEMENT, {}] },
    { secureElement: [{ seId: '1' }] },
    { remoteManagementOrder: 'x' },
    { ...WHOLE, remoteManagementOrder: { delay: 5 } },
    { ...WHOLE, secureElement: [ELEMENT, { seType: 'uicc' }] },
    ...['x', 7, true, []].map(remoteManagementOrder => ({ ...WHOLE, remoteManagementOrder })),
    ...[0, 3_600_000, -1, '100', 1.5, null, undefined].map(delay => management({ delay })),
    ...[undefined, 'x', { seType: 'simcard', seId: '1' }, { seId: '1' }, [ELEMENT]].map(it =>
      management({ chosenSecureElement: it }),
    ),
    ...[
      undefined,
      [],
      COMMANDS[0],
      [...COMMANDS, {}],
      [...COMMANDS, null],
      [COMMANDS[2], COMMANDS[2]],
      [COMMANDS[0], COMMANDS[3]],
      [COMMANDS[1], COMMANDS[1]],
    ].map(ramCommands => management({ ramCommands })),
    ...[undefined, 'ramPauseCommand', 'startCommand', 'ramStartCommand '].map(ramCommandType =>
      command(0, { ramCommandType }),
    ),
    ...[
      undefined,
      '00A4',
      [''],
      ['00'],
      ['00A40'],
      ['00a4'],
      ['00A4', '0'],
      ['00\n'],
      ['AB'.repeat(261)],
      ['AB'.repeat(300)],
      ['00', '', '01'],
    ].map(listOfCAPDU => command(1, { listOfCAPDU })),
    command(1, { listOfCAPDU: ['00A4040000', '00A4040000'] }),
    ...[undefined, '', 'ü', '🚀', ' a ', 7].map(deviceAppNotification =>
      command(2, { deviceAppNotification }),
    ),
  ]) {
    await place(order)
  }

  for (const order of [WHOLE, { secureElement: [ELEMENT] }, { remoteManagementOrder: MANAGEMENT }]) {
    const { secureElement, ...rest } = order as Record<string, unknown>
    const text = await send({ ...rest, ...(secureElement === undefined ? {} : { [listKey]: secureElement }) })
    const id = /"([^"]{5,})"\s*\}?\s*$/.exec(text)?.[1]
    if (id !== undefined) {
      await send({ [sessionKey]: id, remoteManagementOrder: { delay: 1 } })
      await keep(id)
    }
  }
  const answers = new Set<string>()
  for (let i = 0; i < 12; i++) answers.add(await send({ remoteManagementOrder: MANAGEMENT }))
  lines.push(`${answers.size} answers`)

  for (let i = 0; i < 9; i++) await send({ [sessionKey]: 'queue', remoteManagementOrder: { delay: i } })
  await send({ [sessionKey]: 'queue', [listKey]: [ELEMENT], remoteManagementOrder: MANAGEMENT })
  await keep('queue')
  await send({ [sessionKey]: 'queue', [listKey]: [ELEMENT] })
  await keep('queue')
  for (const id of ['elements', 'wrong']) await send({ [sessionKey]: id, [listKey]: [ELEMENT] })
  await send({ [sessionKey]: 'elements', [listKey]: [{ ...ELEMENT, seId: '2' }] })
  await keep('elements')
  await send({ [sessionKey]: 'wrong', [listKey]: [{ seId: '2' }] })
  await keep('wrong')
  const long = 'z'.repeat(36)
  for (const id of [
    'space',
    'space ',
    `${long}1`,
    `${long}2`,
    'ä',
    'ö',
    'a b',
    'a+b',
    'e\u0301',
    '\u00e9',
    'a-b',
    'ab',
    'aB',
    'constructor',
    '0',
  ]) {
    await send({ [sessionKey]: id, remoteManagementOrder: MANAGEMENT })
    await keep(id)
  }
  await Promise.all([1, 2, 3].map(delay => send({ [sessionKey]: 'race', remoteManagementOrder: { delay } })))
  await keep('race')
  for (const id of ['x', 'y'.repeat(128), 7, {}])
    await send({ [sessionKey]: id, remoteManagementOrder: MANAGEMENT })
  await keep('x')

  const legal = { [sessionKey]: 'legal', remoteManagementOrder: MANAGEMENT }
  const escaped = JSON.stringify(legal).replace('done', String.raw`\u0064one`)
  const turned = JSON.stringify({ remoteManagementOrder: MANAGEMENT, [sessionKey]: 'legal' })
  for (const body of [JSON.stringify(legal, undefined, 2), escaped, turned]) {
    await send(body)
    await keep('legal')
  }

  const text = JSON.stringify({ [sessionKey]: 'bad', remoteManagementOrder: MANAGEMENT })
  const bodies = [
    '',
    `${text} x`,
    `${text}${text}`,
    text.replace('}}', ',}}'),
    text.replace('{', '{/* */'),
    text.replace('{', '{"note":NaN,'),
    `[${text}]`,
    '"x"',
    'null',
    '7',
    text.replace('done', String.raw`\u0000`),
  ]
  const spoilt = [
    text.replace('done', '\\ud800'),
    text.replace('{', `{"${sessionKey}":"bad",`),
    '['.repeat(1000),
  ]
  for (const body of [...bodies, ...spoilt, Buffer.from(text.replace('done', 'dön'), 'latin1')]) {
    await send(body)
    await keep('bad')
  }
  await send({ [sessionKey]: 'bad', remoteManagementOrder: 7 })
  await send({ [sessionKey]: 'bad', remoteManagementOrder: MANAGEMENT })
  await keep('bad')

  const fields = [
    { authorization: '' },
    { authorization: `Bearer ${TOKEN.slice(0, -1)}` },
    { authorization: `Bearer ${TOKEN}x` },
    { authorization: `Bearer q${TOKEN.slice(1)}` },
    { authorization: 'Bearer %"{' },
    { authorization: `Basic ${TOKEN}` },
    { authorization: 'Bearer ' },
    { authorization: `Bearer ${TOKEN.toUpperCase()}` },
    { accept: '*/*' },
    { 'content-type': 'text/plain' },
    { 'content-type': 'Application/JSON; charset="utf-8"' },
  ]
  for (const more of fields) await send({ [sessionKey]: 'fields', remoteManagementOrder: MANAGEMENT }, more)
  await send(`${sessionKey}=fields`, { 'content-type': 'application/x-www-form-urlencoded' })
  for (const order of [{ [sessionKey]: 'fields' }, { [listKey]: [ELEMENT] }]) {
    const { status } = await core.handle(post('/order', order))
    lines.push(`${status} without credentials`)
  }
  await keep('fields')
  for (const method of ['PUT', 'GET', 'DELETE'])
    await send({ [sessionKey]: 'methods', remoteManagementOrder: MANAGEMENT }, {}, method)
  await keep('methods')
  await keep('queue')
  return lines.join('\n').replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID')
}
