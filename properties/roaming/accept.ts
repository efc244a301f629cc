import * as fc from 'fast-check'
import type { Property } from '../../harness/fuzz/property.js'
import { broken, FORMATS, succeeded, type Dsp, type Format, type Place } from './dsp.js'
import { MEDIA_TYPES, take } from './requests.js'

/** A media range of an Accept field with its quality as it is written; 1 if it has none. */
interface Range {
  readonly type: (typeof TYPES)[number]
  readonly q: string
}

const TYPES = [
  'application/xml',
  'application/json',
  'application/*',
  '*/*',
  'text/plain',
  'text/html',
  'image/png',
  'application/octet-stream',
] as const

const QUALITIES = [
  '',
  '0',
  '0.0',
  '0.000',
  '0.001',
  '0.002',
  '0.09',
  '0.1',
  '0.10',
  '0.3',
  '0.5',
  '0.55',
  '0.555',
  '0.8',
  '0.9',
  '0.95',
  '0.999',
  '1',
  '1.0',
  '1.000',
]

/** How an Accept field is written. */
const STYLES = ['a, b;q=1', 'a,b;q=1', 'a , b ; q=1', 'A, B;Q=1', 'a in one line, b in another'] as const

interface Accept {
  readonly ranges: readonly Range[]
  readonly style: (typeof STYLES)[number]
}

/** Whatever an ARP accepts, an answer is in a format that it prefers. */
export function answersAreInAPreferredFormat(dsp: Dsp): Property<Accept> {
  let taken: Promise<Place> | undefined
  return {
    name: 'any Accept field',
    values: fc.record({
      ranges: fc.uniqueArray(
        fc.record({ type: fc.constantFrom(...TYPES), q: fc.constantFrom(...QUALITIES) }),
        { minLength: 1, maxLength: 5, selector: ({ type }) => type },
      ),
      style: fc.constantFrom(...STYLES),
    }),
    tell: accept => [
      'Given an Active subscription',
      `When the ARP retrieves it with ${linesOf(accept)
        .map(line => `Accept: ${line}`)
        .join(', then ')}`,
    ],
    restsOn: ['roaming.formats.answers-in-the-format-wanted', 'roaming.retrieval.is-answered-ok'],
    async holds(accept) {
      const formats = preferred(accept.ranges)
      // What becomes of a request whose answer nobody could read is left to the DSP.
      if (formats.length === 0) return
      taken ??= take(dsp, 'Active', {
        notifyURL: 'http://arp.example.com/notifications',
        callbackData: 'accepting',
        notificationFormat: 'XML',
      })
      const place = await taken
      dsp.world.cover('edits', `${accept.ranges.length} ranges, ${accept.style}`)
      const exchange = await dsp.ask(place.arpId, {
        method: 'GET',
        target: dsp.path(place),
        headers: linesOf(accept).map(line => ['Accept', line] as const),
      })
      dsp.world.answerOf(exchange)
      if (!succeeded(exchange)) {
        broken('A retrieval is refused for formats that it accepts.', formats.join(' or '), exchange)
      }
      const shown = dsp.shownIn(exchange)
      if (shown === undefined) return
      if (!formats.includes(shown.format)) {
        broken(
          'The answer is in a format that the ARP prefers less.',
          formats.join(' or '),
          exchange,
          shown.format,
        )
      }
    },
  }
}

/** The formats that Accept ranks highest: of the ranges that match a type the most specific counts (RFC 2616, 14.1). */
export function preferred(ranges: readonly Range[]): readonly Format[] {
  const qualities = FORMATS.map(format => {
    const range = [MEDIA_TYPES[format], 'application/*', '*/*']
      .map(type => ranges.find(range => range.type === type))
      .find(range => range !== undefined)
    return range === undefined ? 0 : range.q === '' ? 1 : Number(range.q)
  })
  const highest = Math.max(...qualities)
  return highest === 0 ? [] : FORMATS.filter((_, index) => qualities[index] === highest)
}

function linesOf({ ranges, style }: Accept): string[] {
  const separator = style === 'a , b ; q=1' ? ' ; ' : ';'
  const written = ranges.map(({ type, q }) => (q === '' ? type : `${type}${separator}q=${q}`))
  switch (style) {
    case 'a,b;q=1':
      return [written.join(',')]
    case 'a , b ; q=1':
      return [written.join(' , ')]
    case 'A, B;Q=1':
      return [written.join(', ').toUpperCase()]
    case 'a in one line, b in another':
      return written
    case 'a, b;q=1':
      return [written.join(', ')]
  }
}
