import type { GateResult } from './gate.js'

/** Where in the user's repository a failure is shown. */
export interface AnnotationPlaces {
  /** The target file, if there is one. */
  readonly target?: string
  readonly baseline?: string
}

/** Workflow commands of GitHub Actions that show what failed a build where the reader looks. */
export function annotations({ broken, tolerated, stale }: GateResult, places: AnnotationPlaces): string[] {
  const placeOf = (rule: {
    readonly file: string
    readonly line: number
  }): Record<string, string | number> =>
    places.target === undefined ? { file: rule.file, line: rule.line } : { file: places.target, line: 1 }
  return [
    ...broken.map(rule => command('error', { ...placeOf(rule), title: rule.id }, messageOf(rule))),
    ...tolerated.map(rule =>
      command(
        'warning',
        { ...placeOf(rule), title: `known: ${rule.id}` },
        `${rule.known?.reason ?? ''}\n${messageOf(rule)}`,
      ),
    ),
    ...stale.map(({ entry, why }) =>
      command(
        'error',
        { file: places.baseline ?? '', line: entry.line, title: entry.rule },
        `This entry of the baseline must go: ${why}.`,
      ),
    ),
  ]
}

function messageOf({ text, failures }: GateResult['broken'][number]): string {
  const [failure] = failures
  if (failure === undefined) return text
  return `${text}\n${failure.summary}\nexpected  ${failure.expected}\nreceived  ${failure.received}\nrepeat  ${failure.repeat}`
}

function command(
  name: string,
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`)
  return `::${name} ${list.join(',')}::${data(message)}`
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
