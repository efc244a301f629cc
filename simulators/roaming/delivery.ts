import type { Environment, OutgoingRequest } from '../simulator.js'

/** Milliseconds before each repetition of a delivery that found nobody or met a server error. */
export const BACK_OFF: readonly number[] = [500, 1000, 2000]

/** What became of a notification. */
export type Outcome = 'delivered' | 'given up' | 'not allowed'

/**
 * Delivers notifications, to the loopback addresses and to hosts that were allowed by name and to nobody else.
 * A delivery that gets no answer or a server error is repeated three times; any other answer ends it.
 */
export class Deliveries {
  /** Names of hosts, in lower case, that may be called beside the loopback addresses. */
  readonly allowedHosts = new Set<string>()
  private readonly environment: Environment

  constructor(environment: Environment) {
    this.environment = environment
  }

  /** Never rejects. */
  async send(request: OutgoingRequest): Promise<Outcome> {
    if (!this.allows(request.url)) return 'not allowed'
    for (let attempt = 0; ; attempt++) {
      const status = await this.attempt(request)
      if (status >= 200 && status < 300) return 'delivered'
      const pause = BACK_OFF[attempt]
      if ((status !== 0 && status < 500) || pause === undefined) return 'given up'
      await this.pause(pause)
    }
  }

  /** Whether the host of a URL may be called. */
  allows(url: string): boolean {
    if (!URL.canParse(url)) return false
    const { hostname, protocol } = new URL(url)
    if (protocol !== 'http:' && protocol !== 'https:') return false
    return isLoopback(hostname) || this.allowedHosts.has(hostname)
  }

  private async attempt(request: OutgoingRequest): Promise<number> {
    try {
      return (await this.environment.call(request)).status
    } catch {
      return 0
    }
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise(resolve => {
      this.environment.clock.after(milliseconds, resolve)
    })
  }
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}
