import { finding, type Finding } from '../finding.js'
import type { Document } from '../reading/document.js'
import { at } from './lines.js'

const ALLOW = /\bAllow:\s*(\[?\s*[A-Z]+(?:\s*[/|,]\s*[A-Z]+)*\s*\]?)/g

/** What the text says of headers and HTTP does not: a list of methods has brackets, or a 405 may lack one. */
export function judgeHeaders(document: Document): Finding[] {
  return [...brackets(document), ...optionalAllow(document)]
}

/** "405 ... should include Allow": HTTP demands it (RFC 9110, section 15.5.6). */
function optionalAllow(document: Document): Finding[] {
  return document.prose.flatMap(line => {
    if (!line.text.includes('405') || !line.text.includes('Allow')) return []
    const match =
      /\b(?:should|may|can)\s+(?:also\s+)?(?:include|have|contain|carry|send)\b[^.]{0,40}?\bAllow\b/i.exec(
        line.text,
      )
    if (!match) return []
    return [
      finding(
        'warning',
        'http.header',
        at(line, match.index),
        match[0],
        'HTTP does not leave it open: an answer with the status 405 must have the header Allow.',
      ),
    ]
  })
}

function brackets(document: Document): Finding[] {
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
