import type { Place } from '../finding.js'
import type { Example } from '../blocks/example.js'
import { at, type TextLine } from './lines.js'

/** A path of a URL as a document spells it. */
export interface PathText extends Place {
  /** Without scheme, host and query. */
  readonly path: string
  readonly text: string
  /** Whether it is the target of a request. */
  readonly isTarget: boolean
}

const URL_OR_PATH =
  /(?<![\w/<>.:)\]}-])(?:https?:\/\/(?:\{\w+\}|<\w+>|[\w.-]+)(?::\d+)?(\/[\w\-./{}<>%~:]*)|(\/[A-Za-z{<][\w\-./{}<>%~]*))/g

/** The paths in the lines of a document; those of links to other sites are left out. */
export function pathsOf(lines: readonly TextLine[], examples: readonly Example[]): PathText[] {
  const targets = examples.flatMap(({ http }): PathText[] => {
    if (http?.role !== 'request') return []
    const index = Math.max(0, http.start.text.indexOf(http.target))
    const path = (http.target.split(/[?#]/)[0] ?? '').replace(/^https?:\/\/[^/]*/, '')
    return [{ ...at(http.start, index), path, text: http.target, isTarget: true }]
  })
  const startLines = new Set(targets.map(({ line }) => line))
  const others = lines.flatMap(line => {
    if (startLines.has(line.line) || !line.text.includes('/')) return []
    return [...line.text.matchAll(URL_OR_PATH)].flatMap((match): PathText[] => {
      const path = (match[1] ?? match[2] ?? '').replace(/[.:]+$/, '')
      const host = /^https?:\/\/([\w.-]+)/.exec(match[0])?.[1]
      if (path === '' || (host !== undefined && host.includes('.') && !/\bexample\b/.test(host))) return []
      return [{ ...at(line, match.index), path, text: match[0], isTarget: false }]
    })
  })
  return [...targets, ...others].toSorted((a, b) => a.line - b.line || a.column - b.column)
}

/** The segments of a path without empty ones. */
export function segmentsOf(path: string): string[] {
  return path.split('/').filter(segment => segment !== '')
}

/** The name of a variable segment; undefined if the segment is fixed. */
export function variableOf(segment: string): string | undefined {
  return /^(?:\{([\w-]+)\}|<([\w-]+)>|:([A-Za-z]\w*))$/
    .exec(segment)
    ?.slice(1)
    .find(name => name !== undefined)
}
