import { finding, related, type Finding } from '../finding.js'
import type { Document } from '../reading/document.js'
import type { Shape } from './definitions.js'

/** Mandatory members that the one who creates a resource cannot know, such as its own address. */
export function judgeCreation(document: Document, shapes: readonly Shape[]): Finding[] {
  const creates = document.prose.find(({ part, text }) => part === 'cell' && /^creates?\b/i.test(text))
  if (!creates) return []
  const names = new Set(
    document.tables
      .filter(({ section }) => section === creates.section)
      .flatMap(({ rows }) => rows.flat().map(({ text }) => text.trim())),
  )
  return shapes.flatMap(({ name, members }) =>
    names.has(name)
      ? members
          .filter(
            ({ optional, description }) =>
              optional === false && /\bself[- ]?referr?ing\b|\bassigned by the server\b/i.test(description),
          )
          .map(member =>
            finding(
              'warning',
              'member.unknowable',
              member,
              member.path.join('.'),
              `"${member.path.join('.')}" is mandatory, but a client that creates a ${name} cannot know it yet.`,
              {
                related: [related(creates, creates.text)],
              },
            ),
          )
      : [],
  )
}
