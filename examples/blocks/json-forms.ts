import { JsonError, parseJson, readJson, type JsonNode } from './json-text.js'

/** Parses members that stand without the braces around them, as a document shows a part of an object. */
export function parseMembers(text: string): JsonNode {
  const inner = text.replace(/,(\s*)$/, ' $1')
  try {
    const root = moved(parseJson(`{${inner}}`), -1)
    return root.kind === 'object' ? { ...root, partial: true } : root
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    throw new JsonError(error.message, Math.max(0, error.offset - 1))
  }
}

function moved(node: JsonNode, by: number): JsonNode {
  const offset = Math.max(0, node.offset + by)
  if (node.kind === 'array') return { ...node, offset, items: node.items.map(item => moved(item, by)) }
  if (node.kind !== 'object') return { ...node, offset }
  const members = node.members.map(one => ({ ...one, offset: one.offset + by, value: moved(one.value, by) }))
  return { ...node, offset, members }
}

/** Index after a value of JSON and the blanks that follow it; `undefined` if none begins at an offset. */
export function endOfJson(text: string, from: number): number | undefined {
  try {
    return readJson(text, from).end
  } catch (error) {
    if (error instanceof JsonError) return undefined
    throw error
  }
}

/** The first of several values that follow one another on lines of their own, as in a stream; `undefined` if one is broken. */
export function parseStream(text: string): JsonNode | undefined {
  let end = endOfJson(text, 0)
  if (end === undefined) return undefined
  while (end < text.length && !/^(?:\.{3}|…)\s*$/.test(text.slice(end, end + 100))) {
    const before = text.lastIndexOf('\n', end - 1)
    if (before === -1 || text.slice(before, end).trim() !== '') return undefined
    end = endOfJson(text, end)
    if (end === undefined) return undefined
  }
  return readJson(text, 0).root
}
