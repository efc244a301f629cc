import fc from 'fast-check'
import { header } from '../../harness/exchange.js'
import type { Property } from '../../harness/fuzz/property.js'
import { broken, download, type World } from './device.js'

/** A range of a content of so many bytes; the positions are within it. */
interface Part {
  readonly length: number
  readonly range: string
}

/** Any range of a content of any length brings the bytes that it names, and states which they are. */
export function rangesBringWhatTheyName(world: World): Property<Part> {
  return {
    name: 'any range of a content of any length',
    values: partsOf(world.session.fuzzing.isDeep ? 1500 : 300),
    tell: ({ length, range }) => [
      `Given a content of ${length} bytes`,
      `When the device gets it with Range: bytes=${range}`,
    ],
    restsOn: [
      'exosite.range.answers-partial-content',
      'exosite.range.begins-at-first-position',
      'exosite.range.ends-at-last-position',
      'exosite.range.runs-to-the-end-without-last-position',
      'exosite.range.counts-from-the-end-without-first-position',
      'exosite.range.covers-everything',
      'exosite.range.states-positions',
      'exosite.range.states-total-length',
    ],
    async holds({ length, range }) {
      const { content, body, ...caller } = await world.state('content of a length', { length })
      const exchange = await world.send(download(caller, [['id', content]], range))
      const { status, headers, body: part } = world.answerOf(exchange)
      const { first, last } = boundsOf(range, length)
      const isAll = first === 0 && last === length - 1
      if (status !== 206 && !(isAll && status === 200)) {
        broken('A range within the content is not answered as a part.', '206 Partial Content', exchange)
      }
      const wanted = Buffer.from(body, 'base64').subarray(first, last + 1)
      if (!part.equals(wanted)) {
        broken(
          'The part is not the one that the range names.',
          `bytes ${first} to ${last}, ${wanted.length} bytes`,
          exchange,
        )
      }
      const stated = header(headers, 'content-range') ?? 'none'
      const right = `bytes ${first}-${last}/${length}`
      if (status === 206 && stated.toLowerCase() !== right) {
        broken(`Content-Range states something else: ${stated}.`, `Content-Range: ${right}`, exchange)
      }
    },
  }
}

function partsOf(longest: number): fc.Arbitrary<Part> {
  return fc.integer({ min: 1, max: longest }).chain(length => {
    const position = fc.nat(length - 1)
    return fc
      .oneof(
        fc.tuple(position, position).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
        position.map(first => `${first}-`),
        fc.integer({ min: 1, max: length }).map(count => `-${count}`),
      )
      .map(range => ({ length, range }))
  })
}

function boundsOf(range: string, length: number): { readonly first: number; readonly last: number } {
  const [first = '', last = ''] = range.split('-')
  if (first === '') return { first: length - Number(last), last: length - 1 }
  return { first: Number(first), last: last === '' ? length - 1 : Number(last) }
}
