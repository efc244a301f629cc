import { finding, related, type Finding } from '../finding.js'
import { groupBy } from '../group.js'
import type { Document } from '../reading/document.js'
import { at } from './lines.js'

/** Links to files of one family, told by the first part of their names, that lead to different folders. */
export function judgeLinks(document: Document): Finding[] {
  if (document.format !== 'markdown') return []
  const linking = document.prose.filter(({ text }) => text.includes(']('))
  const links = linking.flatMap(line =>
    [
      ...line.text.matchAll(/\]\(((?:[\w.-]+\/)*)([A-Z][A-Z0-9]{3,})(_{1,2}|-)([\w.-]+\.\w+)(?:#[^)]*)?\)/g),
    ].map(match => ({
      place: at(line, match.index + 2),
      folder: match[1] ?? '',
      family: `${match[2]}${match[3]}`,
      target: `${match[1]}${match[2]}${match[3]}${match[4]}`,
    })),
  )
  return [...groupBy(links, ({ family }) => family).values()].flatMap(family => {
    const [usual, ...others] = [...groupBy(family, ({ folder }) => folder).values()].toSorted(
      (a, b) => b.length - a.length,
    )
    const [first] = usual ?? []
    const [lone] = others
    if (!usual || !first || !lone || others.length > 1 || lone.length === usual.length) return []
    const folder = first.folder === '' ? 'the folder of this document' : first.folder
    return lone.map(link =>
      finding(
        'note',
        'reference.folder',
        link.place,
        link.target,
        `The other links to ${link.family}… lead to ${folder}.`,
        {
          related: [related(first.place, first.target)],
        },
      ),
    )
  })
}
