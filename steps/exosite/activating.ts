import { Then, When } from '@cucumber/cucumber'
import { requestBytes } from '../../harness/raw-client.js'
import { describeAnswer } from '../../harness/describe.js'
import { header, type Exchange } from '../../harness/exchange.js'
import { NotApplicable } from '../../harness/finding.js'
import { defineWords } from '../../harness/words.js'
import { activationOf, activationRequest, STYLES, type Activation } from './activation-form.js'
import { OPERATIONS } from './download.js'
import { missing, type ExositeWorld } from './world.js'
import { cikOf, isRefusal, succeeded } from './wire.js'

defineWords('style', STYLES)

When('the device activates with it', async function (this: ExositeWorld) {
  this.exchanges = [await this.activate()]
  this.twin = () => this.requireActivations()
})

When(
  'the device activates with it in a form {style}',
  async function (this: ExositeWorld, style: (form: Activation) => Activation) {
    this.exchanges = [await this.activate(style(activationOf(this.triple)))]
    this.twin = () => this.requireActivations()
  },
)

When('the device activates with it twice', async function (this: ExositeWorld) {
  const first = await this.activate()
  await requireServing(this, this.requireCik(first))
  this.exchanges = [first, await this.activate()]
  this.refusedBy = 'exosite.refusal.activated-is-refused'
})

When('each device activates with its own', async function (this: ExositeWorld) {
  this.exchanges = await Promise.all(this.triples.map(triple => this.activate(activationOf(triple))))
})

When('the devices activate one after the other', async function (this: ExositeWorld) {
  const [first = missing('a serial number'), second = missing('a second serial number')] = this.triples
  const earlier = await this.activate(activationOf(first))
  await requireServing(this, this.requireCik(earlier))
  this.exchanges = [earlier, await this.activate(activationOf(second))]
})

When('{int} devices activate with it at the same time', async function (this: ExositeWorld, devices: number) {
  const all = Array.from({ length: devices })
  // Connections that stand already let the activations arrive together.
  await Promise.all(all.map(() => this.activate(this.activationOfNothing())))
  this.exchanges = await Promise.all(all.map(() => this.activate()))
})

When(
  'the device activates with both on one connection, each form followed by a line end',
  async function (this: ExositeWorld) {
    const nothing = [this.activationOfNothing(), this.activationOfNothing()]
    const [first, second] = await onOneConnection(this, nothing, '')
    if (first) this.answerOf(first)
    if (!second?.answer) throw new NotApplicable('The target closes a connection after one answer.')
    this.exchanges = await onOneConnection(this, this.triples.map(activationOf), '\r\n')
    this.twin = () => requireSeveralActivations(this)
  },
)

When(
  'the device activates with it on a connection that it asks to close',
  async function (this: ExositeWorld) {
    const last: Activation = { ...activationOf(this.triple), headers: [['Connection', 'close']] }
    this.exchanges = await onOneConnection(this, [last, this.activationOfNothing()], '', () => false)
  },
)

When('the device activates with it, its form a moment after the header', async function (this: ExositeWorld) {
  const { head, body } = await wired(this, activationOf(this.triple))
  this.exchanges = [await this.sendRaw({ pieces: [head, body], pause: 50 })]
  this.twin = () => this.requireActivations()
})

Then('the device receives a CIK', async function (this: ExositeWorld) {
  await this.twin()
  checkCik(this, this.exchange)
})

Then('the device receives a CIK for each', async function (this: ExositeWorld) {
  await this.twin()
  for (const exchange of this.exchanges) checkCik(this, exchange)
})

Then('the CIK opens the content list', async function (this: ExositeWorld) {
  await this.requireLists()
  const list = await this.listWith(this.requireCik(this.exchange))
  checkOpens(this, list)
})

Then('the CIK opens the content list {int} times', async function (this: ExositeWorld, times: number) {
  const cik = this.requireCik(this.exchange)
  await requireAccepted(this, cik, 'the CIK of an activation opens the content list')
  for (let time = 2; time <= times; time += 1) checkOpens(this, await this.listWith(cik))
})

Then('its first CIK still opens the content list', async function (this: ExositeWorld) {
  const [first = missing('an activation')] = this.exchanges
  this.require(isRefusal(this.exchange), this.refusedBy, 'the second activation is refused', this.exchange)
  await this.requireLists()
  checkOpens(this, await this.listWith(this.requireCik(first)))
})

Then('the first CIK opens the content list', async function (this: ExositeWorld) {
  const [first = missing('an activation')] = this.exchanges
  const ciks = [this.requireCik(first), this.requireCik(this.exchange)] as const
  this.require(
    ciks[0] !== ciks[1],
    'exosite.activate.gives-each-client-its-own-cik',
    'two clients receive two CIKs',
    this.exchange,
  )
  checkOpens(this, await this.listWith(ciks[0]))
})

Then('its old CIK opens nothing', async function (this: ExositeWorld) {
  const cik = this.requireRenewedCik(this.exchange)
  await this.requireKeysToBeToldApart()
  this.require(
    cik !== this.oldCik,
    'exosite.activate.renews-cik-after-re-enabling',
    'the new CIK differs from the old one',
    this.exchange,
  )
  await requireAccepted(this, cik, 'the new CIK opens the content list')
  const list = await this.listWith(this.oldCik ?? missing('an old CIK'))
  this.answerOf(list)
  const received = describeAnswer(list)
  this.check(
    !succeeded(list),
    { summary: 'The old CIK is accepted again.', expected: 'a refusal', received },
    list,
  )
})

Then('the CIK of the winner opens the content list', async function (this: ExositeWorld) {
  const [winner, second] = this.exchanges.filter(succeeded)
  if (winner === undefined) throw new NotApplicable('None of the devices won.')
  const what = 'at most one of the devices wins'
  this.require(second === undefined, 'exosite.activate.admits-one-winner', what, second)
  const cikOfWinner = this.requireCik(winner)
  const list = await this.listWith(cikOfWinner)
  if (succeeded(list)) return checkOpens(this, list)
  // A key that any refusal costs is for another rule to say.
  const alone = await this.state('enabled serial number', {})
  const cik = this.requireCik(await this.activate(activationOf(alone)))
  await this.activate(activationOf(alone))
  await this.requireLists()
  const kept = await this.listWith(cik)
  this.require(succeeded(kept), 'exosite.refusal.keeps-first-cik', 'a refusal leaves the CIK as it is', kept)
  checkOpens(this, await this.listWith(cikOfWinner))
})

Then(
  'the device can activate with it after the owner enables it once more',
  async function (this: ExositeWorld) {
    await this.requireActivations()
    this.requireRenewedCik(this.exchange)
    await this.state('owner acts', { ...this.triple, act: 'enable' })
    this.exchanges = [...this.exchanges, await this.activate()]
    checkCik(this, this.exchange)
  },
)

Then(
  'the first CIK opens the content list after the owner {word}s the second serial number',
  async function (this: ExositeWorld, act: 'enable' | 'disable') {
    const [first = missing('an activation')] = this.exchanges
    const [, second = missing('a second serial number')] = this.triples
    const cik = this.requireCik(first)
    const before = await this.listWith(cik)
    const what = 'the CIK of one client is good after the activation of another'
    this.require(succeeded(before), 'exosite.activate.leaves-other-clients-alone', what, before)
    await this.state('owner acts', { ...second, act })
    checkOpens(this, await this.listWith(cik))
  },
)

Then(
  'the second CIK is good until the owner enables the second serial number',
  async function (this: ExositeWorld) {
    await requireEnablingToEndCiks(this)
    const [, other = missing('a second serial number')] = this.triples
    const [first = missing('an activation'), second = missing('a second activation')] = this.exchanges
    const [firstCik, secondCik] = [this.requireCik(first), this.requireCik(second)]
    const ownCiks = 'exosite.activate.gives-each-client-its-own-cik'
    this.require(firstCik !== secondCik, ownCiks, 'two clients receive two CIKs', second)
    await requireAccepted(this, secondCik, 'the CIK of an activation opens the content list')
    await this.state('owner acts', { ...other, act: 'enable' })
    const [own, foreign] = [await this.listWith(secondCik), await this.listWith(firstCik)]
    this.answerOf(own)
    this.check(
      !succeeded(own),
      {
        summary:
          'The CIK that was returned is not that of the client: it outlives the enabling of its serial number.',
        expected: 'a refusal',
        received: describeAnswer(own),
      },
      own,
    )
    const what = 'enabling one serial number leaves the CIK of another client as it is'
    this.require(succeeded(foreign), 'exosite.authorise.keeps-other-ciks', what, foreign)
  },
)

Then('no other request of the connection is answered', async function (this: ExositeWorld) {
  const [first = missing('an activation'), second = missing('another request')] = this.exchanges
  await this.requireActivations()
  this.requireCik(first)
  this.check(
    second.answer === undefined,
    {
      summary: 'A connection that the device asked to close goes on.',
      expected: 'the end of the connection',
      received: describeAnswer(second),
    },
    second,
  )
})

Then('their CIKs differ', function (this: ExositeWorld) {
  const ciks = this.exchanges.map(exchange => this.requireCik(exchange))
  this.check(
    new Set(ciks).size === ciks.length,
    {
      summary: 'Two clients received the same CIK.',
      expected: 'a CIK for each',
      received: 'one CIK for both',
    },
    this.exchange,
  )
})

Then('at most one of them receives a CIK', async function (this: ExositeWorld) {
  const winners = this.exchanges.filter(succeeded)
  if (winners.length > 1) await requireOrderlyRefusals(this, winners.length)
  this.check(
    winners.length <= 1,
    {
      summary: 'Devices that activate with one serial number at the same time received a CIK each.',
      expected: 'at most 1 success',
      received: `${winners.length} successes out of ${this.exchanges.length}`,
    },
    winners[1],
  )
  this.observe('devices that win a race for one serial number', String(winners.length))
  const later = winners[0] ?? (await this.activate())
  this.requireCik(later, 'an enabled serial number activates for one of the devices')
  await this.requireActivations()
})

Then('the CIK has 40 characters', async function (this: ExositeWorld) {
  await this.twin()
  const { length } = this.requireCik(this.exchange)
  this.check(
    length === 40,
    { summary: 'The CIK has another length.', expected: '40 characters', received: `${length} characters` },
    this.exchange,
  )
})

Then('the CIK ends without a line end', async function (this: ExositeWorld) {
  await this.twin()
  const { length } = this.requireCik(this.exchange)
  const { body } = this.answerOf(this.exchange)
  this.check(
    body.length === length,
    {
      summary: 'The answer holds more than the CIK.',
      expected: `${length} bytes`,
      received: `${body.length} bytes that end with ${JSON.stringify(body.toString('latin1', length))}`,
    },
    this.exchange,
  )
})

Then('the CIK is lower-case hexadecimal', async function (this: ExositeWorld) {
  await this.twin()
  const cik = this.requireCik(this.exchange)
  const other = [...new Set(cik.replace(/[0-9a-f]/g, ''))].join('')
  this.check(
    other === '',
    { summary: 'The CIK has other characters in it.', expected: '0-9 and a-f', received: `also ${other}` },
    this.exchange,
  )
})

Then('the CIK differs from the old one', async function (this: ExositeWorld) {
  await this.twin()
  const cik = this.requireRenewedCik(this.exchange)
  this.check(
    cik !== this.oldCik,
    { summary: 'The activation returned the old CIK again.', expected: 'a new CIK', received: 'the old CIK' },
    this.exchange,
  )
})

function checkCik(world: ExositeWorld, exchange: Exchange): void {
  world.answerOf(exchange)
  world.check(
    cikOf(exchange) !== undefined,
    {
      summary: 'An activation that should succeed brought no CIK.',
      expected: '200 OK with a CIK',
      received: describeAnswer(exchange),
    },
    exchange,
  )
}

/** A key opens the list also where the model has no contents, however that is answered. */
function checkOpens(world: ExositeWorld, list: Exchange): void {
  const { status } = world.answerOf(list)
  world.require(status !== 404, 'exosite.list.answers-empty-list', 'a list without contents is a list', list)
  world.check(
    succeeded(list),
    { summary: 'The CIK is not accepted.', expected: 'a list', received: describeAnswer(list) },
    list,
  )
}

async function requireAccepted(world: ExositeWorld, cik: string, what: string): Promise<void> {
  await world.requireLists()
  const list = await world.listWith(cik)
  world.require(succeeded(list), 'exosite.activate.makes-cik-usable', what, list)
}

/** The key of an activated client ends when its serial number is enabled again. */
async function requireEnablingToEndCiks(world: ExositeWorld): Promise<void> {
  const { cik, ...triple } = await world.state('activated client', {})
  const asked = world.asked(OPERATIONS['lists the contents'], { ...triple, cik })
  const before = await world.download(asked)
  world.require(
    succeeded(before),
    'exosite.list.answers-ok',
    'the CIK opens the content list at first',
    before,
  )
  await world.state('owner acts', { ...triple, act: 'enable' })
  const after = await world.download(asked)
  const what = 'a CIK is refused once its serial number was enabled again'
  world.require(isRefusal(after), 'exosite.authorise.refuses-used-cik', what, after)
}

/** Two clients that were enabled before either was activated can both be activated. */
async function requireSeveralActivations(world: ExositeWorld): Promise<void> {
  await world.requireActivations()
  const one = await world.state('enabled serial number', {})
  const other = await world.state('enabled serial number', {})
  world.requireCik(await world.activate(activationOf(one)))
  const second = await world.activate(activationOf(other))
  const what = 'an activation leaves another client enabled'
  world.require(cikOf(second) !== undefined, 'exosite.activate.leaves-other-clients-alone', what, second)
}

/** The CIK opens the content list, more than once. */
async function requireServing(world: ExositeWorld, cik: string): Promise<void> {
  await requireAccepted(world, cik, 'the CIK of an activation opens the content list')
  const again = await world.listWith(cik)
  world.require(
    succeeded(again),
    'exosite.activate.lets-cik-serve-again',
    'the CIK opens it once more',
    again,
  )
}

/** Who comes after the first is refused where devices come one after the other, so that a race is to blame. */
async function requireOrderlyRefusals(world: ExositeWorld, times: number): Promise<void> {
  const activation = activationOf(await world.state('enabled serial number', {}))
  world.requireCik(await world.activate(activation))
  for (let time = 2; time <= times + 1; time += 1) {
    const refused = await world.activate(activation)
    const promise = time === 2 ? 'activated-is-refused' : 'does-not-enable'
    const what = 'devices that come one after the other are refused'
    world.require(isRefusal(refused), `exosite.refusal.${promise}`, what, refused)
  }
}

/** An activation as bytes for a connection of its own. */
async function wired(world: ExositeWorld, activation: Activation): Promise<{ head: Buffer; body: Buffer }> {
  const request = activationRequest(activation)
  const { body = Buffer.alloc(0) } = request
  const { target, headers } = await world.session.clients.rawHead(request.target, [
    ...(request.headers ?? []),
    ['Content-Length', String(body.length)],
  ])
  return { head: requestBytes(request.method, target, headers), body }
}

/**
 * Activations one after the other on a connection of their own, until the target closes it, each body followed by bytes
 * that it does not count.
 */
async function onOneConnection(
  world: ExositeWorld,
  activations: readonly Activation[],
  stray: string,
  closes: (exchange: Exchange) => boolean = saysClose,
): Promise<Exchange[]> {
  const connection = world.openRaw()
  const exchanges: Exchange[] = []
  for (const activation of activations) {
    const { head, body } = await wired(world, activation)
    const exchange = await connection.send({ pieces: [Buffer.concat([head, body, Buffer.from(stray)])] })
    exchanges.push(exchange)
    if (closes(exchange)) break
  }
  connection.close()
  return exchanges
}

function saysClose({ answer }: Exchange): boolean {
  return !answer || /\bclose\b/i.test(header(answer.headers, 'connection') ?? '')
}
