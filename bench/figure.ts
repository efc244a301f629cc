/** One figure of a bench, with the bound that it has to keep if there is one. */
export interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: 'ratio' | 'ms' | 'MiB'
  readonly atLeast?: number
  readonly atMost?: number
}

/** A line of measurements, and what was measured. */
export interface Curve {
  readonly title: string
  /** What is counted along the way, such as "scenarios". */
  readonly along: string
  /** Counts, and times relative to the last one. */
  readonly points: readonly (readonly [number, number])[]
}

/** What a bench tells the process that collects. */
export type Told = { readonly figure: Figure } | { readonly curve: Curve }

/** Prints a figure, and hands it to whoever collects. */
export function tell(figure: Figure): void {
  process.stdout.write(`${figure.what}: ${figureText(figure)}${boundText(figure)}\n`)
  process.send?.({ figure } satisfies Told)
}

/** Prints a curve, and hands it to whoever collects. */
export function tellCurve(curve: Curve): void {
  for (const [count, time] of curve.points)
    process.stdout.write(`${curve.title}: ${count} ${curve.along}, ${time.toFixed(2)} of the time\n`)
  process.send?.({ curve } satisfies Told)
}

/** A figure with its unit; ratios have none. */
export function figureText({ value, unit }: Figure): string {
  return unit === 'ratio' ? value.toFixed(2) : `${Math.round(value)} ${unit}`
}

/** The bound of a figure; empty if there is none. */
export function boundText({ unit, atLeast, atMost }: Figure): string {
  if (atLeast !== undefined) return `, at least ${figureText({ what: '', unit, value: atLeast })}`
  return atMost === undefined ? '' : `, at most ${figureText({ what: '', unit, value: atMost })}`
}

/** Whether a figure keeps its bound. */
export function isKept({ value, atLeast, atMost }: Figure): boolean {
  return value >= (atLeast ?? -Infinity) && value <= (atMost ?? Infinity)
}

/** The middle one of some values. */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
  if (middle === undefined) throw new RangeError('there is no median of nothing')
  return middle
}
