import type { ISupportCodeLibrary } from '@cucumber/cucumber/api'

/** What Cucumber asks of a step definition: the arguments in a step's text; null if it is another's. */
interface Expression {
  readonly regexp: RegExp
  match(text: string): readonly unknown[] | null
}

/**
 * Has the step definitions look only once for the arguments in a text. Cucumber asks all of them about each step, and the
 * one that it belongs to three times, while most texts stand in several scenarios.
 */
export function rememberMatches(support: ISupportCodeLibrary): void {
  const { stepDefinitions } = support as unknown as { stepDefinitions: { expression: Expression }[] }
  for (const { expression } of stepDefinitions) {
    const { regexp } = expression
    // What matches nothing shows how many groups there are, and without groups there are no arguments.
    const groups = new RegExp(`${regexp.source}|`).exec('')?.slice(1) ?? []
    const match = groups.length === 0 ? () => [] : expression.match.bind(expression)
    const found = new Map<string, ReturnType<Expression['match']>>()
    expression.match = text => {
      if (!regexp.test(text)) return null
      const before = found.get(text)
      if (before !== undefined) return before
      const matched = match(text)
      found.set(text, matched)
      return matched
    }
  }
}
