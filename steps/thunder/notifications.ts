import { Then, When } from '@cucumber/cucumber'
import { UNKNOWN, type Call } from './calls.js'
import { SocketClient, type Client } from './client.js'
import { habitsOf } from './codes.js'
import { callOf, isObject, replyOf, type JsonObject, type Reply } from './message.js'
import { describeReply, type ThunderWorld } from './world.js'

When('the client calls {call} as a notification', async function (this: ThunderWorld, call: Call) {
  await notify(this, call, {})
})

When(
  'the client calls {call} as a notification with the id null',
  async function (this: ThunderWorld, call: Call) {
    await notify(this, call, { id: null })
  },
)

Then('the notification gets no answer', async function (this: ThunderWorld) {
  const { reply } = this
  if (reply.text !== '') await requireQuiet(this)
  this.check(
    reply.text === '',
    { summary: 'A notification is answered.', expected: 'no response', received: describeReply(reply) },
    reply.exchange,
  )
  if (reply.exchange.kind === 'request') checkAccepted(this, reply)
  await this.twin()
})

Then('the notification is answered without an id', async function (this: ThunderWorld) {
  const { client } = this
  const isAbsent = this.reply.text === '' && client instanceof SocketClient
  const reply = isAbsent ? replyOf(client.exchange, (await client.hear())?.data) : this.reply
  const answer = isObject(reply.json) ? reply.json : {}
  const isAnswer = 'result' in answer || 'error' in answer
  this.check(
    isAnswer && !('id' in answer),
    {
      summary: 'The notification should be answered by an object without an id.',
      expected: 'a response without an id',
      received: describeReply(reply),
    },
    reply.exchange,
  )
  await this.twin()
})

async function notify(world: ThunderWorld, call: Call, members: JsonObject): Promise<void> {
  const { client } = world
  const member = call.member(world)
  const text = JSON.stringify({ ...callOf(world.name(member), call.params(world)), ...members })
  world.call = call
  world.answeredBy = world.rule.id
  world.replies = [await sendQuietly(world, client, text)]
  world.twin = async () => {
    // With an id the same call is answered, so it is the missing id that keeps the answer away.
    world.answeredBy = 'thunder.envelope.answers-every-call'
    const reply = await world.ask(client, member, call.params(world))
    const outcome = world.outcomeOf(reply)
    if (call !== UNKNOWN && world.isIdle) await world.requireTaken(call)
    else world.require('code' in outcome, call.refusedBy, 'the call fails with an id', reply.exchange)
  }
}

function checkAccepted(world: ThunderWorld, { exchange }: Reply): void {
  const { status } = world.answerOf(exchange)
  const { notedStatus } = habitsOf(world.profile)
  const isRight = notedStatus.length > 0 ? notedStatus.includes(status) : status >= 200 && status < 300
  const expected = notedStatus.length > 0 ? notedStatus.join(' or ') : 'a status of success'
  const summary = 'A notification has another HTTP status.'
  world.check(isRight, { summary, expected, received: String(status) }, exchange)
}

/** Sends what should get no answer; over a WebSocket a later call shows what came for it. */
export async function sendQuietly(world: ThunderWorld, client: Client, text: string): Promise<Reply> {
  if (!(client instanceof SocketClient)) return client.ask(text, '')
  const { reply, isHeard } = await client.sendQuietly(text)
  const echoes = 'thunder.correlation.echoes-numbers'
  world.require(isHeard, echoes, 'a later call is answered under its own id', client.exchange)
  return reply
}

/** Makes sure that a notification which should succeed gets no answer: other rules rest on this one. */
export async function requireQuiet(world: ThunderWorld): Promise<void> {
  const { client } = world
  const owner = client instanceof SocketClient ? 'gets-no-answer' : 'gets-an-empty-answer'
  const reply = await sendQuietly(world, client, JSON.stringify(callOf(world.name('id'))))
  const rule = `thunder.notification.${owner}`
  if (rule !== world.rule.id)
    world.require(reply.text === '', rule, 'a notification gets no answer', reply.exchange)
}
