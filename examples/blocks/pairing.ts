import { lineage, type Document } from '../reading/document.js'
import type { Example } from './example.js'

/** A request with the response that the document gives for it. */
export interface Exchange {
  readonly request: Example
  readonly response: Example
}

/**
 * Pairs each request with the response that follows it within the same part of the document, before the next request
 * and outside of the sections that only the request belongs to.
 */
export function pair(document: Document, examples: readonly Example[]): Exchange[] {
  const pairs: Exchange[] = []
  let request: Example | undefined
  for (const example of examples) {
    if (example.role === 'request') request = example
    else if (example.role === 'response' && request !== undefined) {
      if (areClose(document, request, example)) pairs.push({ request, response: example })
      request = undefined
    }
  }
  return pairs
}

/** Whether two examples stand in one section, in one below the other, or in sections below one that is no chapter of its own examples. */
function areClose(document: Document, a: Example, b: Example): boolean {
  if (a.section === b.section) return true
  const [above, below] = [lineage(document, a.section), lineage(document, b.section)]
  if (below.includes(a.section)) return true
  const common = above.find(index => below.includes(index))
  return common !== undefined && above.indexOf(common) <= 1 && below.indexOf(common) <= 1
}
