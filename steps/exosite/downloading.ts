import { Then, When } from '@cucumber/cucumber'
import { describeAnswer } from '../../harness/describe.js'
import { NotApplicable } from '../../harness/finding.js'
import { defineWords } from '../../harness/words.js'
import { unknownLike } from '../../harness/unknown-like.js'
import { percentEncode } from './activation-form.js'
import { OPERATIONS, type Download, type Operation } from './download.js'
import { inOtherCase, withOtherEnd } from './edits.js'
import { missing, type ExositeWorld } from './world.js'
import { isRefusal, succeeded } from './wire.js'

type Edit = (download: Download, world: ExositeWorld) => Download

/** Changes to a download that succeeds without them. */
const VARIANTS: Readonly<Record<string, Edit>> = {
  'with no CIK': download => ({ ...download, cik: undefined }),
  'with an empty CIK': download => ({ ...download, cik: '' }),
  'with an unknown CIK': change('cik', (cik, { random }) => unknownLike(cik, random)),
  'with its CIK less the last character': change('cik', cik => cik.slice(0, -1)),
  'with its CIK and one more character': change(
    'cik',
    (cik, { random }) => cik + unknownLike(cik.slice(-1), random),
  ),
  'with its CIK but for the last character': change('cik', (cik, { random }) => withOtherEnd(cik, random)),
  'with its CIK in the other case': change('cik', inOtherCase),
  'with the header name in lower case': download => ({ ...download, keyHeader: 'x-exosite-cik' }),
  'with the header name in capitals': download => ({ ...download, keyHeader: 'X-EXOSITE-CIK' }),
  'with a length of 0': download => ({ ...download, length: '0' }),
  'with an unknown id': change('id', (known, { random }) => unknownLike(known, random)),
  'with its id less the last character': change('id', (id, { contents }) => {
    const shorter = id.slice(0, -1)
    if (shorter === '' || contents.some(content => content.id === shorter)) {
      throw new NotApplicable(`"${id}" less its last character is no unknown id.`)
    }
    return shorter
  }),
  'with its id and one more character': change(
    'id',
    (id, { random }) => id + random.word(1, 'ghjkmnpqrstvwxyz'),
  ),
  'with a lower-case range header': download => ({ ...download, rangeHeader: 'range' }),
  'with its parameters in reverse order': download => ({ ...download, isReversed: true }),
  'with its id in the other case': change('id', inOtherCase),
  'with the id of a foreign one': change(
    'id',
    (_, { foreign = missing('a foreign model') }) => foreign.content,
  ),
  'with every character of its id percent-encoded': download => ({ ...download, encodeId: percentEncode }),
  'under the foreign model': (download, { foreign = missing('a foreign model') }) => ({
    ...download,
    vendor: foreign.vendor,
    model: foreign.model,
    ...(download.id === undefined ? {} : { id: foreign.content }),
  }),
  'under an unknown vendor': change('vendor', (name, { random }) => unknownLike(name, random)),
  'under the other vendor': change('vendor', (_, { otherVendor = missing('another vendor') }) => otherVendor),
  'under its vendor in the other case': change('vendor', inOtherCase),
  'under an unknown model': change('model', (name, { random }) => unknownLike(name, random)),
  'under its model in the other case': change('model', inOtherCase),
  'by POST': verb('POST'),
  'by PUT': verb('PUT'),
  'by PATCH': verb('PATCH'),
  'by DELETE': verb('DELETE'),
}

defineWords('operation', OPERATIONS)
defineWords('variant', VARIANTS)

When('the device {operation}', async function (this: ExositeWorld, operation: Operation) {
  this.exchanges = [await this.download(this.asked(operation))]
  const { authorisedCik } = this
  if (authorisedCik === undefined) return
  this.twin = async () => {
    await this.requireDownload(this.asked(LIST), LIST.promisedBy)
    const allowed = { ...this.asked(operation), cik: authorisedCik }
    await this.requireDownload(allowed, 'exosite.authorise.delivers-protected-content')
  }
})

When(
  'the device {operation} {variant}',
  async function (this: ExositeWorld, operation: Operation, variant: Edit) {
    const unedited = this.asked(operation)
    this.usual = unedited
    this.exchanges = [await this.download(variant(unedited, this))]
    this.refusedBy =
      variant === VARIANTS['with no CIK']
        ? 'exosite.authorise.refuses-missing-cik'
        : 'exosite.authorise.refuses-unknown-cik'
    this.twin = async () => {
      await this.requireDownload(unedited, operation.promisedBy)
      if (variant === VARIANTS['under the other vendor']) await requireRefusalOfUnknownPair(this, operation)
    }
  },
)

When('the device lists the contents with its old CIK', async function (this: ExositeWorld) {
  this.exchanges = [await this.listWith(this.oldCik ?? missing('an old CIK'))]
  this.refusedBy = 'exosite.authorise.refuses-old-cik'
  this.twin = async () => {
    const cik = this.requireCik(await this.activate(), 'a serial number that was enabled again activates')
    const list = await this.listWith(cik)
    this.require(succeeded(list), 'exosite.activate.makes-cik-usable', 'the new CIK opens the list', list)
  }
})

When(
  'the device {operation} with the CIK of an authorised client',
  async function (this: ExositeWorld, operation: Operation) {
    const cik = this.authorisedCik ?? missing('an authorised client')
    this.exchanges = [await this.download({ ...this.asked(operation), cik })]
    const { contents, ...client } = await this.state('client with contents', {})
    const { id = '' } = contents.find(({ body }) => body !== '') ?? {}
    const open = { ...this.asked(operation, client), ...operation.of(id) }
    this.twin = async () => void (await this.requireDownload(open, operation.promisedBy))
  },
)

When(
  'the device lists the contents before and after its owner enables it',
  async function (this: ExositeWorld) {
    const never = await this.state('re-enabled serial number', {})
    const unused = await this.download(this.asked(LIST, { ...never, cik: never.oldCik }))
    this.require(isRefusal(unused), 'exosite.authorise.refuses-old-cik', 'an old CIK is refused', unused)
    const before = await this.download(this.asked(LIST))
    const { status } = this.answerOf(before)
    this.require(
      status !== 404,
      'exosite.list.answers-empty-list',
      'a list without contents is a list',
      before,
    )
    this.require(succeeded(before), LIST.promisedBy, 'the CIK opens the content list at first', before)
    await this.state('owner acts', { ...this.triple, act: 'enable' })
    this.exchanges = [before, await this.download(this.asked(LIST))]
    this.refusedBy = 'exosite.authorise.refuses-old-cik'
  },
)

Then('it is answered like the usual order', async function (this: ExositeWorld) {
  await this.requireDownloadsToBeToldApart()
  await this.twin()
  const usual = await this.download(this.usual ?? missing('a usual order'))
  const [came, wanted] = [this.answerOf(this.exchange), this.answerOf(usual)]
  this.check(
    came.status === wanted.status && linesOf(came.body) === linesOf(wanted.body),
    {
      summary: 'The same parameters in another order bring something else.',
      expected: describeAnswer(usual),
      received: describeAnswer(this.exchange),
    },
    this.exchange,
  )
})

Then('the answer is OK', async function (this: ExositeWorld) {
  await this.requireDownloadsToBeToldApart()
  await this.twin()
  this.expectStatus(this.exchange, 200, 'OK')
})

Then('the request succeeds', async function (this: ExositeWorld) {
  await this.requireDownloadsToBeToldApart()
  await this.twin()
  this.expectStatus(this.exchange, [200, 206], 'success')
})

const LIST = OPERATIONS['lists the contents']

/** The lines of an answer in one order, since nobody says in which order a list comes. */
function linesOf(body: Buffer): string {
  return body.toString('latin1').split('\n').toSorted().join('\n')
}

/** How an invalid pair is refused is asked of one in which nothing exists first. */
async function requireRefusalOfUnknownPair(world: ExositeWorld, operation: Operation): Promise<void> {
  const asked = world.asked(operation)
  const { status, promisedBy } = operation.invalidPair
  const refused = await world.download({ ...asked, vendor: unknownLike(asked.vendor ?? '', world.random) })
  world.require(
    refused.answer?.status === status,
    promisedBy,
    `an unknown vendor is refused as ${status}`,
    refused,
  )
}

function change(
  name: 'vendor' | 'model' | 'id' | 'cik',
  to: (value: string, world: ExositeWorld) => string,
): Edit {
  return (download, world) => ({ ...download, [name]: to(download[name] ?? missing(`a ${name}`), world) })
}

function verb(method: string): Edit {
  return download => ({ ...download, method })
}
