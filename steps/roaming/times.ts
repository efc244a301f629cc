/** Difference that is allowed between clocks, in milliseconds. */
const TOLERANCE = 5 * 60 * 1000

/** The largest distance of a time zone from UTC, in milliseconds. */
const ZONE = 14 * 3600 * 1000

const DAY = 24 * 3600 * 1000

const DATE_TIME = /^-?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/
const DATE = /^(-?\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)?$/

/** The earliest and the latest instant, in milliseconds since the epoch, that a value of an XML schema type may mean. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** Reads an `xsd:dateTime` or an `xsd:date`; a value without a time zone may be in any. Undefined for anything else. */
export function spanOf(value: string): Span | undefined {
  const dateTime = DATE_TIME.exec(value)
  const date = DATE.exec(value)
  const text = dateTime ? value : date?.[1]
  if (text === undefined) return undefined
  const instant = Date.parse(dateTime?.[1] === undefined ? `${text}${dateTime ? 'Z' : 'T00:00:00Z'}` : text)
  if (Number.isNaN(instant)) return undefined
  if (date) return { from: instant - ZONE, to: instant + DAY + ZONE }
  return dateTime?.[1] === undefined
    ? { from: instant - ZONE, to: instant + ZONE }
    : { from: instant, to: instant }
}

/** Whether a value may mean a given instant. */
export function isAbout(value: string, instant: number): boolean {
  const span = spanOf(value)
  return span !== undefined && span.from - TOLERANCE <= instant && instant <= span.to + TOLERANCE
}
