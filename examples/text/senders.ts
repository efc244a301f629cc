import { finding, related, type Finding, type Place } from '../finding.js'
import type { Document } from '../reading/document.js'
import { wordsOf } from './lines.js'

interface Message extends Place {
  readonly from: string
  readonly text: string
}

/**
 * Members of a request that the text calls "provided by" an actor who sends no request in the sequence diagram of the
 * document (as `A->>B: [POST] /path` in Mermaid).
 */
export function judgeSenders(document: Document): Finding[] {
  const messages = document.blocks
    .filter(({ passage }) => passage.lines.some(({ text }) => text.trim() === 'sequenceDiagram'))
    .flatMap(({ passage }) =>
      passage.lines.flatMap((line): Message[] => {
        const match = /^\s*(\w+)\s*-+>>?\+?\s*\w+\s*:\s*(.*)$/.exec(line.text)
        return match
          ? [{ from: match[1] ?? '', text: match[2] ?? '', line: line.line, column: line.column }]
          : []
      }),
    )
  const requests = messages.filter(({ text }) => /\[?(?:GET|PUT|POST|DELETE|PATCH)\]?\s+\S/.test(text))
  const actors = new Set(messages.map(({ from }) => from))
  const [first] = requests
  if (!first) return []
  return document.prose.flatMap(line => {
    const section = document.sections[line.section]
    if (
      line.part !== 'paragraph' ||
      !section ||
      !/request/i.test(document.sections[section.parent]?.title ?? '')
    )
      return []
    const match = /^(.+?) (?:is |are )?provided by (?:the )?(\w+)\b/i.exec(line.text)
    const actor = match?.[2] ?? ''
    if (!match || !actors.has(actor) || requests.some(({ from }) => from === actor)) return []
    const words = wordsOf(match[1] ?? '').filter(word => word !== 'the')
    if (words.join(' ') !== wordsOf(section.title).join(' ')) return []
    return [
      finding(
        'note',
        'member.sender',
        line,
        match[0],
        `"${section.title}" is part of a request, but in the diagram ${actor} sends none.`,
        {
          related: [related(first, `${first.from}: ${first.text}`)],
        },
      ),
    ]
  })
}
