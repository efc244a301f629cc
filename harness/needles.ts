/** Bits of the numbers that stand for the beginnings of needles. */
const BITS = 16

/** Many texts that are looked for in others: the time grows with the text that is read, not with their number. */
export class Needles {
  private readonly byBeginning = new Map<number, string[]>()
  private readonly isBeginning = new Uint8Array(1 << BITS)
  private longest = 0

  /** Adds a text of 4 characters or more. */
  add(needle: string): void {
    const key = keyAt(needle, 0)
    const others = this.byBeginning.get(key) ?? []
    this.byBeginning.set(
      key,
      [...others, needle].toSorted((a, b) => b.length - a.length),
    )
    this.isBeginning[key] = 1
    this.longest = Math.max(this.longest, needle.length)
  }

  /** The text with what `replace` gives for each needle in it, the longest at each place. */
  replaceIn(text: string, replace: (found: string, at: number) => string): string {
    let result = ''
    let done = 0
    for (let at = 0; at + 4 <= text.length; at += 1) {
      const key = keyAt(text, at)
      if (this.isBeginning[key] === 0) continue
      const found = this.byBeginning.get(key)?.find(needle => text.startsWith(needle, at))
      if (found === undefined) continue
      result += text.slice(done, at) + replace(found, at)
      done = at + found.length
      at = done - 1
    }
    return done === 0 ? text : result + text.slice(done)
  }

  /** The length of the longest proper beginning of a needle with which a text ends, if it has as many characters. */
  overlap(text: string, shortest: number): number {
    const from = Math.max(0, text.length - this.longest + 1)
    for (let at = from; at + shortest <= text.length; at += 1) {
      const key = keyAt(text, at)
      if (this.isBeginning[key] === 0) continue
      const end = text.slice(at)
      const isCut = (needle: string): boolean => needle.length > end.length && needle.startsWith(end)
      if (this.byBeginning.get(key)?.some(isCut)) return end.length
    }
    return 0
  }
}

function keyAt(text: string, at: number): number {
  const key =
    (text.charCodeAt(at) << 12) ^
    (text.charCodeAt(at + 1) << 8) ^
    (text.charCodeAt(at + 2) << 4) ^
    text.charCodeAt(at + 3)
  return key & ((1 << BITS) - 1)
}
