/** An element of a body in either format: what it says, and what it is made of. */
export interface Part {
  /** Its characters; undefined where it has none of its own or, in JSON, is no string. */
  readonly text: string | undefined
  /** Elements and attributes in XML, members in JSON, by their local names; a repeated one has several parts. */
  readonly parts: ReadonlyMap<string, readonly Part[]>
}

/** The part at a path of local names, the first where there are several. */
export function partAt(part: Part | undefined, ...path: readonly string[]): Part | undefined {
  return path.reduce<Part | undefined>((at, name) => at?.parts.get(name)?.[0], part)
}

/** All parts of one name. */
export function partsOf(part: Part | undefined, name: string): readonly Part[] {
  return part?.parts.get(name) ?? []
}

/** The text at a path of local names. */
export function textAt(part: Part | undefined, ...path: readonly string[]): string | undefined {
  return partAt(part, ...path)?.text
}

/** The part that a JSON value is: arrays are repetitions, null is an empty element. */
export function partOfJson(value: unknown): Part {
  const parts = new Map<string, readonly Part[]>()
  if (value === null) return { text: '', parts }
  if (typeof value === 'string') return { text: value, parts }
  if (typeof value === 'object' && !Array.isArray(value)) {
    for (const [name, member] of Object.entries(value)) {
      const items: unknown[] = Array.isArray(member) ? member : [member]
      parts.set(name, items.map(partOfJson))
    }
  }
  return { text: undefined, parts }
}
