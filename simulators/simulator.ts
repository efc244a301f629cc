import type { Duplex } from 'node:stream'
import type { TargetEntry } from '../harness/target.js'
import type { States } from '../schemas/states.js'
import type { Clock } from './clock.js'
import type { Random } from './random.js'

/** An HTTP request as a core sees it. Header names are in lower case, repeated fields are joined by ", ". */
export interface HttpRequest {
  readonly method: string
  /** The request target as sent: path and query, undecoded. */
  readonly target: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** An HTTP response as a core gives it. A body is sent with its length unless `transfer-encoding` says otherwise. */
export interface HttpReply {
  readonly status: number
  /** The reason phrase; the registered one if left out. */
  readonly reason?: string
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: string | Buffer
}

/** A request that a core makes to someone else: a callback, or the next party of an order. */
export interface OutgoingRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Everything that a core may not take from its surroundings by itself. */
export interface Environment {
  readonly clock: Clock
  readonly random: Random
  /** Sends a request; rejects where there is no answer (refused, reset, timed out). */
  readonly call: (request: OutgoingRequest) => Promise<HttpReply>
}

/** Why bytes from a client are refused before they are a request. */
export interface Refusal {
  readonly status: 400 | 408 | 413 | 431
  readonly why: string
}

/** A reference implementation without sockets. */
export interface Core {
  /** What puts this core into each state of its API. */
  readonly stage: Readonly<Record<string, (params: never) => unknown>>
  /** Answers one request. A rejected promise is answered with 500 by the transport. */
  handle(request: HttpRequest): HttpReply | Promise<HttpReply>
  /** The reply to what is no acceptable HTTP request; plain text if left out. */
  refuse?(refusal: Refusal): HttpReply
  /** Takes over a connection that asks for an upgrade; 400 if left out. */
  upgrade?(request: HttpRequest, socket: Duplex, head: Buffer): void
  /** Ends timers and connections. */
  close?(): void
}

/** A named way in which a core differs from the reference, made by altering its parts from outside. */
export interface Alteration<C> {
  readonly name: string
  /** Replaces or wraps members of the core that it is given. */
  alter(core: C): void
  /** What a target file must say of such a server: a declined capability, another profile. */
  readonly target?: Partial<TargetEntry>
}

/** Defects by the id of the rule that each of them breaks. */
export type Defects<C> = Readonly<Record<string, readonly Alteration<C>[]>>

/** Another party of an API, which is served beside the simulator on a port of its own. */
export interface Companion<C> {
  readonly name: string
  /** The party that belongs to this core. */
  coreOf(core: C): Core
  /** Tells the core where the party is served. */
  join(core: C, url: string): void
}

/** The bundled reference implementation of one API. */
export interface Simulator<C extends Core = Core> {
  readonly api: string
  readonly states: States
  /** What a target file says of the unaltered simulator, beside its address. */
  readonly target: Partial<TargetEntry>
  create(environment: Environment): C
  readonly defects: Defects<C>
  readonly variations: readonly Alteration<C>[]
  readonly companions?: readonly Companion<C>[]
  /** Defects that show only for few inputs or after certain histories; the rules that they break are properties. */
  readonly fuzzDefects?: Defects<C>
}

/** A named way to break one rule. */
export function defect<C>(
  name: string,
  alter: (core: C) => void,
  target?: Partial<TargetEntry>,
): Alteration<C> {
  return target === undefined ? { name, alter } : { name, alter, target }
}

/** A named way to behave differently and still conform. */
export const variation = defect

/** Replaces members of a core; the replaced ones are handed to `replace`, bound, so that it can wrap them. */
export function override<C extends object>(core: C, replace: (original: C) => Partial<C>): void {
  const original = Object.create(core) as C
  const replacements = replace(original)
  for (const name of Object.keys(replacements) as (keyof C)[]) {
    const member = core[name]
    Object.defineProperty(original, name, {
      value: typeof member === 'function' ? member.bind(core) : member,
    })
  }
  Object.assign(core, replacements)
}
