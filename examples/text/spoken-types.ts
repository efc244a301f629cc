import { finding, related, type Finding } from '../finding.js'
import { groupBy } from '../group.js'
import type { Document } from '../reading/document.js'
import type { Member, Shape } from './definitions.js'
import { at } from './lines.js'

const SPOKEN = /\((?:e\.\s?g\.|such as|for example),?\s+([^()]{1,200})\)\s+of type\s+([A-Za-z][\w:.-]*)/g

/** Members that prose names as examples of a type, "(e.g. address) of type anyURI", and that are declared with another one. */
export function judgeSpokenTypes(document: Document, shapes: readonly Shape[]): Finding[] {
  const byName = groupBy(
    shapes.flatMap(({ members }) => members).filter(({ type }) => type !== ''),
    ({ path }) => path.at(-1) ?? '',
  )
  return document.prose
    .filter(({ text }) => text.includes(' of type '))
    .flatMap(line =>
      [...line.text.matchAll(SPOKEN)].flatMap(match => {
        const [whole, list = '', type = ''] = match
        const from = match.index + whole.indexOf(list)
        return [...list.matchAll(/[A-Za-z]\w*/g)].flatMap(({ 0: name, index }) => {
          const members = byName.get(name) ?? []
          const [first] = members
          if (!first || members.some(member => isOfType(member, type))) return []
          return [
            finding(
              'warning',
              'member.type',
              at(line, from + index),
              whole,
              `"${name}" is called one of type ${type} here; it is declared as ${first.type}.`,
              { related: [related(first.declared, 'the declaration')] },
            ),
          ]
        })
      }),
    )
}

const isOfType = (member: Member, type: string): boolean => bare(member.type) === bare(type)

const bare = (type: string): string => type.toLowerCase().replace(/^\w+:/, '').replace(/s$/, '')
