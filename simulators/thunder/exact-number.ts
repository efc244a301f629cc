/** A number in the digits of the wire, for ids that a double would change. */
export class ExactNumber {
  constructor(readonly digits: string) {}
}

/** Where each element of a JSON array begins in its text. The text must be valid JSON. */
export function elementStarts(text: string): number[] {
  const starts: number[] = []
  let at = skipSpace(text, skipSpace(text, 0) + 1)
  while (text[at] !== ']') {
    starts.push(at)
    at = skipSpace(text, skipValue(text, at))
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return starts
}

/** The digits of a member that is a number, in the JSON object that begins at `start` of a valid JSON text. */
export function exactMember(text: string, start: number, name: string): ExactNumber {
  let digits = ''
  let at = skipSpace(text, skipSpace(text, start) + 1)
  while (text[at] !== '}') {
    const keyEnd = skipValue(text, at)
    const valueStart = skipSpace(text, skipSpace(text, keyEnd) + 1)
    const valueEnd = skipValue(text, valueStart)
    // The last of several members of one name counts, as it does for JSON.parse.
    if (JSON.parse(text.slice(at, keyEnd)) === name) digits = text.slice(valueStart, valueEnd)
    at = skipSpace(text, valueEnd)
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return new ExactNumber(digits)
}

function skipSpace(text: string, at: number): number {
  let next = at
  while (' \t\r\n'.includes(text[next] ?? 'x')) next += 1
  return next
}

function skipValue(text: string, at: number): number {
  const first = text[at]
  if (first === '"') return skipString(text, at)
  if (first !== '{' && first !== '[') {
    let next = at
    while (next < text.length && !',]} \t\r\n'.includes(text[next] ?? '')) next += 1
    return next
  }
  let depth = 0
  let next = at
  do {
    const char = text[next]
    if (char === '"') next = skipString(text, next)
    else {
      if (char === '{' || char === '[') depth += 1
      if (char === '}' || char === ']') depth -= 1
      next += 1
    }
  } while (depth > 0)
  return next
}

function skipString(text: string, at: number): number {
  let next = at + 1
  while (text[next] !== '"') next += text[next] === '\\' ? 2 : 1
  return next + 1
}
