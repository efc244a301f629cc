import type { Exchange } from './exchange.js'

/** Keeps the exchanges of a run, in the order of their ends. */
export class Recorder {
  private readonly kept: Exchange[] = []
  private readonly held = new Set<number>()
  private next = 1

  /** @param onExchange told of each exchange as it is entered. */
  constructor(private readonly onExchange: (exchange: Exchange) => void) {}

  /** Gives an exchange its id and keeps it. */
  enter(exchange: Omit<Exchange, 'id'>): Exchange {
    const entered = this.begin(exchange)
    this.onExchange(entered)
    return entered
  }

  /** Keeps an exchange that goes on, such as a socket; `settle` says that it is over. */
  begin(exchange: Omit<Exchange, 'id'>): Exchange {
    const entered = { ...exchange, id: this.next }
    this.next += 1
    this.kept.push(entered)
    return entered
  }

  /** An exchange that was begun is over. */
  settle(exchange: Exchange): void {
    this.onExchange(exchange)
  }

  /** The id that the next exchange gets. */
  get nextId(): number {
    return this.next
  }

  /** Keeps an exchange whatever is forgotten. */
  hold(exchange: Exchange): void {
    this.held.add(exchange.id)
  }

  /**
   * Forgets what a scenario exchanged from the exchange with this id on, and the target's own calls since then that
   * belong to no scenario, but for what is held.
   */
  forget(scenario: string, since: number): void {
    let from = this.kept.length
    while (from > 0 && (this.kept[from - 1]?.id ?? 0) >= since) from -= 1
    const others = this.kept
      .slice(from)
      .filter(entry => (entry.scenario !== scenario && entry.scenario !== '') || this.held.has(entry.id))
    this.kept.splice(from, this.kept.length, ...others)
  }

  get exchanges(): readonly Exchange[] {
    return this.kept
  }
}
