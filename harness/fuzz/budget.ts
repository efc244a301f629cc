/** How much fuzzing is asked for: cases of each property, or milliseconds for all properties of an API together. */
export type FuzzBudget = { readonly runs: number } | { readonly milliseconds: number }

/** What a run does unasked, so that every property is exercised each time. */
export const SMALL_BUDGET: FuzzBudget = { runs: 10 }

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 }

/** A budget from its written form, `1000` or `60s`; undefined where it has another form. */
export function parseBudget(text: string): FuzzBudget | undefined {
  const [, digits, unit] = /^([1-9]\d{0,8})([smh]?)$/.exec(text) ?? []
  if (digits === undefined) return undefined
  const factor = UNITS[unit ?? '']
  return factor === undefined ? { runs: Number(digits) } : { milliseconds: Number(digits) * factor }
}
