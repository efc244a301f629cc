/** Ends a scenario whose steps do not fit together; a mistake of the feature, never of the target. */
export function missing(what: string): never {
  throw new TypeError(`The scenario has no step that brings ${what}`)
}
