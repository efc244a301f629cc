import { isAscii } from 'node:buffer'
import { Then, When } from '@cucumber/cucumber'
import { describeAnswer, excerpt } from '../../harness/describe.js'
import type { Exchange } from '../../harness/exchange.js'
import { OPERATIONS } from './download.js'
import { isText } from './given.js'
import { bytesOf, lacking, type Content, type ExositeWorld } from './world.js'
import { isBasedOn, succeeded, typeOf } from './wire.js'

const CONTENT = OPERATIONS['gets the content']

When('the device gets each content', async function (this: ExositeWorld) {
  const contents = filled(this.contents)
  const exchanges: Exchange[] = []
  for (const { id } of contents) exchanges.push(await this.download({ ...this.asked(CONTENT), id }))
  this.exchanges = exchanges
})

Then('the content arrives in full length', async function (this: ExositeWorld) {
  requireContent(this, this.exchange)
  if (this.contents.length === 0) await requireSmallContents(this)
  const wanted = bytesOf(this.content)
  const { body } = this.answerOf(this.exchange)
  const shorter = Math.min(body.length, wanted.length)
  const isOther = !body.subarray(0, shorter).equals(wanted.subarray(0, shorter))
  // Where text arrives as it was uploaded, other bytes are harmed rather than lost.
  if (isOther && !isAscii(wanted) && (await textArrives(this))) {
    const what = 'a content arrives byte for byte'
    this.require(false, 'exosite.content.is-unharmed', what, this.exchange)
  }
  this.check(
    body.length === wanted.length,
    {
      summary: 'The content does not arrive in full length.',
      expected: `${wanted.length} bytes`,
      received: `${body.length} bytes`,
    },
    this.exchange,
  )
  this.require(body.equals(wanted), 'exosite.content.is-the-one-asked-for', 'it is the content asked for')
})

Then('the content arrives byte for byte', async function (this: ExositeWorld) {
  await requireTextContent(this)
  await this.twin()
  requireContent(this, this.exchange)
  const wanted = bytesOf(this.content)
  const { body } = this.answerOf(this.exchange)
  const at = wanted.findIndex((byte, position) => byte !== body[position])
  this.check(
    body.equals(wanted),
    {
      summary: 'The content does not arrive as it was uploaded.',
      expected: `${wanted.length} bytes, unchanged`,
      received: `${body.length} bytes, ${at < 0 ? 'more than were uploaded' : `another byte at position ${at}`}`,
    },
    this.exchange,
  )
})

Then('each content arrives byte for byte', async function (this: ExositeWorld) {
  await requireTextContent(this)
  const contents = filled(this.contents)
  for (const [index, content] of contents.entries()) {
    const exchange = this.exchanges[index] ?? this.exchange
    requireContent(this, exchange)
    const { body } = this.answerOf(exchange)
    const wanted = bytesOf(content)
    const isAnother = !body.equals(wanted) && contents.some(other => body.equals(bytesOf(other)))
    this.require(
      !isAnother,
      'exosite.content.is-the-one-asked-for',
      'each id brings its own content',
      exchange,
    )
    this.check(
      body.equals(wanted),
      {
        summary: `The content "${content.id}" does not arrive as it was uploaded.`,
        expected: `${wanted.length} bytes, unchanged`,
        received: `${body.length} bytes "${excerpt(body, 60)}"`,
      },
      exchange,
    )
  }
})

Then('the content is found', async function (this: ExositeWorld) {
  await this.requireDownloadsToBeToldApart()
  await requireTextContent(this)
  await this.twin()
  this.expectStatus(this.exchange, 200, 'OK')
})

Then('no content is taken for another', function (this: ExositeWorld) {
  const contents = filled(this.contents)
  for (const [index, content] of contents.entries()) {
    const exchange = this.exchanges[index] ?? this.exchange
    requireContent(this, exchange)
    const { body } = this.answerOf(exchange)
    const delivered = contents.find(other => body.equals(bytesOf(other)))
    this.check(
      body.equals(bytesOf(content)) || delivered === undefined,
      {
        summary: 'An id brings the content of another.',
        expected: `the content "${content.id}"`,
        received: `the content "${delivered?.id}"`,
      },
      exchange,
    )
    this.require(
      body.equals(bytesOf(content)),
      'exosite.content.is-unharmed',
      'each content arrives as it was uploaded',
      exchange,
    )
  }
})

Then('each content has the type of its upload', function (this: ExositeWorld) {
  for (const [index, { type, body }] of filled(this.contents).entries()) {
    const exchange = this.exchanges[index] ?? this.exchange
    requireContent(this, exchange)
    const answer = this.answerOf(exchange)
    const received = typeOf(answer)
    this.check(
      isBasedOn(received, type),
      {
        summary: 'A content has another type than its upload.',
        expected: type,
        received: received || 'no Content-Type',
      },
      exchange,
    )
    this.require(
      answer.body.equals(Buffer.from(body, 'base64')),
      'exosite.content.is-unharmed',
      'each content arrives as it was uploaded',
      exchange,
    )
  }
})

Then('no content is delivered', async function (this: ExositeWorld) {
  const { body } = this.answerOf(this.exchange)
  this.check(
    !succeeded(this.exchange) || body.length === 0,
    {
      summary: 'Something is delivered for an id that the model does not have.',
      expected: 'a refusal or nothing',
      received: describeAnswer(this.exchange),
    },
    this.exchange,
  )
  await this.twin()
  await requireTextContent(this)
})

Then('nothing arrives, successfully', async function (this: ExositeWorld) {
  await this.requireDownloadsToBeToldApart()
  await requireTextContent(this)
  this.expectStatus(this.exchange, [200, 204], 'success')
  const { status, body } = this.answerOf(this.exchange)
  const received = describeAnswer(this.exchange)
  this.check(
    body.length === 0,
    { summary: 'An empty content arrives with bytes.', expected: 'no bytes', received },
    this.exchange,
  )
  this.observe('a content without bytes', String(status))
})

/** The contents that have bytes: how an empty one is answered is a rule of its own. */
export function filled(contents: readonly Content[]): readonly Content[] {
  const found = contents.filter(({ body }) => body !== '')
  return found.length < 2 ? lacking('two contents with bytes') : found
}

function requireContent(world: ExositeWorld, exchange: Exchange): void {
  const what = 'a content is delivered to a client of its model'
  world.require(exchange.answer?.status === 200, CONTENT.promisedBy, what, exchange)
}

/** Contents that are not large arrive as they were uploaded, so that the length of a large one is to blame. */
async function requireSmallContents(world: ExositeWorld): Promise<void> {
  const { contents, ...client } = await world.state('client with contents', {})
  for (const { id, body } of filled(contents)) {
    if (body.length > 4096) continue
    const wanted = Buffer.from(body, 'base64')
    const exchange = await world.download({ ...world.asked(CONTENT, client), id })
    const { length = -1 } = exchange.answer?.body ?? {}
    const isWhole = !isAscii(wanted) || length === wanted.length
    world.require(isWhole, 'exosite.content.is-complete', 'a content arrives in full length', exchange)
    const isUnharmed = exchange.answer?.body.equals(wanted) ?? false
    world.require(isUnharmed, 'exosite.content.is-unharmed', 'a content arrives byte for byte', exchange)
  }
}

async function textArrives(world: ExositeWorld): Promise<boolean> {
  const { contents, ...client } = await world.state('client with contents', {})
  const { id, body } = contents.find(isText) ?? lacking('one that is text')
  const exchange = await world.download({ ...world.asked(CONTENT, client), id })
  return exchange.answer?.body.equals(Buffer.from(body, 'base64')) ?? false
}

/** A content that is text arrives whole: what is wrong with other bytes, or other ids, is wrong with those. */
async function requireTextContent(world: ExositeWorld): Promise<void> {
  const { id, body } = world.contents.find(isText) ?? lacking('one that is text')
  const exchange = await world.download({ ...world.asked(CONTENT), id })
  requireContent(world, exchange)
  world.require(
    exchange.answer?.body.equals(Buffer.from(body, 'base64')) ?? false,
    'exosite.content.is-complete',
    'a content arrives in full length',
    exchange,
  )
}
