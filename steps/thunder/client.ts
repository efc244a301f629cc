import type { Exchange, SocketMessage } from '../../harness/exchange.js'
import { Inconclusive, NotApplicable, NotTested } from '../../harness/finding.js'
import type { SocketConnection } from '../../harness/socket-client.js'
import { isSilence, type AssayWorld } from '../../harness/world.js'
import { describeAnswer } from '../../harness/describe.js'
import {
  callOf,
  eventOf,
  eventsIn,
  isObject,
  nameOf,
  parse,
  replyOf,
  shown,
  type JsonObject,
  type Reply,
} from './message.js'
import { settingsOf, whyNotOffered, type Transport } from './settings.js'

/** Who calls the target over one transport; each call has an id of its own. */
export interface Client {
  readonly transport: Transport
  /** An id that no other call of this client has. */
  newId(): number
  /**
   * Sends a text and gives what comes back for it.
   * @param about what is waited for: where it once did not come, the run does not wait for it again.
   */
  ask(text: string, about: string): Promise<Reply>
}

/** A client of the scenario over a transport. Throws a `NotApplicable` where the target does not offer it. */
export async function connect(world: AssayWorld, transport: Transport): Promise<Client> {
  const reason = whyNotOffered(transport, world.session.target)
  if (reason !== undefined) throw new NotApplicable(reason)
  return transport === 'http' ? new HttpClient(world) : SocketClient.open(world)
}

/** A client that posts each message. */
export class HttpClient implements Client {
  readonly transport = 'http'
  private readonly ids: Ids

  constructor(private readonly world: AssayWorld) {
    this.ids = new Ids(world)
  }

  newId(): number {
    return this.ids.next()
  }

  /** Posts to the path of the target's options, or to one below it. */
  async ask(text: string, about: string, below = ''): Promise<Reply> {
    const vain = await waitsInVain(this.world)
    const aboutHttp = `${about} over HTTP`
    if (about !== '' && vain.has(aboutHttp)) throw leftUnanswered(aboutHttp)
    const exchange = await this.world.send({
      method: 'POST',
      target: settingsOf(this.world.session.target).httpPath + below,
      headers: [['Content-Type', 'application/json']],
      body: Buffer.from(text),
    })
    // A target that is silent decides nothing; one that closes the connection has not answered.
    if (isSilence(exchange)) {
      vain.add(aboutHttp)
      this.world.answerOf(exchange)
    }
    return replyOf(exchange, exchange.answer?.body)
  }
}

/** A client on a WebSocket that stays open. */
export class SocketClient implements Client {
  readonly transport = 'websocket'
  private readonly ids: Ids
  private passed = 0

  /** Opens a WebSocket with the sub-protocol of the target's options. @param keeps as that of `AssayWorld.openSocket`. */
  static async open(world: AssayWorld, keeps?: () => Promise<boolean>): Promise<SocketClient> {
    const { websocketUrl, websocketPath, subprotocol } = settingsOf(world.session.target)
    const path = websocketUrl ?? websocketPath
    const protocols = subprotocol ? [subprotocol] : []
    const { exchange, connection } = await world.openSocket(path, protocols, keeps)
    if (connection) return new SocketClient(world, exchange, connection)
    if (isSilence(exchange)) world.answerOf(exchange)
    throw new NotTested(
      `The target opens no WebSocket at ${path} (${describeAnswer(exchange)}). Set thunder.options.websocketPath, ` +
        'or decline the capability "websocket".',
    )
  }

  constructor(
    private readonly world: AssayWorld,
    readonly exchange: Exchange,
    readonly connection: SocketConnection,
  ) {
    this.ids = new Ids(world)
  }

  newId(): number {
    return this.ids.next()
  }

  async ask(text: string, about: string, parts: readonly string[] = [text]): Promise<Reply> {
    const vain = await waitsInVain(this.world)
    if (vain.has(about)) throw leftUnanswered(about)
    // What comes unasked, or once too often, is judged where it was seen, and answers no later call.
    this.connection.forget(message => eventOf(message) === undefined)
    await this.send(...parts)
    const count = this.connection.messages.length
    const sent = parse(text)
    const answer = await this.hear(isObject(sent) ? sent['id'] : undefined)
    if (answer === undefined && this.connection.isOpen) {
      vain.add(about)
      if ((await this.fence()) === undefined) {
        throw new Inconclusive('The target gave no answer over the WebSocket, to a later call neither.')
      }
    }
    return this.replyAfter(count, answer)
  }

  /** The reply to the last of so many messages, shown as if nothing had passed since then. */
  replyAfter(count: number, answer: SocketMessage | undefined): Reply {
    const messages = [...this.connection.messages.slice(0, count), ...(answer ? [answer] : [])]
    return replyOf({ ...this.exchange, messages }, answer?.data)
  }

  /** Sends what should get no answer; a later call, if it is heard, shows what came for it. */
  async sendQuietly(text: string): Promise<{ reply: Reply; isHeard: boolean }> {
    const said = this.answers.length
    await this.send(text)
    const count = this.connection.messages.length
    const fence = await this.fence()
    const other = this.answers.slice(said).find(message => message !== fence)
    return { reply: this.replyAfter(count, other), isHeard: fence !== undefined }
  }

  /** Sends a text and waits for nothing; in several fragments if there are several parts. */
  async send(...parts: readonly string[]): Promise<void> {
    await this.world.session.clients.turn()
    this.connection.send(...parts)
  }

  /** The next message that is no event; what has the id of the call is no event either, whatever it looks like. */
  hear(id?: unknown): Promise<SocketMessage | undefined> {
    return this.world.session.clients.hear(
      this.connection,
      message => eventOf(message) === undefined || hasId(message, id),
    )
  }

  /**
   * Makes a call that any target answers, and waits for the answer: what was to come before it has come. Gives the
   * answer; undefined if none came.
   */
  async fence(): Promise<SocketMessage | undefined> {
    const { callsign, version } = settingsOf(this.world.session.target)
    const id = this.newId()
    await this.send(
      JSON.stringify(callOf(nameOf({ callsign, version: String(version), member: 'id' }), undefined, id)),
    )
    const isAnswer = (message: SocketMessage): boolean => hasId(message, id)
    const vain = await waitsInVain(this.world)
    // A target that gives its answers other ids does so each time, and need not be waited for each time.
    if (vain.has(FENCE)) return this.connection.next(0, isAnswer)
    const answer = await this.world.session.clients.hear(this.connection, isAnswer)
    if (answer === undefined && this.connection.isOpen) vain.add(FENCE)
    return answer
  }

  /** Everything that came and is no event. */
  get answers(): SocketMessage[] {
    return this.connection.messages.filter(
      message => message.direction === 'received' && eventOf(message) === undefined,
    )
  }

  /** Leaves what has come so far out of the events. */
  forget(): void {
    this.passed = this.connection.messages.length
  }

  /** Every event that came, since some were left out. */
  get events(): JsonObject[] {
    return eventsIn(this.connection.messages.slice(this.passed))
  }
}

/** What is waited for where a later call is to show that what came before has been dealt with. */
const FENCE = 'an answer with the id of its call'

function leftUnanswered(about: string): NotTested {
  return new NotTested(`The target has left ${about} without an answer before.`)
}

/** What the run has waited for once and in vain. */
export function waitsInVain({ session }: AssayWorld): Promise<Set<string>> {
  return session.once('thunder: waits in vain', () => Promise.resolve(new Set<string>()))
}

/** Whether a message carries an id, be it written as a number or as a string. */
export function hasId({ data }: SocketMessage, id: unknown): boolean {
  const message = parse(data)
  if (id === undefined || !isObject(message) || !('id' in message)) return false
  return unquoted(message['id']) === unquoted(id)
}

function unquoted(id: unknown): string {
  return typeof id === 'string' ? id : shown(id)
}

class Ids {
  private last: number

  constructor({ random }: AssayWorld) {
    this.last = random.integer(1000, 1_000_000)
  }

  next(): number {
    this.last += 1
    return this.last
  }
}
