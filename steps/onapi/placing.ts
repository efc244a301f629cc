import { When } from '@cucumber/cucumber'
import type { Exchange } from '../../harness/exchange.js'
import { unknownLike } from '../../harness/unknown-like.js'
import { defineWords } from '../../harness/words.js'
import type { Body } from './bodies.js'
import type { Credentials } from './credentials.js'
import { pathsOf, valueAt, withValue } from './fields.js'
import type { Order } from './order.js'
import { passThrough } from './passage.js'
import type { Sending } from './sending.js'
import { lengthened, type Value } from './values.js'
import type { OnapiWorld } from './world.js'

type Endpoint = (path: string, world: OnapiWorld) => string

const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  'an endpoint that does not exist': (path, { random }) =>
    sibling(path, random.word(10, 'bcdfghjkmnpqrtvwxz')),
  // With an s it would be the name of another endpoint of the family.
  'an endpoint one letter longer': (path, { random }) =>
    sibling(path, lastOf(path) + random.word(1, 'bcdfghjkmnpqrtvwxz')),
}

/** Rules that promise the refusal of an edit, where it is not that of leaving out a field. */
const REFUSED_BY: Readonly<Record<string, string>> = {
  orderDateTime: 'onapi.order.refuses-what-is-no-date-time',
  customerPhone: 'onapi.customer.phone-is-e164',
  customerMobilePhone: 'onapi.customer.phone-is-e164',
  customerLastName: 'onapi.customer.text-has-at-most-255-characters',
  postalCode: 'onapi.customer.postal-code-has-five-digits',
}

defineWords('endpoint', ENDPOINTS)

When('the portal places the order', async function (this: OnapiWorld) {
  await attempt(this, order => this.sendingOf(order))
})

When('the portal places the order twice', async function (this: OnapiWorld) {
  await attempt(this, order => this.sendingOf(order))
  await attempt(this, order => this.sendingOf(order))
})

When('the portal places both orders', async function (this: OnapiWorld) {
  for (const order of this.orders) this.exchanges = [...this.exchanges, await this.place(order)]
})

When('the portal places both orders at once', async function (this: OnapiWorld) {
  this.exchanges = await Promise.all(
    this.orders.map((order, index) => {
      const behaviour = index === 1 ? (this.otherBehaviour ?? this.behaviour) : this.behaviour
      return through(this, order, this.sendingOf(order), behaviour)
    }),
  )
})

When(
  'the portal places the order with {field} as {value}',
  async function (this: OnapiWorld, field: string, value: Value) {
    await attemptEdit(this, field, present => value(present, this.random))
    this.refusedBy = REFUSED_BY[field] ?? this.refusedBy
  },
)

When('the portal places the order without {field}', async function (this: OnapiWorld, field: string) {
  await attemptEdit(this, field, () => undefined)
})

When(
  'the portal places the order with {int} characters in {field}',
  async function (this: OnapiWorld, length: number, field: string) {
    await attemptEdit(this, field, present => lengthened(present, length, this.random))
    this.refusedBy = REFUSED_BY[field] ?? this.refusedBy
  },
)

When(
  'the portal places the order with a line break after {field}',
  async function (this: OnapiWorld, field: string) {
    await attemptEdit(this, field, present => `${String(present)}\n`)
  },
)

When('the portal places the order with an unknown {field}', async function (this: OnapiWorld, field: string) {
  await attemptEdit(this, field, present => unknownLike(String(present), this.random))
})

When(/^the portal places the order as "(.*)"$/, async function (this: OnapiWorld, mediaType: string) {
  await attempt(this, order => ({ ...this.sendingOf(order), mediaType }))
})

When(
  'the portal places the order using {credentials}',
  async function (this: OnapiWorld, credentials: Credentials) {
    const authorization = credentials(this) ?? null
    await attempt(this, order => ({ ...this.sendingOf(order), authorization }))
    this.refusedBy = refusalOf(this, authorization)
  },
)

When('the portal sends the order as {body}', async function (this: OnapiWorld, body: Body) {
  await attempt(this, order => ({ ...this.sendingOf(order), body: body(order, this.random) }))
  this.refusedBy = 'onapi.error.incorrect-json-is-invalid'
})

When('the portal sends the order to {endpoint}', async function (this: OnapiWorld, endpoint: Endpoint) {
  await attempt(this, order => {
    const sending = this.sendingOf(order)
    return { ...sending, path: endpoint(sending.path, this) }
  })
})

When('the portal sends a GET to {endpoint}', async function (this: OnapiWorld, endpoint: Endpoint) {
  await attempt(this, order => {
    const sending = this.sendingOf(order)
    return { ...sending, method: 'GET', path: endpoint(sending.path, this), body: Buffer.alloc(0) }
  })
})

When('the portal sends the order by {word}', async function (this: OnapiWorld, method: string) {
  await attempt(this, order => ({ ...this.sendingOf(order), method }))
})

/** Sends what the portal makes of its order. */
export async function attempt(world: OnapiWorld, make: (order: Order) => Sending): Promise<void> {
  world.made = make
  world.exchanges = [...world.exchanges, await through(world, world.order, make(world.order))]
}

/** An endpoint of another name in the place of the last one of a path. */
export function sibling(path: string, name: string): string {
  return path.replace(/[^/]+(\/?)$/, `${name}$1`)
}

async function attemptEdit(
  world: OnapiWorld,
  field: string,
  to: (present: unknown) => unknown,
): Promise<void> {
  await attempt(world, order => {
    const [path, ...others] = pathsOf(field, world.profile)
    const value = to(valueAt(order, path))
    const edited = [path, ...others].reduce((made, place) => withValue(made, place, value), order)
    return world.sendingOf(edited)
  })
}

async function through(
  world: OnapiWorld,
  order: Order,
  sending: Sending,
  behaviour = world.behaviour,
): Promise<Exchange> {
  if (behaviour === undefined) return world.deliver(sending)
  const pass = () => passThrough(world, order, sending, behaviour)
  // How long a provider waits in vain is its own business; it is enough to see it once in a run.
  const passage = await (behaviour.kind === 'silence' ? world.session.once('onapi: silence', pass) : pass())
  world.passages = [...world.passages, passage]
  return passage.exchange
}

function lastOf(path: string): string {
  return /([^/]+)\/?$/.exec(path)?.[1] ?? ''
}

/** The rule that promises the refusal of credentials. */
function refusalOf({ user, rule }: OnapiWorld, authorization: string | null): string {
  if (authorization === null) return 'onapi.error.needs-credentials'
  if (user === undefined) return 'onapi.error.refuses-wrong-credentials'
  return rule.capabilities.includes('rate-limit')
    ? 'onapi.error.too-many-requests-is-429'
    : 'onapi.error.forbidden-is-403'
}
