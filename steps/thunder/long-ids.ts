import { Then, When } from '@cucumber/cucumber'
import { plan } from './calling.js'
import { ID, INDEX, type Call } from './calls.js'
import { callOf, isObject, parse, type Reply } from './message.js'
import { describeReply, type ThunderWorld } from './world.js'

When(
  'the client calls {call} with an id of {int} digits',
  async function (this: ThunderWorld, call: Call, count: number) {
    await send(this, call, call.params(this), count)
  },
)

When(
  'the client sets the index of a label in quotation marks with an id of {int} digits',
  async function (this: ThunderWorld, count: number) {
    const label = `"${this.random.word(6)}" -1`
    await send(this, INDEX, { index: this.random.integer(10, 99), label }, count)
  },
)

When(
  'the client sends a batch of a call with an id of {int} digits beside a call with a word for an id',
  async function (this: ThunderWorld, count: number) {
    const other = callOf(this.name('state'), undefined, this.random.word(8))
    const text = `[${textOf(this, ID, undefined, count)},${JSON.stringify(other)}]`
    this.replies = [await this.client.ask(text, `what ${this.rule.id} speaks of`)]
  },
)

Then('the answer carries all digits of the id', async function (this: ThunderWorld) {
  const { reply } = this
  // What is not answered because of its id is answered with another one.
  this.outcomeOf(reply.text === '' ? await this.make(this.call) : reply)
  checkDigits(this, reply)
})

Then('an answer of the batch carries all digits of the id', async function (this: ThunderWorld) {
  const { reply } = this
  const rule = 'thunder.batch.is-answered-as-an-array'
  this.require(Array.isArray(reply.json), rule, 'a batch is answered by one array', reply.exchange)
  checkDigits(this, reply)
  await this.requireTaken(ID)
})

async function send(world: ThunderWorld, call: Call, params: unknown, count: number): Promise<void> {
  plan(world, call)
  const text = textOf(world, call, params, count)
  world.replies = [await world.client.ask(text, `what ${world.rule.id} speaks of`)]
}

/** The text of a call whose id is a whole number of so many digits; of more than 19 digits no double is odd. */
function textOf(world: ThunderWorld, call: Call, params: unknown, count: number): string {
  const id = `${world.random.word(count - 1, '123456789')}7`
  world.ids = [...world.ids, id]
  const { jsonrpc: _, ...rest } = callOf(world.name(call.member(world)), params)
  return `{"jsonrpc":"2.0",${JSON.stringify(rest).slice(1, -1)},"id":${id}}`
}

function checkDigits(world: ThunderWorld, reply: Reply): void {
  const answers = [inDigits(reply.text)].flat().filter(isObject)
  const found = answers.map(({ id }) => (typeof id === 'string' ? id.replace(/\.0+$/, '') : undefined))
  const { ids } = world
  world.check(
    ids.every(id => found.includes(id as string)),
    {
      summary: 'The id of an answer has lost digits.',
      expected: `the id ${ids.join(' beside ')}`,
      received: describeReply(reply),
    },
    reply.exchange,
  )
}

/** The JSON value of a text, with the digits of each number in a string. */
function inDigits(text: string): unknown {
  return parse(
    text.replaceAll(/("(?:[^"\\]+|\\.)*")|-?\d[\d.eE+-]*/g, (token, string) => string ?? `"${token}"`),
  )
}
