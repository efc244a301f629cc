import { finding, related, type Finding } from '../finding.js'
import type { Document } from '../reading/document.js'
import { at } from './lines.js'

/** Links to files of one family, told by the first part of their names, that lead to different folders. */
export function judgeLinks(document: Document): Finding[] {
  if (document.format !== 'markdown') return []
  const links = document.prose.flatMap(line =>
    [...line.text.matchAll(/\]\(((?:[\w.-]+\/)*)([A-Za-z]{4,})(_{1,2}|-)([\w.-]+\.\w+)(?:#[^)]*)?\)/g)].map(
      match => ({
        place: at(line, match.index + 2),
        folder: match[1] ?? '',
        family: `${match[2]}${match[3]}`,
        target: `${match[1]}${match[2]}${match[3]}${match[4]}`,
      }),
    ),
  )
  return links.flatMap(link => {
    const family = links.filter(one => one.family === link.family)
    const elsewhere = family.filter(one => one.folder !== link.folder)
    const [other] = elsewhere
    if (
      !other ||
      elsewhere.length <= family.length - elsewhere.length ||
      elsewhere.some(one => one.folder !== other.folder)
    )
      return []
    return [
      finding(
        'note',
        'reference.folder',
        link.place,
        link.target,
        `The other links to ${link.family}… lead to ${other.folder === '' ? 'the folder of this document' : other.folder}.`,
        {
          related: [related(other.place, other.target)],
        },
      ),
    ]
  })
}
