import { finding, related, type Finding } from '../finding.js'
import { groupBy } from '../group.js'
import { isWithin, type Document, type Prose, type Section } from '../reading/document.js'
import { at } from './lines.js'

const REFERENCE =
  /\b(?:sections?|clauses?|chapters?|structure|§)\s*((?:[A-Z]\.)?\d+(?:\.\d+)*)\b(?!\.?\d)(?!\s*(?:of|in|from)\s+(?:\[|RFC|the RFC))/gi
const EXTERNAL = /(?:\]|RFC ?\d+|\b[Ss]pecification|\b[Ss]tandard)\s*,?\s*(?:\(|,|in|see)?\s*$/

/** References that lead nowhere, or to something else than they say. */
export function judgeReferences(document: Document): Finding[] {
  return [...judgeSections(document), ...judgeAnchors(document), ...judgeSources(document)]
}

function judgeSections(document: Document): Finding[] {
  const numbered = new Map<string, Section>()
  for (const section of document.sections) if (section.number !== '') numbered.set(section.number, section)
  if (numbered.size < 3) return []
  const titles = [...numbered.values()]
    .map(section => ({ section, words: contentWords(section.title) }))
    .filter(({ words }) => words.length >= 2)
  const byWord = groupBy(titles, ({ words }) => words[0] ?? '')
  const chapters = referenceChapters(document)
  return document.prose.flatMap(line => {
    if (
      line.part === 'heading' ||
      chapters(line.section) ||
      !/section|clause|chapter|structure|§/i.test(line.text)
    )
      return []
    return [...line.text.matchAll(REFERENCE)].flatMap(match => {
      const number = match[1] ?? ''
      if (EXTERNAL.test(line.text.slice(0, match.index))) return []
      const target = numbered.get(number)
      if (target === undefined) {
        return [
          finding(
            'error',
            'reference.section',
            at(line, match.index),
            match[0],
            `There is no section ${number} in this document.`,
          ),
        ]
      }
      return judgeSubject(document, line, match, target, byWord)
    })
  })
}

interface Titled {
  readonly section: Section
  readonly words: readonly string[]
}

/** A sentence that has all words of another section's title and none of the section that it names. */
function judgeSubject(
  document: Document,
  line: Prose,
  match: RegExpExecArray,
  target: Section,
  titles: ReadonlyMap<string, readonly Titled[]>,
): Finding[] {
  const sentence = sentenceAt(line.text, match.index)
  const words = new Set(contentWords(sentence.replace(match[0], ' ')))
  const own = contentWords(target.title)
  if (own.length === 0 || own.some(word => words.has(word))) return []
  const meant = [...words]
    .flatMap(word => titles.get(word) ?? [])
    .toSorted((a, b) => a.section.index - b.section.index)
    .find(
      ({ section, words: title }) =>
        title.every(word => words.has(word)) &&
        !isWithin(document, section.index, target.index) &&
        !isWithin(document, target.index, section.index) &&
        section.index !== line.section,
    )
  if (!meant) return []
  const { number, title } = meant.section
  return [
    finding(
      'error',
      'reference.subject',
      at(line, match.index),
      sentence,
      `Section ${target.number} is "${target.title}"; what is said here is in section ${number} "${title}".`,
      {
        related: [
          related(target, `${target.number} ${target.title}`),
          related(meant.section, `${number} ${title}`),
        ],
      },
    ),
  ]
}

function sentenceAt(text: string, index: number): string {
  const start = Math.max(text.lastIndexOf('. ', index), text.lastIndexOf('; ', index)) + 1
  const end = text.slice(index).search(/[.;](?:\s|$)/)
  return text.slice(start, end === -1 ? undefined : index + end)
}

const LITTLE = new Set(
  'a an and as at be by for from in is it its of on or such that the this to used using with details'.split(
    ' ',
  ),
)

/** The words that say what a sentence is about, in their shortest forms. */
function contentWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word.length > 2 && !LITTLE.has(word) && !/^\d/.test(word))
    .map(word => word.replace(/(?:ies|y)$/, 'i').replace(/s$/, ''))
}

function judgeAnchors(document: Document): Finding[] {
  const { anchors } = document
  if (!anchors) return []
  const known = new Set([...anchors].map(anchor => anchor.toLowerCase()))
  const linking = document.prose.filter(({ text }) => text.includes('](#'))
  return linking.flatMap(line =>
    [...line.text.matchAll(/(?<!\[)\]\(#([^)\s]{1,300})\)/g)].flatMap(match => {
      const name = decode(match[1] ?? '').replace(/^user-content-/, '')
      if (known.has(name.toLowerCase()) || name.toLowerCase() === 'top') return []
      return [
        finding(
          'error',
          'reference.section',
          at(line, match.index),
          match[0].slice(1),
          `Nothing in this document is called "#${name}".`,
        ),
      ]
    }),
  )
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

const KEY = /\[([A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+|[A-Z]{2,}[ -]?\d[\w.-]*)\](?![([:])/g

/** Keys in brackets that the references do not list, in a document that lists its references so. */
function judgeSources(document: Document): Finding[] {
  const isReference = referenceChapters(document)
  const keys = new Set<string>()
  for (const { text, section } of document.prose) {
    if (!isReference(section) || !/^\W*\[/.test(text)) continue
    keys.add(squeeze(/\[([^\]]+)\]/.exec(text)?.[1] ?? ''))
  }
  if (keys.size < 3) return []
  return document.prose.flatMap(line => {
    if (!line.text.includes('[') || isReference(line.section) || /^\[[^\]]*\]$/.test(line.text.trim()))
      return []
    return [...line.text.matchAll(KEY)].flatMap(match => {
      if (keys.has(squeeze(match[1] ?? ''))) return []
      return [
        finding(
          'warning',
          'reference.source',
          at(line, match.index),
          match[0],
          `${match[0]} is not among the references.`,
        ),
      ]
    })
  })
}

/** Tells the sections that list the sources of a document. */
function referenceChapters(document: Document): (section: number) => boolean {
  const within = new Set<number>()
  for (const { index, parent, title } of document.sections) {
    if (within.has(parent) || /\b(?:references|bibliography)\b/i.test(title)) within.add(index)
  }
  return section => within.has(section)
}

const squeeze = (key: string): string => key.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
