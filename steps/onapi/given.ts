import { Given } from '@cucumber/cucumber'
import { NotTested } from '../../harness/finding.js'
import { pathsOf, valueAt, withValue } from './fields.js'
import { OCCUPIED, Operator, type Behaviour } from './operator.js'
import { accessOf } from './passage.js'
import { unfit, type OnapiWorld } from './world.js'
import { type Value } from './values.js'

Given('an order for an orderable access', async function (this: OnapiWorld) {
  this.orders = [await this.orderIn('orderable access')]
})

Given(
  'an order for an orderable access with ids of {int} characters',
  async function (this: OnapiWorld, idLength: number) {
    const order = await this.orderIn('orderable access', { idLength })
    for (const field of ['coAccessId', 'productId', 'offeringId']) {
      const id = String(valueAt(order, pathsOf(field, this.profile)[0]))
      if (id.length !== idLength) unfit('orderable access', `${field} has not ${idLength} characters`)
    }
    this.orders = [order]
    this.isOrderable = false
  },
)

Given('an order for a free access', async function (this: OnapiWorld) {
  this.orders = [await this.orderIn('free access')]
})

Given('another order for a free access', async function (this: OnapiWorld) {
  const other = await this.orderIn('free access')
  if (accessOf(other) === accessOf(this.order)) unfit('free access', 'two of them are the same access')
  this.orders = [this.order, other]
})

Given('an order that the provider rejects', async function (this: OnapiWorld) {
  this.orders = [await this.orderIn('order the provider rejects')]
  this.promisedBy = 'onapi.outcome.own-rejection-is-rejected'
})

Given('an order for an offering of another product', async function (this: OnapiWorld) {
  this.orders = [await this.orderIn('offering of another product')]
  this.isOrderable = false
})

Given("the order's {field} is {value}", function (this: OnapiWorld, field: string, value: Value) {
  edit(this, field, present => value(present, this.random))
})

Given(
  "the order's {field} has {int} {letters}",
  function (this: OnapiWorld, field: string, length: number, letters: string) {
    edit(this, field, () => this.random.word(length, letters))
  },
)

Given('the order has no {field}', function (this: OnapiWorld, field: string) {
  edit(this, field, () => undefined)
})

Given('credentials that may not order', async function (this: OnapiWorld) {
  this.user = await this.state('credentials that may not order', {})
})

Given('credentials whose requests are used up', async function (this: OnapiWorld) {
  this.user = await this.state('credentials whose requests are used up', {})
})

Given('a communication operator that {behaviour}', async function (this: OnapiWorld, behaviour: Behaviour) {
  const { stage, callback } = this.session.target
  if (stage === undefined && callback === undefined) {
    throw new NotTested(
      'The provider cannot be made to order at the suite. Set the provider up to order at an address of the suite, ' +
        'and add the line to onapi in the target file: co: { listen: "0.0.0.0:9000", publicUrl: "http://..." }',
    )
  }
  const url = await (await Operator.of(this.session)).listen(this.session)
  if (stage !== undefined) await tellOperator(this, url)
  this.behaviour = behaviour
})

Given('the operator has the port of the other order occupied', function (this: OnapiWorld) {
  this.otherBehaviour = OCCUPIED
})

/** Has the stage tell the provider where the operator is, for this scenario. */
async function tellOperator(world: OnapiWorld, url: string): Promise<void> {
  try {
    await world.state('communication operator', { url })
  } catch (error) {
    // A provider that was set up by hand needs no stage for this.
    if (error instanceof NotTested && world.session.target.callback !== undefined) return
    throw error
  }
  world.atEnd(() => world.state('communication operator', {}))
}

/** Edits the order in a way after which it is still well formed. */
function edit(world: OnapiWorld, field: string, to: (present: unknown) => unknown): void {
  const [path] = pathsOf(field, world.profile)
  world.orders = [withValue(world.order, path, to(valueAt(world.order, path)))]
}
