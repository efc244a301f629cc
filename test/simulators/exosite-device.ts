import type { Clock } from '../../simulators/clock.js'
import { ExositeCore } from '../../simulators/exosite/core.js'
import { Random } from '../../simulators/random.js'
import type { HttpReply, HttpRequest } from '../../simulators/simulator.js'

const FORM = 'application/x-www-form-urlencoded; charset=utf-8'

/** A clock that stands still unless it is advanced, and whose timers run in real time. */
class StoppedClock implements Clock {
  private time = Date.UTC(2026, 0, 31, 12)

  now(): number {
    return this.time
  }

  after(delay: number, task: () => void): () => void {
    const handle = setTimeout(task, delay)
    return () => clearTimeout(handle)
  }

  advance(milliseconds: number): void {
    this.time += milliseconds
  }
}

/** A core with its own clock and seed, whose calls go nowhere. */
export function makeCore(seed = 1): ExositeCore {
  return new ExositeCore({
    clock: new StoppedClock(),
    random: new Random(seed),
    call: () => Promise.reject(new Error('The Device Provisioning API calls nobody.')),
  })
}

/** A request as the transport hands it over. */
export function request(
  method: string,
  target: string,
  headers: Record<string, string> = {},
  body: string | Buffer = '',
): HttpRequest {
  return { method, target, headers, body: Buffer.from(body) }
}

/** An activation with the given fields or the given text of a form. */
export function activation(
  form: Record<string, string> | string,
  headers: Record<string, string> = {},
): HttpRequest {
  const body = typeof form === 'string' ? form : new URLSearchParams(form).toString()
  return request('POST', '/provision/activate', { 'content-type': FORM, ...headers }, body)
}

/** A download with the given fields of the query. */
export function download(query: Record<string, string>, headers: Record<string, string> = {}): HttpRequest {
  return request('GET', `/provision/download?${new URLSearchParams(query).toString()}`, headers)
}

/** Sends a request and waits for its reply. */
export async function send(core: ExositeCore, message: HttpRequest): Promise<HttpReply> {
  return core.handle(message)
}

/** Vendor, model and serial number out of the facts of a state. */
export function triple({ vendor, model, sn }: { vendor: string; model: string; sn: string }): {
  vendor: string
  model: string
  sn: string
} {
  return { vendor, model, sn }
}
