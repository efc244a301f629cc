import pc from 'picocolors'

/** Colours of a terminal; in a pipe each leaves its text as it is. */
export type Paint = Pick<
  ReturnType<typeof pc.createColors>,
  'red' | 'yellow' | 'green' | 'cyan' | 'dim' | 'bold'
>

/** Paint for a stream that is a terminal or not. */
export function paintFor(colours: boolean): Paint {
  return pc.createColors(colours)
}

/** Paint that leaves every text as it is. */
export const plainPaint: Paint = paintFor(false)
