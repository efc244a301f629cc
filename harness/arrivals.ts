/** Things that arrive over time, and those who wait for them: each thing is taken by one wait at most. */
export class Arrivals<Thing> {
  private readonly untaken: Thing[] = []
  private readonly waits = new Set<{ offer(thing: Thing): boolean; end(): void }>()
  private over = false

  /** Hands the thing to the first wait that it matches, or keeps it for a later one. */
  add(thing: Thing): void {
    for (const wait of this.waits) if (wait.offer(thing)) return
    this.untaken.push(thing)
  }

  /** Drops what matches and was not taken. */
  forget(matches: (thing: Thing) => boolean): void {
    const kept = this.untaken.filter(thing => !matches(thing))
    if (kept.length < this.untaken.length) this.untaken.splice(0, this.untaken.length, ...kept)
  }

  /** Ends all waits: nothing will arrive any more. */
  end(): void {
    this.over = true
    for (const wait of this.waits) wait.end()
  }

  /** The first thing that matches and was not taken, as soon as it is there; undefined after `limit` ms or at the end. */
  next(matches: (thing: Thing) => boolean, limit: number): Promise<Thing | undefined> {
    const index = this.untaken.findIndex(matches)
    if (index >= 0) return Promise.resolve(this.untaken.splice(index, 1)[0])
    if (this.over) return Promise.resolve(undefined)
    return new Promise(resolve => {
      const settle = (thing: Thing | undefined): void => {
        clearTimeout(timer)
        this.waits.delete(wait)
        resolve(thing)
      }
      const wait = {
        offer: (thing: Thing): boolean => {
          if (!matches(thing)) return false
          settle(thing)
          return true
        },
        end: (): void => settle(undefined),
      }
      const timer = setTimeout(() => settle(undefined), limit)
      this.waits.add(wait)
    })
  }
}
