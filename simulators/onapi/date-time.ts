/**
 * Whether a time that is written as RFC 3339 has it (`YYYY-MM-DDThh:mm:ss`, then perhaps a fraction, then `Z`) can be:
 * the day is one of its month, and a sixtieth second is the last one of a month in UTC (RFC 3339 section 5.7).
 */
export function canBe(dateTime: string): boolean {
  const day = Number(dateTime.slice(8, 10))
  const leapSecond = dateTime.startsWith('60', 17)
  if (day <= 28 && !leapSecond) return true
  const days = daysOf(Number(dateTime.slice(0, 4)), Number(dateTime.slice(5, 7)))
  return day <= days && (!leapSecond || (day === days && dateTime.startsWith('23:59', 11)))
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
