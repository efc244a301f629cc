/** A position in a document, both counted from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/**
 * How bad it is: an `error` where the document contradicts itself or its schema, a `warning` where something is likely
 * unintended, a `note` where the reader is left alone.
 */
export type Severity = 'error' | 'warning' | 'note'

/** Another place that a finding speaks of. */
export interface Related extends Place {
  readonly message: string
}

/** One thing that is wrong with a document. */
export interface Finding extends Place {
  readonly severity: Severity
  /** What sort of thing it is, such as `enumeration.spelling`. */
  readonly kind: string
  /** The words of the document that it is about. */
  readonly excerpt: string
  readonly message: string
  /** What it disagrees with. */
  readonly related: readonly Related[]
  /** Further places of the same thing. */
  readonly also: readonly Place[]
  /** Id of the rule that the example breaks. */
  readonly rule?: string
}

/** What a finding may say besides what is wrong. */
export interface Details {
  readonly related?: readonly Related[]
  readonly also?: readonly Place[]
  readonly rule?: string | undefined
}

/** A finding about words at a place. */
export function finding(
  severity: Severity,
  kind: string,
  place: Place,
  excerpt: string,
  message: string,
  { related = [], also = [], rule }: Details = {},
): Finding {
  return {
    severity,
    kind,
    line: place.line,
    column: place.column,
    excerpt: shorten(excerpt.trim()),
    message,
    related,
    also,
    ...(rule === undefined ? {} : { rule }),
  }
}

/** A place that a finding speaks of, with what stands there. */
export function related(place: Place, message: string): Related {
  return { line: place.line, column: place.column, message }
}

/** The findings in the order of the document: what is said twice with the same words becomes one with further places. */
export function gather(findings: readonly Finding[]): Finding[] {
  const same = new Map<string, Finding[]>()
  for (const one of findings) {
    const key = `${one.kind}\n${one.excerpt}\n${one.message}`
    const group = same.get(key)
    if (group === undefined) same.set(key, [one])
    else group.push(one)
  }
  return [...same.values()]
    .map(group => {
      const [first, ...others] = group.toSorted(byPlace)
      if (first === undefined) throw new Error('A group of findings is empty.')
      return others.length === 0
        ? first
        : {
            ...first,
            also: distinct(
              [first, ...others].flatMap(one => [one, ...one.also]),
              first,
            ),
          }
    })
    .toSorted(byPlace)
}

function distinct(places: readonly Place[], first: Place): Place[] {
  const seen = new Set([keyOf(first)])
  return places
    .filter(place => !seen.has(keyOf(place)) && seen.add(keyOf(place)))
    .map(({ line, column }) => ({ line, column }))
    .toSorted(byPlace)
}

const keyOf = ({ line, column }: Place): string => `${line}:${column}`

function byPlace(a: Place, b: Place): number {
  return a.line - b.line || a.column - b.column
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length <= 120 ? line : `${line.slice(0, 119)}…`
}
