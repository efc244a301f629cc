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
    const { label, index } = this.indexParams(params)
    if (label === INVALID || index === INVALID) return { error: this.invalidParams() }
    if (!this.backOfficeAvailable) return this.unavailable()
    if (label !== undefined && index !== undefined && LABELS.has(label)) this.indexes.set(label, index)
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

  private indexParams(params: unknown): { label: Read<string>; index: Read<number> } {
    if (params === undefined) return { label: undefined, index: undefined }
    const lenient = this.release().wrongParams === 'ignored'
    const wrong = lenient ? undefined : INVALID
    if (!isObject(params)) return { label: wrong, index: wrong }
    const { label, index } = params
    return {
      label: label === undefined || typeof label === 'string' ? label : wrong,
      index: index === undefined || isUnsigned(index) ? index : wrong,
    }
  }

  private invalidParams(): { code: number; message: string } {
    const { wrongParams, error } = this.release()
    return wrongParams === 'ignored' ? error(2) : wrongParams
  }
}

const TOKENS: readonly string[] = ['netflix', 'playready']
const LABELS: ReadonlySet<string> = new Set(['cobalt', ...TOKENS])
const INVALID = Symbol('invalid')
type Read<Value> = Value | undefined | typeof INVALID

function isUnsigned(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xff_ff_ff_ff
}
