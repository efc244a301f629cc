import { Then, When } from '@cucumber/cucumber'
import { defineWords } from '../../harness/words.js'
import { ID, STATE, UNKNOWN, type Call } from './calls.js'
import type { Client } from './client.js'
import { codesOf, type Reason } from './codes.js'
import { callOf, isObject, type JsonObject, type Reply } from './message.js'
import { requireQuiet, sendQuietly } from './notifications.js'
import { describeReply, type ThunderWorld } from './world.js'

const AS_ARRAY = 'thunder.batch.is-answered-as-an-array'

/** One part of a batch: a call with an id, a notification, or what is no request. */
type Part = { readonly call: Call } | { readonly notification: Call } | { readonly value: unknown }

const BATCHES: Readonly<Record<string, readonly Part[]>> = {
  'two calls': [{ call: ID }, { call: STATE }],
  'one call': [{ call: ID }],
  'a call beside a call that fails': [{ call: ID }, { call: UNKNOWN }],
  'a call beside a notification': [{ notification: STATE }, { call: ID }],
  'two notifications': [{ notification: ID }, { notification: STATE }],
  nothing: [],
  'three numbers': [{ value: 1 }, { value: 2 }, { value: 3 }],
  'a call beside a number': [{ value: 1 }, { call: ID }],
  'a call beside null': [{ call: ID }, { value: null }],
  'a call beside an array': [{ value: [callOf('rpc.none')] }, { call: ID }],
}

defineWords('batch', BATCHES)

When('the client sends a batch of {batch}', async function (this: ThunderWorld, parts: readonly Part[]) {
  this.twin = () => this.requireTaken(ID)
  await send(this, parts)
})

When('the client sends a batch of a call beside one that is cut off', async function (this: ThunderWorld) {
  this.twin = () => this.requireTaken(ID)
  await send(this, [{ call: ID }, { call: STATE }], text => text.slice(0, -12))
})

Then('the answer is one array', async function (this: ThunderWorld) {
  const answers = answersIn(this.reply)
  this.check(
    answers !== undefined,
    {
      summary: 'A batch is not answered by one array.',
      expected: 'an array',
      received: describeReply(this.reply),
    },
    this.reply.exchange,
  )
  await this.twin()
})

Then('each call of the batch is answered once under its own id', async function (this: ThunderWorld) {
  const answers = requireArray(this)
  await this.read(ID)
  const ids = answers.map(({ id }) => String(id)).toSorted()
  const wanted = this.ids.map(String).toSorted()
  this.check(
    ids.join() === wanted.join(),
    {
      summary: 'The calls of the batch are not answered once each.',
      expected: `the ids ${wanted.join(', ')}`,
      received: ids.length > 0 ? `the ids ${ids.join(', ')}` : 'no answers',
    },
    this.reply.exchange,
  )
  await this.twin()
})

Then('the batch is answered for its calls alone', async function (this: ThunderWorld) {
  const answers = itemsOf(this.reply) ?? requireArray(this)
  this.require(
    this.ids.every(id => answers.some(answer => isObject(answer) && String(answer['id']) === String(id))),
    'thunder.batch.answers-every-call',
    'each call of a batch is answered',
    this.reply.exchange,
  )
  if (answers.length !== this.ids.length) await requireQuiet(this)
  this.check(
    answers.length === this.ids.length,
    {
      summary: 'A notification in a batch is answered.',
      expected: `${this.ids.length} answer`,
      received: `${answers.length} answers`,
    },
    this.reply.exchange,
  )
  await this.twin()
})

Then('the batch gets no answer', async function (this: ThunderWorld) {
  if (this.reply.text !== '') {
    await requireQuiet(this)
    await requireBatches(this)
  }
  this.check(
    this.reply.text === '',
    {
      summary: 'A batch of nothing but notifications is answered.',
      expected: 'no answer',
      received: describeReply(this.reply),
    },
    this.reply.exchange,
  )
  await send(this, [{ call: ID }, { call: STATE }])
  requireArray(this)
})

Then('the batch is refused by one object as {reason}', async function (this: ThunderWorld, reason: Reason) {
  const { json } = this.reply
  const codes = codesOf(reason, this.profile)
  const isRefused =
    isObject(json) && isObject(json['error']) && codes.includes(json['error']['code'] as number)
  if (!isRefused) await requireFault(this, reason, codes)
  this.check(
    isRefused,
    {
      summary: `The batch should be refused as ${reason} by a single object.`,
      expected: `one object with the error ${codes.join(' or ')}`,
      received: describeReply(this.reply),
    },
    this.reply.exchange,
  )
  await this.twin()
})

Then(
  'each value of the batch that is no request is refused as {reason}',
  async function (this: ThunderWorld, reason: Reason) {
    const codes = codesOf(reason, this.profile)
    const answers = answersIn(this.reply) ?? (await requireBatches(this))
    const refused = answers.filter(({ error }) => isObject(error) && codes.includes(error['code'] as number))
    if (refused.length !== this.strangers) await requireRefused(this)
    this.check(
      refused.length === this.strangers,
      {
        summary: `The values that are no requests are not refused as ${reason} one by one.`,
        expected: `${this.strangers} errors ${codes.join(' or ')}`,
        received: `${refused.length} of them in ${describeReply(this.reply)}`,
      },
      this.reply.exchange,
    )
    await this.twin()
  },
)

async function send(
  world: ThunderWorld,
  parts: readonly Part[],
  spoil: (text: string) => string = text => text,
): Promise<void> {
  const { client } = world
  const values = parts.map(part => ('value' in part ? part.value : requestOf(world, client, part)))
  const text = spoil(JSON.stringify(values))
  world.ids = values.flatMap(value => (isObject(value) && 'id' in value ? [value['id']] : []))
  world.strangers = parts.filter(part => 'value' in part).length
  const isQuiet = parts.length > 0 && parts.every(part => 'notification' in part)
  const reply = isQuiet
    ? await sendQuietly(world, client, text)
    : await client.ask(text, `what ${world.rule.id} speaks of`)
  world.replies = [...world.replies, reply]
}

function requestOf(world: ThunderWorld, client: Client, part: Exclude<Part, { value: unknown }>): JsonObject {
  const call = 'call' in part ? part.call : part.notification
  return callOf(
    world.name(call.member(world)),
    call.params(world),
    'call' in part ? client.newId() : undefined,
  )
}

/** Makes sure that a message which is no batch is refused for the same reason. */
async function requireFault(world: ThunderWorld, reason: Reason, codes: readonly number[]): Promise<void> {
  const [text, rule] =
    reason === 'parse error'
      ? ['{"jsonrpc":', 'thunder.faults.names-parse-errors']
      : ['{}', 'thunder.faults.names-invalid-requests']
  const { json, exchange } = await world.client.ask(text, `a message of which ${rule} speaks, beside a batch`)
  const error = isObject(json) && isObject(json['error']) ? json['error'] : {}
  world.require(codes.includes(error['code'] as number), rule, `a message is refused as ${reason}`, exchange)
}

/** The responses of an array; undefined if it is none, or if requests are in it. */
function answersIn({ json }: Reply): JsonObject[] | undefined {
  if (!Array.isArray(json) || json.length === 0) return undefined
  const items = json.filter(isObject).filter(item => 'result' in item || 'error' in item)
  return items.length === json.length ? items : undefined
}

/** What stands in an array, answers or not, where it is not what was sent. */
function itemsOf({ json }: Reply): unknown[] | undefined {
  const isEcho = (item: unknown): boolean => isObject(item) && 'method' in item
  return Array.isArray(json) && !json.some(isEcho) ? (json as unknown[]) : undefined
}

/** Makes sure that a single value which is no request is refused in a form that can be told. */
async function requireRefused(world: ThunderWorld): Promise<void> {
  const { replies } = world
  const reply = await world.client.ask('{}', `a message of which ${world.rule.id} speaks`)
  world.requireError(reply, 'thunder.faults.names-invalid-requests')
  world.replies = replies
}

/** Makes sure that a batch of calls is answered by an array, where one with other values is not: none of its answers. */
async function requireBatches(world: ThunderWorld): Promise<JsonObject[]> {
  const { replies, ids, strangers } = world
  await send(world, [{ call: ID }, { call: STATE }])
  requireArray(world)
  Object.assign(world, { replies, ids, strangers })
  return []
}

function requireArray(world: ThunderWorld): JsonObject[] {
  const answers = answersIn(world.reply)
  world.require(answers !== undefined, AS_ARRAY, 'a batch is answered by one array', world.reply.exchange)
  return answers ?? []
}
