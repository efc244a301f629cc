import { describeAnswer } from '../../harness/describe.js'
import type { Exchange } from '../../harness/exchange.js'
import { Inconclusive, NotApplicable } from '../../harness/finding.js'
import { AssayWorld } from '../../harness/world.js'
import type { thunderStates } from '../../schemas/thunder/states.js'
import { ID, isMember, isTaken, PROVISION, UNKNOWN, type Call } from './calls.js'
import { connect, SocketClient, type Client } from './client.js'
import { codesOf } from './codes.js'
import {
  callOf,
  isObject,
  nameOf,
  shown,
  type Designator,
  type JsonObject,
  type Outcome,
  type Reply,
} from './message.js'
import { missing } from './missing.js'
import { settingsOf, type Transport } from './settings.js'

/** The rule that every call is answered. */
export const ANSWERED = 'thunder.envelope.answers-every-call'

/** The code that the framework has for no error; beside a null result it leaves open how the call has ended. */
const NO_ERROR = 0

/** What the states say of the plugin. */
interface PluginFacts {
  readonly provisionId?: string
  readonly tokens?: readonly string[]
  readonly label?: string
}

/** What the steps of one scenario of this API share. */
export class ThunderWorld extends AssayWorld<typeof thunderStates> {
  facts: PluginFacts = {}
  /** Whether nothing stands against a call. */
  isIdle = true
  /** Whether a provisioning process is in progress. */
  isProvisioning = false
  /** The client, and the other client after it. */
  clients: readonly Client[] = []
  /** What the client calls. */
  call: Call = ID
  /** Everything that came back in the scenario, in order. */
  replies: readonly Reply[] = []
  /** The rule that promises that something comes back at all. */
  answeredBy = ANSWERED
  /** The rule that promises success for what the client sends. */
  promisedBy: string | undefined
  /** The rule that promises a refusal for what the client sends. */
  refusedBy: string | undefined
  /** Shows that the target accepts what the client sent but for the one edit, or in another state. */
  twin: () => Promise<void> = async () => {}
  /** How a connection was opened that is about nothing else. */
  handshake: Exchange | undefined
  /** The ids of the calls that were sent together. */
  ids: readonly unknown[] = []
  /** What came for them. */
  answers: readonly JsonObject[] = []
  /** How many values of a batch are no requests. */
  strangers = 0
  /** What a property was before it was written. */
  before: unknown
  /** Members of that property that change without a write. */
  passing: readonly string[] = []
  /** The status of each provisioning change that was signalled, where the stage knows it. */
  signalled: readonly (number | undefined)[] = []

  get settings() {
    return settingsOf(this.session.target)
  }

  get profile(): string {
    return this.session.target.profile
  }

  get client(): Client {
    return this.clients[0] ?? missing('a client')
  }

  /** The client where it is on a WebSocket. */
  get socket(): SocketClient {
    return socketOf(this.client)
  }

  /** The other client, on a WebSocket. */
  get otherSocket(): SocketClient {
    return socketOf(this.clients[1] ?? missing('another client'))
  }

  /** What came back last. */
  get reply(): Reply {
    return this.replies.at(-1) ?? missing('a call')
  }

  get provisionId(): string {
    return this.facts.provisionId ?? missing('a provision ID')
  }

  connect(transport: Transport): Promise<Client> {
    return connect(this, transport)
  }

  /** The name of a member of the plugin, with parts of it replaced. */
  name(member: string, edit: Partial<Designator> = {}): string {
    const { callsign, version } = this.settings
    return nameOf({ callsign, version: String(version), member, ...edit })
  }

  /** Makes a call as it should be made. */
  make(call: Call, client: Client = this.client): Promise<Reply> {
    return this.ask(client, call.member(this), call.params(this))
  }

  /** Calls a member with parameters. The name and the id may be other than they should be. */
  ask(
    client: Client,
    member: string,
    params?: unknown,
    { name, id }: { name?: string; id?: unknown } = {},
  ): Promise<Reply> {
    const text = JSON.stringify(
      callOf(name ?? this.name(member), params, id === undefined ? client.newId() : id),
    )
    // What only one rule speaks of says nothing of other calls, and the rule that calls are answered sees for itself.
    const isOrdinary =
      name === undefined && id === undefined && params === undefined && this.rule.id !== ANSWERED
    const what = isMember(member) ? `a call of ${member}` : 'a call of a method that does not exist'
    return client.ask(text, isOrdinary ? what : `the call of ${member} in ${this.scenario}`)
  }

  /** How a call ended. What keeps that from being told is a breach of the envelope and is judged there. */
  outcomeOf({ exchange, text, json }: Reply): Outcome {
    const isCall = this.answeredBy === ANSWERED
    this.require(text !== '', this.answeredBy, 'something comes back', exchange)
    const oneObject = isCall ? 'thunder.envelope.is-one-object' : this.answeredBy
    const answer = isObject(json) ? json : {}
    this.require(isObject(json), oneObject, 'what comes back is a single JSON object', exchange)
    const { result, error } = answer
    this.require(
      ('result' in answer || 'error' in answer) && !('method' in answer),
      'thunder.envelope.holds-a-result-or-an-error',
      'an answer holds a result or an error',
      exchange,
    )
    // Where one of both is null, the other is what is meant.
    if ('result' in answer && (error === undefined || error === null)) return { result }
    const isNoError = isObject(error) && error['code'] === NO_ERROR
    this.require(
      result === undefined || (result === null && !isNoError),
      'thunder.envelope.never-holds-both',
      'an answer never holds both',
      exchange,
    )
    const { code, message } = isObject(error) ? error : {}
    this.require(isObject(error), 'thunder.errors.are-objects', 'an error is an object', exchange)
    this.require(
      Number.isInteger(code),
      'thunder.errors.code-is-an-integer',
      'the code of an error is an integer',
      exchange,
    )
    return { code: code as number, message }
  }

  /** The result of a call that must have succeeded. */
  requireResult(reply: Reply, promisedBy = this.promisedBy): unknown {
    const outcome = this.outcomeOf(reply)
    if ('result' in outcome) return outcome.result
    this.excuse(outcome)
    this.require(false, promisedBy ?? this.rule.id, 'the call succeeds', reply.exchange)
    return undefined
  }

  /** A call that is refused while something stands against it has no result; whether it may be is judged elsewhere. */
  spareRefusal(reply: Reply): void {
    if (!this.isIdle && 'code' in this.outcomeOf(reply)) {
      throw new NotApplicable('The call is refused in this state, so there is no result.')
    }
  }

  /** The error of a call that must have been refused. */
  requireError(reply: Reply, refusedBy = this.refusedBy): { code: number; message: unknown } {
    const outcome = this.outcomeOf(reply)
    if ('code' in outcome) return outcome
    this.require(false, refusedBy ?? this.rule.id, 'the call is refused', reply.exchange)
    return missing('an error')
  }

  /** Without a stage nobody ends the process that an earlier trigger has started. */
  excuse(outcome: Outcome): void {
    const inProgress = 'code' in outcome && codesOf('in progress', this.profile).includes(outcome.code)
    if (inProgress && this.call === PROVISION && this.session.target.stage === undefined) {
      throw new Inconclusive(
        'The trigger is refused as in progress: an earlier one may still run, and without a stage nobody ends it.',
      )
    }
  }

  /** The value of a property, which must be of its type and come under the id of the call. */
  async read(property: Call, client: Client = this.client): Promise<unknown> {
    const { answeredBy } = this
    this.answeredBy = ANSWERED
    const id = client.newId()
    const reply = await this.ask(client, property.member(this), undefined, { id })
    const value = this.requireResult(reply, property.promisedBy)
    this.answeredBy = answeredBy
    const { exchange, json } = reply
    const echoed = isObject(json) ? json['id'] : undefined
    this.require(echoed !== undefined, 'thunder.correlation.has-an-id', 'an answer has an id', exchange)
    const isEchoed = String(id) === shown(echoed).replaceAll('"', '')
    this.require(isEchoed, 'thunder.correlation.echoes-numbers', 'an answer has the id of its call', exchange)
    const [isOfType, rule] =
      property === ID
        ? [typeof value === 'string', 'thunder.id.is-a-string']
        : [isObject(value), 'thunder.state.is-an-object']
    this.require(isOfType, rule, 'the property is of its type', exchange)
    return value
  }

  /** Makes sure that a call is taken in the state that the plugin is in. */
  async requireTaken(call: Call, client: Client = this.client): Promise<void> {
    // A target may close the connection over which it has refused something.
    const isClosed = (): boolean => client instanceof SocketClient && !client.connection.isOpen
    const reply = isClosed() ? undefined : await this.make(call, client)
    const isLost = reply === undefined || (reply.text === '' && isClosed())
    this.requireToBeTaken(call, isLost ? await this.make(call, await this.connect('websocket')) : reply)
  }

  /** Makes sure, once in a run, that an idle plugin takes a call. Another state does not outlast this. */
  async requireTakenWhenIdle(call: Call, client: Client = this.client): Promise<void> {
    const key = `thunder: ${call.promisedBy} over ${client.transport}`
    const reply = await this.session.once(key, async () => {
      this.facts = await this.state('idle', {})
      return this.make(call, client)
    })
    const { promisedBy = missing('a call that succeeds') } = call
    const { answeredBy } = this
    this.answeredBy = ANSWERED
    this.requireResult(reply, promisedBy)
    this.answeredBy = answeredBy
  }

  /**
   * Makes sure, once in a run, that the target refuses a method which does not exist: what takes any name for the name
   * of a method that returns nothing has not shown that it knows this one.
   */
  async requireToldApart(client: Client = this.client): Promise<void> {
    const key = `thunder: a method that does not exist over ${client.transport}`
    const reply = await this.session.once(key, () => this.make(UNKNOWN, client))
    this.requireError(reply, UNKNOWN.refusedBy)
  }

  /** Fails the scenario's rule. */
  blame(summary: string, expected: string, received: string, { exchange }: Reply = this.reply): void {
    this.check(false, { summary, expected, received }, exchange)
  }

  private requireToBeTaken(call: Call, reply: Reply): void {
    const { answeredBy } = this
    this.answeredBy = ANSWERED
    const taken = isTaken(call, this.outcomeOf(reply), this.profile)
    this.answeredBy = answeredBy
    const { promisedBy = missing('a call that succeeds') } = call
    this.require(taken, promisedBy, 'an idle plugin takes the call', reply.exchange)
  }
}

/** What an outcome is, in one phrase. */
export function describeOutcome(outcome: Outcome): string {
  return 'result' in outcome
    ? `the result ${shown(outcome.result)}`
    : `the error ${outcome.code} ${shown(outcome.message)}`
}

/** What came back, in one phrase. */
export function describeReply({ exchange, text }: Reply): string {
  if (exchange.kind !== 'socket') return describeAnswer(exchange)
  return text === '' ? 'no message' : `the message ${text.slice(0, 160)}`
}

function socketOf(client: Client): SocketClient {
  return client instanceof SocketClient ? client : missing('a client over WebSocket')
}
