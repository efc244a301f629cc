import { isAscii } from 'node:buffer'
import { Given } from '@cucumber/cucumber'
import { defineWords } from '../../harness/words.js'
import { activationOf } from './activation-form.js'
import { OPERATIONS } from './download.js'
import { isRefusal } from './wire.js'
import { bytesOf, lacking, type Content, type ExositeWorld } from './world.js'

const HOUR = 3600

const SERIAL_NUMBERS = {
  enabled: { state: 'enabled serial number' },
  'not enabled': {
    state: 'serial number not enabled',
    refusedBy: 'exosite.refusal.never-enabled-is-a-conflict',
  },
  disabled: { state: 'disabled serial number', refusedBy: 'exosite.refusal.disabled-is-refused' },
  expired: { state: 'expired serial number', refusedBy: 'exosite.refusal.expired-is-refused' },
} as const

const CHARACTERS = {
  'a space': 'withSpace',
  'a plus sign': 'withPlus',
  'a percent sign': 'withPercent',
  'an ampersand': 'withAmpersand',
  'a letter beyond ASCII': 'withLetterBeyondAscii',
} as const

type Kind = (content: Content) => boolean

const KINDS: Readonly<Record<string, Kind>> = {
  'is binary': isBinary,
  'is text': isText,
  'is empty': ({ body }) => body === '',
  'is described': isDescribed,
  'is not described': ({ meta, body }) => meta === '' && body !== '',
  'is described with a comma': ({ meta }) => meta.includes(','),
}

defineWords('status', SERIAL_NUMBERS)
defineWords('character', CHARACTERS)
defineWords('kind', KINDS)

type Status = (typeof SERIAL_NUMBERS)[keyof typeof SERIAL_NUMBERS]

Given('a serial number that is {status}', async function (this: ExositeWorld, status: Status) {
  this.triples = [await this.state(status.state, {})]
  if ('refusedBy' in status) this.refusedBy = status.refusedBy
  else this.isEnabled = true
})

Given('a serial number that is enabled again', async function (this: ExositeWorld) {
  const { oldCik, ...triple } = await this.state('re-enabled serial number', {})
  this.triples = [triple]
  this.isEnabled = true
  this.oldCik = oldCik
})

Given(
  'a serial number that contains {character}',
  async function (this: ExositeWorld, character: (typeof CHARACTERS)[keyof typeof CHARACTERS]) {
    const facts = await this.state('serial numbers with special characters', {})
    this.triples = [{ vendor: facts.vendor, model: facts.model, sn: facts[character] }]
    this.isEnabled = true
  },
)

Given('two serial numbers that are enabled', async function (this: ExositeWorld) {
  this.triples = [
    await this.state('enabled serial number', {}),
    await this.state('enabled serial number', {}),
  ]
  this.isEnabled = true
})

Given('a client that is activated', async function (this: ExositeWorld) {
  const { cik, ...triple } = await this.state('activated client', {})
  this.triples = [triple]
  this.client = { ...triple, cik }
  this.refusedBy = 'exosite.refusal.activated-is-refused'
})

Given('another one that is enabled', async function (this: ExositeWorld) {
  await this.state('enabled serial number', {})
})

Given('its owner disables it', async function (this: ExositeWorld) {
  const never = await this.activate(activationOf(await this.state('disabled serial number', {})))
  const what = 'a client that was disabled is refused'
  this.require(isRefusal(never), 'exosite.refusal.disabled-is-refused', what, never)
  await this.state('owner acts', { ...this.triple, act: 'disable' })
})

Given('its owner enables it', async function (this: ExositeWorld) {
  await this.state('owner acts', { ...this.triple, act: 'enable' })
})

Given('its window is over', async function (this: ExositeWorld) {
  const { cik: _, ...other } = await this.state('activated client', {})
  const within = await this.activate(activationOf(other))
  const what = 'a client that was activated is refused while the window is open'
  this.require(isRefusal(within), 'exosite.refusal.activated-is-refused', what, within)
  await this.state('time advanced', { seconds: 25 * HOUR })
})

Given('a client that is not yet activated', async function (this: ExositeWorld) {
  const { cik, ...triple } = await this.state('client not yet activated', {})
  this.client = { ...triple, cik }
  this.isNotYetActivated = true
  this.twin = () => this.requireLists()
})

Given('a client with contents', async function (this: ExositeWorld) {
  await takeContent(this, isBinary)
})

Given('a content that {kind}', async function (this: ExositeWorld, kind: Kind) {
  await takeContent(this, kind)
})

Given('a content of {int} bytes', async function (this: ExositeWorld, length: number) {
  const { content, body, ...client } = await this.state('content of a length', { length })
  this.client = client
  this.content = { id: content, body }
  this.arrivesBy = 'exosite.content.large-ones-are-complete'
})

Given('a client without contents', async function (this: ExositeWorld) {
  this.client = await this.state('client without contents', {})
})

Given('a protected content', async function (this: ExositeWorld) {
  const { content, authorisedCik, ...client } = await this.state('protected content', {})
  this.client = client
  this.authorisedCik = authorisedCik
  this.content = { id: content }
})

Given('a foreign model', async function (this: ExositeWorld) {
  this.foreign = await this.state('foreign model', {})
})

Given('another vendor', async function (this: ExositeWorld) {
  this.otherVendor = (await this.state('other vendor', {})).vendor
})

Given('{int} hours have passed', async function (this: ExositeWorld, hours: number) {
  // A key that time ends must have been good before.
  if (this.client) {
    const { promisedBy } = OPERATIONS['lists the contents']
    await this.requireDownload(this.asked(OPERATIONS['lists the contents']), promisedBy)
  }
  // A window that opens again must let a client in at all.
  if (this.oldCik !== undefined) {
    const { oldCik: _, ...other } = await this.state('re-enabled serial number', {})
    this.requireRenewedCik(await this.activate(activationOf(other)))
  }
  await this.state('time advanced', { seconds: hours * HOUR })
})

async function takeContent(world: ExositeWorld, kind: Kind): Promise<void> {
  const { contents, ...client } = await world.state('client with contents', {})
  world.client = client
  world.contents = contents
  world.content = contents.find(kind) ?? lacking(`one that ${kindName(kind)}`)
}

function kindName(kind: Kind): string {
  return Object.entries(KINDS).find(([, value]) => value === kind)?.[0] ?? ''
}

function isBinary(content: Content): boolean {
  return bytesOf(content).length >= 16 && !isText(content)
}

/** Whether a content has bytes, and they are ASCII. */
export function isText(content: Content): boolean {
  const bytes = bytesOf(content)
  return bytes.length > 0 && isAscii(bytes)
}

/** Whether a content has a meta that no escaping could change: letters and spaces. */
export function isDescribed({ meta }: Content): boolean {
  return /^[A-Za-z ]+$/.test(meta)
}
