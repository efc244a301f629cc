import { Then } from '@cucumber/cucumber'
import { describeAnswer } from '../../harness/describe.js'
import { OPERATIONS } from './download.js'
import type { ExositeWorld } from './world.js'

const LIST = OPERATIONS['lists the contents']

Then('the list names every content', async function (this: ExositeWorld) {
  const lines = await requireList(this)
  const absent = idsOf(this).filter(id => !lines.some(line => isLineOf(this, line, id)))
  this.check(
    absent.length === 0,
    {
      summary: 'The list leaves out a content.',
      expected: idsOf(this).join(', '),
      received: `a list without ${absent.join(', ')}`,
    },
    this.exchange,
  )
})

Then('the list names nothing else', async function (this: ExositeWorld) {
  const lines = await requireFullList(this)
  const { content = '' } = this.foreign ?? {}
  const other = lines.filter(line => names(line, content) || !idsOf(this).some(id => names(line, id)))
  this.check(
    other.length === 0,
    {
      summary: 'The list names something that is no content of the model.',
      expected: `nothing but ${idsOf(this).join(', ')}`,
      received: other.join(', '),
    },
    this.exchange,
  )
})

Then('each line of the list is one id', async function (this: ExositeWorld) {
  const lines = await requireFullList(this, { blank: true })
  const ids = idsOf(this)
  const wrong = lines.filter(
    line => line === '' || (!ids.includes(unquote(line)) && ids.some(id => names(line, id))),
  )
  this.check(
    wrong.length === 0,
    {
      summary: 'A line of the list is not one id and nothing more.',
      expected: 'one id on each line',
      received: JSON.stringify(wrong[0]),
    },
    this.exchange,
  )
})

Then('the list names no content twice', async function (this: ExositeWorld) {
  const lines = await requireFullList(this)
  const twice = idsOf(this).filter(id => lines.filter(line => isLineOf(this, line, id)).length > 1)
  this.check(
    twice.length === 0,
    { summary: 'The list names a content twice.', expected: 'each id once', received: twice.join(', ') },
    this.exchange,
  )
})

Then('the list is empty', async function (this: ExositeWorld) {
  await this.requireDownloadsToBeToldApart()
  const { contents, ...client } = await this.state('client with contents', {})
  const full = await this.download(this.asked(LIST, client))
  this.require(full.answer?.status === 200, LIST.promisedBy, 'a list of contents is answered', full)
  this.require(
    contents.some(({ id }) => names(full.answer?.body.toString('utf8') ?? '', id)),
    'exosite.list.names-every-content',
    'a list names the contents of its model',
    full,
  )
  this.expectStatus(this.exchange, [200, 204], 'an empty list')
  const { status, body } = this.answerOf(this.exchange)
  const received = describeAnswer(this.exchange)
  this.check(
    body.toString('latin1').trim() === '',
    { summary: 'The list of a model without contents is not empty.', expected: 'no ids', received },
    this.exchange,
  )
  this.observe('an empty list', String(status))
})

/** The lines of a list that was answered; a line end after the last line counts for nothing. */
async function requireList(world: ExositeWorld, { blank = false } = {}): Promise<string[]> {
  await world.requireDownloadsToBeToldApart()
  const { answer } = world.exchange
  world.require(answer?.status === 200, LIST.promisedBy, 'a list of contents is answered', world.exchange)
  const text = answer?.body.toString('utf8') ?? ''
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/)
  return blank ? lines : lines.filter(line => line.trim() !== '')
}

async function requireFullList(world: ExositeWorld, options: { blank?: boolean } = {}): Promise<string[]> {
  const lines = await requireList(world, options)
  world.require(
    idsOf(world).every(id => lines.some(line => isLineOf(world, line, id))),
    'exosite.list.names-every-content',
    'the list names every content of the model',
    world.exchange,
  )
  return lines
}

function idsOf(world: ExositeWorld): string[] {
  return world.contents.map(({ id }) => id)
}

/** Whether a line is for the id: it is the id, or has it in it without being the id of another content. */
function isLineOf(world: ExositeWorld, line: string, id: string): boolean {
  const isAnId = idsOf(world).includes(unquote(line))
  return isAnId ? unquote(line) === id : names(line, id)
}

/** Whether a text has the id in it, as a word of its own. */
function names(text: string, id: string): boolean {
  const word = id.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  return id !== '' && new RegExp(`(?<![^\\s,;"'])${word}(?![^\\s,;"'])`).test(text)
}

function unquote(line: string): string {
  return line.replace(/^"(.*)"$/, '$1')
}
