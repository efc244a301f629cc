import { finding, related, type Finding } from '../finding.js'
import { groupBy } from '../group.js'
import type { Document, Section } from '../reading/document.js'
import { labelsOf } from './definitions.js'

/** Sections of one kind of which one lacks what the others have: errors, or the format of a member. */
export function judgeSectionsOfAKind(document: Document): Finding[] {
  return [...withoutErrors(document), ...withoutFormat(document)]
}

/** Sections named after members, in a document in which nearly all such sections give a format. */
function withoutFormat(document: Document): Finding[] {
  const labels = labelsOf(document)
  const parents = new Set([...labels.keys()].map(index => document.sections[index]?.parent))
  const members = document.sections.filter(
    ({ title, parent }) => parents.has(parent) && /^[a-z]\w*(?:\.\w+)*$/.test(title),
  )
  const hasFormat = ({ index }: Section): boolean =>
    (labels.get(index) ?? []).some(label => /^(?:data )?(?:format|type)\s*:/i.test(label))
  const having = members.filter(hasFormat)
  const [other] = having
  if (!other || having.length < 4 || having.length < members.length * 0.75) return []
  return members
    .filter(section => !hasFormat(section))
    .map(section =>
      finding(
        'note',
        'section.lacking',
        section,
        section.title,
        `"${section.title}" has no format; the ${having.length} other members have one.`,
        { related: [related(other, other.title)] },
      ),
    )
}

function withoutErrors(document: Document): Finding[] {
  const children = groupBy(document.sections, ({ parent }) => parent)
  return [...children.values()].flatMap(siblings => {
    const detailed = siblings.filter(({ index }) => (children.get(index) ?? []).length >= 2)
    if (detailed.length < 2) return []
    const errorsOf = ({ index }: Section): Section | undefined =>
      (children.get(index) ?? []).find(({ title }) =>
        /^(?:errors?|error codes|exceptions|faults)$/i.test(title),
      )
    const other = detailed.find(section => errorsOf(section) !== undefined)
    const errors = other && errorsOf(other)
    if (!other || !errors) return []
    return detailed
      .filter(section => errorsOf(section) === undefined)
      .map(section =>
        finding(
          'note',
          'section.lacking',
          section,
          section.title,
          `"${section.title}" lists no errors; "${other.title}" beside it does.`,
          {
            related: [related(errors, errors.title)],
          },
        ),
      )
  })
}
