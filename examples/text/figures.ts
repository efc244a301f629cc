import { finding, related, type Finding } from '../finding.js'
import type { Document, Prose } from '../reading/document.js'

/** Captions of figures and tables that have one number. */
export function judgeFigures(document: Document): Finding[] {
  const seen = new Map<string, Prose>()
  return document.prose.flatMap(line => {
    if (line.part === 'cell' || line.part === 'item') return []
    const match = /^(Figure|Table)\s+(\d+(?:[.-]\d+)*)\b\s*[:.–-]?\s*([A-Z0-9].*)$/.exec(line.text)
    if (!match || /[.]$/.test(line.text)) return []
    const name = `${match[1]} ${match[2]}`
    const first = seen.get(name)
    if (first === undefined) seen.set(name, line)
    if (first === undefined || first.text === line.text) return []
    return [
      finding('warning', 'figure.number', line, line.text, `There are two captions of ${name}.`, {
        related: [related(first, first.text)],
      }),
    ]
  })
}
