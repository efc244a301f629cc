import { Then, When } from '@cucumber/cucumber'
import { describeAnswer } from '../../harness/describe.js'
import { NotApplicable } from '../../harness/finding.js'
import { defineWords } from '../../harness/words.js'
import { unknownLike } from '../../harness/unknown-like.js'
import { percentEncode } from './activation-form.js'
import { OPERATIONS, type Download, type Operation } from './download.js'
import { inOtherCase, letter, withOtherEnd } from './edits.js'
import { bytesOf, lacking, missing, type ExositeWorld } from './world.js'
import { isRefusal, succeeded } from './wire.js'

type Edit = (download: Download, world: ExositeWorld) => Download

/** Changes to a download that succeeds without them. */
const VARIANTS: Readonly<Record<string, Edit>> = {
  'with no CIK': download => ({ ...download, cik: undefined }),
  'with an empty CIK': download => ({ ...download, cik: '' }),
  'with an unknown CIK': change('cik', (cik, { random }) => unknownLike(cik, random)),
  'with its CIK less the last character': change('cik', cik => cik.slice(0, -1)),
  'with its CIK and one more character': change('cik', (cik, { random }) => cik + letter(random)),
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
}

defineWords('operation', OPERATIONS)
defineWords('variant', VARIANTS)

When('the device {operation}', async function (this: ExositeWorld, operation: Operation) {
  if (this.isNotYetActivated) {
    await this.requireKeysToBeToldApart()
    if (operation !== LIST) await takeContentOfModel(this)
  }
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
    this.coarser = coarserOf(operation, variant, this)
    this.twin = async () => {
      await this.requireDownload(unedited, operation.promisedBy)
      if (variant === VARIANTS['under the other vendor']) await requireRefusalOfUnknownPair(this, operation)
    }
  },
)

When('the device {operation} with its old CIK', async function (this: ExositeWorld, operation: Operation) {
  const cik = this.oldCik ?? missing('an old CIK')
  await this.requireKeysToBeToldApart()
  if (operation !== LIST) await takeContentOfModel(this)
  this.exchanges = [await this.download(this.asked(operation, { ...this.triple, cik }))]
  this.refusedBy = 'exosite.authorise.refuses-old-cik'
  this.twin = async () => {
    const renewed = { ...this.triple, cik: this.requireRenewedCik(await this.activate()) }
    const again = await this.download(this.asked(operation, renewed))
    const blocking = operation === LIST ? 'exosite.activate.makes-cik-usable' : operation.promisedBy
    this.require(succeeded(again), blocking, 'the new CIK is good for what the old one asked', again)
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

When('the device gets the content by {word}', async function (this: ExositeWorld, method: string) {
  const usual = this.asked(OPERATIONS['gets the content'])
  const before = await this.download(usual)
  const isWhole = before.answer?.body.equals(bytesOf(this.content)) ?? false
  this.require(
    before.answer?.status === 200,
    'exosite.content.answers-ok',
    'the content is delivered',
    before,
  )
  this.require(isWhole, 'exosite.content.is-unharmed', 'the content arrives byte for byte', before)
  this.usual = usual
  this.exchanges = [await this.download({ ...usual, method })]
})

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

Then('the request changes nothing', async function (this: ExositeWorld) {
  const refused = this.exchange
  this.answerOf(refused)
  this.check(
    isRefusal(refused),
    {
      summary: 'A verb that is not listed is answered with success.',
      expected: 'a refusal',
      received: describeAnswer(refused),
    },
    refused,
  )
  const after = await this.download(this.usual ?? missing('a usual request'))
  this.check(
    after.answer?.body.equals(bytesOf(this.content)) ?? false,
    {
      summary: `The content is another after a ${refused.request.method} that was refused.`,
      expected: `${bytesOf(this.content).length} bytes, unchanged`,
      received: describeAnswer(after),
    },
    after,
  )
})

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
  // What else than 200 the usual request brings is for another rule to say.
  this.expectStatus(this.exchange, [200, this.usualStatus ?? 200], 'OK')
})

Then('the request succeeds', async function (this: ExositeWorld) {
  await this.requireDownloadsToBeToldApart()
  await this.twin()
  this.expectStatus(this.exchange, [200, 206, this.usualStatus ?? 200], 'success')
})

const LIST = OPERATIONS['lists the contents']

/** The contents of the model that the scenario is about, where the facts of another state say what they are. */
async function takeContentOfModel(world: ExositeWorld): Promise<void> {
  const { vendor, model } = world.client ?? world.triple
  const known = await world.state('client with contents', {})
  if (known.vendor !== vendor || known.model !== model) {
    throw new NotApplicable('The model of the client is not the one whose contents are known.')
  }
  world.contents = known.contents
  world.content = known.contents.find(({ body }) => body !== '') ?? lacking('one with bytes')
}

/** The lines of an answer in one order, since nobody says in which order a list comes. */
function linesOf(body: Buffer): string {
  return body.toString('latin1').split('\n').toSorted().join('\n')
}

/** What is refused of the whole content shows what a part is to blame for, and an unknown name what its case is. */
function coarserOf(operation: Operation, variant: Edit, world: ExositeWorld): () => Promise<void> {
  const whole = OPERATIONS['gets the content']
  if (operation === OPERATIONS['gets a part of the content']) {
    return async () => {
      const refused = await world.download(variant(world.asked(whole), world))
      const isPair =
        variant === VARIANTS['under an unknown vendor'] || variant === VARIANTS['under an unknown model']
      const { status, promisedBy } = whole.invalidPair
      const what = 'the same request is refused for the whole content'
      if (isPair) world.require(refused.answer?.status === status, promisedBy, what, refused)
      else if (!isRefusal(refused)) throw new NotApplicable('The whole content is delivered as well.')
    }
  }
  if (variant === VARIANTS['with its CIK in the other case']) return () => world.requireKeysToBeToldApart()
  if (
    variant !== VARIANTS['under its vendor in the other case'] &&
    variant !== VARIANTS['under its model in the other case']
  ) {
    return async () => {}
  }
  return () => requireRefusalOfUnknownPair(world, operation)
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
