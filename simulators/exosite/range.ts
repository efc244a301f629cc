/** Positions of bytes, counted from 0, both included. */
export interface ByteRange {
  readonly first: number
  readonly last: number
}

/**
 * Reads a `Range` header for a content of so many bytes. Undefined is a header to ignore: another unit, several ranges,
 * no bound at all, or an end before the beginning.
 */
export function parseRange(header: string, length: number): ByteRange | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? []
  if (first === '' && last === '') return undefined
  return first === '' ? suffix(Number(last), length) : between(Number(first), last, length)
}

function suffix(count: number, length: number): ByteRange | 'unsatisfiable' | undefined {
  if (count === 0) return 'unsatisfiable'
  if (length === 0) return undefined
  return { first: Math.max(length - count, 0), last: length - 1 }
}

function between(first: number, lastText: string, length: number): ByteRange | 'unsatisfiable' | undefined {
  const last = lastText === '' ? Infinity : Number(lastText)
  if (last < first) return undefined
  return first >= length ? 'unsatisfiable' : { first, last: Math.min(last, length - 1) }
}
