import type { Location, Log, Result } from 'sarif'
import type { Place } from './finding.js'
import type { Report } from './check-document.js'
import { KINDS } from './kinds.js'

/** The findings as SARIF 2.1.0, from which code hosts annotate a change of a specification. */
export function sarifOf(reports: readonly Report[], version: string): Log {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'assay',
            version,
            rules: Object.entries(KINDS).map(([id, text]) => ({ id, shortDescription: { text } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: reports.flatMap(resultsOf),
      },
    ],
  }
}

function resultsOf({ file, findings }: Report): Result[] {
  return findings.map(one => {
    const rule = one.rule === undefined ? '' : ` Rule: ${one.rule}.`
    const others = [...one.related, ...one.also.map(place => ({ ...place, message: 'the same here' }))]
    return {
      ruleId: one.kind,
      level: one.severity,
      message: { text: `${one.message}${rule}` },
      locations: [locationOf(file, one, one.excerpt)],
      ...(others.length > 0 && {
        relatedLocations: others.map((place, index) => ({
          ...locationOf(file, place),
          id: index + 1,
          message: { text: place.message },
        })),
      }),
    }
  })
}

function locationOf(file: string, place: Place, excerpt?: string): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(file.replaceAll('\\', '/')) },
      region: {
        startLine: place.line,
        startColumn: place.column,
        ...(excerpt && { snippet: { text: excerpt } }),
      },
    },
  }
}
