import { Then, When } from '@cucumber/cucumber'
import { defineWords } from '../../harness/words.js'
import { ID, STATE, type Call } from './calls.js'
import { callOf, isObject, isSame, replyOf, shown, type JsonObject } from './message.js'
import { missing } from './missing.js'
import type { ThunderWorld } from './world.js'

defineWords('property', { id: ID, state: STATE })

When('the client writes {property}', async function (this: ThunderWorld, property: Call) {
  this.promisedBy = property.promisedBy
  if (!this.isIdle) this.spareRefusal(await this.make(property))
  await readBefore(this, property)
  for (const params of writesOf(this, property)) {
    this.replies = [...this.replies, await this.ask(this.client, property.member(this), params)]
  }
  this.twin = () => this.requireTaken(property)
})

When('the client writes {property} by notifications', async function (this: ThunderWorld, property: Call) {
  this.promisedBy = property.promisedBy
  await readBefore(this, property)
  const writes = writesOf(this, property).filter(params => typeof params === 'object')
  for (const params of writes) {
    await this.socket.sendQuietly(JSON.stringify(callOf(this.name(property.member(this)), params)))
  }
  this.replies = [replyOf(this.socket.exchange, undefined)]
  // Whether a notification is answered is judged elsewhere, and must not be taken for the answer to a later call.
  this.clients = [await this.connect('websocket')]
})

Then('each write is answered', function (this: ThunderWorld) {
  for (const { exchange, text } of this.replies) {
    this.check(
      text !== '',
      { summary: 'A write was left without an answer.', expected: 'a response', received: 'nothing' },
      exchange,
    )
  }
})

Then(
  'reading {property} gives the same value as before',
  async function (this: ThunderWorld, property: Call) {
    const { before: old = missing('a write') } = this
    const value = lasting(await this.read(property), this.passing)
    this.check(
      isSame(value, old),
      {
        summary: 'A write has changed a property that is read-only.',
        expected: shown(old),
        received: shown(value),
      },
      this.reply.exchange,
    )
  },
)

/** Reads a property twice before it is written: what changes without a write says nothing of one. */
async function readBefore(world: ThunderWorld, property: Call): Promise<void> {
  const [first, second] = [await world.read(property), await world.read(property)]
  if (property === ID) {
    world.require(first === second, 'thunder.id.is-the-provision-id', 'the provision ID stays as it is')
  }
  world.passing = isObject(first) && isObject(second) ? changed(first, second) : []
  world.before = lasting(first, world.passing)
}

/** The names of the members that differ. */
function changed(first: JsonObject, second: JsonObject): string[] {
  return Object.keys({ ...first, ...second }).filter(name => !isSame(first[name], second[name]))
}

/** A value without the members that change by themselves. */
function lasting(value: unknown, passing: readonly string[]): unknown {
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([name]) => !passing.includes(name)))
}

/** What a client could send to write a property: the old value, and a new one alone, by its name, and in an array. */
function writesOf({ before, random }: ThunderWorld, property: Call): unknown[] {
  const id = `WPE${random.word(13)}`
  const value = property === ID ? id : { id, status: 200 + random.integer(1, 99), tokens: [random.word(6)] }
  return [{ value: before }, value, { value }, [value]]
}
