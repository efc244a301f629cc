import { Then } from '@cucumber/cucumber'
import { NotApplicable } from '../../harness/finding.js'
import { defineWords } from '../../harness/words.js'
import { codesOf, LISTED, isPredefined, type Reason } from './codes.js'
import { isObject, isSame, shown, type Reply } from './message.js'
import { describeOutcome, describeReply, type ThunderWorld } from './world.js'

const REASONS: Readonly<Record<Reason, Reason>> = {
  unavailable: 'unavailable',
  'in progress': 'in progress',
  'parse error': 'parse error',
  'invalid request': 'invalid request',
  'method not found': 'method not found',
  'invalid params': 'invalid params',
  'invalid request or as invalid params': 'invalid request or as invalid params',
  'invalid params or as unavailable': 'invalid params or as unavailable',
  'unknown callsign': 'unknown callsign',
  'unsupported version': 'unsupported version',
  inactive: 'inactive',
  'registered already': 'registered already',
  'not registered': 'not registered',
}

defineWords('reason', REASONS)
defineWords('member', Object.fromEntries(Object.keys(LISTED).map(member => [member, member])))

Then('the call succeeds', async function (this: ThunderWorld) {
  const outcome = this.outcomeOf(this.reply)
  this.excuse(outcome)
  if ('code' in outcome) await this.twin()
  this.check(
    'result' in outcome,
    {
      summary: 'A call that should succeed was refused.',
      expected: 'a result',
      received: describeOutcome(outcome),
    },
    this.reply.exchange,
  )
  await this.requireToldApart()
})

Then('the call is refused', async function (this: ThunderWorld) {
  await this.twin()
  for (const reply of this.replies) checkRefused(this, reply)
})

Then('the call/message is refused as {reason}', async function (this: ThunderWorld, reason: Reason) {
  await this.twin()
  checkRefusedAs(this, this.reply, reason)
})

Then('the call succeeds or is refused as {reason}', async function (this: ThunderWorld, reason: Reason) {
  await this.twin()
  await this.requireToldApart()
  checkSuccessOr(this, this.reply, reason)
})

Then('each call succeeds or is refused as {reason}', async function (this: ThunderWorld, reason: Reason) {
  await this.twin()
  await this.requireToldApart()
  const codes = codesOf(reason, this.profile)
  for (const reply of this.replies) checkSuccessOr(this, reply, reason)
  const refused = this.replies.map(reply => this.outcomeOf(reply)).filter(outcome => 'code' in outcome)
  this.observe(
    `triggers out of ${this.replies.length} in a row that are refused as ${reason} (${codes.join(', ')})`,
    String(refused.length),
  )
})

Then(
  'the call succeeds or is refused with an error that is listed for {member}',
  async function (this: ThunderWorld, member: string) {
    const { reply } = this
    const outcome = this.outcomeOf(reply)
    const listed = (LISTED[member] ?? []).flatMap(reason => codesOf(reason, this.profile))
    this.check(
      'result' in outcome || isPredefined(outcome.code) || listed.includes(outcome.code),
      {
        summary: `The error is none that is listed for ${member}.`,
        expected: `a result, or the error ${listed.join(' or ')}`,
        received: describeOutcome(outcome),
      },
      reply.exchange,
    )
    await this.requireTakenWhenIdle(this.call)
    await this.requireToldApart()
  },
)

Then('the message of the error is {string}', function (this: ThunderWorld, name: string) {
  const { code, message } = this.requireError(this.reply)
  const { refusedBy = this.rule.id } = this
  const listed = codesOf('unavailable', this.profile).includes(code)
  this.require(listed, refusedBy, 'the call is refused as unavailable', this.reply.exchange)
  checkMessage(this, message, name)
})

Then(
  'the call succeeds or the message of the error is {string}',
  async function (this: ThunderWorld, name: string) {
    const outcome = this.outcomeOf(this.reply)
    if ('code' in outcome) {
      const listed = codesOf('in progress', this.profile).includes(outcome.code)
      const rule = 'thunder.provision.names-in-progress'
      this.require(listed, rule, 'the call is refused as in progress', this.reply.exchange)
      checkMessage(this, outcome.message, name)
    } else this.session.ledger.pass(this.rule.id, this.scenario)
    await this.twin()
  },
)

Then('both calls have the same outcome', async function (this: ThunderWorld) {
  const [first, second] = this.replies.map(reply => endOf(this, reply))
  if (!isSame(first, second) && !isSame(first, endOf(this, await this.make(this.call)))) {
    throw new NotApplicable('The call ends otherwise from one time to the next over the same transport.')
  }
  this.check(
    isSame(first, second),
    {
      summary: 'The call ends otherwise over WebSocket than over HTTP.',
      expected: `${shown(first)} as over HTTP`,
      received: shown(second),
    },
    this.reply.exchange,
  )
  if (this.isIdle && this.promisedBy !== undefined) this.requireResult(this.reply)
})

/** How a call has ended, but for the message of an error. */
function endOf(world: ThunderWorld, reply: Reply): { result: unknown } | { error: number } {
  const outcome = world.outcomeOf(reply)
  return 'result' in outcome ? { result: outcome.result } : { error: outcome.code }
}

/** What is refused must not succeed; the code is no business of this check. */
function checkRefused(world: ThunderWorld, reply: Reply): void {
  const outcome = world.outcomeOf(reply)
  world.check(
    'code' in outcome,
    {
      summary: 'A call that should be refused succeeded.',
      expected: 'an error',
      received: describeOutcome(outcome),
    },
    reply.exchange,
  )
}

function checkRefusedAs(world: ThunderWorld, reply: Reply, reason: Reason): void {
  const { refusedBy } = world
  if (refusedBy !== undefined && refusedBy !== world.rule.id) world.requireError(reply)
  const codes = codesOf(reason, world.profile)
  // Where nothing comes back that could say so, this is the rule that asks for it.
  if (!isObject(reply.json) && world.answeredBy === world.rule.id) {
    world.blame(
      `What should be refused as ${reason} brings no error.`,
      `the error ${codes.join(' or ')}`,
      describeReply(reply),
    )
  }
  const outcome = world.outcomeOf(reply)
  world.check(
    'code' in outcome && codes.includes(outcome.code),
    {
      summary: `What is sent should be refused as ${reason}.`,
      expected: `the error ${codes.join(' or ')}`,
      received: describeOutcome(outcome),
    },
    reply.exchange,
  )
}

function checkSuccessOr(world: ThunderWorld, reply: Reply, reason: Reason): void {
  const outcome = world.outcomeOf(reply)
  const codes = codesOf(reason, world.profile)
  world.check(
    'result' in outcome || codes.includes(outcome.code),
    {
      summary: `The call should succeed or be refused as ${reason}.`,
      expected: `a result, or the error ${codes.join(' or ')}`,
      received: describeOutcome(outcome),
    },
    reply.exchange,
  )
}

function checkMessage(world: ThunderWorld, message: unknown, name: string): void {
  const { exchange } = world.reply
  const isText = typeof message === 'string'
  world.require(isText, 'thunder.errors.message-is-a-string', 'the message of an error is a string', exchange)
  world.check(
    message === name,
    {
      summary: 'The message is not the name in the table of errors.',
      expected: name,
      received: shown(message),
    },
    exchange,
  )
}
