import { Then, When } from '@cucumber/cucumber'
import type { Exchange } from '../../harness/exchange.js'
import { filled } from './contents.js'
import { OPERATIONS } from './download.js'
import { isDescribed } from './given.js'
import { bytesOf, lacking, type Content, type ExositeWorld } from './world.js'
import { isBasedOn } from './wire.js'

const INFORMATION = OPERATIONS['gets the content information']

When('the device gets the information of each content', async function (this: ExositeWorld) {
  const exchanges: Exchange[] = []
  for (const { id } of filled(this.contents)) {
    exchanges.push(await this.download({ ...this.asked(INFORMATION), id }))
  }
  this.exchanges = exchanges
})

Then('the information has four columns', async function (this: ExositeWorld) {
  await this.requireDownloadsToBeToldApart()
  const line = requireLine(this, this.exchange)
  this.check(
    !/[\r\n]/.test(line) && hasFourColumns(line, this.content.meta ?? ''),
    {
      summary: 'The information is not one line of four columns.',
      expected: '<content-type>,<byte-size>,<updated-timestamp>,<meta>',
      received: JSON.stringify(line),
    },
    this.exchange,
  )
})

Then('each information states the type of its content', function (this: ExositeWorld) {
  checkColumn(this, 0, ({ type }) => type, isTypeAlone, 'the Content-Type of the content')
})

Then('each information states the size of its content', function (this: ExositeWorld) {
  const sizeOf = ({ body }: Content): string => String(Buffer.from(body, 'base64').length)
  checkColumn(this, 1, sizeOf, (stated, size) => stated === size, 'the size of the content')
})

Then('the information states the number of bytes', async function (this: ExositeWorld) {
  const { contents, ...client } = await this.state('client with contents', {})
  const [small = lacking('two contents with bytes')] = filled(contents)
  const other = await this.download({ ...this.asked(INFORMATION, client), id: small.id })
  const [, size = ''] = requireColumns(this, other, small.meta)
  const what = 'the information of a small content states its size'
  this.require(unquote(size) === String(bytesOf(small).length), 'exosite.info.states-size', what, other)
  const [, stated = ''] = requireLine(this, this.exchange).split(',')
  const wanted = String(bytesOf(this.content).length)
  this.check(
    unquote(stated) === wanted,
    {
      summary: 'The information does not state the size of a content of many bytes.',
      expected: wanted,
      received: JSON.stringify(requireLine(this, this.exchange)),
    },
    this.exchange,
  )
})

Then('the information states a size of 0', async function (this: ExositeWorld) {
  const { id, meta, body } = this.contents.find(isDescribed) ?? lacking('one that is described')
  const other = await this.download({ ...this.asked(INFORMATION), id })
  const [, size = ''] = requireColumns(this, other, meta)
  const wanted = String(Buffer.from(body, 'base64').length)
  const what = 'the information of a content with bytes states its size'
  this.require(unquote(size) === wanted, 'exosite.info.states-size', what, other)
  this.expectStatus(this.exchange, 200, 'OK')
  const line = requireLine(this, this.exchange)
  this.check(
    unquote(line.split(',')[1] ?? '') === '0',
    {
      summary: 'The information does not state the size of a content without bytes.',
      expected: '<content-type>,0,<updated-timestamp>,<meta>',
      received: JSON.stringify(line),
    },
    this.exchange,
  )
})

Then('each information states a time', function (this: ExositeWorld) {
  checkColumn(
    this,
    2,
    () => 'a time',
    stated => /\d/.test(stated),
    'the time of update',
  )
})

Then('each information states the second of its upload', function (this: ExositeWorld) {
  const isThatSecond = (stated: string, updated: string): boolean =>
    /^\d+$/.test(stated) && Math.abs(Number(stated) - Number(updated)) <= 1
  checkColumn(this, 2, ({ updated }) => String(updated), isThatSecond, 'the second of the upload')
})

Then('the information states the meta of the content', async function (this: ExositeWorld) {
  const plain = this.contents.find(isDescribed) ?? lacking('one that is described')
  if (plain.id !== this.content.id) {
    const exchange = await this.download({ ...this.asked(INFORMATION), id: plain.id })
    this.require(
      saysMeta(requireColumns(this, exchange, plain.meta)[3] ?? '', plain.meta),
      'exosite.info.states-meta',
      'a plain meta is stated',
      exchange,
    )
  }
  checkMeta(this, this.content.meta ?? '', saysMeta)
})

Then('the information states no meta', function (this: ExositeWorld) {
  checkMeta(this, '', stated => unquote(stated) === '')
})

function checkColumn(
  world: ExositeWorld,
  column: number,
  wantedOf: (content: Content) => string,
  agrees: (stated: string, wanted: string) => boolean,
  meaning: string,
): void {
  for (const [index, content] of filled(world.contents).entries()) {
    const exchange = world.exchanges[index] ?? world.exchange
    const stated = requireColumns(world, exchange, content.meta)[column] ?? ''
    const wanted = wantedOf(content)
    world.check(
      agrees(unquote(stated), wanted),
      {
        summary: `Column ${column + 1} of the information is not ${meaning}.`,
        expected: wanted,
        received: JSON.stringify(stated),
      },
      exchange,
    )
  }
}

function checkMeta(
  world: ExositeWorld,
  meta: string,
  agrees: (stated: string, meta: string) => boolean,
): void {
  const stated = requireColumns(world, world.exchange, meta)[3] ?? ''
  world.check(
    agrees(stated, meta),
    {
      summary: 'Column 4 of the information is not the meta of the content.',
      expected: JSON.stringify(meta),
      received: JSON.stringify(stated),
    },
    world.exchange,
  )
}

/** The information of one content, without a line end after it. */
function requireLine(world: ExositeWorld, exchange: Exchange): string {
  const { answer } = exchange
  world.require(answer?.status === 200, INFORMATION.promisedBy, 'content information is answered', exchange)
  return (answer?.body.toString('utf8') ?? '').replace(/\r?\n$/, '')
}

function requireColumns(world: ExositeWorld, exchange: Exchange, meta: string): string[] {
  const line = requireLine(world, exchange)
  world.require(
    hasFourColumns(line, meta),
    'exosite.info.has-four-columns',
    'content information has four columns',
    exchange,
  )
  return columnsOf(line)
}

/** Whether a column is the type, without a byte order mark or anything else before it. */
function isTypeAlone(stated: string, type: string): boolean {
  return /^\w/.test(stated) && isBasedOn(stated, type)
}

/** Whether three commas alone separate four columns; more of them are no further columns only where the meta has some. */
function hasFourColumns(line: string, meta: string): boolean {
  if (/^[^,]*,\s/.test(line)) return false
  const commas = line.split(',').length - 1
  return commas === 3 || (commas > 3 && meta.includes(','))
}

/** The columns of a line: the first three commas separate them, and the last one has the rest. */
function columnsOf(line: string): string[] {
  const [type = '', size = '', updated = '', ...meta] = line.split(',')
  return [type, size, updated, meta.join(',')]
}

/** Whether a column says the meta: as it is, quoted as in CSV, or percent-encoded. */
function saysMeta(stated: string, meta: string): boolean {
  return [stated, unquote(stated), percentDecode(stated)].includes(meta)
}

function unquote(column: string): string {
  return /^".*"$/s.test(column) ? column.slice(1, -1).replaceAll('""', '"') : column
}

function percentDecode(column: string): string {
  try {
    return decodeURIComponent(column)
  } catch {
    return column
  }
}
