import type { Examples } from '../apis/known-api.js'
import type { Finding } from '../finding.js'
import { enumerationsOf, sectionShapes, tableShapes } from './definitions.js'
import { judgeMembers } from './members.js'

/** What a document says against itself, in its text, tables, lists and examples. */
export function judgeText({ document, examples }: Examples): Finding[] {
  const enumerations = enumerationsOf(document)
  const shapes = [...tableShapes(document), ...sectionShapes(document)]
  return [...judgeMembers(document, examples, shapes, enumerations)]
}
