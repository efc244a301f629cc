/** `YYYY-MM-DDThh:mm:ss`, with a fraction and a zone after it that are not looked at. */
const PARTS = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})/

/**
 * Whether a time that is written as RFC 3339 has it can be: the day is one of its month, and a sixtieth second is the
 * last one of a month in UTC (RFC 3339 section 5.7).
 */
export function canBe(dateTime: string): boolean {
  const parts = PARTS.exec(dateTime)
  if (parts === null) return false
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const days = daysOf(year, month)
  if (day > days) return false
  return second < 60 || (day === days && hour === 23 && minute === 59)
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
