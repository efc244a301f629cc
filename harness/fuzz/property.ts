import type { Arbitrary } from 'fast-check'

/**
 * What holds for every value: the values as plain JSON data, so that a counterexample can be written down and read
 * again, and one case of it against the target.
 */
export interface Property<Value> {
  /** What is exercised, in words: "any range of a content of any length". */
  readonly name: string
  /** Items of a value that is a list must be such that any of them can be left out. */
  readonly values: Arbitrary<Value>
  /**
   * Tries one value from a fresh state. Rejects with a `Violation` where the promise is broken, and with `NotTested` or
   * `Inconclusive` where nothing can be said, which ends the whole property.
   */
  readonly holds: (value: Value) => Promise<void>
  /** The case as a person would write it down, a line for each thing that happens. */
  readonly tell: (value: Value) => readonly string[]
  /** How much of a budget of time it has for each part that another has, since its values are many; 1 if left out. */
  readonly parts?: number
  /** What a person would rather write in place of a value, simplest first; each must be simpler than the value. */
  readonly simpler?: (value: Value) => Iterable<Value>
  /**
   * Gives up what cases share, such as connections, so that each has everything for itself from now on. Resolves to
   * whether a case may have met what an earlier one has left.
   */
  readonly part?: () => Promise<boolean>
  /** Rules about single inputs whose breach explains that the property does not hold; they are judged over there. */
  readonly restsOn?: readonly string[]
}
