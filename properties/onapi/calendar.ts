import * as fc from 'fast-check'

/** Times in UTC as RFC 3339 writes them, the ends of months and days among them more often than chance has it. */
export function times(firstYear: number, lastYear: number): fc.Arbitrary<string> {
  return fc
    .record({
      year: fc.integer({ min: firstYear, max: lastYear }),
      month: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constantFrom(2, 12)),
      day: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant(31)),
      clock: fc.oneof<fc.Arbitrary<number[]>[]>(
        fc.tuple(fc.nat(23), fc.nat(59), fc.nat(59)),
        fc.constantFrom<number[]>([0, 0, 0], [23, 59, 59]),
      ),
      fraction: fc.oneof(fc.constant(''), fc.stringMatching(/^\.[0-9]{1,4}$/)),
    })
    .map(({ year, month, day, clock, fraction }) => {
      const date = [year, two(month), two(Math.min(day, daysOf(year, month)))].join('-')
      return `${date}T${clock.map(two).join(':')}${fraction}Z`
    })
}

/** Dates as identity numbers have them. */
export function birthdays(firstYear: number, lastYear: number): fc.Arbitrary<string> {
  return times(firstYear, lastYear).map(time => time.slice(0, 10).replaceAll('-', ''))
}

/** Texts that are nearly a time in UTC, and are none. */
export const badTimes: fc.Arbitrary<string> = fc
  .tuple(
    times(2040, 2099),
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({
          part: fc.constant('day' as const),
          to: fc.oneof(
            { weight: 3, arbitrary: fc.constantFrom(0, 29, 30, 31, 32) },
            { weight: 1, arbitrary: fc.integer({ min: 33, max: 99 }) },
          ),
        }),
      },
      fc.record({
        part: fc.constant('month' as const),
        to: fc.oneof(fc.constant(0), fc.integer({ min: 13, max: 99 })),
      }),
      fc.record({ part: fc.constant('hour' as const), to: fc.integer({ min: 25, max: 99 }) }),
      fc.record({ part: fc.constant('minute' as const), to: fc.integer({ min: 60, max: 99 }) }),
      fc.record({ part: fc.constant('second' as const), to: fc.integer({ min: 61, max: 99 }) }),
      fc.record({ part: fc.constant('zone' as const), to: fc.integer({ min: -14, max: 14 }) }),
    ),
  )
  .map(([time, { part, to }]) => spoilt(time, part, to))
  .filter(time => !isTime(time))

const PLACES = { month: 5, day: 8, hour: 11, minute: 14, second: 17 }

function spoilt(time: string, part: keyof typeof PLACES | 'zone', to: number): string {
  if (part !== 'zone') return time.slice(0, PLACES[part]) + two(to) + time.slice(PLACES[part] + 2)
  const bare = time.slice(0, -1)
  return to === 0 ? bare : `${bare}${to < 0 ? '-' : '+'}${two(Math.abs(to))}:00`
}

/** Whether a text is a time in UTC that a clock and a calendar can show, leap seconds left aside. */
export function isTime(text: unknown): boolean {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?Z$/.exec(String(text))
  if (parts === null) return false
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number)
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)
  return isDay && hour <= 23 && minute <= 59 && second <= 59
}

function daysOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
