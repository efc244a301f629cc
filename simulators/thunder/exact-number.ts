/** A number in the digits of the wire, for ids that a double would change. */
export class ExactNumber {
  constructor(readonly digits: string) {}
}

/** The value of a JSON text, in which the id of a call that a double would change keeps its digits; so in a batch. */
export function parseExactly(text: string): unknown {
  const message = JSON.parse(text) as unknown
  if (!Array.isArray(message)) return isChanged(message) ? exact(message, quoted(text)) : message
  if (!message.some(isChanged)) return message
  const values = quoted(text) as unknown[]
  return message.map((value, index) => (isChanged(value) ? exact(value, values[index]) : (value as unknown)))
}

/** Whether a value has a number for an id that may be another than the one that was written. */
function isChanged(value: unknown): value is object {
  const id = (value as { readonly id?: unknown } | null)?.id
  return typeof id === 'number' && !Number.isSafeInteger(id)
}

function exact(value: object, quoted: unknown): object {
  const { id } = quoted as { readonly id: string }
  return { ...value, id: new ExactNumber(id) }
}

/** The value of a JSON text with each number as a string of its digits. */
function quoted(text: string): unknown {
  return JSON.parse(
    text.replaceAll(/"(?:[^"\\]+|\\.)*"|[-\d][^,\]}\s]*/g, token =>
      token.startsWith('"') ? token : `"${token}"`,
    ),
  )
}
