/** A JSON value with the offset at which it begins. `elided` stands where an example leaves something out. */
export type JsonNode = { readonly offset: number } & (
  | { readonly kind: 'object'; readonly members: readonly JsonMember[]; readonly partial: boolean }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[]; readonly partial: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'elided'; readonly text: string }
)

/** A member of an object with the offset of its name. */
export interface JsonMember {
  readonly name: string
  readonly offset: number
  readonly value: JsonNode
}

/** A JSON text that is not well-formed, and where. */
export class JsonError extends Error {
  override readonly name = 'JsonError'
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message)
  }
}

/** Deepest nesting that is read. */
const DEEPEST = 200

/**
 * Parses JSON (RFC 8259) as documents print it: `<name>`, `{name}`, `nnnn`, `...` or a choice such as `"a" | "b"` may stand
 * in the place of a value, `...` in the place of further members, and comments beside them. Throws a `JsonError` for everything else.
 */
export function parseJson(text: string): JsonNode {
  const { root, end } = readJson(text, 0)
  if (end < text.length) {
    const rest = /[^\s,{}[\]]+/y
    rest.lastIndex = end
    const word = rest.exec(text)?.[0] ?? text[end] ?? ''
    throw new JsonError(`"${word}" follows after the end of the value`, end)
  }
  return root
}

/** Reads a value that begins at an offset, and the blanks and comments behind it; throws a `JsonError` if there is none. */
export function readJson(text: string, from: number): { root: JsonNode; end: number } {
  let at = from
  const fail = (message: string, offset = at): never => {
    throw new JsonError(message, offset)
  }
  const space = (): void => {
    do {
      while (at < text.length && ' \t\n\r'.includes(text[at] ?? '')) at += 1
    } while (take(COMMENT) !== undefined)
  }
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found !== undefined) at += found.length
    return found
  }
  const word = (offset: number): string => {
    const found = /[^\s,{}[\]]+/y
    found.lastIndex = offset
    return found.exec(text)?.[0].replace(/(?<=.):$/, '') ?? text[offset] ?? 'the end'
  }

  const value = (depth: number): JsonNode => {
    const first = single(depth)
    if (depth === 0) return first
    let end = first.offset
    for (space(); text[at] === '|'; space()) {
      at += 1
      single(depth)
      end = at
    }
    const { offset } = first
    return end === offset ? first : { kind: 'elided', text: text.slice(offset, end), offset }
  }

  const single = (depth: number): JsonNode => {
    space()
    const offset = at
    if (depth > DEEPEST) fail(`It is nested more than ${DEEPEST} levels deep`)
    const first = text[at]
    if (first === '"') return { kind: 'string', value: string(), offset }
    if (first === '{') {
      const named = take(/\{\{[^{}\n]+\}\}|\{[A-Za-z][\w .-]*\}/y)
      return named === undefined ? object(depth) : { kind: 'elided', text: named, offset }
    }
    if (first === '[') {
      const words = take(/\[[A-Za-z]+(?: [A-Za-z]+)+\]/y)
      return words === undefined ? array(depth) : { kind: 'elided', text: words, offset }
    }
    const number = take(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y)
    if (number !== undefined) return { kind: 'number', value: Number(number), text: number, offset }
    const literal = take(/(?:true|false|null)\b/y)
    if (literal === 'null') return { kind: 'null', offset }
    if (literal !== undefined) return { kind: 'boolean', value: literal === 'true', offset }
    const elided = take(ELIDED)
    if (elided !== undefined) return { kind: 'elided', text: elided, offset }
    if (first === undefined) return fail('It ends where a value is expected')
    if (first === "'") return fail('Strings need double quotation marks')
    return fail(`"${word(at)}" is no JSON value`)
  }

  const string = (): string => {
    const offset = at
    const found = take(/"(?:[^"\\\n\r]|\\[^\n\r])*"/y)
    if (found === undefined) return fail('The string is not closed on its line', offset)
    try {
      return JSON.parse(found) as string
    } catch {
      return fail('The string has an escape or a control character that JSON does not know', offset)
    }
  }

  const object = (depth: number): JsonNode => {
    const offset = at
    at += 1
    const members: JsonMember[] = []
    let partial = false
    for (space(); text[at] !== '}'; space()) {
      if (take(REST) !== undefined) {
        partial = true
        space()
        if (text[at] === ',') at += 1
        continue
      }
      if (at >= text.length) fail('The object is not closed', offset)
      const nameAt = at
      if (text[at] !== '"')
        fail(
          text[at] === ','
            ? 'A member is missing before the comma'
            : `The name ${word(at)} needs double quotation marks`,
        )
      const name = string()
      space()
      if (text[at] !== ':') fail(`A colon is missing after "${name}"`)
      at += 1
      members.push({ name, offset: nameAt, value: value(depth + 1) })
      space()
      if (text[at] === ',') {
        const comma = at
        at += 1
        space()
        if (text[at] === '}') fail('A comma stands before the closing brace', comma)
      } else if (text[at] !== '}' && !isRest(text, at)) {
        fail(at >= text.length ? 'The object is not closed' : `A comma is missing before ${word(at)}`)
      }
    }
    at += 1
    return { kind: 'object', members, partial, offset }
  }

  const array = (depth: number): JsonNode => {
    const offset = at
    at += 1
    const items: JsonNode[] = []
    let partial = false
    for (space(); text[at] !== ']'; space()) {
      if (take(REST) !== undefined) {
        partial = true
        space()
        if (text[at] === ',') at += 1
        continue
      }
      if (at >= text.length) fail('The array is not closed', offset)
      items.push(value(depth + 1))
      space()
      if (text[at] === ',') {
        const comma = at
        at += 1
        space()
        if (text[at] === ']') fail('A comma stands before the closing bracket', comma)
      } else if (text[at] !== ']' && !isRest(text, at)) {
        fail(at >= text.length ? 'The array is not closed' : `A comma is missing before ${word(at)}`)
      }
    }
    at += 1
    return { kind: 'array', items, partial, offset }
  }

  const root = value(0)
  space()
  return { root, end: at }
}

const COMMENT = /\/\/.*|\/\*[\s\S]*?\*\//y
const REST = /(?:\.{3}|…)/y
const ELIDED = /<[^<>\n]+>|(?:\.{3}|…)|n{2,}(?!\w)|\$\w+|\$\{[^{}\n]+\}/y

function isRest(text: string, at: number): boolean {
  return text.startsWith('...', at) || text.startsWith('…', at)
}

/** A plain value of a JSON node for validation; `undefined` for what an example leaves out. */
export function valueOf(node: JsonNode): unknown {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(node.members.map(({ name, value }) => [name, valueOf(value)]))
    case 'array':
      return node.items.map(valueOf)
    case 'null':
      return null
    case 'elided':
      return undefined
    default:
      return node.value
  }
}

/** The node at a JSON pointer, or the nearest one above it. */
export function nodeAt(root: JsonNode, pointer: string): JsonNode {
  let node = root
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    const next =
      node.kind === 'object'
        ? node.members.find(member => member.name === name)?.value
        : node.kind === 'array'
          ? node.items[Number(name)]
          : undefined
    if (next === undefined) return node
    node = next
  }
  return node
}

/** The member of an object with this name. */
export function memberOf(node: JsonNode | undefined, name: string): JsonMember | undefined {
  return node?.kind === 'object' ? node.members.find(member => member.name === name) : undefined
}
