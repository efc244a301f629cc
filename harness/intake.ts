/** What is taken in of a target's calls, or of its messages, within each second; beyond that they are a flood, which nobody needs to keep. */
export class Intake {
  private second = 0
  private calls = 0
  private bytes = 0

  /**
   * @param limits calls, and bytes of their bodies, in one second
   * @param now the time in milliseconds
   */
  constructor(
    private readonly limits: { readonly calls: number; readonly bytes: number },
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Counts a call; false if it is one too many. */
  takesCall(): boolean {
    this.turn()
    this.calls += 1
    return this.calls <= this.limits.calls
  }

  /** Counts bytes; false if they are too many. */
  takesBytes(count: number): boolean {
    this.turn()
    this.bytes += count
    return this.bytes <= this.limits.bytes
  }

  private turn(): void {
    const second = Math.floor(this.now() / 1000)
    if (second === this.second) return
    this.second = second
    this.calls = 0
    this.bytes = 0
  }
}
