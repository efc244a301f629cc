import { isUtf8 } from 'node:buffer'
import type { HttpReply } from '../../simulator.js'
import { defect, override, type Alteration, type Defects } from '../../simulator.js'
import type { ExositeCore } from '../core.js'
import type { ByteRange } from '../range.js'

/** Mistakes in delivering parts of a content. Each leaves alone the kinds of range that other rules look at. */
export const rangeDefects: Defects<ExositeCore> = {
  'exosite.range.answers-partial-content': [
    answersPart('answers a part with 200 OK', reply => ({ ...reply, status: 200 })),
    defect('delivers no parts of what is no application/octet-stream', core =>
      override(core, original => ({
        deliver: (content, request) =>
          content.type === 'application/octet-stream'
            ? original.deliver(content, request)
            : core.whole(content),
      })),
    ),
    defect('compares positions as texts', core =>
      override(core, original => ({
        deliver: (content, request) => {
          const [, first = '', last = ''] = /^bytes=(\d+)-(\d+)$/.exec(String(request.headers.range)) ?? []
          return first > last ? core.whole(content) : original.deliver(content, request)
        },
      })),
    ),
    defect('takes a last position of 0 for none', core =>
      override(core, original => ({
        deliver: (content, request) =>
          request.headers.range === 'bytes=0-0' ? core.whole(content) : original.deliver(content, request),
      })),
    ),
    defect('answers the last so many bytes with 200 OK', core =>
      override(core, original => ({
        deliver: (content, request) => {
          const reply = original.deliver(content, request)
          return String(request.headers.range).startsWith('bytes=-') && reply.status === 206
            ? { ...reply, status: 200 }
            : reply
        },
      })),
    ),
  ],
  'exosite.range.states-no-position-beyond': [
    askedBeyond('states the last position that was asked for', /^bytes=(\d+-\d+)$/, asked => asked),
    askedBeyond(
      'states a first position before the beginning',
      /^bytes=-(\d+)$/,
      (count, length) => `${length - Number(count)}-${length - 1}`,
    ),
    ranges('answers the last 0 bytes with a part', (header, length) =>
      /^bytes=-0+$/.test(header) ? { first: length, last: length - 1 } : undefined,
    ),
    ranges('answers a range that begins right behind the content with a part', (header, length) =>
      header === `bytes=${length}-` ? { first: length, last: length - 1 } : undefined,
    ),
    ranges('answers a range that ends before it begins with a part', (header, length) => {
      const [, x, y] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? []
      const [first, last] = [Number(x), Number(y)]
      return last < first && first < length ? { first, last } : undefined
    }),
  ],
  'exosite.range.states-no-position-of-nothing': [
    ofNothing('states a last position before the first for an empty content', /^bytes=-\d+$/, '0--1'),
    ofNothing('states the positions that were asked for also where there are none', /^bytes=0-0$/, '0-0'),
    ofNothing('states the first position also where there is none', /^bytes=0-$/, '0-0'),
  ],
  'exosite.range.brings-no-other-bytes': [
    ranges('keeps positions in 32 bits', (header, length) => {
      const [, x, y] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? []
      const [first, last] = [Number(x) % 2 ** 32, Number(y) % 2 ** 32]
      return Number(x) >= 2 ** 32 && last < length ? { first, last } : undefined
    }),
  ],
  'exosite.range.begins-at-first-position': [
    bounded('begins one byte too late', (x, y, length) =>
      x < y && y < length - 1 ? { first: x + 1, last: y } : undefined,
    ),
    bounded('counts the first position from 1', (x, y, length) =>
      x > 0 && y < length - 1 ? { first: x - 1, last: y } : undefined,
    ),
  ],
  'exosite.range.ends-at-last-position': [
    bounded('ends before the last position', (x, y, length) =>
      x < y && y < length && !isAll(x, y, length) ? { first: x, last: y - 1 } : undefined,
    ),
    bounded('delivers nothing where both positions are the same', (x, y, length) =>
      x === y && y < length ? { first: x, last: x - 1 } : undefined,
    ),
    bounded('takes the end position for a number of bytes', (x, y, length) =>
      x > 0 && y < length - 1 ? { first: x, last: Math.min(x + y - 1, length - 1) } : undefined,
    ),
    bounded('never reaches the last byte by its position', (x, y, length) =>
      x > 0 && x < y && y === length - 1 ? { first: x, last: y - 1 } : undefined,
    ),
  ],
  'exosite.range.runs-to-the-end-without-last-position': [
    open('ends an open range one byte before the end', (x, length) =>
      x < length - 1 ? { first: x, last: length - 2 } : undefined,
    ),
    open('delivers one byte of an open range', (x, length) =>
      x < length - 1 ? { first: x, last: x } : undefined,
    ),
    open('delivers no more than 1 KiB of an open range', (x, length) =>
      x + 1024 < length ? { first: x, last: x + 1023 } : undefined,
    ),
  ],
  'exosite.range.large-parts-are-complete': [
    open('delivers no more than 64 KiB of an open range', (x, length) =>
      x + 0x1_0000 < length ? { first: x, last: x + 0xffff } : undefined,
    ),
    bounded('keeps the last position in 16 bits', (x, y) =>
      y > 0xffff ? { first: x, last: Math.max(x, y & 0xffff) } : undefined,
    ),
  ],
  'exosite.range.reaches-far-positions': [
    defect('ignores ranges from position 65536 on', core =>
      override(core, original => ({
        readRange: (header, length) => {
          const range = original.readRange(header, length)
          const isFar = typeof range === 'object' && range.first >= 0x1_0000 && range.last < length - 1
          return isFar ? undefined : range
        },
      })),
    ),
    defect('counts positions modulo 65536', core =>
      override(core, original => ({
        readRange: (header, length) => {
          const range = original.readRange(header, length)
          if (typeof range !== 'object' || range.first < 0x1_0000 || range.last >= length - 1) return range
          return { first: range.first % 0x1_0000, last: range.last % 0x1_0000 }
        },
      })),
    ),
  ],
  'exosite.range.counts-from-the-end-without-first-position': [
    suffix('takes a range without a first position as one from 0', count => ({ first: 0, last: count })),
    suffix('takes the count of last bytes for a position', (count, length) => ({
      first: count,
      last: length - 1,
    })),
    suffix('delivers one last byte too many', (count, length) => ({
      first: Math.max(length - count - 1, 0),
      last: length - 1,
    })),
    defect('counts the last characters of a text', core =>
      override(core, original => ({
        deliver: (content, request) => {
          const count = Number(/^bytes=-(\d+)$/.exec(String(request.headers.range))?.[1] ?? 0)
          const { length } = content.body
          const isShort = isUtf8(content.body) && count < length && count >= content.body.toString().length
          return isShort
            ? core.part(content, { first: 0, last: length - 1 })
            : original.deliver(content, request)
        },
      })),
    ),
    suffix('delivers the first so many bytes instead of the last', count => ({ first: 0, last: count - 1 })),
  ],
  'exosite.range.covers-everything': [
    ranges('skips the first byte of an open range from 0', (header, length) =>
      header === 'bytes=0-' && length > 1 ? { first: 1, last: length - 1 } : undefined,
    ),
    bounded('drops the last byte of a range that covers everything', (x, y, length) =>
      isAll(x, y, length) && length > 1 ? { first: 0, last: y - 1 } : undefined,
    ),
  ],
  'exosite.range.states-positions': [
    statesRange('states the position after the last', ({ first, last }) => `${first}-${last + 1}`),
    statesRange('states positions within the part', ({ first, last }) => `0-${last - first}`),
    statesRange(
      'states a number of bytes for the last position',
      ({ first, last }) => `${first}-${last - first + 1}`,
    ),
    defect('states the length for the last position of the whole content', core =>
      override(core, original => ({
        whole: content => {
          const { length } = content.body
          const { headers, ...reply } = original.whole(content)
          return { ...reply, headers: { ...headers, 'Content-Range': `bytes 0-${length}/${length}` } }
        },
      })),
    ),
    answersPart('leaves out Content-Range', reply => {
      const { 'Content-Range': _, ...headers } = reply.headers
      return { ...reply, headers }
    }),
  ],
  'exosite.range.states-total-length': [
    statesTotal('states the length of the part as the total', ({ first, last }) => last - first + 1),
    statesTotal('states the last position of the content as the total', (_, length) => length - 1),
    statesTotal('states no total', () => '*'),
  ],
  'exosite.range.states-number-of-bytes': [
    answersPart('states no length of a part', reply => {
      const { 'Content-Length': _, ...headers } = reply.headers
      return { ...reply, headers: { ...headers, 'Transfer-Encoding': 'chunked' } }
    }),
  ],
  'exosite.range.has-type-of-upload': [
    answersPart('calls every part application/octet-stream', reply => ({
      ...reply,
      headers: { ...reply.headers, 'Content-Type': 'application/octet-stream' },
    })),
    answersPart('calls every part multipart/byteranges', reply => ({
      ...reply,
      headers: { ...reply.headers, 'Content-Type': 'multipart/byteranges' },
    })),
  ],
  'exosite.range.announces-bytes-only': [
    defect('announces no ranges with a whole content', core =>
      override(core, original => ({ whole: content => announcing('none', original.whole(content)) })),
    ),
    answersPart('announces ranges of items with a part', reply => announcing('items', reply)),
  ],
  'exosite.range.ends-with-the-content': [
    defect('refuses a range that ends beyond the content', core =>
      override(core, original => ({
        readRange: (header, length) =>
          Number(/^bytes=\d+-(\d+)$/.exec(String(header))?.[1] ?? 0) >= length
            ? 'unsatisfiable'
            : original.readRange(header, length),
      })),
    ),
  ],
  'exosite.range.counts-at-most-everything': [
    defect('refuses to count beyond the beginning', core =>
      override(core, original => ({
        readRange: (header, length) =>
          Number(/^bytes=-(\d+)$/.exec(String(header))?.[1] ?? 0) > length
            ? 'unsatisfiable'
            : original.readRange(header, length),
      })),
    ),
  ],
  'exosite.range.reads-bytes-only': [
    ranges('takes every unit for bytes', header =>
      /^(?!bytes=)\w+=0-1$/.test(header) ? { first: 0, last: 1 } : undefined,
    ),
    ranges('takes kilobytes for bytes', header =>
      header === 'kilobytes=0-1' ? { first: 0, last: 1 } : undefined,
    ),
  ],
  'exosite.range.needs-a-bound': [
    ranges('takes a mere hyphen for the first byte', header =>
      header === 'bytes=-' ? { first: 0, last: 0 } : undefined,
    ),
  ],
}

/** Reads some ranges differently: `read` answers undefined for those that it leaves alone. */
function ranges(
  name: string,
  read: (header: string, length: number) => ByteRange | undefined,
): Alteration<ExositeCore> {
  return defect(name, core =>
    override(core, original => ({
      readRange: (header, length) => read(String(header), length) ?? original.readRange(header, length),
    })),
  )
}

/** States other positions for a range that asks for more than the content has. */
function askedBeyond(
  name: string,
  form: RegExp,
  state: (asked: string, length: number) => string,
): Alteration<ExositeCore> {
  return defect(name, core =>
    override(core, original => ({
      deliver: (content, request) => {
        const reply = original.deliver(content, request)
        const asked = form.exec(String(request.headers.range))?.[1]
        const { length } = content.body
        if (asked === undefined || reply.status !== 206) return reply
        const isBeyond = Number(asked.split('-').at(-1)) > length
        return isBeyond ? stating(`bytes ${state(asked, length)}/${length}`, reply) : reply
      },
    })),
  )
}

/** Answers a range of a content without bytes with an empty part. */
function ofNothing(name: string, form: RegExp, positions: string): Alteration<ExositeCore> {
  return defect(name, core =>
    override(core, original => ({
      deliver: (content, request) =>
        content.body.length === 0 && form.test(String(request.headers.range))
          ? stating(`bytes ${positions}/0`, core.part(content, { first: 0, last: -1 }))
          : original.deliver(content, request),
    })),
  )
}

function bounded(
  name: string,
  read: (x: number, y: number, length: number) => ByteRange | undefined,
): Alteration<ExositeCore> {
  return ranges(name, (header, length) => {
    const [, x, y] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? []
    return x === undefined || y === undefined || Number(x) > Number(y) || Number(x) >= length
      ? undefined
      : read(Number(x), Number(y), length)
  })
}

/** Open ranges that do not begin at 0, which would cover everything. */
function open(
  name: string,
  read: (x: number, length: number) => ByteRange | undefined,
): Alteration<ExositeCore> {
  return ranges(name, (header, length) => {
    const x = Number(/^bytes=(\d+)-$/.exec(header)?.[1] ?? 0)
    return x > 0 && x < length ? read(x, length) : undefined
  })
}

/** Counts of last bytes that do not cover everything. */
function suffix(name: string, read: (count: number, length: number) => ByteRange): Alteration<ExositeCore> {
  return ranges(name, (header, length) => {
    const count = Number(/^bytes=-(\d+)$/.exec(header)?.[1] ?? 0)
    return count > 0 && count < length ? read(count, length) : undefined
  })
}

function answersPart(name: string, change: (reply: HttpReply) => HttpReply): Alteration<ExositeCore> {
  return defect(name, core =>
    override(core, original => ({ part: (content, range) => change(original.part(content, range)) })),
  )
}

function statesRange(name: string, positions: (range: ByteRange) => string): Alteration<ExositeCore> {
  return defect(name, core =>
    override(core, original => ({
      part: (content, range) =>
        stating(`bytes ${positions(range)}/${content.body.length}`, original.part(content, range)),
    })),
  )
}

function statesTotal(
  name: string,
  total: (range: ByteRange, length: number) => number | string,
): Alteration<ExositeCore> {
  return defect(name, core =>
    override(core, original => ({
      part: (content, range) =>
        stating(
          `bytes ${range.first}-${range.last}/${total(range, content.body.length)}`,
          original.part(content, range),
        ),
    })),
  )
}

function stating(contentRange: string, reply: HttpReply): HttpReply {
  return { ...reply, headers: { ...reply.headers, 'Content-Range': contentRange } }
}

function announcing(unit: string, reply: HttpReply): HttpReply {
  return { ...reply, headers: { ...reply.headers, 'Accept-Ranges': unit } }
}

function isAll(x: number, y: number, length: number): boolean {
  return x === 0 && y >= length - 1
}
