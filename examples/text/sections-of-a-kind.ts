import { finding, related, type Finding } from '../finding.js'
import { groupBy } from '../group.js'
import type { Document, Section } from '../reading/document.js'

/** Sections of one kind of which some list their errors and one does not. */
export function judgeSectionsOfAKind(document: Document): Finding[] {
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
