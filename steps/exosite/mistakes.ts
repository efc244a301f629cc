import { Then, When } from '@cucumber/cucumber'
import { describeAnswer } from '../../harness/describe.js'
import type { HttpRequest } from '../../harness/http-client.js'
import { defineWords } from '../../harness/words.js'
import { unknownLike } from '../../harness/unknown-like.js'
import { activationOf, activationRequest, withField } from './activation-form.js'
import { downloadRequest, OPERATIONS, type Download } from './download.js'
import type { ExositeWorld } from './world.js'

type Mistake = (world: ExositeWorld) => HttpRequest

/** What devices get wrong, and nobody says which status answers it. */
const MISTAKES: Readonly<Record<string, Mistake>> = {
  'asking for bytes beyond the end': range('bytes=1000000000-'),
  'asking for several ranges': range('bytes=0-1,4-5'),
  'asking for a range that ends before it begins': range('bytes=5-2'),
  'asking for a range that is no range': range('bytes=some'),
  'asking for a range in another unit': range('lines=0-1'),
  'asking for a range without any bound': range('bytes=-'),
  'sending a CIK with letters beyond ASCII': download(asked => ({ ...asked, cik: 'cl\u00e9-\u00df\u00f1' })),
  'sending a CIK of 5000 characters': download(asked => ({ ...asked, cik: 'c'.repeat(5000) })),
  'asking for an unknown content': download((asked, { random }) => ({
    ...asked,
    id: unknownLike(asked.id ?? '', random),
  })),
  'leaving out the vendor of a download': download(asked => ({ ...asked, vendor: undefined })),
  'leaving out the model of a download': download(asked => ({ ...asked, model: undefined })),
  'spoiling the percent-encoding of a download': download(asked => ({ ...asked, encodeId: spoil })),
  'asking for a content by another verb': download(asked => ({ ...asked, method: 'PUT' })),
  'activating by another verb': ({ triple }) =>
    activationRequest({ ...activationOf(triple), method: 'DELETE' }),
  'leaving out the serial number of an activation': ({ triple }) =>
    activationRequest(withField(activationOf(triple), 'sn', undefined)),
  'sending an activation without a body': ({ triple }) =>
    activationRequest({ ...activationOf(triple), body: '' }),
  'sending an activation as JSON': ({ triple }) =>
    activationRequest({
      ...activationOf(triple),
      contentType: 'application/json',
      body: JSON.stringify(triple),
    }),
  'naming a serial number of 5000 characters': serialNumber(sn => sn + 'x'.repeat(5000)),
  'naming a serial number with a NUL': serialNumber(sn => `\0${sn}`),
  'naming a serial number with an emoji': serialNumber(sn => `${sn}\u{1F642}`),
  'naming a serial number that is no UTF-8': ({ triple }) => {
    const form = withField(activationOf(triple), 'sn', undefined)
    const body = form.fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
    return activationRequest({ ...form, body: `${body}&sn=%FF%FE` })
  },
  'spoiling the percent-encoding of an activation': ({ triple }) =>
    activationRequest({ ...activationOf(triple), encode: spoil }),
}

defineWords('mistake', Object.fromEntries(Object.entries(MISTAKES).map(entry => [entry[0], entry])))

When(
  'the device makes the mistake of {mistake}',
  async function (this: ExositeWorld, entry: [string, Mistake]) {
    const [name, mistake] = entry
    this.mistake = name
    this.exchanges = [await this.send(mistake(this))]
    this.twin = async () => {
      const operation = OPERATIONS['gets the content']
      if (this.client) await this.requireDownload(this.asked(operation), operation.promisedBy)
      else await this.requireActivations()
    }
  },
)

const NOT_IMPLEMENTED = 501

Then('the answer is no server error', async function (this: ExositeWorld) {
  const { status } = this.answerOf(this.exchange)
  await this.twin()
  this.check(
    status < 500 || status === NOT_IMPLEMENTED,
    {
      summary: "The device's mistake is answered as an error of the server.",
      expected: 'no 5xx',
      received: describeAnswer(this.exchange),
    },
    this.exchange,
  )
})

Then('it is observed how the server answers', function (this: ExositeWorld) {
  const { status, reason } = this.answerOf(this.exchange)
  this.observe(this.mistake, `${status} ${reason}`.trim())
})

function range(value: string): Mistake {
  return download(asked => ({ ...asked, range: value }))
}

function download(edit: (asked: Download, world: ExositeWorld) => Download): Mistake {
  return world => downloadRequest(edit(world.asked(OPERATIONS['gets the content']), world))
}

function serialNumber(to: (sn: string) => string): Mistake {
  return ({ triple }) => activationRequest(activationOf({ ...triple, sn: to(triple.sn) }))
}

/** Ends a text with a percent sign that no two hexadecimal digits follow. */
function spoil(text: string): string {
  return `${encodeURIComponent(text)}%zz`
}
