import { finding, related, type Finding } from '../finding.js'
import { groupBy } from '../group.js'
import type { Document } from '../reading/document.js'
import { paragraphsOf, placeIn, type Paragraph } from './paragraphs.js'

const SYMBOL = '`([A-Za-z]\\w{0,20})`'
const POSITION = new RegExp(
  String.raw`${SYMBOL}\s+is\s+(?:the|an?)\s+(?:\w+\s+){0,3}?(?:position|index|offset)\b`,
  'g',
)
const AMOUNT = new RegExp(
  String.raw`(?:\b(?:last|first|next)\s+${SYMBOL}\s+\w+|${SYMBOL}\s+is\s+(?:the|an?)\s+(?:\w+\s+){0,3}?(?:count|number|amount|length|size)\b)`,
  'g',
)

interface Meaning {
  readonly symbol: string
  readonly what: 'a position' | 'an amount'
  readonly paragraph: Paragraph
  readonly offset: number
  readonly text: string
}

/** Symbols that a section defines as a position and uses as an amount, such as the Y of a range X-Y. */
export function judgeSymbols(document: Document): Finding[] {
  const concerned = document.prose.filter(({ text }) => text.includes('`'))
  const meanings = paragraphsOf(concerned).flatMap(paragraph => [
    ...meaningsIn(paragraph, POSITION, 'a position'),
    ...meaningsIn(paragraph, AMOUNT, 'an amount'),
  ])
  const groups = groupBy(meanings, ({ symbol, paragraph }) => `${paragraph.section} ${symbol}`)
  return [...groups.values()].flatMap(group => {
    const [first] = group
    const other = group.find(({ what }) => what !== first?.what)
    if (!first || !other) return []
    return [
      finding(
        'note',
        'symbol.meaning',
        placeIn(other.paragraph, other.offset),
        other.text,
        `"${other.symbol}" is ${other.what} here and ${first.what} elsewhere.`,
        { related: [related(placeIn(first.paragraph, first.offset), first.text)] },
      ),
    ]
  })
}

function meaningsIn(paragraph: Paragraph, pattern: RegExp, what: Meaning['what']): Meaning[] {
  return Array.from(paragraph.text.matchAll(pattern), match => ({
    symbol: match[1] ?? match[2] ?? '',
    what,
    paragraph,
    offset: match.index,
    text: match[0],
  }))
}
