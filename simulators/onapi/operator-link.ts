import { readJson } from '../json.js'
import type { Environment, HttpReply } from '../simulator.js'
import { PROVIDER, type CommunicationOperator } from './co.js'

/** What a provider knows of its order at the operator: done, not done yet, refused, or nothing at all. */
export type OperatorOutcome =
  { readonly kind: 'confirmed' | 'open' | 'unknown' } | { readonly kind: 'refused'; readonly message: string }

/** What a provider sends to the operator. */
export interface OperatorRequest {
  readonly accessId: string
  readonly service: string
  readonly operation: string
  readonly requestedDateTime: string
}

const HEADERS = { 'content-type': 'application/json', authorization: PROVIDER }

/** How a provider reaches its operator: one in the same process, or another one under a URL. */
export class OperatorLink {
  url: string | undefined
  /** Milliseconds that the operator has for its answer. */
  patience = 500

  constructor(
    private readonly environment: Environment,
    private readonly own: CommunicationOperator,
  ) {}

  /** Where orders go to. */
  get address(): string {
    return `${this.url?.replace(/\/$/, '') ?? 'the provider’s own operator, '}/orders/`
  }

  /** Places one order and understands its answer; unknown where there is none in time. */
  place(order: OperatorRequest): OperatorOutcome | Promise<OperatorOutcome> {
    if (this.url !== undefined) return this.call(order)
    const answer = this.own.place(order)
    if (answer === undefined) return this.waitFor(new Promise<never>(() => {})).catch(unknown)
    return 'state' in answer ? outcomeOfState(answer) : outcomeOfStatus(answer.status)
  }

  private call(order: OperatorRequest): Promise<OperatorOutcome> {
    const request = { method: 'POST', url: this.address, headers: HEADERS, body: JSON.stringify(order) }
    return this.waitFor(this.environment.call(request)).then(outcomeOf, unknown)
  }

  private waitFor<Reply>(reply: Promise<Reply>): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const cancel = this.environment.clock.after(this.patience, () =>
        reject(new Error(`The operator gave no answer within ${this.patience} ms.`)),
      )
      reply.then(resolve, reject).finally(cancel)
    })
  }
}

/** Understands the operator's answer to an order: the states of its order resource, and its errors. */
function outcomeOf({ status, body }: HttpReply): OperatorOutcome {
  if (status !== 200 && status !== 201) return outcomeOfStatus(status)
  const reading = readJson(Buffer.isBuffer(body) ? body : Buffer.from(body))
  return reading.ok ? outcomeOfState(reading.value) : unknown()
}

function outcomeOfStatus(status: number): OperatorOutcome {
  if (status >= 500 || status === 429)
    return { kind: 'refused', message: 'the network cannot take orders now' }
  if (status === 409) return { kind: 'refused', message: 'the access is in use already' }
  if (status >= 400) return { kind: 'refused', message: 'the network does not offer it there' }
  return unknown()
}

function unknown(): OperatorOutcome {
  return { kind: 'unknown' }
}

function outcomeOfState(value: unknown): OperatorOutcome {
  const { state, message } = (value ?? {}) as { state?: unknown; message?: unknown }
  switch (state) {
    case 'DONE_SUCCESS':
      return { kind: 'confirmed' }
    case 'RECEIVED':
    case 'IN_PROGRESS':
      return { kind: 'open' }
    case 'DONE_FAILED':
      return {
        kind: 'refused',
        message: typeof message === 'string' && message !== '' ? message : 'no reason given',
      }
    default:
      return unknown()
  }
}
