import { Then } from '@cucumber/cucumber'
import { NotApplicable } from '../../harness/finding.js'
import { ID } from './calls.js'
import { habitsOf } from './codes.js'
import { isObject, isSame, shown, type JsonObject } from './message.js'
import { describeOutcome, type ThunderWorld } from './world.js'

Then('the result is null', async function (this: ThunderWorld) {
  this.spareRefusal(this.reply)
  const result = this.requireResult(this.reply)
  checkValue(this, result === null, 'The result is not null.', 'null', result)
  await this.requireToldApart()
})

Then('the result is that of a registration', async function (this: ThunderWorld) {
  const result = this.requireResult(this.reply)
  const { registered } = habitsOf(this.profile)
  const expected = registered.map(shown).join(' or ')
  checkValue(this, registered.includes(result), 'The result is none of a registration.', expected, result)
  await this.requireToldApart()
})

Then('the result is a string', function (this: ThunderWorld) {
  this.spareRefusal(this.reply)
  const result = this.requireResult(this.reply)
  checkValue(this, typeof result === 'string', 'The provision ID is no string.', 'a string', result)
})

Then('the result is the provision ID', async function (this: ThunderWorld) {
  this.spareRefusal(this.reply)
  const isPlain = this.promisedBy === ID.promisedBy
  if (!isPlain) await requireProvisionId(this)
  if (isPlain) {
    const isText = typeof this.requireResult(this.reply) === 'string'
    this.require(isText, 'thunder.id.is-a-string', 'the provision ID is a string', this.reply.exchange)
  }
  const outcome = this.outcomeOf(this.reply)
  this.check(
    'result' in outcome && outcome.result === this.provisionId,
    {
      summary: 'The call should bring the provision ID of the platform.',
      expected: shown(this.provisionId),
      received: describeOutcome(outcome),
    },
    this.reply.exchange,
  )
})

Then('the result is an object', function (this: ThunderWorld) {
  const result = requireState(this)
  checkValue(this, isObject(result), 'The provision state is no object.', 'an object', result)
})

Then('the id of the result is a string', function (this: ThunderWorld) {
  const { id } = stateOf(this)
  checkValue(this, typeof id === 'string', 'The ID in the state is no string.', 'a string', id)
})

Then('the id of the result is the provision ID', function (this: ThunderWorld) {
  const { id } = stateOf(this)
  const isText = typeof id === 'string'
  this.require(isText, 'thunder.state.id-is-a-string', 'the ID is a string', this.reply.exchange)
  const wanted = this.provisionId
  checkValue(this, id === wanted, 'The ID in the state is another than the provision ID.', wanted, id)
})

Then('the status of the result is a number', function (this: ThunderWorld) {
  const { status } = stateOf(this)
  checkValue(this, typeof status === 'number', 'The status is no number.', 'a number', status)
  this.observe(`status of ${this.isProvisioning ? 'a provisioning' : 'an idle'} plugin`, shown(status))
})

Then('the tokens of the result are an array', function (this: ThunderWorld) {
  const { tokens } = stateOf(this)
  checkValue(this, Array.isArray(tokens), 'The tokens are no array.', 'an array', tokens)
})

Then('each token of the result is a string', function (this: ThunderWorld) {
  const tokens = requireTokens(this)
  const wrong = tokens.find(token => typeof token !== 'string')
  checkValue(this, wrong === undefined, 'A token is no string.', 'strings', tokens)
})

Then('each token of the result names one system', function (this: ThunderWorld) {
  const tokens = textsOf(this, requireTokens(this))
  const { tokens: known = [] } = this.facts
  const joined = tokens.find(token => token.includes(',') && !known.includes(token))
  checkValue(this, joined === undefined, 'A token joins several systems.', 'one label per token', joined)
})

Then('the tokens of the result are the provisioned systems', function (this: ThunderWorld) {
  const tokens = textsOf(this, tokensOf(this))
  const { tokens: wanted = [] } = this.facts
  const labels = tokens.flatMap(token =>
    wanted.includes(token) ? [token] : token.split(',').map(label => label.trim()),
  )
  const isList = isSame(labels, wanted)
  checkValue(this, isList, 'The tokens are not the provisioned systems.', shown(wanted), tokens)
})

function checkValue(
  world: ThunderWorld,
  holds: boolean,
  summary: string,
  expected: string,
  value: unknown,
): void {
  world.check(holds, { summary, expected, received: shown(value) }, world.reply.exchange)
}

function stateOf(world: ThunderWorld): JsonObject {
  const state = requireState(world)
  const { exchange } = world.reply
  world.require(isObject(state), 'thunder.state.is-an-object', 'the provision state is an object', exchange)
  return isObject(state) ? state : {}
}

/** The provision state; that it is given while provisioning follows from the errors that are listed for it. */
function requireState(world: ThunderWorld): unknown {
  return world.requireResult(
    world.reply,
    world.isProvisioning ? 'thunder.errors.state-is-closed' : world.promisedBy,
  )
}

function tokensOf(world: ThunderWorld): readonly unknown[] {
  const { tokens } = stateOf(world)
  const { exchange } = world.reply
  world.require(
    Array.isArray(tokens),
    'thunder.state.tokens-are-an-array',
    'the tokens are an array',
    exchange,
  )
  return tokens as unknown[]
}

/** The tokens of a state that must have some: of none nothing can be said. */
function requireTokens(world: ThunderWorld): readonly unknown[] {
  const tokens = tokensOf(world)
  if (world.facts.tokens?.length === 0) {
    throw new NotApplicable('The facts of "idle" list no provisioned system.')
  }
  const { exchange } = world.reply
  const what = 'the provisioned systems are listed'
  world.require(tokens.length > 0, 'thunder.state.lists-the-provisioned-systems', what, exchange)
  return tokens
}

function textsOf(world: ThunderWorld, tokens: readonly unknown[]): string[] {
  const texts = tokens.filter(token => typeof token === 'string')
  const areTexts = texts.length === tokens.length
  world.require(areTexts, 'thunder.state.tokens-are-strings', 'each token is a string', world.reply.exchange)
  return texts
}

/** Makes sure that the ID is given to a call as it should be made. */
async function requireProvisionId(world: ThunderWorld): Promise<void> {
  // What the call has brought may still be on its way over the connection.
  const alone = await world.connect(world.client.transport)
  const isGiven = (await world.read(ID, alone)) === world.provisionId
  world.require(isGiven, 'thunder.id.is-the-provision-id', 'a call brings the provision ID')
}
