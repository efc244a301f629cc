import type { CallbackReply, Inbox } from '../../harness/callback-server.js'
import type { Exchange, HeaderPairs, SentRequest } from '../../harness/exchange.js'
import type { Session } from '../../harness/session.js'
import { defineWords } from '../../harness/words.js'
import { orderMembers } from './shapes.js'

/** What becomes of an order at the operator: its state, an error, or no answer that can be understood. */
export type Behaviour =
  | {
      readonly kind: 'order'
      readonly state: string
      readonly message: string
      /** Whether the order was there before. */
      readonly isEarlier?: boolean
    }
  | { readonly kind: 'error'; readonly status: number; readonly cause: string }
  | { readonly kind: 'nonsense'; readonly body?: string }
  | { readonly kind: 'reset' }
  | { readonly kind: 'silence' }

/** An operator that does what it is asked to. */
export const CONFIRMS: Behaviour = { kind: 'order', state: 'DONE_SUCCESS', message: '' }

/** An operator that cannot do it. */
export const OCCUPIED: Behaviour = { kind: 'order', state: 'DONE_FAILED', message: 'port occupied' }

const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  'confirms the order': CONFIRMS,
  'confirms late': CONFIRMS,
  'only receives the order': { kind: 'order', state: 'RECEIVED', message: '' },
  'is working on the order': { kind: 'order', state: 'IN_PROGRESS', message: '' },
  'is working on an earlier order': { kind: 'order', state: 'IN_PROGRESS', message: '', isEarlier: true },
  'has the port occupied': OCCUPIED,
  'refuses with a conflict': { kind: 'error', status: 409, cause: 'the access has another active service' },
  'refuses the order as invalid': { kind: 'error', status: 400, cause: 'the service is not offered there' },
  'has an internal error': { kind: 'error', status: 500, cause: 'internal error' },
  'answers nonsense': { kind: 'nonsense' },
  'breaks the connection': { kind: 'reset' },
  'never answers': { kind: 'silence' },
}

defineWords('behaviour', BEHAVIOURS)

/** What the operator does about the orders for one access. */
export interface Plan {
  readonly behaviour: Behaviour
  /** Settled when the operator may answer. */
  readonly release: Promise<void>
}

const AT_ONCE: Plan = { behaviour: CONFIRMS, release: Promise.resolve() }

/** An order that the provider placed at the operator. */
export interface Placement {
  /** How many orders had arrived before it. */
  readonly earlier: number
  readonly request: SentRequest
  /** The access that it names; undefined if it names none that the suite knows. */
  readonly access: string | undefined
}

/** A moment in the life of the operator. */
export interface Mark {
  readonly arrived: number
  readonly known: number
}

/** The communication operator, which the harness plays. It answers as its page on orders says. */
export class Operator {
  /** Every order so far that was not forgotten, in the order of arrival. */
  readonly placements: Placement[] = []
  /** What the provider asked by another method than POST while it named an access that is known. */
  readonly misfits: { readonly request: SentRequest; readonly access: string }[] = []
  /** How many orders there were. */
  arrived = 0
  /** Whether the provider was given all the time there is to place an order, and placed none. */
  waitedInVain = false
  private inbox: Inbox | undefined
  private readonly plans = new Map<string, Plan>()
  private current = AT_ONCE
  private readonly made = new Map<string, Placement>()
  private readonly waiting = new Set<() => void>()

  /** The operator of a run. */
  static of(session: Session): Promise<Operator> {
    return session.once('onapi: the operator', () => Promise.resolve(new Operator()))
  }

  /** Begins to listen, and gives the address of the operator. */
  async listen(session: Session): Promise<string> {
    const server = await session.callbacks()
    this.inbox ??= server.inbox('', '', request => this.answer(request))
    return server.url
  }

  /** Takes note of an access, so that orders for it are told apart. They are confirmed at once. */
  know(access: string): void {
    if (!this.plans.has(access)) this.plans.set(access, AT_ONCE)
  }

  /**
   * Plans what becomes of the orders for an access, and, unless it is for this one only, of the next one that names no
   * access that is known.
   */
  plan(access: string, plan: Plan, isForUnknown = true): void {
    if (isForUnknown) this.current = plan
    this.plans.set(access, plan)
  }

  /** What there is by now; `forget` takes back what has come since. */
  mark(): Mark {
    return { arrived: this.arrived, known: this.plans.size }
  }

  /** Forgets the orders and accesses since a mark, of which there may be very many. */
  forget({ arrived, known }: Mark): void {
    const from = this.placements.findIndex(({ earlier }) => earlier >= arrived)
    if (from >= 0) this.placements.splice(from)
    for (const access of [...this.plans.keys()].slice(known)) this.plans.delete(access)
    for (const [id, { earlier }] of this.made) if (earlier >= arrived) this.made.delete(id)
    this.misfits.splice(0)
    this.waiting.clear()
  }

  /** Confirms at once what names no access that is known. */
  rest(): void {
    this.current = AT_ONCE
  }

  /** The first order that matches, as soon as it is there; it may never be. */
  async arrival(matches: (placement: Placement) => boolean): Promise<Placement> {
    for (;;) {
      const found = this.placements.find(matches)
      if (found) return found
      await new Promise<void>(resolve => this.waiting.add(resolve))
    }
  }

  /** The recorded call of a placement, once it is over. */
  callOf({ request }: Placement): Exchange | undefined {
    return this.inbox?.received.find(call => call.request === request)
  }

  private answer(request: SentRequest) {
    const [path = ''] = request.target.split('?', 1)
    const access = longest(wordsOf(request).filter(word => this.plans.has(word)))
    if (request.method !== 'POST') {
      if (access !== undefined) this.misfits.push({ request, access })
      return Promise.resolve(this.report(path))
    }
    if (access === undefined && !/\/orders?\/?$/.test(path)) return Promise.resolve(problem(501, 'unknown'))
    const placement = { earlier: this.arrived, request, access }
    this.arrived += 1
    this.placements.push(placement)
    for (const wake of this.waiting) wake()
    this.waiting.clear()
    const { behaviour, release } = this.plans.get(access ?? '') ?? this.current
    if (access === undefined) this.rest()
    return behaviour.kind === 'silence' ? undefined : release.then(() => this.reply(placement, behaviour))
  }

  private reply(placement: Placement, behaviour: Exclude<Behaviour, { kind: 'silence' }>) {
    switch (behaviour.kind) {
      case 'order': {
        const id = String(placement.earlier + 1)
        this.made.set(id, placement)
        const location: HeaderPairs = [['Location', `${this.inbox?.url ?? ''}/orders/${id}`]]
        return json(behaviour.isEarlier ? 200 : 201, orderOf(id, placement, behaviour), location)
      }
      case 'error':
        return problem(behaviour.status, behaviour.cause)
      case 'nonsense':
        return nonsense(behaviour.body)
      case 'reset':
        return 'reset' as const
    }
  }

  /** How far an order is, for a provider that asks again. */
  private report(path: string): CallbackReply {
    const id = /\/orders\/([^/]+)\/?$/.exec(path)?.[1] ?? ''
    const placement = this.made.get(id)
    if (placement === undefined) return problem(id === '' ? 501 : 404, 'unknown')
    const behaviour = this.plans.get(placement.access ?? '')?.behaviour ?? CONFIRMS
    return behaviour.kind === 'order' ? json(200, orderOf(id, placement, behaviour)) : problem(404, 'unknown')
  }
}

function orderOf(
  id: string,
  { request, access }: Placement,
  { state, message }: Behaviour & { kind: 'order' },
) {
  const { service } = orderMembers(request)
  return {
    path: `/orders/${id}`,
    accessId: access ?? '',
    service: typeof service === 'string' ? service : 'BB',
    operation: 'ACTIVATE',
    state,
    message,
  }
}

/** Whatever in a request has the form of an id, wherever it stands. */
function wordsOf({ target, body }: SentRequest): string[] {
  return `${target} ${body.toString('utf8')}`.split(/[^-0-9a-zA-Z.]+/)
}

function longest(words: readonly string[]): string | undefined {
  return words.toSorted((a, b) => b.length - a.length)[0]
}

function nonsense(body = '<p>Welcome!</p>'): CallbackReply {
  const type = body.startsWith('<') ? 'text/html' : 'application/json'
  return { status: 201, headers: [['Content-Type', type]], body }
}

function problem(status: number, cause: string): CallbackReply {
  return json(status, { cause })
}

function json(status: number, value: unknown, headers: HeaderPairs = []): CallbackReply {
  return {
    status,
    headers: [['Content-Type', 'application/json'], ...headers],
    body: JSON.stringify(value),
  }
}
