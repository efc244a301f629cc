/** How often each of some named things happened. */
export type Counts = Readonly<Record<string, number>>

/** What is counted beside cases and statuses. */
export type Covered = 'transitions' | 'illegalTransitions' | 'edits' | 'created'

/** What the cases of one property exercised. */
export interface PropertyCoverage {
  readonly rule: string
  readonly property: string
  /** Cases tried, those of shrinking and repeating included. */
  readonly cases: number
  /** Requests sent in them, and messages on sockets. */
  readonly requests: number
  /** Statuses of their answers; "message" for what was sent on a socket. */
  readonly statuses: Counts
  /** Steps of a state model that its state allows, such as "enabled: activate". */
  readonly transitions: Counts
  /** Steps that its state forbids. */
  readonly illegalTransitions: Counts
  /** Edits of valid requests, by what is broken. */
  readonly edits: Counts
  /** States and objects that the cases left behind in the target. */
  readonly created: Counts
}

/** Counts what one property exercises. */
export class CoverageCounter {
  private cases = 0
  private requests = 0
  private readonly statuses = new Map<string, number>()
  private readonly covered: Readonly<Record<Covered, Map<string, number>>> = {
    transitions: new Map(),
    illegalTransitions: new Map(),
    edits: new Map(),
    created: new Map(),
  }

  constructor(
    readonly rule: string,
    readonly property: string,
  ) {}

  addCase(): void {
    this.cases += 1
  }

  /** Counts a request by the status of its answer, `none` if there is none. */
  addRequest(status: number | undefined): void {
    this.requests += 1
    count(this.statuses, status === undefined ? 'none' : String(status))
  }

  /** Counts a message that was sent on a socket. */
  addMessage(): void {
    this.requests += 1
    count(this.statuses, 'message')
  }

  add(kind: Covered, name: string): void {
    count(this.covered[kind], name)
  }

  get coverage(): PropertyCoverage {
    const { rule, property, cases, requests, statuses, covered } = this
    return {
      rule,
      property,
      cases,
      requests,
      statuses: sorted(statuses),
      transitions: sorted(covered.transitions),
      illegalTransitions: sorted(covered.illegalTransitions),
      edits: sorted(covered.edits),
      created: sorted(covered.created),
    }
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

function sorted(counts: ReadonlyMap<string, number>): Counts {
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
