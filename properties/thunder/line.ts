import type { Exchange } from '../../harness/exchange.js'
import { Inconclusive } from '../../harness/finding.js'
import type { SocketConnection } from '../../harness/socket-client.js'
import type { AssayWorld } from '../../harness/world.js'

/** A JSON object of which nothing is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>

/** What a line needs to know of the target: the text of a call that any target answers, under this id. */
export type FenceText = (id: number) => string

/** Milliseconds for what is late behind a later answer, once something of its kind was waited for to the end. */
const GRACE = 150

/** A WebSocket whose messages are read once each, in their order. */
export class Line {
  /** What has come: JSON values, undefined for what is none. */
  readonly received: unknown[] = []
  /** Whether something was waited for that did not come. */
  hasWaitedInVain = false
  private lastFence: number

  constructor(
    private readonly world: AssayWorld,
    readonly exchange: Exchange,
    private readonly connection: SocketConnection,
    private readonly fenceText: FenceText,
  ) {
    this.lastFence = world.random.integer(1_500_000_000, 2_000_000_000)
  }

  get isOpen(): boolean {
    return this.connection.isOpen
  }

  /** Sends texts one after the other without waiting for anything between them. */
  async send(...texts: readonly string[]): Promise<void> {
    for (const text of texts) {
      await this.world.session.clients.turn()
      this.connection.send(text)
    }
  }

  /** Reads on until something holds. What does not is false, after a later answer and the limit of the target. */
  async until(holds: () => boolean, limit: 'request' | 'wait'): Promise<boolean> {
    const { session } = this.world
    // Most answers are there within a moment; the fence is for those that are not.
    if (await this.readWithin(GRACE, holds)) return true
    this.hasWaitedInVain = true
    if (!this.isOpen) return false
    await this.fence()
    const kind = `thunder: ${limit} of ${this.world.rule.id}`
    const patience = session.inVain.has(kind) ? GRACE : session.target.limits[limit]
    if (await this.readWithin(patience, holds)) {
      this.hasWaitedInVain = false
      return true
    }
    session.inVain.add(kind)
    return false
  }

  /** Makes a call that any target answers and reads up to the answer: what was to come before it has come. The answer is not kept. */
  async fence(): Promise<void> {
    this.lastFence += 1
    const id = this.lastFence
    if (!this.isOpen) return
    await this.send(this.fenceText(id))
    const isAnswer = (value: unknown): boolean => isObject(value) && value['id'] === id
    for (;;) {
      const message = await this.world.session.clients.hear(this.connection, () => true)
      if (message === undefined) break
      const value = parse(message.data)
      if (isAnswer(value)) return
      this.received.push(value)
    }
    if (this.isOpen) throw new Inconclusive('The target gave no answer to a later call over the WebSocket.')
  }

  /** Ends the connection, with the closing handshake or without. */
  async end(how: 'closing' | 'breaking off'): Promise<void> {
    if (how === 'closing') await this.connection.close()
    else this.connection.cut()
    await this.connection.closed
  }

  private async readWithin(limit: number, holds: () => boolean): Promise<boolean> {
    const until = performance.now() + limit
    for (;;) {
      if (holds()) return true
      const message = await this.connection.next(Math.max(until - performance.now(), 0), () => true)
      if (message === undefined) return false
      this.received.push(parse(message.data))
    }
  }
}

/** The JSON value of a text; undefined if it is none. */
export function parse(text: string | Buffer): unknown {
  try {
    return JSON.parse(text.toString()) as unknown
  } catch {
    return undefined
  }
}

/** Whether a value is an object, which null and arrays are not. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether something that came is a message of the server's own and no answer. */
export function isEvent(value: unknown): value is JsonObject {
  return isObject(value) && typeof value['method'] === 'string' && !('result' in value) && !('error' in value)
}
