import { finding, type Finding } from '../finding.js'
import type { Document } from '../reading/document.js'
import { at } from './lines.js'

const ALLOW = /\bAllow:\s*(\[?\s*[A-Z]+(?:\s*[/|,]\s*[A-Z]+)*\s*\]?)/g

/** Headers that the text prints with a value that HTTP does not read so: a list of methods has commas and no brackets. */
export function judgeHeaders(document: Document): Finding[] {
  const suspects = document.prose.filter(({ text }) => text.includes('Allow:'))
  return suspects.flatMap(line =>
    [...line.text.matchAll(ALLOW)].flatMap(match => {
      const value = (match[1] ?? '').trim()
      if (!/[/|[\]]/.test(value)) return []
      const methods = value.match(/[A-Z]+/g) ?? []
      return [
        finding(
          'error',
          'http.header',
          at(line, match.index),
          match[0],
          `Allow is a list with commas: "Allow: ${methods.join(', ')}".`,
        ),
      ]
    }),
  )
}
