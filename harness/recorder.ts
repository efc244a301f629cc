import type { Exchange } from './exchange.js'

/** Keeps the exchanges of a run, in the order of their ends. */
export class Recorder {
  private readonly kept: Exchange[] = []
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

  get exchanges(): readonly Exchange[] {
    return this.kept
  }
}
