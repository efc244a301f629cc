import { Then, When } from '@cucumber/cucumber'
import { describeAnswer } from '../../harness/describe.js'
import { header, type Exchange } from '../../harness/exchange.js'
import { NotApplicable } from '../../harness/finding.js'
import type { SocketConnection } from '../../harness/socket-client.js'
import { defineWords } from '../../harness/words.js'
import { ID } from './calls.js'
import { askByPath } from './calling.js'
import { habitsOf } from './codes.js'
import { missing } from './missing.js'
import { whyNotOffered } from './settings.js'
import type { ThunderWorld } from './world.js'

/** Bytes that disturb a connection: a word, or frames of RFC 6455 section 5.2, masked with zeros as clients do. */
const GARBAGE: Readonly<Record<string, (connection: SocketConnection) => void>> = {
  'a word': connection => connection.send('nonsense'),
  'bytes that are no text': connection => connection.send(Buffer.from([0, 1, 2, 253, 254, 255])),
  'a frame that is no frame': connection =>
    connection.sendBytes(Buffer.from([0xf3, 0x84, 0, 0, 0, 0, 1, 2, 3, 4])),
  'text that is no UTF-8': connection =>
    connection.sendBytes(Buffer.from([0x81, 0x84, 0, 0, 0, 0, 0xc3, 0x28, 0xff, 0xfe])),
}

defineWords('garbage', GARBAGE)

When(
  'a client connects with the sub-protocol {string}',
  async function (this: ThunderWorld, protocol: string) {
    this.handshake = await connectWith(this, [protocol])
  },
)

When('a client connects without a sub-protocol', async function (this: ThunderWorld) {
  this.handshake = await connectWith(this, [])
})

When(
  'the other client sends {garbage}',
  async function (this: ThunderWorld, send: (connection: SocketConnection) => void) {
    const { otherSocket } = this
    await this.requireTaken(ID)
    send(otherSocket.connection)
    // The garbage has arrived when a later call is answered, or when the connection is closed for it.
    const fate = await Promise.race([otherSocket.connection.closed, otherSocket.fence()])
    this.observe(
      'what garbage does to its own connection',
      fate && 'code' in fate ? `closes it with ${fate.code}` : 'nothing',
    )
  },
)

Then('the client can still call id over its connection', async function (this: ThunderWorld) {
  const { socket } = this
  const isOpen = socket.connection.isOpen
  const reply = isOpen ? await this.make(ID) : undefined
  this.check(
    reply !== undefined && reply.text !== '',
    {
      summary: 'What another client sent has disturbed the connection of this one.',
      expected: 'an answer',
      received: isOpen ? 'no answer' : 'a connection that is closed',
    },
    socket.exchange,
  )
})

Then('any origin may read the answer', function (this: ThunderWorld) {
  checkField(this, 'access-control-allow-origin', value => value === '*', '*')
})

Then('the answer is not to be cached', function (this: ThunderWorld) {
  checkField(this, 'cache-control', value => /\bno-(cache|store)\b/i.test(value), 'no-cache')
})

Then('the connection speaks {string}', async function (this: ThunderWorld, protocol: string) {
  await checkProtocol(this, protocol)
})

Then('the connection speaks no sub-protocol', async function (this: ThunderWorld) {
  await checkProtocol(this, undefined)
})

Then('the HTTP status is that of an unknown path', async function (this: ThunderWorld) {
  this.expectStatus(this.reply.exchange, habitsOf(this.profile).unknownPathStatus, 'unknown path')
  await requireKnownPath(this)
})

Then('the HTTP status is 410', async function (this: ThunderWorld) {
  this.expectStatus(this.reply.exchange, 410, 'Gone')
  await this.state('idle', {})
  await requireKnownPath(this)
})

async function connectWith(world: ThunderWorld, protocols: readonly string[]): Promise<Exchange> {
  const reason = whyNotOffered('websocket', world.session.target)
  if (reason !== undefined) throw new NotApplicable(reason)
  const { websocketUrl, websocketPath } = world.settings
  const { exchange } = await world.openSocket(websocketUrl ?? websocketPath, protocols)
  return exchange
}

async function checkProtocol(world: ThunderWorld, wanted: string | undefined): Promise<void> {
  const { handshake = missing('a connection') } = world
  const answer = world.answerOf(handshake)
  // A handshake that is refused is judged only where another one is not.
  if (answer.status !== 101) await world.connect('websocket')
  const spoken = header(answer.headers, 'sec-websocket-protocol')
  world.check(
    answer.status === 101 && spoken === wanted,
    {
      summary:
        wanted === undefined
          ? 'The connection speaks a sub-protocol unasked.'
          : 'The connection does not speak the sub-protocol.',
      expected: wanted === undefined ? 'no sub-protocol' : wanted,
      received: answer.status === 101 ? (spoken ?? 'no sub-protocol') : describeAnswer(handshake),
    },
    handshake,
  )
}

function checkField(
  world: ThunderWorld,
  name: string,
  holds: (value: string) => boolean,
  expected: string,
): void {
  const { exchange } = world.reply
  const value = header(world.answerOf(exchange).headers, name)
  world.check(
    value !== undefined && holds(value),
    {
      summary: `The answer has another ${name}.`,
      expected,
      received: value ?? 'none',
    },
    exchange,
  )
}

/** Makes sure that the path of the plugin's own callsign is served. */
async function requireKnownPath(world: ThunderWorld): Promise<void> {
  const { exchange } = await askByPath(world)
  const isServed = exchange.answer?.status === 200
  const rule = 'thunder.transports.http-path-names-the-callsign'
  world.require(isServed, rule, 'the path of the callsign of an active plugin takes calls', exchange)
}
