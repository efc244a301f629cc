import type { HttpRequest } from '../simulator.js'
import type { Format } from './model.js'

/** The media type of each format. */
export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  XML: 'application/xml',
  JSON: 'application/json',
}

/** The format of a request's body by its Content-Type; undefined if it is neither XML nor JSON in UTF-8 or by itself. */
export function formatOfBody(contentType: string | undefined): Format | undefined {
  if (contentType === MEDIA_TYPES.XML) return 'XML'
  if (contentType === MEDIA_TYPES.JSON) return 'JSON'
  if (contentType === undefined) return undefined
  const [type, ...parameters] = contentType.split(';').map(part => part.trim().toLowerCase())
  const charset = parameters.find(parameter => parameter.startsWith('charset='))?.slice(8)
  if (charset !== undefined && !/^"?(utf-8|us-ascii)"?$/.test(charset)) return undefined
  if (type === MEDIA_TYPES.XML || type === 'text/xml') return 'XML'
  return type === MEDIA_TYPES.JSON ? 'JSON' : undefined
}

/** The format that the parameter `resFormat` of a query asks for. */
export function formatOfQuery(query: string): Format | undefined {
  if (!query.includes('resFormat=')) return undefined
  const value = new URLSearchParams(query).get('resFormat')?.toUpperCase()
  return value === 'XML' || value === 'JSON' ? value : undefined
}

/** The format that Accept prefers, `otherwise` if it does not care; undefined if it accepts neither. */
export function formatOfAccept(accept: string | undefined, otherwise: Format): Format | undefined {
  if (accept === undefined || accept === '') return otherwise
  if (accept === MEDIA_TYPES.XML) return 'XML'
  if (accept === MEDIA_TYPES.JSON) return 'JSON'
  const ranges = accept.split(',').map(readRange)
  const xml = quality(ranges, MEDIA_TYPES.XML)
  const json = quality(ranges, MEDIA_TYPES.JSON)
  if (xml === 0 && json === 0) return undefined
  if (xml === json) return otherwise
  return xml > json ? 'XML' : 'JSON'
}

/** The value of a header field as one string. */
export function field(request: HttpRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

interface Range {
  readonly type: string | undefined
  readonly q: number
}

function readRange(text: string): Range {
  const [type, ...parameters] = text.split(';').map(part => part.trim().toLowerCase())
  const q = parameters.find(parameter => parameter.startsWith('q='))
  return { type, q: q === undefined ? 1 : Number(q.slice(2)) || 0 }
}

function quality(ranges: readonly Range[], type: string): number {
  for (const wanted of [type, 'application/*', '*/*']) {
    const range = ranges.find(candidate => candidate.type === wanted)
    if (range) return range.q
  }
  return 0
}
