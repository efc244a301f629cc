import { finding, related, type Finding, type Place } from '../finding.js'
import type { Example } from '../blocks/example.js'
import { firstIndex, groupBy } from '../group.js'
import { isWithin, type Document, type Prose } from '../reading/document.js'
import { at, wordsOf } from './lines.js'

const EMPTY =
  /\bthis (?:appendix|section|annex|chapter) (?:is|has been|was) (?:intentionally )?(?:left )?empty\b|\b(?:appendix|annex) [A-Z] (?:is|has been|was) (?:intentionally )?(?:left )?empty\b|^none specified\b/i
const FULL =
  /^this (?:appendix|section|annex|chapter) (?:specifies|defines|describes|lists)\b|^the (?:following )?tables? (?:below )?(?:lists?|illustrates?|defines?|shows?|specif)/i

/** How many sentences further on are looked at. */
const NEAR = 20

/** Sentences that deny what the document does elsewhere. */
export function judgeClaims(document: Document, examples: readonly Example[]): Finding[] {
  return [...emptyButFull(document), ...noneButSome(document), ...noSuchMethod(document, examples)]
}

function emptyButFull(document: Document): Finding[] {
  const full = document.prose.filter(({ text }) => FULL.test(text))
  return document.prose.flatMap(line => {
    const match = EMPTY.exec(line.text)
    if (!match) return []
    const next = firstIndex(full, one => one.line > line.line)
    const other = full.slice(next, next + NEAR).find(one => isWithin(document, one.section, line.section))
    if (!other) return []
    return [
      finding(
        'error',
        'claim.contradiction',
        at(other, 0),
        other.text,
        'The document says that this part is empty, and goes on with it.',
        {
          related: [related(at(line, match.index), line.text)],
        },
      ),
    ]
  })
}

/** "There are no additional X defined" against "the following additional X are defined", in one part of the document. */
function noneButSome(document: Document): Finding[] {
  const stated = document.prose
    .filter(({ text }) => /the following/i.test(text))
    .flatMap(line => {
      const match =
        /\bthe following (?:additional |new )?(.{3,60}?) (?:are|is) (?:defined|specified|supported|provided)\b/i.exec(
          line.text,
        )
      return match ? [{ line, index: match.index, words: wordsOf(match[1] ?? '') }] : []
    })
  const some = groupBy(stated, ({ line }) => line.section)
  return document.prose.flatMap(line => {
    const match =
      /\bthere (?:are|is) no (?:additional |new )?(.{3,60}?) (?:defined|specified|supported|provided)\b/i.exec(
        line.text,
      )
    if (!match) return []
    const words = wordsOf(match[1] ?? '')
    const other = some
      .get(line.section)
      ?.slice(0, NEAR)
      .find(one => one.words.filter(word => words.includes(word)).length >= 2)
    if (!other) return []
    return [
      finding(
        'error',
        'claim.contradiction',
        at(other.line, other.index),
        other.line.text.slice(other.index),
        'The document says both that there are none and that these are defined.',
        {
          related: [related(at(line, match.index), match[0])],
        },
      ),
    ]
  })
}

/** "There are no POST methods" in a document that has some. */
function noSuchMethod(document: Document, examples: readonly Example[]): Finding[] {
  return document.prose
    .filter(({ text }) => /\bno [A-Z]/.test(text))
    .flatMap(line => {
      const match =
        /\bno (GET|PUT|POST|DELETE|PATCH) (?:methods?|operations?|requests?) (?:(?:are|is) )?(?:defined|supported|specified|used)\b/.exec(
          line.text,
        )
      if (!match) return []
      const method = match[1] ?? ''
      const use = new RegExp(
        String.raw`\busing an? ${method} (?:method|request)\b|\bby an? (?:HTTP )?${method}\b|\ban? (?:HTTP )?${method} request\b`,
      )
      const other: Place | Prose | undefined =
        document.prose.find(one => one.line !== line.line && use.test(one.text)) ??
        examples.find(({ http }) => http?.role === 'request' && http.method === method)?.place
      if (!other) return []
      return [
        finding(
          'error',
          'claim.contradiction',
          at(line, match.index),
          match[0],
          `The document does use ${method}.`,
          {
            related: [related(other, 'text' in other ? String(other.text) : method)],
          },
        ),
      ]
    })
}
