import { NotTested } from './finding.js'

/** Requests in a row without an answer after which a target is taken for silent. */
const SILENCE = 3

/** Whether a target answers on one of its transports. One that is silent is asked again only when a limit has passed. */
export class Silence {
  private unanswered = 0
  private since = 0

  /** @param limit milliseconds that a request has for its answer. */
  constructor(private readonly limit: number) {}

  /** Throws a `NotTested` while the target is silent. */
  requireBroken(): void {
    if (this.unanswered < SILENCE || Date.now() - this.since >= this.limit) return
    throw new NotTested(
      `The target left ${this.unanswered} requests in a row without an answer; nothing more is sent until it answers.`,
    )
  }

  /** Notes whether a request was left without an answer. */
  note(silent: boolean): void {
    this.unanswered = silent ? this.unanswered + 1 : 0
    if (silent) this.since = Date.now()
  }
}
