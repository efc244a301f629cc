import { Then, When } from '@cucumber/cucumber'
import { defineWords } from '../../harness/words.js'
import { ID } from './calls.js'
import { callOf, type JsonObject, type Reply } from './message.js'
import { describeReply, type ThunderWorld } from './world.js'

const PARSE_ERROR = 'thunder.faults.names-parse-errors'
const INVALID = 'thunder.faults.names-invalid-requests'
const WORD_ID = 'thunder.faults.refuses-unreadable-ids'
const OTHER_ID = 'thunder.faults.refuses-ids-of-other-types'

/** A message that is one edit away from a call, with the rule that promises what it is refused as. */
interface Message {
  readonly text: (call: JsonObject, world: ThunderWorld) => string
  readonly refusedBy: string
  /** Another message that is refused by another rule if this one is at all: its breach explains what happens here. */
  readonly restsOn?: string
}

const MESSAGES: Readonly<Record<string, Message>> = {
  'a call that is cut off': text(call => JSON.stringify(call).slice(0, -8), PARSE_ERROR),
  'a call with a stray comma': text(call => JSON.stringify(call).replace(/\}$/, ',}'), PARSE_ERROR),
  'a call with NaN in it': text(call => JSON.stringify(call).replace(/\}$/, ',"more":NaN}'), PARSE_ERROR),
  'a call without its last brace': text(call => JSON.stringify(call).slice(0, -1), PARSE_ERROR),
  'a call with text behind it': text(call => `${JSON.stringify(call)} {}`, PARSE_ERROR),
  'a call with a comment in it': text(call => JSON.stringify(call).replace('{', '{/* x */'), PARSE_ERROR),
  'a call in single quotation marks': text(call => JSON.stringify(call).replaceAll('"', "'"), PARSE_ERROR),
  'a word': text((_, { random }) => random.word(8, 'bcdghjkmpqrsvwxz'), PARSE_ERROR),
  'a number': text((_, { random }) => String(random.integer(2, 999)), INVALID),
  'a string': text((_, { random }) => JSON.stringify(random.word(8)), INVALID),
  null: text(() => 'null', INVALID),
  'an empty object': text(() => '{}', INVALID),
  'a call without a method': without('method', INVALID),
  'a call whose method is a number': edit({ method: 1 }, INVALID),
  'a call whose method is null': edit({ method: null }, INVALID),
  'a call without a version': without('jsonrpc', 'thunder.faults.refuses-other-versions'),
  'a call of version "1.0"': edit({ jsonrpc: '1.0' }, 'thunder.faults.refuses-other-versions'),
  'a call of the number 2.0': text(
    call => JSON.stringify(call).replace('"2.0"', '2.0'),
    'thunder.faults.refuses-other-versions',
  ),
  'a call of version "2"': edit({ jsonrpc: '2' }, 'thunder.faults.refuses-other-versions'),
  'a call whose id is an object': edit({ id: { id: 7 } }, OTHER_ID),
  'a call whose id is an array': edit({ id: [7] }, OTHER_ID),
  'a call whose id is true': edit({ id: true }, OTHER_ID),
  'a call whose id is a fraction': edit({ id: 1.5 }, WORD_ID),
  'a call whose id begins with a digit': edit({ id: '7x' }, WORD_ID),
  'a call whose id ends in a digit': edit({ id: 'x7' }, WORD_ID),
  'a call whose method is in a member "Method"': {
    text: ({ method, ...rest }) => JSON.stringify({ ...rest, Method: method }),
    refusedBy: 'thunder.faults.matches-member-names-exactly',
    restsOn: 'a call without a method',
  },
  'a call whose version is in a member "JsonRpc"': {
    text: ({ jsonrpc, ...rest }) => JSON.stringify({ ...rest, JsonRpc: jsonrpc }),
    refusedBy: 'thunder.faults.matches-member-names-exactly',
    restsOn: 'a call without a version',
  },
  'a call whose parameters are a string': params('all'),
  'a call whose parameters are a number': params(1),
  'a call whose parameters are true': params(true),
  'a trigger whose parameters are a string': params('all', 'provision'),
}

defineWords('message', MESSAGES)

When('the client sends {message}', async function (this: ThunderWorld, message: Message) {
  const { refusedBy, restsOn } = message
  this.answeredBy = refusedBy
  this.refusedBy = refusedBy
  this.twin = async () => {
    await this.requireTaken(ID)
    const basis = restsOn === undefined ? undefined : MESSAGES[restsOn]
    if (basis) this.requireError(await send(this, basis), basis.refusedBy)
  }
  this.replies = [await send(this, message)]
})

Then('the message is accepted with an empty answer', async function (this: ThunderWorld) {
  const { reply } = this
  this.check(
    this.answerOf(reply.exchange).status === 202 && reply.text === '',
    {
      summary: 'A message that is no JSON should be accepted with nothing in the answer.',
      expected: '202 Accepted without a body',
      received: describeReply(reply),
    },
    reply.exchange,
  )
  await this.twin()
})

function send(world: ThunderWorld, { text, refusedBy }: Message): Promise<Reply> {
  const call = callOf(world.name('id'), undefined, world.client.newId())
  return world.client.ask(text(call, world), `a message of which ${refusedBy} speaks`)
}

function text(text: Message['text'], refusedBy: string): Message {
  return { text, refusedBy }
}

function edit(members: JsonObject, refusedBy: string): Message {
  return text(call => JSON.stringify({ ...call, ...members }), refusedBy)
}

function without(member: string, refusedBy: string): Message {
  return text(call => JSON.stringify({ ...call, [member]: undefined }), refusedBy)
}

/** The method is the property id: it is index that has parameters, so the call is made of that or of another method. */
function params(value: unknown, member = 'index'): Message {
  return text(
    (call, world) => JSON.stringify({ ...call, method: world.name(member), params: value }),
    'thunder.faults.refuses-parameters-without-structure',
  )
}
