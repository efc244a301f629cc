import { Then, When } from '@cucumber/cucumber'
import { describeAnswer } from '../../harness/describe.js'
import type { SocketMessage } from '../../harness/exchange.js'
import { ID, STATE } from './calls.js'
import { callOf, isObject, parse, shown, type JsonObject } from './message.js'
import { signal } from './signalling.js'
import { ANSWERED, type ThunderWorld } from './world.js'

When('the client makes {int} calls at once', async function (this: ThunderWorld, count: number) {
  await makeAtOnce(this, count)
})

When(
  'the plugin signals a provisioning change while the client makes {int} calls at once',
  async function (this: ThunderWorld, count: number) {
    await Promise.all([signal(this), makeAtOnce(this, count), signal(this)])
  },
)

When(
  'the client calls id while the other client calls state under the same id',
  async function (this: ThunderWorld) {
    const id = this.client.newId()
    await this.socket.send(JSON.stringify(callOf(this.name('id'), undefined, id)))
    await this.otherSocket.send(JSON.stringify(callOf(this.name('state'), undefined, id)))
    const each = [this.socket, this.otherSocket]
    // Either each client receives something, or one of them receives both.
    await Promise.race([Promise.all(each.map(client => client.hear())), ...each.map(client => client.hear())])
  },
)

When('the client posts {int} calls at once', async function (this: ThunderWorld, count: number) {
  await this.read(ID)
  await this.read(STATE)
  const calls = Array.from({ length: count }, (_, index) => ({
    id: this.client.newId(),
    member: (index % 2 === 0 ? ID : STATE).member(this),
  }))
  this.ids = calls.map(({ id }) => id)
  this.replies = await Promise.all(
    calls.map(({ id, member }) => this.ask(this.client, member, undefined, { id })),
  )
})

Then('each post is answered under its own id', function (this: ThunderWorld) {
  const ids = this.ids.map(String)
  for (const [index, { exchange, text, json }] of this.replies.entries()) {
    this.require(text !== '', ANSWERED, 'a call is answered', exchange)
    const answer = isObject(json) ? json : {}
    this.check(
      String(answer['id']) === ids[index] && isAnswerTo(ids, answer),
      {
        summary: 'One of several calls that are posted at once gets the answer to another.',
        expected: `the answer to the call ${ids[index]}`,
        received: describeAnswer(exchange),
      },
      exchange,
    )
  }
})

Then('each call is answered once under its own id', function (this: ThunderWorld) {
  const wanted = this.ids.map(String)
  const received = this.answers.map(({ id }) => String(id))
  const missed = wanted.filter(id => !received.includes(id)).length
  const double = received.filter((id, index) => received.indexOf(id) !== index).length
  const strange = received.filter(id => !wanted.includes(id)).length
  const wrong = this.answers.filter(answer => !isAnswerTo(wanted, answer)).length
  this.check(
    missed + double + strange + wrong === 0,
    {
      summary: 'The answers do not match the calls that were made at once.',
      expected: `one answer to each of ${wanted.length} calls`,
      received:
        `${received.length} answers: ${missed} ids missed, ${double} once more, ` +
        `${strange} of no call, ${wrong} with what belongs to another call`,
    },
    this.socket.exchange,
  )
})

Then('each client receives the answer to its own call', async function (this: ThunderWorld) {
  const [own = [], others = []] = [this.socket, this.otherSocket].map(({ answers }) => resultsOf(answers))
  const isKept = own.length === 1 && typeof own[0] === 'string' && others.length === 1 && isObject(others[0])
  if (!isKept) await requireReading(this)
  this.check(
    isKept,
    {
      summary: 'Two clients that use the same id do not receive the answers to their own calls.',
      expected: 'the provision ID for the client, the provision state for the other',
      received: `${shown(own)} for the client, ${shown(others)} for the other`,
    },
    this.socket.exchange,
  )
})

/** Calls id and state in turns without waiting, then waits for as many answers and for a later call. */
async function makeAtOnce(world: ThunderWorld, count: number): Promise<void> {
  const { socket } = world
  await world.read(ID)
  await world.read(STATE)
  const said = socket.answers.length
  const calls = Array.from({ length: count }, (_, index) => ({
    id: socket.newId(),
    member: (index % 2 === 0 ? ID : STATE).member(world),
  }))
  for (const { id, member } of calls)
    await socket.send(JSON.stringify(callOf(world.name(member), undefined, id)))
  for (let answered = 0; answered < count; answered += 1) {
    if ((await socket.hear()) === undefined) break
  }
  const fence = await socket.fence()
  const answers = socket.answers.slice(said).filter(message => message !== fence)
  world.ids = calls.map(({ id }) => id)
  world.answers = answers.map(({ data }) => parse(data)).filter(isObject)
}

/** Even calls are of id, whose result is a string; odd ones are of state, whose result is an object. */
function isAnswerTo(ids: readonly string[], { id, result }: JsonObject): boolean {
  const index = ids.indexOf(String(id))
  return index < 0 || (index % 2 === 0 ? typeof result === 'string' : isObject(result))
}

function resultsOf(answers: readonly SocketMessage[]): unknown[] {
  return answers
    .map(({ data }) => parse(data))
    .map(answer => (isObject(answer) ? answer['result'] : undefined))
}

/** Makes sure that a client which is alone can read both properties. */
async function requireReading(world: ThunderWorld): Promise<void> {
  await Promise.all([world.socket, world.otherSocket].map(({ connection }) => connection.close()))
  const alone = await world.connect('websocket')
  await world.read(ID, alone)
  await world.read(STATE, alone)
}
