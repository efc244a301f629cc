/** Ways to write one JSON value. */
const WRITERS: Readonly<Record<string, (value: unknown) => string>> = {
  plainly: value => JSON.stringify(value),
  'with white space': value => `\r\n${JSON.stringify(value, undefined, '\t')}\n `,
  // The escapes of texts only: whatever stands outside of ASCII is within one.
  'with escapes': value =>
    JSON.stringify(value).replaceAll(/\P{ASCII}|(?<=[a-z])[a-z](?=[a-z]+":)/gu, escaped),
  'from its end': value => JSON.stringify(reversed(value)),
}

/** The names of the ways to write a JSON value. */
export const SPELLINGS: readonly string[] = Object.keys(WRITERS)

/** The bytes of a JSON value in one of its spellings. */
export function spell(value: unknown, spelling: string): Buffer {
  return Buffer.from((WRITERS[spelling] ?? JSON.stringify)(value))
}

function escaped(text: string): string {
  return Array.from({ length: text.length }, (_, index) => {
    return `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`
  }).join('')
}

/** The same value with the members of its objects in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reversed(member)]),
  )
}
