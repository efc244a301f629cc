import type { Clock } from '../clock.js'
import { isObject, type Outcome } from './json-rpc.js'
import type { Release } from './releases.js'

/** The value of the property state. */
export interface ProvisionState {
  readonly id: string
  readonly status: number
  readonly tokens: readonly string[]
}

/** Milliseconds that a provisioning process takes. */
export const PROVISIONING_TIME = 20

const SUCCESS: Outcome = { result: null }

/** The Provisioning plugin: what its members do, without names, envelopes or transports. */
export class Provisioning {
  active = true
  backOfficeAvailable = true
  running = false
  status = 200
  tokens: readonly string[] = TOKENS
  /** What the back office answers for this platform. */
  provisioned: { readonly status: number; readonly tokens: readonly string[] } = {
    status: 200,
    tokens: TOKENS,
  }
  /** Whether a trigger while a process runs is refused or taken again. */
  repeatedTrigger: 'busy' | 'idempotent' = 'busy'
  /** The indexes that were set, by label; only labels that the plugin knows are kept. */
  readonly indexes = new Map<string, number>()
  private cancelProcess = (): void => {}

  /** @param signal told of each change with the status that it brought. */
  constructor(
    readonly provisionId: string,
    readonly clock: Clock,
    readonly release: () => Release,
    readonly signal: (status: number) => void,
  ) {}

  /** Brings the plugin into the state in which a new one is. */
  reset(): void {
    this.cancelProcess()
    this.active = true
    this.backOfficeAvailable = true
    this.running = false
    this.status = this.provisioned.status
    this.tokens = this.provisioned.tokens
    this.indexes.clear()
  }

  provision(): Outcome {
    if (!this.backOfficeAvailable) return this.unavailable()
    if (this.running) return this.repeated()
    this.start()
    return SUCCESS
  }

  index(params: unknown): Outcome {
    const { wrongParams } = this.release()
    if (wrongParams !== 'ignored' && !isIndexing(params)) return { error: wrongParams }
    if (!this.backOfficeAvailable) return this.unavailable()
    const { label, index } = isObject(params) ? params : {}
    if (isLabel(label) && isUnsigned(index) && LABELS.has(label)) this.indexes.set(label, index)
    return SUCCESS
  }

  id(): Outcome {
    return { result: this.provisionId }
  }

  state(): Outcome {
    if (!this.backOfficeAvailable) return this.unavailable()
    const state: ProvisionState = { id: this.provisionId, status: this.status, tokens: this.tokens }
    return { result: state }
  }

  /** What a write to a read-only property brings. */
  write(_property: 'id' | 'state', _params: unknown): Outcome {
    return { error: this.release().write }
  }

  /** What a trigger brings while a process runs. */
  repeated(): Outcome {
    return this.repeatedTrigger === 'busy' ? { error: this.release().error(12) } : SUCCESS
  }

  /** The refusal while the back office client is not available. */
  unavailable(): Outcome {
    return { error: this.release().error(2) }
  }

  /** Starts a process that ends by itself. */
  start(): void {
    this.running = true
    this.cancelProcess = this.clock.after(PROVISIONING_TIME, () => this.finish())
  }

  /** Ends the process and signals the change. */
  finish(): void {
    this.running = false
    this.signal(this.status)
  }

  /** Ends the process without a signal. */
  close(): void {
    this.cancelProcess()
  }
}

const TOKENS: readonly string[] = ['netflix', 'playready']
const LABELS: ReadonlySet<string> = new Set(['cobalt', ...TOKENS])

/** Whether parameters are those of an index, both of which may be left out. */
function isIndexing(params: unknown): boolean {
  if (params === undefined) return true
  if (!isObject(params)) return false
  const { label, index } = params
  return (label === undefined || isLabel(label)) && (index === undefined || isUnsigned(index))
}

function isLabel(value: unknown): value is string {
  return typeof value === 'string'
}

function isUnsigned(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 0xff_ff_ff_ff
}
