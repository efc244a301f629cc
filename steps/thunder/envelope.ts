import { Then } from '@cucumber/cucumber'
import { NotTested } from '../../harness/finding.js'
import { codesOf } from './codes.js'
import { isObject, shown } from './message.js'
import { ANSWERED, describeReply, type ThunderWorld } from './world.js'

Then('the call is answered', async function (this: ThunderWorld) {
  const { reply } = this
  this.check(
    reply.text !== '',
    { summary: 'A call was left without an answer.', expected: 'a response', received: describeReply(reply) },
    reply.exchange,
  )
  // What is no response at all is judged where the envelope is.
  this.outcomeOf(reply)
  await this.twin()
})

Then('the answer has an id', standing)
Then('the answer is one object', standing)
Then('the answer says JSON-RPC 2.0', standing)
Then('the answer holds a result or an error', standing)
Then('the answer holds no result beside an error', standing)
Then('the answer says that it is JSON', standing)
Then('the answer is a text message', standing)
Then('the HTTP status is 200', standing)
Then('the error is an object', refusedStanding)
Then('the code of the error is an integer', refusedStanding)
Then('the message of the error is a string', refusedStanding)
Then('the message of the error is not empty', refusedStanding)
Then('the message of the error is a single sentence', refusedStanding)
Then('the code of the error is free or defined by JSON-RPC', refusedStanding)
Then('the HTTP status is that of a refused call', refusedStanding)

Then('the answer carries the id {json}', async function (this: ThunderWorld, id: unknown) {
  const { reply } = this
  const isCall = this.answeredBy === ANSWERED
  if (!isCall) this.requireError(reply)
  // What is not answered because of its id is answered with another one.
  else this.outcomeOf(reply.text === '' ? await this.make(this.call) : reply)
  const answer = isObject(reply.json) ? reply.json : {}
  if (isCall && reply.text !== '') {
    this.require('id' in answer, 'thunder.correlation.has-an-id', 'an answer has an id', reply.exchange)
  }
  this.check(
    answer['id'] === id,
    {
      summary: 'The answer carries another id.',
      expected: `the id ${shown(id)}`,
      received: 'id' in answer ? `the id ${shown(answer['id'])}` : `no id in ${describeReply(reply)}`,
    },
    reply.exchange,
  )
  if (!isCall) await this.twin()
})

Then(
  'the answer carries the id {json} unless it refuses the id as invalid request',
  async function (this: ThunderWorld, id: unknown) {
    const { reply } = this
    const outcome = this.outcomeOf(reply.text === '' ? await this.make(this.call) : reply)
    const answer = isObject(reply.json) ? reply.json : {}
    const isRefused =
      reply.text !== '' &&
      'code' in outcome &&
      codesOf('invalid request or as invalid params', this.profile).includes(outcome.code)
    const received = 'id' in answer ? `the id ${shown(answer['id'])}` : `no id in ${describeReply(reply)}`
    this.check(
      isRefused || answer['id'] === id,
      { summary: 'The answer carries another id.', expected: `the id ${shown(id)}`, received },
      reply.exchange,
    )
  },
)

Then('the call is answered once', async function (this: ThunderWorld) {
  const { reply } = this
  const isAnswered = isObject(reply.json) && ('result' in reply.json || 'error' in reply.json)
  this.require(isAnswered, ANSWERED, 'a call is answered', reply.exchange)
  // What comes for a call once more has come when a later call is answered twice over.
  for (let time = 0; time < 2; time += 1) await this.socket.fence()
  this.checkStanding(this.socket.exchange)
})

/** The standing check of the scenario's own rule, on an answer that has come. */
function standing(this: ThunderWorld): void {
  const { text, exchange } = this.reply
  this.require(text !== '', ANSWERED, 'a call is answered', exchange)
  this.checkStanding(exchange)
}

/** The same for an answer that has to be an error. */
function refusedStanding(this: ThunderWorld): void {
  const { text, json, exchange } = this.reply
  this.require(text !== '', ANSWERED, 'a call is answered', exchange)
  const isRefused = isObject(json) && json['error'] !== undefined
  const { refusedBy } = this
  if (refusedBy === undefined) throw new NotTested('Nothing promises that the call is refused.')
  this.require(isRefused, refusedBy, 'the call is refused', exchange)
  this.checkStanding(exchange)
}
