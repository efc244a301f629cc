import { Then, When } from '@cucumber/cucumber'
import { plan } from './calling.js'
import { ID, INDEX, STATE, type Call } from './calls.js'
import { codesOf } from './codes.js'
import { callOf, isObject, type Reply } from './message.js'
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
  'the client sends a batch of two calls with ids of {int} digits',
  async function (this: ThunderWorld, count: number) {
    const texts = [ID, STATE].map(call => textOf(this, call, undefined, count))
    this.replies = [await this.client.ask(`[${texts.join()}]`, `what ${this.rule.id} speaks of`)]
  },
)

Then(
  'the answer carries all digits of the id unless it refuses the id as invalid request',
  async function (this: ThunderWorld) {
    const { reply } = this
    const outcome = this.outcomeOf(reply.text === '' ? await this.make(this.call) : reply)
    const isRefused = reply.text !== '' && 'code' in outcome && isIdRefused(this, outcome.code)
    checkDigits(this, reply, isRefused)
  },
)

Then(
  'each call of the batch is answered with all digits of its id unless it is refused as invalid request',
  async function (this: ThunderWorld) {
    const { reply } = this
    const answers = Array.isArray(reply.json) ? (reply.json as unknown[]).filter(isObject) : []
    const rule = 'thunder.batch.is-answered-as-an-array'
    this.require(answers.length > 0, rule, 'a batch is answered by one array', reply.exchange)
    const isRefused = answers.every(
      ({ error }) => isObject(error) && isIdRefused(this, error['code'] as number),
    )
    checkDigits(this, reply, isRefused)
    await this.requireTaken(ID)
  },
)

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

function checkDigits(world: ThunderWorld, reply: Reply, isRefused: boolean): void {
  const found = [...reply.text.matchAll(/"id"\s*:\s*(-?\d+)(?:\.0+)?(?![\d.eE])/g)].map(
    ([, digits]) => digits,
  )
  const { ids } = world
  world.check(
    isRefused || ids.every(id => found.includes(id as string)),
    {
      summary: 'The id of an answer has lost digits.',
      expected: `the id ${ids.join(' beside ')}`,
      received: describeReply(reply),
    },
    reply.exchange,
  )
}

function isIdRefused({ profile }: ThunderWorld, code: number): boolean {
  return codesOf('invalid request or as invalid params', profile).includes(code)
}
