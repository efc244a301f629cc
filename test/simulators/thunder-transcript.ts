import { EventEmitter } from 'node:events'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { HttpReply } from '../../simulators/simulator.js'
import type { ThunderCore } from '../../simulators/thunder/core.js'
import { Connection } from '../../simulators/thunder/sockets.js'

/** What a core answers to one of everything over HTTP and over two connections, a line for each answer or event. */
export async function transcript(core: ThunderCore): Promise<string[]> {
  const lines: string[] = []
  const post = (body: string, target = '/jsonrpc'): void => {
    const reply = core.handle({ method: 'POST', target, headers: {}, body: Buffer.from(body) })
    lines.push(reply instanceof Promise ? 'http hangs' : httpLine(reply))
  }
  const first = connect(core, 'first', lines)
  await converse(core, first, body => post(body))
  await converse(core, first, body => core.sockets.message(first, Buffer.from(body), false))
  post(call('id'), '/jsonrpc/Provisioning')
  post(call('id').replace('Provisioning.1.', ''), '/jsonrpc/Provisioning')
  post(call('id').replace('Provisioning.', ''), '/jsonrpc/Provisioning')
  post(call('id'), '/jsonrpc/Other')
  core.stage.deactivated()
  post(call('id'), '/jsonrpc/Provisioning')
  await register(core, first, lines)
  for (let i = 0; i < 60; i += 1) core.sockets.message(first, Buffer.from(call('id', i)), false)
  const bystander = connect(core, 'bystander', lines)
  core.sockets.message(first, Buffer.from([1]), true)
  core.sockets.message(bystander, Buffer.from(call('id')), false)
  await settle()
  core.close()
  return lines
}

async function converse(core: ThunderCore, other: Connection, say: (body: string) => void): Promise<void> {
  for (const state of ['idle', 'provisioning', 'back office unavailable', 'deactivated'] as const) {
    for (const member of ['provision', 'index', 'id', 'state', 'nothing']) {
      core.stage[state]()
      say(call(member))
      say(call(member).replace('"id":1,', ''))
    }
  }
  core.stage.provisioning()
  say(call('resetb'))
  core.stage.idle()
  for (const member of ['provision', 'id', 'state']) say(call(member))
  for (const member of ['provision', 'index', 'state']) {
    core.stage['back office unavailable']()
    say(call(member))
    say(call(member))
    core.stage.idle()
    say(call(member))
  }
  core.stage.idle()
  for (const params of [
    '{"label":"cobalt","index":0}',
    '{"label":"cobalt"}',
    '{"index":4294967295}',
    '{}',
    '{"label":1}',
    '{"index":{}}',
    '[{"label":"cobalt"}]',
  ])
    say(call('index', 1, params))
  say(call('id'))
  core.stage.idle()
  for (const property of ['id', 'state']) {
    say(call(property, 1, '{"value":1}').replace('"id":1,', ''))
    say(call(property))
    core.stage.idle()
    say(call(property, 1, '{"value":1}'))
    say(call(property))
  }
  for (const id of [
    '0',
    '-7',
    '1.5',
    '4294967295',
    '"7"',
    '""',
    '"é"',
    'null',
    '"null"',
    '"7x"',
    '"x7"',
    '"true"',
    '"<a>\\ud83d\\udd11"',
    MANY_DIGITS,
  ]) {
    say(call('state', id))
    say(call('nothing', id))
  }
  for (const params of ['null', '""']) say(call('id', 1, params))
  say(call('provision', 1, '"x"'))
  for (const name of NAMES) say(call('id').replace('Provisioning.1.id', name))
  for (const edit of EDITS) say(call('id').replace(...edit))
  for (const message of MESSAGES) say(message)
  say(` ${call('id')}`)
  say('{"method":"Provisioning.1.id","id":1,"jsonrpc":"2.0"}')
  say(call('id').replaceAll(',', ',\n'))
  say(call('id').replace('.id', '.\\u0069d'))
  core.sockets.message(other, Buffer.from(call('id', '"shared"')), false)
  await settle()
}

async function register(core: ThunderCore, first: Connection, lines: string[]): Promise<void> {
  const say = (connection: Connection, member: string, params: string): void => {
    core.sockets.message(connection, Buffer.from(call(member, 1, params)), false)
  }
  const names = (id: string, event = 'provisioningchange'): string => JSON.stringify({ event, id })
  core.stage.idle()
  const second = connect(core, 'second', lines)
  const third = connect(core, 'third', lines)
  say(first, 'register', names('client.events.1'))
  say(first, 'register', names('client.events.1'))
  say(first, 'register', names('client.events.2'))
  say(second, 'register', names('client.events.1'))
  say(second, 'register', names('Überwachung'))
  say(second, 'register', names('client.events.2'))
  say(second, 'register', names('wrong', 'ProvisioningChange'))
  for (const params of ['{}', '{"event":"provisioningchange"}', '{"id":"x"}']) say(second, 'register', params)
  for (let i = 0; i < 3; i += 1) core.stage['provisioning change']()
  say(second, 'unregister', names('client.events.1'))
  core.signal(200)
  say(second, 'unregister', names('client.events.1'))
  say(second, 'register', names('client.events.1'))
  say(first, 'unregister', names('client.events.1'))
  core.signal(200)
  for (const state of ['provisioning', 'back office unavailable'] as const) {
    core.stage[state]()
    core.signal(200)
    say(first, 'register', names(state))
  }
  core.stage.idle()
  const note = call('register', 1, names('noted')).replace('"id":1,', '')
  core.sockets.message(first, Buffer.from(note), false)
  core.signal(200)
  core.observers.drop(second)
  core.sockets.connections.delete(second)
  core.signal(200)
  say(third, 'register', names('late'))
  core.stage.deactivated()
  core.stage.idle()
  core.signal(200)
  const fourth = connect(core, 'fourth', lines)
  say(fourth, 'register', names('part', 'provisioning'))
  core.signal(200)
  say(fourth, 'register', names('kept'))
  say(fourth, 'register', names('kept', 'other'))
  say(fourth, 'unregister', names('kept', 'other'))
  core.signal(200)
  say(fourth, 'register', names('still'))
  core.sockets.message(fourth, Buffer.from(call('resetb')), false)
  core.signal(200)
  core.sockets.message(first, Buffer.from(call('id', '"same"')), false)
  core.sockets.message(third, Buffer.from(call('state', '"same"')), false)
  await settle()
}

const MANY_DIGITS = '12345678901234567897'

const NAMES = [
  'id',
  '1.id',
  'Provisioning.1.Id',
  'Provisioning.1.STATE',
  'Provisioning.1.idx',
  'Provisioning.1.stat',
  'Provisioning.1.id ',
  'provisioning.1.id',
  'Other.1.id',
  'Provisioning.2.id',
  'Provisioning.one.id',
  'Provisioning.id',
  'Provisioning.1.id@0',
  'rpc.id',
  'rpc.1.id',
]

const EDITS: readonly [string, string][] = [
  ['"jsonrpc":"2.0",', ''],
  ['"2.0"', '"1.0"'],
  ['"2.0"', '2.0'],
  ['jsonrpc', 'JsonRpc'],
  ['"method"', '"Method"'],
  ['"Provisioning.1.id"', '1'],
  ['"id":1', '"id":{}'],
  ['"id":1', '"id":true'],
  ['}', ',"params":"x"}'],
  ['}', ',}'],
  ['"}', ''],
]

const MESSAGES = [
  'word',
  '1',
  '"x"',
  'null',
  '{}',
  `${call('id')} {}`,
  call('id').slice(0, -1),
  call('id').replace('{', '{/* x */'),
  call('id').replaceAll('"', "'"),
  '[]',
  '[1,2]',
  `[${call('id', 1)}]`,
  `[${call('id', 1)},${call('nothing', 2)}]`,
  `[${call('id', 1)},${call('state', 2)}]`,
  `[${call('id', 1)},${call('id').replace('"id":1,', '')}]`,
  `[${call('id').replace('"id":1,', '')},${call('id').replace('"id":1,', '')}]`,
  `[${call('id', 1)},null]`,
  `[${call('id', 1)},[${call('id', 2)}]]`,
  `[${call('id', 1)},{`,
  `[${call('id', MANY_DIGITS)}]`,
]

function call(member: string, id: string | number = 1, params?: string): string {
  return `{"jsonrpc":"2.0","id":${id},"method":"Provisioning.1.${member}"${params === undefined ? '' : `,"params":${params}`}}`
}

function httpLine({ status, headers, body }: HttpReply): string {
  return `http ${status} ${JSON.stringify(headers)} ${body.toString()}`
}

/** A connection without a socket, whose frames become lines. */
function connect(core: ThunderCore, name: string, lines: string[]): Connection {
  const note = (line: string): void => void lines.push(`${name} ${line}`)
  const websocket = {
    send: (data: string | Buffer) =>
      note(`${typeof data === 'string' ? 'text' : 'binary'} ${data.toString()}`),
    close: (code: number) => note(`closed ${code}`),
    terminate: () => note('terminated'),
    ping: () => note('pinged'),
  }
  const socket = Object.assign(new EventEmitter(), { writableLength: 0 })
  const connection = new Connection(
    core.sockets,
    websocket as unknown as WebSocket,
    socket as unknown as Duplex,
  )
  core.sockets.connections.add(connection)
  return connection
}

function settle(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
