import { setTimeout as delay } from 'node:timers/promises'

/** Spaces turns evenly so that there are at most so many in a second. */
export class RateLimiter {
  private readonly gap: number
  private next = 0

  /** @param rate turns per second; unlimited if undefined. */
  constructor(rate: number | undefined) {
    this.gap = rate === undefined ? 0 : 1000 / rate
  }

  /** Resolves when it is the caller's turn; turns are given in the order of the calls. */
  async turn(): Promise<void> {
    if (this.gap === 0) return
    const now = performance.now()
    const mine = Math.max(now, this.next)
    this.next = mine + this.gap
    if (mine > now) await delay(mine - now)
  }
}
