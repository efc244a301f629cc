import type { Exchange } from './exchange.js'

/** What a check found wrong, in words for the person who has to mend it. */
export interface Finding {
  /** One sentence that says what is wrong. */
  readonly summary: string
  readonly expected: string
  readonly received: string
  /** The smallest input that shows it, a line for each thing that happens; only where it was searched for. */
  readonly case?: readonly string[]
  /** What repeats just this, if it is not the run of its rule. */
  readonly repeat?: string
}

/** A finding with what is needed to see it and to repeat it. */
export interface Failure extends Finding {
  readonly scenario: string
  /** The request in one line; empty where there was none. */
  readonly request: string
  /** Ids of the exchanges that show it, the decisive one first. */
  readonly exchanges: readonly number[]
  /** Arguments of `assay` that repeat just this. */
  readonly repeat: string
}

/** The target breaks a rule. */
export class Violation extends Error {
  override readonly name = 'Violation'
  constructor(
    readonly finding: Finding,
    readonly exchange?: Exchange,
  ) {
    super(`${finding.summary}\n  expected  ${finding.expected}\n  received  ${finding.received}`)
  }
}

/** A precondition cannot be met: nothing was observed, and the reason says what would change that. */
export class NotTested extends Error {
  override readonly name = 'NotTested'
  /** @param blockedBy id of the rule whose breach explains it. */
  constructor(
    message: string,
    readonly blockedBy?: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** The target turned out to lack what the rule speaks of. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable'
}

/** Something was observed that decides nothing, such as a wait that ran out. */
export class Inconclusive extends Error {
  override readonly name = 'Inconclusive'
}

/** The caller's mistake: arguments, a target file, a target that cannot be reached. */
export class Misuse extends Error {
  override readonly name = 'Misuse'
}
