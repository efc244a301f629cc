import { Then, When, defineParameterType } from '@cucumber/cucumber'
import { describeAnswer, excerpt } from '../../harness/describe.js'
import { header, type Exchange } from '../../harness/exchange.js'
import { NotApplicable } from '../../harness/finding.js'
import { OPERATIONS } from './download.js'
import { bytesOf, lacking, missing, type Content, type ExositeWorld } from './world.js'
import { isBasedOn, typeOf } from './wire.js'

/** A position in a content, by the content's length. */
type Position = (length: number) => number

const POSITIONS: Readonly<Record<string, Position>> = {
  'the last': length => length - 1,
  'the last but one': length => length - 2,
  'one beyond the last': length => length,
  'a thousand beyond the last': length => length + 999,
}

defineParameterType({
  name: 'position',
  regexp: [/\d+/, new RegExp(Object.keys(POSITIONS).toReversed().join('|'))],
  transformer: (phrase: string): Position => POSITIONS[phrase] ?? (() => Number(phrase)),
  useForSnippets: false,
})

When(
  'the device gets the bytes from {position} to {position}',
  async function (this: ExositeWorld, from: Position, to: Position) {
    const { length } = bytesOf(this.content)
    const [first, last] = [from(length), to(length)]
    await getRange(this, `${first}-${last}`, first, Math.min(last, length - 1))
  },
)

When('the device gets the bytes from {position} on', async function (this: ExositeWorld, from: Position) {
  const { length } = bytesOf(this.content)
  const first = from(length)
  await getRange(this, `${first}-`, first, length - 1)
})

When('the device gets the last {int} byte(s)', async function (this: ExositeWorld, count: number) {
  const { length } = bytesOf(this.content)
  await getRange(this, `-${count}`, Math.max(length - count, 0), length - 1)
})

When('the device gets the bytes of a range without bounds', async function (this: ExositeWorld) {
  await getRange(this, '-', 0, bytesOf(this.content).length - 1)
})

When('the device gets a range of {word}', async function (this: ExositeWorld, unit: string) {
  this.exchanges = [await this.download({ ...this.asked(CONTENT), range: `${unit}=0-1` })]
  this.twin = () => requireWhole(this)
})

When('the device gets all bytes of each content but the first', async function (this: ExositeWorld) {
  const exchanges: Exchange[] = []
  for (const content of divisible(this)) {
    const range = `bytes=-${bytesOf(content).length - 1}`
    exchanges.push(await this.download({ ...this.asked(CONTENT), id: content.id, range }))
  }
  this.exchanges = exchanges
})

Then('each part is the end of its content', async function (this: ExositeWorld) {
  await requireBoundedPart(this)
  for (const [index, content] of divisible(this).entries()) {
    const exchange = this.exchanges[index] ?? missing('a part')
    const whole = bytesOf(content)
    const what = 'a range that leaves out some of the content is answered as a part'
    this.require(exchange.answer?.status === 206, 'exosite.range.answers-partial-content', what, exchange)
    const { body } = this.answerOf(exchange)
    if (!body.equals(whole.subarray(1))) await requireUnharmed(this, content)
    checkBytes(this, body, whole.subarray(1), `The part of "${content.id}" is not its end.`, exchange)
  }
})

Then('the positions that are stated are those of the part', async function (this: ExositeWorld) {
  await this.twin()
  await requireBoundedPart(this)
  const { status, headers, body } = this.answerOf(this.exchange)
  if (status !== 206) throw new NotApplicable('A range that asks for more than there is brings no part.')
  const stated = header(headers, 'content-range')
  if (body.length === 0 && !stated?.includes('-')) {
    throw new NotApplicable('An empty part states no positions.')
  }
  const { length } = bytesOf(this.content)
  const what = 'a part states its positions'
  this.require(stated !== undefined, 'exosite.range.states-positions', what, this.exchange)
  const plain = await this.download({ ...this.asked(CONTENT), range: 'bytes=2-5' })
  const plainly = header(this.answerOf(plain).headers, 'content-range') ?? ''
  this.require(/^bytes 2-5(?!\d)/i.test(plainly), 'exosite.range.states-positions', what, plain)
  const [, from, to] = /^bytes (\d+)-(\d+)(?!\d)/i.exec(stated ?? '') ?? []
  this.check(
    Number(from) <= Number(to) && Number(to) < length,
    {
      summary: 'Content-Range states positions that the content does not have.',
      expected: `Content-Range: bytes <first position>-<last position>/${length}, at most ${length - 1}`,
      received: `Content-Range: ${stated}`,
    },
    this.exchange,
  )
})

Then('no positions are stated', async function (this: ExositeWorld) {
  await requireBoundedPart(
    this,
    divisible(this).find(content => bytesOf(content).length > 6),
  )
  const { headers } = this.answerOf(this.exchange)
  const stated = header(headers, 'content-range') ?? ''
  this.check(
    !stated.includes('-'),
    {
      summary: 'Content-Range states positions of a content without any bytes.',
      expected: 'no Content-Range, or one without positions',
      received: `Content-Range: ${stated}`,
    },
    this.exchange,
  )
})

Then('no other part of the content arrives', async function (this: ExositeWorld) {
  await this.twin()
  await requireBoundedPart(this)
  const { status, body } = this.answerOf(this.exchange)
  this.check(
    status !== 206 || body.length === 0 || body.equals(bytesOf(this.content)),
    {
      summary: 'A range that begins beyond the end is answered with bytes of elsewhere.',
      expected: 'a refusal, the whole content or nothing',
      received: describeAnswer(this.exchange),
    },
    this.exchange,
  )
})

Then('the answer is partial', async function (this: ExositeWorld) {
  if (bytesOf(this.content).length === 1) throw new NotApplicable('A content of one byte has no part.')
  await this.twin()
  if (this.usualStatus !== undefined) {
    const what = 'a range is answered as a part'
    this.require(this.usualStatus === 206, 'exosite.range.answers-partial-content', what, this.exchange)
  }
  this.expectStatus(this.exchange, 206, 'partial content')
})

Then('the answer is not partial', async function (this: ExositeWorld) {
  await this.twin()
  await requireBoundedPart(this)
  const { status } = this.answerOf(this.exchange)
  const received = describeAnswer(this.exchange)
  this.check(
    status !== 206,
    { summary: 'A range that names no bytes is answered as a part.', expected: 'anything but 206', received },
    this.exchange,
  )
})

Then('the part begins with the byte asked for', async function (this: ExositeWorld) {
  const part = await requirePart(this)
  const wanted = askedBytes(this).subarray(0, 1)
  checkBytes(this, part.subarray(0, 1), wanted, 'The part begins with another byte.')
})

Then('the part ends with the byte asked for', async function (this: ExositeWorld) {
  await requireBoundedPart(this)
  const part = await requirePart(this)
  requireBeginning(this, part)
  checkBytes(this, part, askedBytes(this), 'The part ends elsewhere.')
})

Then('the part from far within arrives', async function (this: ExositeWorld) {
  await this.twin()
  await requireBoundedPart(this)
  this.expectStatus(this.exchange, 206, 'partial content')
  checkBytes(this, this.answerOf(this.exchange).body, askedBytes(this), 'Something else arrives.')
})

Then('the part is the rest of the content', async function (this: ExositeWorld) {
  await requireBoundedPart(this)
  const part = await requirePart(this)
  if (this.contents.length === 0) await requireOpenPart(this)
  checkBytes(this, part, askedBytes(this), 'The part is not the rest of the content.')
})

Then('the part is the end of the content', async function (this: ExositeWorld) {
  await requireBoundedPart(this)
  checkBytes(this, await requirePart(this), askedBytes(this), 'The part is not the end of the content.')
})

Then('the rest of the content arrives', async function (this: ExositeWorld) {
  await this.twin()
  await requireBoundedPart(this)
  this.expectStatus(this.exchange, 206, 'partial content')
  checkBytes(this, this.answerOf(this.exchange).body, askedBytes(this), 'Something else arrives.')
})

Then('the whole content arrives', async function (this: ExositeWorld) {
  await this.twin()
  await requireBoundedPart(this)
  await requireOpenPart(this)
  this.expectStatus(this.exchange, [200, 206], 'the whole content')
  const { status, body } = this.answerOf(this.exchange)
  checkBytes(this, body, bytesOf(this.content), 'Something else arrives.')
  this.observe('a range that covers the whole content', String(status))
})

Then('the stated positions are those of the part', async function (this: ExositeWorld) {
  await requireRightPart(this)
  const { first, last } = this.bounds ?? missing('a range')
  const stated = header(this.answerOf(this.exchange).headers, 'content-range')
  const [, from, to] = /^bytes (\d+)-(\d+)(?!\d)/i.exec(stated ?? '') ?? []
  this.check(
    from === String(first) && to === String(last),
    {
      summary: 'Content-Range does not state the positions of the part.',
      expected: `Content-Range: bytes ${first}-${last}/<total length>`,
      received: stated === undefined ? 'no Content-Range' : `Content-Range: ${stated}`,
    },
    this.exchange,
  )
})

Then('no positions are stated but those of the whole content', async function (this: ExositeWorld) {
  await requireWhole(this)
  await requireBoundedPart(this)
  const { length } = bytesOf(this.content)
  const stated = header(this.answerOf(this.exchange).headers, 'content-range') ?? ''
  this.check(
    !/^bytes \d+-\d+/i.test(stated) || new RegExp(`^bytes 0-${length - 1}(?!\\d)`, 'i').test(stated),
    {
      summary: 'Content-Range states other positions than those of the whole content.',
      expected: `no Content-Range, or bytes 0-${length - 1}/${length}`,
      received: `Content-Range: ${stated}`,
    },
    this.exchange,
  )
})

Then('the stated total is the length of the content', async function (this: ExositeWorld) {
  await requireRightPart(this)
  const stated = header(this.answerOf(this.exchange).headers, 'content-range')
  this.require(
    stated !== undefined,
    'exosite.range.states-positions',
    'a part states its positions',
    this.exchange,
  )
  const { length } = bytesOf(this.content)
  this.check(
    /\/(.*)$/.exec(stated ?? '')?.[1] === String(length),
    {
      summary: 'Content-Range does not state the total length of the content.',
      expected: `Content-Range: bytes <first position>-<last position>/${length}`,
      received: `Content-Range: ${stated}`,
    },
    this.exchange,
  )
})

Then('the part has the type of its upload', async function (this: ExositeWorld) {
  if (bytesOf(this.content).length === 1) throw new NotApplicable('A content of one byte has no part.')
  await requireBoundedPart(this)
  await requirePart(this)
  const { type = '' } = this.content
  const whole = await this.download(this.asked(CONTENT))
  const wholeType = typeOf(this.answerOf(whole))
  const what = 'the whole content has the type of its upload'
  this.require(isBasedOn(wholeType, type), 'exosite.content.has-type-of-upload', what, whole)
  const received = typeOf(this.answerOf(this.exchange))
  this.check(
    isBasedOn(received, type),
    { summary: 'The part has another type than its upload.', expected: type, received: received || 'none' },
    this.exchange,
  )
})

Then('the answer announces no ranges but those of bytes', async function (this: ExositeWorld) {
  await this.twin()
  await requireWhole(this)
  this.require(
    [200, 206].includes(this.exchange.answer?.status ?? 0),
    'exosite.range.answers-partial-content',
    'the content or its part is delivered',
    this.exchange,
  )
  const announced = header(this.answerOf(this.exchange).headers, 'accept-ranges') ?? 'bytes'
  this.check(
    // The field is a list, which may name the same unit twice.
    announced.split(',').every(unit => unit.trim().toLowerCase() === 'bytes'),
    {
      summary: 'Accept-Ranges names other ranges than those of bytes.',
      expected: 'Accept-Ranges: bytes, or none',
      received: `Accept-Ranges: ${announced}`,
    },
    this.exchange,
  )
})

const PART = OPERATIONS['gets a part of the content']
const CONTENT = OPERATIONS['gets the content']

async function getRange(world: ExositeWorld, specifier: string, first: number, last: number): Promise<void> {
  world.bounds = { first, last }
  world.exchanges = [await world.download({ ...world.asked(CONTENT), range: `bytes=${specifier}` })]
  world.twin = () => requireWhole(world)
}

/** Without its range the same request brings the whole content, as it was uploaded. */
async function requireWhole(world: ExositeWorld): Promise<void> {
  const { promisedBy } = CONTENT
  const whole = await world.download(world.asked(CONTENT))
  world.require(whole.answer?.status === 200, promisedBy, 'the content is delivered without a range', whole)
  world.require(
    whole.answer?.body.equals(bytesOf(world.content)) ?? false,
    world.arrivesBy,
    'the content arrives byte for byte without a range',
    whole,
  )
}

/** A range with both bounds, well within the content, brings the bytes asked for. */
async function requireBoundedPart(world: ExositeWorld, content = world.content): Promise<void> {
  const part = await world.download({ ...world.asked(CONTENT), id: content.id, range: 'bytes=2-5' })
  const wanted = bytesOf(content).subarray(2, 6)
  const body = part.answer?.body ?? Buffer.alloc(0)
  const what = 'the bytes from 2 to 5 are those that are returned for this range'
  world.require(part.answer?.status === 206, PART.promisedBy, 'a range is answered as a part', part)
  const begins = body.length === 0 || body[0] === wanted[0]
  world.require(begins, 'exosite.range.begins-at-first-position', what, part)
  world.require(body.equals(wanted), 'exosite.range.ends-at-last-position', what, part)
}

/** A range without a last position brings the rest of a content that is not large. */
async function requireOpenPart(world: ExositeWorld): Promise<void> {
  const { contents, ...client } = await world.state('client with contents', {})
  const content = contents.find(({ id }) => id === world.content.id) ?? contents.find(isDivisible)
  const { id, body } = content ?? lacking('one of more than one byte')
  const whole = Buffer.from(body, 'base64')
  const rest = await world.download({ ...world.asked(CONTENT, client), id, range: 'bytes=1-' })
  const what = 'the bytes from 1 on are the rest of a content'
  world.require(
    rest.answer?.status !== 206 || rest.answer.body.equals(whole.subarray(1)),
    'exosite.range.runs-to-the-end-without-last-position',
    what,
    rest,
  )
}

async function requirePart(world: ExositeWorld): Promise<Buffer> {
  await world.twin()
  world.require(
    world.exchange.answer?.status === 206,
    'exosite.range.answers-partial-content',
    'a range that leaves out some of the content is answered as a part',
    world.exchange,
  )
  return world.answerOf(world.exchange).body
}

async function requireRightPart(world: ExositeWorld): Promise<void> {
  const part = await requirePart(world)
  requireBeginning(world, part)
  world.require(
    part.equals(askedBytes(world)),
    'exosite.range.ends-at-last-position',
    'the part is the one asked for',
    world.exchange,
  )
}

function requireBeginning(world: ExositeWorld, part: Buffer): void {
  world.require(
    part.length === 0 || part[0] === askedBytes(world)[0],
    'exosite.range.begins-at-first-position',
    'a part begins with the byte asked for',
    world.exchange,
  )
}

function askedBytes(world: ExositeWorld): Buffer {
  const { first, last } = world.bounds ?? missing('a range')
  return bytesOf(world.content).subarray(first, last + 1)
}

/** The contents that have more than one byte. */
function divisible(world: ExositeWorld): readonly Content[] {
  return world.contents.filter(isDivisible)
}

function isDivisible(content: Content): boolean {
  return bytesOf(content).length > 1
}

/** A content of which a part is wrong is right as a whole, or the part is not to blame. */
async function requireUnharmed(world: ExositeWorld, content: Content): Promise<void> {
  const whole = await world.download({ ...world.asked(CONTENT), id: content.id })
  const arrives = whole.answer?.body.equals(bytesOf(content)) ?? false
  world.require(arrives, world.arrivesBy, 'the content arrives byte for byte without a range', whole)
}

function checkBytes(
  world: ExositeWorld,
  came: Buffer,
  wanted: Buffer,
  summary: string,
  exchange: Exchange = world.exchange,
): void {
  const show = (bytes: Buffer): string => `${bytes.length} bytes "${excerpt(bytes, 60)}"`
  world.check(came.equals(wanted), { summary, expected: show(wanted), received: show(came) }, exchange)
}
