/** The fields of a form or a query, each with all of its values in order. */
export type Fields = ReadonlyMap<string, readonly string[]>

/** Turns one name or value into the text it stands for. Throws a URIError where it stands for none. */
export type Decode = (text: string) => string

/** Reads `application/x-www-form-urlencoded` text; undefined where it is not well formed. */
export function parseFields(text: string, decode: Decode = decodeField): Fields | undefined {
  const fields = new Map<string, string[]>()
  try {
    for (const pair of text.split('&')) {
      const equals = pair.indexOf('=')
      const end = equals < 0 ? pair.length : equals
      const name = decode(pair.slice(0, end))
      const value = decode(pair.slice(end + 1))
      const values = fields.get(name)
      if (values === undefined) fields.set(name, [value])
      else values.push(value)
    }
  } catch {
    return undefined
  }
  return fields
}

/** A plus sign is a space, and percent-encoded bytes are UTF-8. */
export function decodeField(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  return spaced.includes('%') ? decodeURIComponent(spaced) : spaced
}

/** The value of a field that is given once. */
export function single(fields: Fields, name: string): string | undefined {
  const values = fields.get(name)
  return values?.length === 1 ? values[0] : undefined
}
