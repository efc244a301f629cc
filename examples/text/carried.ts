import { finding, related, type Finding } from '../finding.js'
import { groupBy } from '../group.js'
import type { Document } from '../reading/document.js'
import type { Shape } from './definitions.js'
import { at, wordsOf } from './lines.js'

/** Sentences by which a message carries a member that its type does not have: "a notification with the new arp status". */
export function judgeCarried(document: Document, shapes: readonly Shape[]): Finding[] {
  const names = new Set(shapes.flatMap(({ members }) => members.map(({ path }) => path.at(-1) ?? '')))
  const compound = [...names]
    .map(name => ({ name, words: wordsOf(name) }))
    .filter(({ words }) => words.length >= 3)
  if (compound.length === 0) return []
  const byEnding = groupBy(shapes, ({ name }) => wordsOf(name).at(-1) ?? '')
  const carrying = document.prose.filter(({ text }) => /\b(?:with|carrying|containing|that)\s/.test(text))
  return carrying.flatMap(line =>
    [...line.text.matchAll(CARRIES)].flatMap(match => {
      const said = wordsOf(line.text.slice(match.index + match[0].length).split(/[.;(]/)[0] ?? '')
        .slice(0, 12)
        .join(' ')
      const carried = compound.find(({ words }) => said.includes(words.join(' ')))
      const ending = (match[1] ?? '').toLowerCase()
      const types = byEnding.get(ending)?.slice(0, MOST) ?? []
      const [type] = types
      if (
        !carried ||
        !type ||
        types.some(({ members }) => members.some(({ path }) => path.includes(carried.name)))
      )
        return []
      return [
        finding(
          'error',
          'member.absent',
          at(line, match.index),
          line.text.slice(match.index, match.index + 80),
          `"${type.name}" has no member "${carried.name}" to carry this.`,
          {
            related: [related(type.members[0] ?? line, `the members of ${type.name}`)],
          },
        ),
      ]
    }),
  )
}

/** Most types of one kind that are looked at. */
const MOST = 100

const CARRIES =
  /\b(notification|event|response|request|answer) (?:with|carrying|containing|that (?:has|contains|carries)) /gi
