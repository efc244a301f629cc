import { finding, related, type Finding } from '../finding.js'
import type { Example } from '../blocks/example.js'
import type { JsonMember, JsonNode } from '../blocks/json-text.js'

/**
 * Names of members of one object that put the same word together in two ways: `customerFirstname` beside
 * `customerLastName`. The names must share their first word, and the word must have four letters.
 */
export function judgeSiblingNames(examples: readonly Example[]): Finding[] {
  return examples.flatMap(({ body }) => {
    if (body?.kind !== 'json') return []
    return objectsIn(body.root).flatMap(members => {
      const compound = members
        .slice(0, MOST)
        .map(member => ({ member, words: split(member.name) }))
        .filter(({ words }) => words.length > 1)
      return compound.flatMap(({ member, words }) => {
        const sibling = compound.find(other => joinsDifferently(words, other.words))?.member
        if (!sibling) return []
        return [
          finding(
            'warning',
            'name.spelling',
            body.placeOf(member.offset),
            `"${member.name}"`,
            `"${member.name}" writes as one word what "${sibling.name}" writes as two.`,
            { related: [related(body.placeOf(sibling.offset), `"${sibling.name}"`)] },
          ),
        ]
      })
    })
  })
}

function objectsIn(root: JsonNode): (readonly JsonMember[])[] {
  const objects: (readonly JsonMember[])[] = []
  const nodes = [root]
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    if (node.kind === 'array') nodes.push(...node.items)
    if (node.kind !== 'object') continue
    objects.push(node.members)
    nodes.push(...node.members.map(({ value }) => value))
  }
  return objects
}

/** Most members of one object that are compared. */
const MOST = 200

const split = (name: string): string[] => name.split(/(?=[A-Z][a-z])|_|-/)

function joinsDifferently(words: readonly string[], others: readonly string[]): boolean {
  const [last, word] = [words.at(-1) ?? '', others.at(-1)?.toLowerCase() ?? '']
  if (others.length !== words.length + 1 || words[0] !== others[0] || word.length < 4) return false
  return last.length >= word.length + 3 && last.endsWith(word)
}
