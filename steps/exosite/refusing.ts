import { Then, When } from '@cucumber/cucumber'
import { describeAnswer } from '../../harness/describe.js'
import type { Exchange } from '../../harness/exchange.js'
import { NotTested } from '../../harness/finding.js'
import { defineWords } from '../../harness/words.js'
import { unknownLike } from '../../harness/unknown-like.js'
import { activationOf, withField, type Activation, type Triple } from './activation-form.js'
import { inOtherCase } from './edits.js'
import { missing, type ExositeWorld } from './world.js'
import { cikOf, isRefusal, succeeded } from './wire.js'

const REFUSALS: Readonly<Record<string, readonly number[]>> = {
  'bad request': [400],
  unauthorized: [401],
  forbidden: [403],
  'not found': [404],
  'not found or forbidden': [404, 403],
  conflict: [409],
}

/** One change to an activation, with the rule that promises its refusal where a precondition names it. */
interface Edit {
  readonly apply: (form: Activation, world: ExositeWorld) => Activation
  readonly refusedBy?: string
  /** A coarser edit, without whose refusal this one says nothing new. */
  readonly coarser?: 'serial number' | 'model' | 'vendor'
}

/** The coarsest edits, with the statuses that refuse them and the rules that say so. */
const COARSEST = {
  'serial number': {
    apply: change('sn', unknown).apply,
    statuses: [404],
    promisedBy: 'exosite.refusal.unknown-serial-number-is-not-found',
  },
  model: {
    apply: change('model', unknown).apply,
    statuses: [404, 403],
    promisedBy: 'exosite.refusal.unknown-model-is-not-found',
  },
  vendor: {
    apply: change('vendor', unknown).apply,
    statuses: [404, 403],
    promisedBy: 'exosite.refusal.unknown-vendor-is-not-found',
  },
} as const

const EDITS: Readonly<Record<string, Edit>> = {
  'names an unknown serial number': change('sn', unknown),
  'adds a character to the serial number': change(
    'sn',
    (sn, { random }) => sn + random.word(1, 'ghjkmnpqrstvwxyz'),
  ),
  'puts a zero before the serial number': change('sn', sn => `0${sn}`),
  'drops the last character of the serial number': change('sn', sn => sn.slice(0, -1)),
  'names an unknown model': {
    ...change('model', unknown),
    refusedBy: 'exosite.refusal.unknown-model-is-not-found',
  },
  'names an unknown vendor': change('vendor', unknown),
  'names the foreign model': {
    apply(form, { foreign = missing('a foreign model') }) {
      return withField(withField(form, 'vendor', foreign.vendor), 'model', foreign.model)
    },
    refusedBy: 'exosite.refusal.serial-number-of-another-model-is-not-found',
    coarser: 'serial number',
  },
  'names the other vendor': {
    ...change('vendor', (_, { otherVendor = missing('another vendor') }) => otherVendor),
    coarser: 'vendor',
  },
  'puts a percent sign for the end of the serial number': {
    ...change('sn', ending('%')),
    coarser: 'serial number',
  },
  'puts an asterisk for the end of the serial number': {
    ...change('sn', ending('*')),
    coarser: 'serial number',
  },
  'puts an underscore for the last character': { ...change('sn', ending('_')), coarser: 'serial number' },
  'puts an accent on the last letter of the serial number': {
    ...change('sn', accented),
    coarser: 'serial number',
  },
  'adds a NUL with more behind it to the serial number': {
    ...change('sn', sn => `${sn}\0more`),
    coarser: 'serial number',
  },
  'leaves out the vendor': change('vendor', () => undefined),
  'leaves out the model': change('model', () => undefined),
  'leaves out the serial number': change('sn', () => undefined),
  'leaves the serial number empty': change('sn', () => ''),
  'writes the vendor in the other case': { ...change('vendor', inOtherCase), coarser: 'vendor' },
  'writes the model in the other case': { ...change('model', inOtherCase), coarser: 'model' },
  'writes the serial number in the other case': { ...change('sn', inOtherCase), coarser: 'serial number' },
  'puts a space before the serial number': { ...change('sn', sn => ` ${sn}`), coarser: 'serial number' },
  'puts a space after the serial number': { ...change('sn', sn => `${sn} `), coarser: 'serial number' },
}

defineWords('refusal', REFUSALS)
defineWords('edit', EDITS)

When('the device activates with it, but {edit}', async function (this: ExositeWorld, edit: Edit) {
  await tryInVain(this, edit.apply(activationOf(this.triple), this))
  this.refusedBy = edit.refusedBy ?? this.refusedBy
  if (edit.coarser === undefined) return
  const { apply, statuses, promisedBy } = COARSEST[edit.coarser]
  this.coarser = async () => {
    const exchange = await this.activate(apply(activationOf(this.triple), this))
    const isRight = (statuses as readonly number[]).includes(exchange.answer?.status ?? 0)
    this.require(isRight, promisedBy, `an unknown ${edit.coarser} is not found`, exchange)
  }
})

When('the device activates with it by {word}', async function (this: ExositeWorld, method: string) {
  await tryInVain(this, { ...activationOf(this.triple), method })
})

Then('the request is refused', async function (this: ExositeWorld) {
  await this.coarser()
  checkRefused(this, this.exchange)
  await this.twin()
})

Then('the request is refused as {refusal}', async function (this: ExositeWorld, allowed: readonly number[]) {
  await this.coarser()
  checkRefused(this, this.exchange)
  await this.twin()
  this.expectStatus(this.exchange, allowed, nameOf(allowed))
})

Then('the refusal is {refusal}', async function (this: ExositeWorld, allowed: readonly number[]) {
  this.require(isRefusal(this.exchange), this.refusedBy, 'the request is refused', this.exchange)
  await this.twin()
  this.expectStatus(this.exchange, allowed, nameOf(allowed))
})

Then('the same request is refused {int} more times', async function (this: ExositeWorld, times: number) {
  this.require(isRefusal(this.exchange), this.refusedBy, 'the request is refused at first', this.exchange)
  for (let time = 1; time <= times; time += 1) checkRefused(this, await this.activate(this.activation))
  await this.twin()
})

Then('the same request is refused again', async function (this: ExositeWorld) {
  this.require(isRefusal(this.exchange), this.refusedBy, 'the request is refused at first', this.exchange)
  checkRefused(this, await this.activate(this.activation))
  await this.twin()
})

Then('the same request is refused again as not found', async function (this: ExositeWorld) {
  const first = this.exchange.answer?.status
  this.require(first === 404, this.refusedBy, 'the request is refused as not found at first', this.exchange)
  const again = await this.activate(this.activation)
  await this.twin()
  this.expectStatus(again, 404, 'not found')
})

Then('the device can still activate with it', async function (this: ExositeWorld) {
  this.require(isRefusal(this.exchange), this.refusedBy, 'the request is refused', this.exchange)
  await this.requireActivations()
  checkStillEnabled(this, await this.activate())
})

Then('the device can activate with it after the owner enables it', async function (this: ExositeWorld) {
  this.require(isRefusal(this.exchange), this.refusedBy, 'the request is refused', this.exchange)
  await this.requireActivations()
  if (this.refusedBy === 'exosite.refusal.expired-is-refused') await requireWindowsToReopen(this)
  await this.state('owner acts', { ...this.triple, act: 'enable' })
  const summary = 'A serial number that is enabled after a refusal does not activate.'
  checkStillEnabled(this, await this.activate(), summary)
})

Then('the answer does not hold its CIK', async function (this: ExositeWorld) {
  const { cik } = this.client ?? missing('a client that is activated')
  this.require(isRefusal(this.exchange), this.refusedBy, 'the request is refused', this.exchange)
  await this.twin()
  const { headers, body } = this.answerOf(this.exchange)
  const holder = body.includes(cik) ? 'its body' : headers.find(([, value]) => value.includes(cik))?.[0]
  this.check(
    holder === undefined,
    {
      summary: 'The refusal of an activation hands out the CIK.',
      expected: 'an answer without the CIK',
      received: `the CIK in ${holder}`,
    },
    this.exchange,
  )
})

Then('nothing is activated', async function (this: ExositeWorld) {
  checkRefused(this, this.exchange)
  await this.requireActivations()
  checkStillEnabled(this, await this.activate())
})

/** Sends an activation that is one edit away from the one that the same serial number accepts afterwards. */
async function tryInVain(world: ExositeWorld, edited: Activation): Promise<void> {
  world.activation = edited
  world.exchanges = [await world.activate(edited)]
  world.twin = async () => {
    world.requireCik(await world.activate(), 'the same request activates without the edit')
  }
}

/** What is refused must not succeed; the code is no business of this check. */
function checkRefused(world: ExositeWorld, exchange: Exchange): void {
  world.answerOf(exchange)
  world.check(
    isRefusal(exchange),
    {
      summary: succeeded(exchange)
        ? 'A request that should be refused succeeded.'
        : 'A request that should be refused was not.',
      expected: 'a refusal',
      received: describeAnswer(exchange),
    },
    exchange,
  )
}

/** A window that is over opens again where nobody was refused meanwhile. */
async function requireWindowsToReopen(world: ExositeWorld): Promise<void> {
  const other = await world.state('expired serial number', {})
  await world.state('owner acts', { ...other, act: 'enable' })
  const exchange = await world.activate(activationOf(other))
  const what = 'an expired serial number that is enabled again activates'
  world.require(
    cikOf(exchange) !== undefined,
    'exosite.activate.restarts-window-on-re-enabling',
    what,
    exchange,
  )
}

function checkStillEnabled(
  world: ExositeWorld,
  exchange: Exchange,
  summary = 'The serial number does not activate any more after a request that was refused.',
): void {
  world.answerOf(exchange)
  world.check(
    cikOf(exchange) !== undefined,
    { summary, expected: '200 OK with a CIK', received: describeAnswer(exchange) },
    exchange,
  )
}

function change(name: keyof Triple, to: (value: string, world: ExositeWorld) => string | undefined): Edit {
  return { apply: (form, world) => withField(form, name, to(world.triple[name], world)) }
}

/** The same text with its last character replaced. */
function ending(character: string): (sn: string) => string {
  return sn => sn.slice(0, sn.endsWith(character) ? -2 : -1) + character
}

/** The same text with an acute accent on its last letter. */
function accented(sn: string): string {
  const other = sn.replace(/[A-Za-z](?=[^A-Za-z]*$)/, letter => `${letter}\u0301`.normalize('NFC'))
  if (other === sn) throw new NotTested(`"${sn}" has no letter that could have an accent.`)
  return other
}

function unknown(value: string, { random }: ExositeWorld): string {
  return unknownLike(value, random)
}

function nameOf(allowed: readonly number[]): string {
  return Object.entries(REFUSALS).find(([, statuses]) => statuses === allowed)?.[0] ?? ''
}
