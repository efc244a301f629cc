import type { Envelope } from '@cucumber/messages'

/** How far the run of one API is: rules of which every scenario is over, and the rule that is being judged. */
export class Progress {
  private readonly ruleOfPickle = new Map<string, string>()
  private readonly ruleOfCase = new Map<string, string>()
  private readonly ruleOfAttempt = new Map<string, string>()
  /** Scenarios that are not over yet, by their rules. */
  private readonly open = new Map<string, number>()
  private current = ''
  private done = 0

  constructor(private readonly api: string) {}

  /** Takes a message of the run in. Gives whether the line of progress changed. */
  add(envelope: Envelope): boolean {
    if (envelope.pickle) {
      const { id, tags } = envelope.pickle
      const tag = tags.find(({ name }) => name.startsWith(`@${this.api}.`))
      this.ruleOfPickle.set(id, tag?.name.slice(1) ?? '')
    } else if (envelope.testCase) {
      const rule = this.ruleOfPickle.get(envelope.testCase.pickleId) ?? ''
      this.ruleOfCase.set(envelope.testCase.id, rule)
      this.open.set(rule, (this.open.get(rule) ?? 0) + 1)
    } else if (envelope.testCaseStarted) {
      this.current = this.ruleOfCase.get(envelope.testCaseStarted.testCaseId) ?? ''
      this.ruleOfAttempt.set(envelope.testCaseStarted.id, this.current)
      return true
    } else if (envelope.testCaseFinished) {
      const rule = this.ruleOfAttempt.get(envelope.testCaseFinished.testCaseStartedId) ?? ''
      const left = (this.open.get(rule) ?? 1) - 1
      this.open.set(rule, left)
      if (left === 0) this.done += 1
      return true
    }
    return false
  }

  /** The line of progress: `exosite  37 of 115 rules, 2 broken  exosite.range.ends-at-last-position`. */
  line(broken: number): string {
    const failures = broken === 0 ? '' : `, ${broken} broken`
    return `${this.api}  ${this.done} of ${this.open.size} rules${failures}  ${this.current}`
  }
}
