import type { Examples } from '../apis/known-api.js'
import type { Finding } from '../finding.js'
import { judgeCarried } from './carried.js'
import { judgeClaims } from './claims.js'
import { judgeCreation } from './creation.js'
import { enumerationsOf, sectionShapes, tableShapes } from './definitions.js'
import { judgeEnumerationSpelling } from './enumeration-spelling.js'
import { judgeFigures } from './figures.js'
import { judgeHeaders } from './headers.js'
import { textLines } from './lines.js'
import { judgeLinks } from './links.js'
import { judgeMembers } from './members.js'
import { judgeNames } from './names.js'
import { judgeOrder } from './order.js'
import { judgeOutcomes } from './outcomes.js'
import { pathsOf } from './paths.js'
import { judgePlaceholderNames } from './placeholder-names.js'
import { judgePrefixes } from './prefixes.js'
import { judgeReferences } from './references.js'
import { judgeSectionsOfAKind } from './sections-of-a-kind.js'
import { judgeSenders } from './senders.js'
import { judgeSiblingNames } from './sibling-names.js'
import { judgeSpokenTypes } from './spoken-types.js'
import { judgeStatuses } from './statuses.js'
import { judgeSymbols } from './symbols.js'
import { judgeTemplates } from './templates.js'
import { treesOf } from './tree.js'
import { judgeAddresses, judgeUrls } from './urls.js'
import { judgeValueMeanings } from './value-meanings.js'
import { judgeBlanks, judgeSpokenNames } from './written-names.js'

/** What a document says against itself, in its text, tables, lists and examples. */
export function judgeText({ document, examples, exchanges }: Examples): Finding[] {
  const lines = textLines(document)
  const trees = treesOf(examples)
  const enumerations = enumerationsOf(document)
  const shapes = [...tableShapes(document), ...sectionShapes(document)]
  const values = new Set(enumerations.flatMap(one => one.values.map(({ value }) => value.toLowerCase())))
  return [
    ...judgeMembers(document, trees, shapes, enumerations),
    ...judgeEnumerationSpelling(lines, enumerations),
    ...judgeNames(lines, values),
    ...judgeSiblingNames(examples),
    ...judgeSpokenNames(document, shapes),
    ...judgeBlanks(document),
    ...judgeSpokenTypes(document, shapes),
    ...judgeSymbols(document),
    ...judgeValueMeanings(document, enumerations),
    ...judgePlaceholderNames(lines),
    ...judgeUrls(pathsOf(lines, examples)),
    ...judgeAddresses(trees, exchanges),
    ...judgePrefixes(examples, lines),
    ...judgeHeaders(document),
    ...judgeReferences(document),
    ...judgeLinks(document),
    ...judgeSenders(document),
    ...judgeFigures(document),
    ...judgeStatuses(document),
    ...judgeClaims(document, examples),
    ...judgeOrder(document),
    ...judgeCarried(document, shapes),
    ...judgeCreation(document, shapes),
    ...judgeOutcomes(document, lines, enumerations),
    ...judgeSectionsOfAKind(document),
    ...judgeTemplates(document),
  ]
}
