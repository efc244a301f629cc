/**
 * Does together what comes in during one turn of the event loop. The sockets are read before and written after it, so the
 * code and the data that all of it needs stay in the processor's caches: a server does far more of it in a second.
 */
export class Turn {
  private waiting: (() => void)[] = []

  /** Does some work, which must not throw, after all that this turn of the event loop still receives. */
  add(work: () => void): void {
    if (this.waiting.push(work) === 1) setImmediate(() => this.run())
  }

  private run(): void {
    const due = this.waiting
    this.waiting = []
    for (const work of due) work()
  }
}
