import { Given } from '@cucumber/cucumber'
import { NotApplicable, NotTested } from '../../harness/finding.js'
import { defineWords } from '../../harness/words.js'
import { SE_TYPES } from '../../schemas/seram/states.js'
import { partOf, PARTS, withFeature, withPart, type Part } from './edits.js'
import { makeCommands, PARAMETERS, sessionIdOf, type Order, type Parameter } from './order.js'
import { SE_IDS, SESSION_IDS } from './session-ids.js'
import { missing, type SeramWorld } from './world.js'

const RMO = 'remoteManagementOrder'

/** The rules that promise that an order is accepted without one of the parameters. */
const OPTIONAL: Readonly<Record<Parameter, string>> = {
  secureElement: 'seram.order.secure-element-is-optional',
  sessionID: 'seram.order.session-id-is-optional',
  remoteManagementOrder: 'seram.order.remote-management-order-is-optional',
}

defineWords('part', PARTS)
defineWords('seType', Object.fromEntries(SE_TYPES.map(seType => [seType, seType])))
defineWords('kindOfId', SESSION_IDS)
defineWords('kindOfSeId', SE_IDS)

Given(/^an order with ((?:\w+, )*\w+)$/, async function (this: SeramWorld, list: string) {
  const parameters = list.split(', ').map(parameterOf)
  const takesParts = this.session.target.capabilities['single-parameter-orders'] !== false
  if (parameters.length === 1 && !takesParts) {
    throw new NotApplicable('The target takes no order with one parameter alone.')
  }
  this.order = await this.newOrder(parameters)
  this.sessionID = sessionIdOf(this.order)
  this.promisedBy = promiseOf(parameters)
  if (parameters.length > 1) {
    // Without a list none is chosen either, which is for another rule to judge.
    if (!parameters.includes('secureElement')) this.twin = () => requireOptionalChoice(this)
    return
  }
  // Each parameter is optional by itself first: what is wrong with that is found where only one is left out.
  this.twin = async () => {
    for (const other of PARAMETERS.filter(name => !parameters.includes(name))) {
      const two = [...parameters, other]
      const exchange = await this.place(await this.newOrder(two))
      await this.preconditions.requireAccepted(exchange, promiseOf(two))
    }
  }
})

Given(
  'an order for a secure element of type {seType}',
  async function (this: SeramWorld, seType: (typeof SE_TYPES)[number]) {
    const { others: _, ...facts } = await this.state('orderable secure element', { seType })
    if (facts.seType !== seType) {
      throw new NotTested(
        `The facts of "orderable secure element" give one of type ${facts.seType}, not ${seType}.`,
      )
    }
    this.order = await this.newOrder(PARAMETERS, { secureElement: facts })
  },
)

Given('the order lists {int} secure elements', async function (this: SeramWorld, count: number) {
  const [, ...others] = await this.listedElements(count)
  edit(this, ['secureElement'], was => [...(Array.isArray(was) ? was : []), ...others])
  if (count > 1) this.promisedBy = 'seram.order.takes-a-list-of-secure-elements'
})

Given('the order has no {part}', function (this: SeramWorld, part: Part) {
  this.order = withPart(this.order, part.path)
})

Given('the order lists a secure element of every type', async function (this: SeramWorld) {
  const elements = await this.elementsOfEveryType()
  edit(this, ['secureElement'], was => [...(Array.isArray(was) ? was : []), ...elements])
  this.promisedBy = 'seram.secure-element.takes-every-type'
})

Given('the order chooses the secure element just as it is listed', function (this: SeramWorld) {
  const listed = partOf(this.order, ['secureElement', 0])
  edit(this, [RMO, 'chosenSecureElement'], () => listed)
  this.promisedBy = 'seram.secure-element.extra-info-is-optional'
})

Given("the order's seId is {kindOfSeId}", async function (this: SeramWorld, make: (typeof SE_IDS)[string]) {
  const { others } = await this.state('orderable secure element', {})
  if (others) {
    throw new NotApplicable(
      'The target takes orders for the secure elements that its stage names, and no others.',
    )
  }
  const seId = make(this.random)
  edit(this, ['secureElement', 0, 'seId'], () => seId)
  const isChosen = partOf(this.order, [RMO, 'chosenSecureElement']) !== null
  if (isChosen) edit(this, [RMO, 'chosenSecureElement', 'seId'], () => seId)
  this.promisedBy = 'seram.secure-element.takes-any-id'
})

Given("the order's delay is {int}", function (this: SeramWorld, delay: number) {
  edit(this, [RMO, 'delay'], () => delay)
  this.promisedBy = 'seram.remote-management-order.takes-any-delay'
})

Given("the order's seExtraInfo is {string}", function (this: SeramWorld, seExtraInfo: string) {
  edit(this, ['secureElement', 0, 'seExtraInfo'], () => seExtraInfo)
  this.promisedBy = 'seram.secure-element.extra-info-is-optional'
})

Given(/^the order's commands are ((?:\w+, )*\w+)$/, function (this: SeramWorld, types: string) {
  edit(this, [RMO, 'ramCommands'], () => makeCommands(types.split(', '), this.random))
})

Given('the order repeats its {word}', function (this: SeramWorld, type: string) {
  edit(this, [RMO, 'ramCommands'], () => {
    const [start = null, once = null, stop = null] = makeCommands(
      ['ramStartCommand', type, 'ramStopCommand'],
      this.random,
    )
    return [start, once, once, stop]
  })
  this.promisedBy = 'seram.remote-management-order.takes-every-command'
})

Given('the remoteManagementOrder is a delay alone', function (this: SeramWorld) {
  edit(this, [RMO], () => ({ delay: this.random.integer(101, 999) }))
})

Given(/^the order's C-APDUs are (".*")$/, function (this: SeramWorld, list: string) {
  takeApdus(this, JSON.parse(`[${list}]`) as string[])
})

Given("the order's C-APDU has {int} bytes", function (this: SeramWorld, length: number) {
  takeApdus(this, [this.random.bytes(length).toString('hex').toUpperCase()])
})

Given("the order's deviceAppNotification is {string}", function (this: SeramWorld, text: string) {
  const plain = withFeature(this.order, 'notificationCommand', this.random)
  this.order = plain
  edit(this, PARTS['deviceAppNotification']?.path ?? [], () => text)
  this.promisedBy = 'seram.remote-management-order.takes-any-notification'
  this.twin = () => requireCommands(this, plain)
})

Given("the order's sessionID is {kindOfId}", function (this: SeramWorld, make: (typeof SESSION_IDS)[string]) {
  edit(this, ['sessionID'], () => make(this.random))
})

Given('a session with a given sessionID', async function (this: SeramWorld) {
  await startSession(this)
})

Given('another session with a given sessionID', async function (this: SeramWorld) {
  const order = await this.newOrder()
  await this.preconditions.requireAccepted(await this.place(order), 'seram.order.accepts-post')
  this.otherSessionID = sessionIdOf(order)
})

Given('a session with {int} orders', async function (this: SeramWorld, count: number) {
  await startSession(this)
  while (this.placed.length < count) {
    const order = await this.newOrder(PARAMETERS, { sessionID: this.sessionID })
    await this.preconditions.requireAccepted(await this.place(order), 'seram.queue.takes-further-orders')
    this.placed.push(order)
  }
})

Given('a session with a generated sessionID', async function (this: SeramWorld) {
  const order = await this.newOrder(['secureElement', RMO])
  const exchange = await this.place(order)
  await this.preconditions.requireAccepted(exchange, OPTIONAL.sessionID)
  this.sessionID = this.requireGeneratedId(exchange)
  this.placed = [order]
  this.isGenerated = true
})

async function startSession(world: SeramWorld): Promise<void> {
  const order = await world.newOrder()
  await world.preconditions.requireAccepted(await world.place(order), 'seram.order.accepts-post')
  world.sessionID = sessionIdOf(order)
  world.placed = [order]
}

function takeApdus(world: SeramWorld, apdus: string[]): void {
  const plain = withFeature(world.order, 'seRamCommand', world.random)
  world.order = plain
  edit(world, PARTS['listOfCAPDU']?.path ?? [], () => apdus)
  world.promisedBy = 'seram.remote-management-order.takes-any-apdu'
  world.twin = () => requireCommands(world, plain)
}

/** Makes sure that the command is accepted as such, with a plain value in it. */
async function requireCommands(world: SeramWorld, plain: Order): Promise<void> {
  const promise = 'seram.remote-management-order.takes-every-command'
  await world.preconditions.requireAccepted(await world.place(plain), promise)
}

async function requireOptionalChoice(world: SeramWorld): Promise<void> {
  const order = withPart(await world.newOrder(), [RMO, 'chosenSecureElement'])
  const promise = 'seram.remote-management-order.members-are-optional'
  await world.preconditions.requireAccepted(await world.place(order), promise)
}

function edit(world: SeramWorld, path: Part['path'], value: Parameters<typeof withPart>[2]): void {
  world.order = withPart(world.order, path, value)
}

/** The rule that promises that an order with these parameters is accepted. */
export function promiseOf(parameters: readonly Parameter[]): string {
  const left = PARAMETERS.filter(name => !parameters.includes(name))
  const [only] = left
  if (only === undefined) return 'seram.order.accepts-post'
  return left.length === 1 ? OPTIONAL[only] : 'seram.order.single-parameter-is-enough'
}

/** A parameter of an order by its name. */
export function parameterOf(name: string): Parameter {
  return PARAMETERS.find(parameter => parameter === name) ?? missing(`the parameter "${name}"`)
}
