import type { Outcome } from '../harness/verdict.js'

/** Exit codes of every command. */
export const EXIT = { conformant: 0, nonconformant: 1, incomplete: 2, misuse: 3, error: 4 } as const

/** The exit code of an outcome. */
export function exitCode(outcome: Outcome, allowIncomplete: boolean): number {
  return outcome === 'incomplete' && allowIncomplete ? EXIT.conformant : EXIT[outcome]
}
