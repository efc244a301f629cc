const WHOLE =
  /^(?:<[^<>]*>|\{[^{}]*\}|\[[^[\]]*\]|\$\{[^}]*\}|\.{3}|…|n{2,}|x{3,}|X{3,}|#+|(?:\.{3}|…).*|.*(?:\.{3}|…))$/

/** Whether a value of an example stands for another one: `<cik>`, `{id}`, `[length]`, `nnnn`, `...`. */
export function isPlaceholder(value: string): boolean {
  return WHOLE.test(value.trim())
}

/** Whether part of a value stands for something else, such as in `bytes <first>-<last>/<length>`. */
export function hasPlaceholder(value: string): boolean {
  return isPlaceholder(value) || /<[A-Za-z][^<>]*>|\{[A-Za-z][^{}]*\}|\$\{|\.{3}|…|\bn{3,}\b/.test(value)
}
