/** A time source with timers. Times are milliseconds since the epoch, durations milliseconds. */
export interface Clock {
  now(): number
  /** Runs the task once after the delay; the returned function cancels it. */
  after(delay: number, task: () => void): () => void
}

interface Timer {
  readonly due: number
  readonly task: () => void
  handle: NodeJS.Timeout
}

/** Real time plus an offset that a stage can increase: timers that fall due by an advance run at once, in order. */
export class AdvanceableClock implements Clock {
  private offset = 0
  private readonly timers = new Set<Timer>()

  now(): number {
    return Date.now() + this.offset
  }

  after(delay: number, task: () => void): () => void {
    const timer: Timer = { due: this.now() + delay, task, handle: setTimeout(() => this.run(timer), delay) }
    this.timers.add(timer)
    return () => this.cancel(timer)
  }

  /** Moves the time forward by so many milliseconds. */
  advance(milliseconds: number): void {
    this.offset += milliseconds
    const due = [...this.timers].filter(timer => timer.due <= this.now()).toSorted((a, b) => a.due - b.due)
    for (const timer of due) this.run(timer)
    for (const timer of this.timers) {
      clearTimeout(timer.handle)
      timer.handle = setTimeout(() => this.run(timer), timer.due - this.now())
    }
  }

  /** Cancels every timer. */
  close(): void {
    for (const timer of this.timers) this.cancel(timer)
  }

  private run(timer: Timer): void {
    if (this.timers.has(timer)) {
      this.cancel(timer)
      timer.task()
    }
  }

  private cancel(timer: Timer): void {
    clearTimeout(timer.handle)
    this.timers.delete(timer)
  }
}
