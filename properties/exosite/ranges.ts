import * as fc from 'fast-check'
import { header } from '../../harness/exchange.js'
import type { Property } from '../../harness/fuzz/property.js'
import { broken, download, type World } from './device.js'

/** A part of a content by the bytes before it, in it and behind it, and how the range names it. */
interface Part {
  readonly named: 'by both positions' | 'by its first position' | 'by its length'
  readonly before: number
  readonly size: number
  readonly behind: number
}

/** Any range of a content of any length brings the bytes that it names, and states which they are. */
export function rangesBringWhatTheyName(world: World): Property<Part> {
  return {
    name: 'any range of a content of any length',
    values: partsOf(world.session.fuzzing.isDeep ? 600 : 100),
    tell: part => [
      `Given a content of ${lengthOf(part)} bytes`,
      `When the device gets it with Range: bytes=${rangeOf(part)}`,
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
    async holds(asked) {
      const length = lengthOf(asked)
      const { content, body, ...caller } = await world.state('content of a length', { length })
      const exchange = await world.send(download(caller, [['id', content]], rangeOf(asked)))
      const { status, headers, body: part } = world.answerOf(exchange)
      const first = asked.before
      const last = first + asked.size - 1
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

function partsOf(most: number): fc.Arbitrary<Part> {
  const edges = [...Array(12).keys()].map(power => 2 ** power).filter(size => size <= most)
  const count = fc.oneof(
    { weight: 3, arbitrary: fc.nat(most) },
    { weight: 1, arbitrary: fc.constantFrom(...edges) },
  )
  const part = { before: count, size: count.map(size => Math.max(size, 1)) }
  return fc.oneof(
    fc.record({ named: fc.constant('by both positions' as const), ...part, behind: count }),
    fc.record({ named: fc.constant('by its first position' as const), ...part, behind: fc.constant(0) }),
    fc.record({ named: fc.constant('by its length' as const), ...part, behind: fc.constant(0) }),
  )
}

function lengthOf({ before, size, behind }: Part): number {
  return before + size + behind
}

function rangeOf({ named, before, size }: Part): string {
  if (named === 'by its length') return `-${size}`
  return named === 'by its first position' ? `${before}-` : `${before}-${before + size - 1}`
}
