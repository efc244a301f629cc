import { randomUUID } from 'node:crypto'
import type { Paint } from '../reports/paint.js'
import { annotations } from './annotations.js'
import type { Baseline } from './baseline.js'
import type { Console } from './console.js'
import type { GateResult } from './gate.js'

/** What a build's gate says on a console: what is tolerated, and which entries of the baseline must go. */
export function gateText({ tolerated, stale }: GateResult, paint: Paint): string {
  return [
    ...tolerated.map(
      ({ id, known }) => `${paint.yellow('known')}  ${id}  until ${known?.expires}: ${known?.reason}`,
    ),
    ...stale.map(({ entry, why }) => `${paint.red('baseline')}  ${entry.rule}  ${why}: the entry must go`),
  ].join('\n')
}

/** Prints annotations where GitHub Actions reads them. */
export function printAnnotations(
  result: GateResult,
  terminal: Console,
  target: string | undefined,
  baseline: Baseline | undefined,
): void {
  if (terminal.env['GITHUB_ACTIONS'] !== 'true') return
  const places = {
    ...(target === undefined ? {} : { target }),
    ...(baseline === undefined ? {} : { baseline: baseline.file }),
  }
  for (const line of annotations(result, places)) terminal.print(line)
}

/**
 * Keeps GitHub Actions from obeying what a target sent while it is printed: commands are off until the given function is
 * called, which may be done again. Nothing is done elsewhere.
 */
export function withoutCommands(terminal: Console): () => void {
  if (terminal.env['GITHUB_ACTIONS'] !== 'true') return () => {}
  const token = randomUUID()
  let stopped = true
  terminal.print(`::stop-commands::${token}`)
  return () => {
    if (stopped) terminal.print(`::${token}::`)
    stopped = false
  }
}
