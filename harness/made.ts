/** How often something is tried that failed before it is given up for the run. */
const MOST = 3

/** Values that are made once for each key; one that fails is made again when it is asked for again, a few times. */
export class Made<Value> {
  private readonly made = new Map<string, Promise<Value>>()
  private readonly failures = new Map<string, number>()

  get(key: string, make: () => Promise<Value>): Promise<Value> {
    const known = this.made.get(key)
    if (known) return known
    const value = make()
    this.made.set(key, value)
    value.catch(() => {
      const failures = (this.failures.get(key) ?? 0) + 1
      this.failures.set(key, failures)
      if (failures < MOST && this.made.get(key) === value) this.made.delete(key)
    })
    return value
  }

  /** Forgets all values. */
  clear(): void {
    this.made.clear()
  }
}
