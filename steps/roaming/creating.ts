import { Given, When } from '@cucumber/cucumber'
import { unknownLike } from '../../harness/unknown-like.js'
import { defineWords } from '../../harness/words.js'
import { collectionPath } from './addresses.js'
import { decide, isAboutIt, requireHeard } from './hearing.js'
import { missing } from './missing.js'
import { isRefusal, succeeded } from './outcomes.js'
import { without, withValue, type Piece } from './pieces.js'
import { optionsOf, secondArp } from './settings.js'
import { enterRequest } from './machine.js'
import type { RoamingWorld } from './world.js'
import type { Style, Written } from './writing.js'

const PREFIXES: Readonly<Record<string, string>> = {
  'the namespace prefix ns2': 'ns2',
  'a default namespace': '',
}

defineWords('prefix', Object.fromEntries(Object.entries(PREFIXES).map(entry => [entry[0], entry])))
defineWords('arity', { 'an array': 'structure', 'an object': 'instance' })

Given('a request for the same customer that came to nothing', async function (this: RoamingWorld) {
  const written = await this.wanted(this.held.userId)
  const exchange = await this.create(written)
  if (isRefusal(exchange)) return
  const denied = await this.requireCreated(exchange, written)
  await decide(this, denied)
  const promisedBy = 'roaming.notifications.tells-of-denied-pre-provisioning'
  await requireHeard(this, denied, { status: 'Cancelled', promisedBy }, isAboutIt(denied))
})

When('the ARP requests pre-provisioning', async function (this: RoamingWorld) {
  await request(this, written => written)
  enterRequest(this, 'nothing', 'PreProvisioned', this.exchange)
})

When('the ARP requests pre-provisioning of another customer', async function (this: RoamingWorld) {
  this.customer = (await this.state('customer', {})).userId
  const written = await this.wanted()
  this.exchanges = [...this.exchanges, await this.create(written)]
  await this.requireCreated(this.exchange, written)
})

When('the ARP requests pre-provisioning of the same customer', async function (this: RoamingWorld) {
  this.customer = this.held.userId
  await request(this, written => written)
})

When('the ARP requests pre-provisioning of the same customer again', async function (this: RoamingWorld) {
  const [first = missing('a creation')] = this.exchanges
  const written = await this.wanted(this.held.userId)
  this.exchanges = [first, await this.create(written)]
})

When(
  'the ARP requests pre-provisioning of two customers at the same time',
  async function (this: RoamingWorld) {
    await this.requireFormat(this.format)
    const customers = [await this.requireCustomer(), (await this.state('customer', {})).userId]
    const wanted = await Promise.all(customers.map(userId => this.wanted(userId)))
    this.exchanges = await Promise.all(wanted.map(written => this.create(written)))
    for (const [index, exchange] of this.exchanges.entries()) {
      await this.requireCreated(exchange, wanted[index] ?? {})
    }
  },
)

When('the ARP requests pre-provisioning without {piece}', async function (this: RoamingWorld, piece: Piece) {
  await request(this, written => without(written, piece))
})

When(
  'the ARP requests pre-provisioning with the {word} {string}',
  async function (this: RoamingWorld, element: string, value: string) {
    await request(this, written => withValue(written, element, value))
    if (element === 'status') enterRequest(this, 'nothing', value, this.exchange)
  },
)

When(
  'the ARP requests pre-provisioning with the userId {string} of type {string}',
  async function (this: RoamingWorld, value: string, type: string) {
    await request(this, written => ({ ...written, userId: [{ type, value }] }))
  },
)

When('the ARP requests pre-provisioning with a second userId', async function (this: RoamingWorld) {
  const second = { type: 'Email', value: `${this.random.word(8)}@example.com` }
  await request(this, written => ({ ...written, userId: [...(written.userId ?? []), second] }))
})

When(
  'the ARP requests pre-provisioning with an unknown element in callbackReference',
  async function (this: RoamingWorld) {
    await request(this, written => ({
      ...written,
      callbackReference: { ...written.callbackReference, xPriority: this.random.word(6) },
    }))
  },
)

When("the ARP requests pre-provisioning of the other ARP's customer", async function (this: RoamingWorld) {
  this.customer = this.other?.userId ?? missing("another ARP's subscription")
  await request(this, written => written)
})

When('the ARP requests pre-provisioning with no credentials', async function (this: RoamingWorld) {
  const wanted = await this.wanted()
  const creation = this.writing('POST', collectionPath(wanted.arpId ?? ''), wanted)
  this.exchanges = [await this.sendAnonymously(creation)]
  this.sent = wanted
  this.refusedBy = 'roaming.authorization.refuses-strangers'
})

When('the ARP requests pre-provisioning with an unknown element', async function (this: RoamingWorld) {
  await request(this, written => ({ ...written, xPriority: this.random.word(6) }))
})

When(
  'the ARP requests pre-provisioning with a status of another namespace',
  async function (this: RoamingWorld) {
    const note = '<note:status xmlns:note="urn:example:note">Active</note:status>'
    await request(this, written => written, { respell: text => text.replace('<status>', `${note}$&`) })
  },
)

When(
  'the ARP requests pre-provisioning with null for an empty callbackData',
  async function (this: RoamingWorld) {
    await request(this, written => withValue(written, 'callbackData', ''), {
      respell: text => text.replace('"callbackData":""', '"callbackData":null'),
    })
  },
)

When(
  'the ARP requests pre-provisioning with a number for the callbackData',
  async function (this: RoamingWorld) {
    await request(this, written => withValue(written, 'callbackData', '12345'), {
      respell: text => text.replace('"12345"', '12345'),
    })
  },
)

When(
  'the ARP requests pre-provisioning with callbackData of {int} characters',
  async function (this: RoamingWorld, length: number) {
    const callbackData = this.random.word(length)
    await request(this, written => withValue(written, 'callbackData', callbackData))
  },
)

When(
  'the ARP requests pre-provisioning with a control character in the callbackData',
  async function (this: RoamingWorld) {
    await request(this, written => withValue(written, 'callbackData', '\u0001'))
  },
)

When(
  'the ARP requests pre-provisioning with {prefix}',
  async function (this: RoamingWorld, [, prefix]: [string, string]) {
    await request(this, written => written, { prefix })
  },
)

When(
  'the ARP requests pre-provisioning with the one userId as {arity}',
  async function (this: RoamingWorld, arrays: Style['arrays']) {
    await request(this, written => ({ ...written, userId: written.userId?.slice(0, 1) }), { arrays })
  },
)

When("the ARP requests pre-provisioning with another DSP's dspId", async function (this: RoamingWorld) {
  await request(this, written => ({ ...written, dspId: unknownLike(written.dspId ?? '', this.random) }))
})

When(
  'the ARP requests pre-provisioning with the arpId of another ARP in the body',
  async function (this: RoamingWorld) {
    await request(this, written => {
      const arpId = optionsOf(this.session).secondArp?.arpId ?? unknownLike(written.arpId ?? '', this.random)
      return { ...written, arpId }
    })
  },
)

When('the ARP requests pre-provisioning under the arpId of another ARP', async function (this: RoamingWorld) {
  const { arpId } = secondArp(this.session)
  const wanted = await this.wanted()
  const exchange = await this.ask(this.writing('POST', collectionPath(arpId), { ...wanted, arpId }))
  this.exchanges = [exchange]
  this.twin = () => requireWanted(this, wanted)
})

When('the ARP requests pre-provisioning as {string}', async function (this: RoamingWorld, type: string) {
  const wanted = await this.wanted()
  const ordinary = this.writing('POST', collectionPath(wanted.arpId ?? ''), wanted)
  const request = this.sending('POST', ordinary.target, type, ordinary.body ?? Buffer.alloc(0))
  this.exchanges = [await this.ask(request)]
  this.twin = () => requireWanted(this, wanted)
})

When('the ARP requests pre-provisioning in ISO-8859-1', async function (this: RoamingWorld) {
  // As UTF-8 the same bytes are another text, but one all the same.
  const wanted = withValue(await this.wanted(), 'callbackData', 'Z\u00C3\u00BCrich')
  const ordinary = this.writing('POST', collectionPath(wanted.arpId ?? ''), wanted)
  const text = String(ordinary.body).replace(' encoding="UTF-8"', '')
  const type = 'application/xml; charset=ISO-8859-1'
  this.exchanges = [await this.ask(this.sending('POST', ordinary.target, type, Buffer.from(text, 'latin1')))]
  this.sent = wanted
  this.twin = () => requireWanted(this, wanted)
})

When('the ARP requests pre-provisioning by a form', async function (this: RoamingWorld) {
  const wanted = await this.wanted()
  const { userId = [], callbackReference = {}, ...simple } = wanted
  const form = new URLSearchParams({ ...simple, ...callbackReference } as Record<string, string>)
  for (const { type = '', value = '' } of userId) {
    form.append('type', type)
    form.append('value', value)
  }
  const path = collectionPath(wanted.arpId ?? '')
  const request = this.sending(
    'POST',
    path,
    'application/x-www-form-urlencoded',
    Buffer.from(form.toString()),
  )
  this.exchanges = [await this.ask(request)]
})

/** Requests pre-provisioning, perhaps with an edit without which the same target serves it afterwards. */
export async function request(
  world: RoamingWorld,
  edit: (written: Written) => Written,
  style: Partial<Style> = {},
): Promise<void> {
  await world.requireDsp()
  const wanted = await world.wanted()
  world.exchanges = [await world.create(edit(wanted), style)]
  world.twin = () => requireWanted(world, wanted)
}

async function requireWanted(world: RoamingWorld, wanted: Written): Promise<void> {
  await world.requireFormat(world.format)
  const edited = world.exchange
  let served = await world.create(wanted)
  // A customer whose first request is pending may be refused a second one.
  if (isRefusal(served) && succeeded(edited)) {
    served = await world.create(await world.wanted((await world.state('customer', {})).userId))
  }
  const rule = 'roaming.pre-provisioning.is-answered-created'
  world.require(succeeded(served), rule, 'the same request is served without the edit', served)
}
