import { Then, When } from '@cucumber/cucumber'
import { defineWords } from '../../harness/words.js'
import { ID, STATE, type Call } from './calls.js'
import { callOf, isSame, replyOf, shown } from './message.js'
import { missing } from './missing.js'
import type { ThunderWorld } from './world.js'

defineWords('property', { id: ID, state: STATE })

When('the client writes {property}', async function (this: ThunderWorld, property: Call) {
  this.promisedBy = property.promisedBy
  if (!this.isIdle) this.spareRefusal(await this.make(property))
  this.before = await this.read(property)
  for (const params of writesOf(this, property)) {
    this.replies = [...this.replies, await this.ask(this.client, property.member(this), params)]
  }
  this.twin = () => this.requireTaken(property)
})

When('the client writes {property} by notifications', async function (this: ThunderWorld, property: Call) {
  this.promisedBy = property.promisedBy
  this.before = await this.read(property)
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
    const value = await this.read(property)
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

/** What a client could send to write a property: the old value, and a new one alone, by its name, and in an array. */
function writesOf({ before, random }: ThunderWorld, property: Call): unknown[] {
  const id = `WPE${random.word(13)}`
  const value = property === ID ? id : { id, status: 200 + random.integer(1, 99), tokens: [random.word(6)] }
  return [{ value: before }, value, { value }, [value]]
}
