import { Then, When } from '@cucumber/cucumber'
import { ID, STATE } from './calls.js'
import type { SocketClient } from './client.js'
import { callOf, isObject, parse, shown, type JsonObject } from './message.js'
import { signal } from './signalling.js'
import type { ThunderWorld } from './world.js'

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
    await this.requireTaken(ID)
    await this.requireTaken(STATE, this.otherSocket)
    const id = this.client.newId()
    await this.socket.send(JSON.stringify(callOf(this.name('id'), undefined, id)))
    await this.otherSocket.send(JSON.stringify(callOf(this.name('state'), undefined, id)))
    const each = [this.socket, this.otherSocket]
    // Either each client receives something, or one of them receives both.
    await Promise.race([Promise.all(each.map(client => client.hear())), ...each.map(client => client.hear())])
  },
)

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

Then('each client receives the answer to its own call', function (this: ThunderWorld) {
  const text = (value: unknown): boolean => typeof value === 'string'
  checkOwn(this, this.socket, text, 'the provision ID')
  checkOwn(this, this.otherSocket, isObject, 'the provision state')
})

/** Calls id and state in turns without waiting, then waits for as many answers and for a later call. */
async function makeAtOnce(world: ThunderWorld, count: number): Promise<void> {
  const { socket } = world
  await world.requireTaken(ID)
  await world.requireTaken(STATE)
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

/** The last answer of a client must be its own, and there must be no other after its twin. */
function checkOwn(
  world: ThunderWorld,
  { exchange, answers }: SocketClient,
  isOwn: (value: unknown) => boolean,
  expected: string,
): void {
  const [, ...own] = answers.map(({ data }) => parse(data))
  const results = own.map(answer => (isObject(answer) ? answer['result'] : undefined))
  world.check(
    results.length === 1 && isOwn(results[0]),
    {
      summary: 'A client does not receive the answer to its own call, and to no other.',
      expected,
      received: own.length === 0 ? 'no answer' : own.map(shown).join(', '),
    },
    exchange,
  )
}
