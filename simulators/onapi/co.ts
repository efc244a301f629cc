import { readJson } from '../json.js'
import type { Core, Environment, HttpReply, HttpRequest, Refusal } from '../simulator.js'
import { keepYoungest } from '../youngest.js'
import { causeInOperatorOrder } from './check.js'

/** What an operator makes of the orders for an access. */
export type Behaviour = 'confirms' | 'receives' | 'works' | 'occupied' | 'conflict' | 'silent'

/** An order as the operator has it. */
export interface OperatorOrder {
  readonly path: string
  readonly accessId: string
  readonly service: string
  readonly operation: string
  readonly state: 'RECEIVED' | 'IN_PROGRESS' | 'DONE_SUCCESS' | 'DONE_FAILED'
  readonly message: string
}

/** An order, with whether it was there before, or a refusal. */
export type OperatorAnswer =
  (OperatorOrder & { readonly known: boolean }) | { readonly status: number; readonly cause: string }

/** A service on an access; accesses share these. */
interface Active {
  readonly service: string
  readonly state: OperatorOrder['state']
}

/** HTTP Basic credentials by which the bundled provider is known to the bundled operator. */
export const PROVIDER = `Basic ${Buffer.from('provider:provider-secret').toString('base64')}`

const JSON_TYPE = { 'content-type': 'application/json' }

/** A communication operator: takes orders for accesses on `/orders/`. One that is active already is not ordered again. */
export class CommunicationOperator implements Core {
  readonly environment: Environment
  /** What is active on each access, or about to be. */
  readonly active = new Map<string, Active>()
  private readonly shared = new Map<string, Active>()
  /** What to do with the accesses that are not simply confirmed. */
  readonly behaviours = new Map<string, Behaviour>()
  readonly stage = {
    'operator behaviour': ({ accessId, behaviour }: { accessId: string; behaviour: Behaviour }) => {
      keepYoungest(this.behaviours.set(accessId, behaviour))
      return {}
    },
  }

  constructor(environment: Environment) {
    this.environment = environment
  }

  handle(request: HttpRequest): HttpReply | Promise<HttpReply> {
    if (request.target !== '/orders/' && request.target !== '/orders') {
      return this.error(501, 'There is no such endpoint.')
    }
    if (request.headers['authorization'] !== PROVIDER)
      return this.error(401, 'The credentials are not right.')
    if (request.method !== 'POST') return this.error(501, 'Orders are placed by POST.')
    const reading = readJson(request.body)
    if (!reading.ok) return this.error(400, reading.why)
    const cause = causeInOperatorOrder(reading.value)
    if (cause !== undefined) return this.error(400, cause)
    const answer = this.place(reading.value as Pick<OperatorOrder, 'accessId' | 'service'>)
    if (answer === undefined) return new Promise(() => {})
    if ('cause' in answer) return this.error(answer.status, answer.cause)
    const { known, ...order } = answer
    return {
      status: known ? 200 : 201,
      headers: { ...JSON_TYPE, location: order.path },
      body: JSON.stringify(order),
    }
  }

  refuse({ status, why }: Refusal): HttpReply {
    return this.error(status, why)
  }

  /** What becomes of an order that is well formed: the order, a refusal, or (undefined) no answer at all. */
  place({ accessId, service }: Pick<OperatorOrder, 'accessId' | 'service'>): OperatorAnswer | undefined {
    const before = this.active.get(accessId)
    if (before?.service === service) return this.answer(accessId, before, true)
    if (before !== undefined) return { status: 409, cause: 'Another service is active there.' }
    switch (this.behaviours.get(accessId) ?? 'confirms') {
      case 'confirms':
        return this.begin(accessId, service, 'DONE_SUCCESS')
      case 'receives':
        return this.begin(accessId, service, 'RECEIVED')
      case 'works':
        return this.begin(accessId, service, 'IN_PROGRESS')
      case 'occupied':
        return this.answer(accessId, { service, state: 'DONE_FAILED' })
      case 'conflict':
        return { status: 409, cause: 'Another provider has claimed the access.' }
      case 'silent':
        return undefined
    }
  }

  private begin(accessId: string, service: string, state: OperatorOrder['state']): OperatorAnswer {
    const name = `${service} ${state}`
    const active = this.shared.get(name) ?? { service, state }
    this.shared.set(name, active)
    keepYoungest(this.active.set(accessId, active))
    return this.answer(accessId, active)
  }

  private answer(accessId: string, { service, state }: Active, known = false): OperatorAnswer {
    const message = state === 'DONE_FAILED' ? 'port occupied' : ''
    return { path: `/orders/${accessId}`, accessId, service, operation: 'ACTIVATE', state, message, known }
  }

  private error(status: number, cause: string): HttpReply {
    return { status, headers: JSON_TYPE, body: JSON.stringify({ cause }) }
  }
}
