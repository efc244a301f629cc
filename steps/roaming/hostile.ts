import { Then, When } from '@cucumber/cucumber'
import { describeAnswer } from '../../harness/describe.js'
import { Inconclusive } from '../../harness/finding.js'
import { defineWords } from '../../harness/words.js'
import { collectionPath, subscriptionPath } from './addresses.js'
import { typeOfFormat, type Format } from './body.js'
import { firstArp } from './settings.js'
import type { RoamingWorld } from './world.js'
import type { Style, Written } from './writing.js'

/** A body that nobody should send, made from one that the DSP takes. */
interface Hostile {
  readonly format: Format
  readonly make: (bytes: Buffer, world: RoamingWorld) => Buffer
  readonly style?: Partial<Style>
}

const DEEP = 100_000

const BODIES: Readonly<Record<string, Hostile>> = {
  empty: { format: 'XML', make: () => Buffer.alloc(0) },
  'truncated XML': { format: 'XML', make: bytes => bytes.subarray(0, -30) },
  'truncated JSON': { format: 'JSON', make: bytes => bytes.subarray(0, -30) },
  'XML of another root': { format: 'XML', make: bytes => bytes, style: { root: 'roamingContract' } },
  'XML with an undeclared prefix': { format: 'XML', make: bytes => bytes, style: { declared: false } },
  'XML in a wrong encoding': { format: 'XML', make: inLatin1 },
  'JSON in a wrong encoding': { format: 'JSON', make: inLatin1 },
  'JSON of another root': { format: 'JSON', make: bytes => bytes, style: { root: 'roamingContract' } },
  'a JSON array': { format: 'JSON', make: edit(text => `[${text}]`) },
  'a JSON string': { format: 'JSON', make: edit(text => JSON.stringify(text)) },
  'XML with an entity bomb': {
    format: 'XML',
    make: edit(text => {
      const levels = Array.from({ length: 12 }, (_, level) => {
        const value = level === 0 ? 'roaming' : `&b${level - 1};`.repeat(10)
        return `<!ENTITY b${level} "${value}">`
      })
      return withDoctype(text, levels.join(''), '&b11;')
    }),
  },
  'XML with an external entity': {
    format: 'XML',
    make: (bytes, world) => {
      const url = world.inboxes.at(-1)?.url ?? ''
      const declaration = `<!ENTITY external SYSTEM "${url}/external">`
      return edit(text => withDoctype(text, declaration, '&external;'))(bytes)
    },
  },
  'XML of 100000 nested elements': {
    format: 'XML',
    make: edit(text => text.replace('<status>', `${'<n>'.repeat(DEEP)}${'</n>'.repeat(DEEP)}<status>`)),
  },
  'JSON of 100000 nested arrays': {
    format: 'JSON',
    make: edit(text =>
      text.replace('"status":', `"xNested":${'['.repeat(DEEP)}${']'.repeat(DEEP)},"status":`),
    ),
  },
  'JSON whose root is null': { format: 'JSON', make: edit(() => '{"roamingSubscription":null}') },
  'JSON whose elements have other types': {
    format: 'JSON',
    make: edit(text =>
      text
        .replace(/"callbackReference":\{[^}]*\}/, '"callbackReference":"x"')
        .replace(/"status":"/, '"status":7,"x":"'),
    ),
  },
  'JSON with duplicate names': {
    format: 'JSON',
    make: edit(text => text.replace('"status":', '"status":"Active","status":')),
  },
  'JSON with a lone surrogate': {
    format: 'JSON',
    make: edit(text => text.replace('"callbackData":"', String.raw`"callbackData":"\ud800`)),
  },
  'random bytes called XML': { format: 'XML', make: (_, { random }) => random.bytes(512) },
  'random bytes called JSON': { format: 'JSON', make: (_, { random }) => random.bytes(512) },
}

defineWords('body', BODIES)

When(
  'the ARP requests pre-provisioning with a body that is {body}',
  async function (this: RoamingWorld, { format, make, style }: Hostile) {
    this.format = format
    const wanted = await this.wanted()
    const path = collectionPath(firstArp(this.session).arpId)
    const ordinary = this.writing('POST', path, wanted, style)
    const body = make(ordinary.body ?? Buffer.alloc(0), this)
    this.exchanges = [await this.ask(this.sending('POST', path, typeOfFormat(format), body))]
    this.twin = () => requireStillServed(this, wanted)
  },
)

When(
  'the ARP updates the subscription with a body that is {body}',
  async function (this: RoamingWorld, { format, make, style }: Hostile) {
    this.format = format
    await this.requireFormat(format)
    const written = await this.edited(this.held)
    const path = subscriptionPath(this.held)
    const body = make(this.writing('PUT', path, written, style).body ?? Buffer.alloc(0), this)
    this.exchanges = [await this.ask(this.sending('PUT', path, typeOfFormat(format), body), this.held.arp)]
    this.twin = async () => {
      const served = await this.update(this.held, written)
      const rule = 'roaming.update.nothing-changed-is-done-at-once'
      const isServed = served.answer !== undefined && served.answer.status < 300
      this.require(isServed, rule, 'the same update is served with its body', served)
    }
  },
)

Then('the answer is no server error', async function (this: RoamingWorld) {
  const { exchange } = this
  // A server that reads no further may close the connection while the rest is still being sent.
  if (exchange.failure?.kind === 'reset' && exchange.request.body.length > DEEP) {
    await this.twin()
    throw new Inconclusive(`The target closed the connection: ${exchange.failure.message}.`)
  }
  const { status } = this.answerOf(exchange)
  const received = describeAnswer(exchange)
  const summary = "The ARP's mistake is answered as an error of the server."
  this.check(status < 500, { summary, expected: 'no 5xx', received }, exchange)
  await this.twin()
  const fetched = this.inboxes
    .flatMap(inbox => inbox.received)
    .filter(({ request }) => request.method === 'GET')
  if (fetched.length > 0) this.observe('an external entity in a request', 'is fetched by the DSP')
})

/** Makes sure that the DSP still serves the same customer. */
async function requireStillServed(world: RoamingWorld, wanted: Written): Promise<void> {
  await world.requireFormat(world.format)
  // A hostile body that was served has left the customer with a request that is pending.
  const { status = 0 } = world.exchange.answer ?? {}
  const served = await world.create(
    status < 300 ? await world.wanted((await world.state('customer', {})).userId) : wanted,
  )
  const rule = 'roaming.pre-provisioning.is-answered-created'
  const isServed = served.answer !== undefined && served.answer.status < 300
  world.require(isServed, rule, 'an ordinary request is served afterwards', served)
}

function edit(change: (text: string) => string): (bytes: Buffer) => Buffer {
  return bytes => Buffer.from(change(bytes.toString('utf8')))
}

/** The text with a letter that is one byte in Latin-1 and none in UTF-8. */
function inLatin1(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/(callbackData"?[:>]"?)/, '$1Z\u00fcrich '), 'latin1')
}

function withDoctype(text: string, declarations: string, reference: string): string {
  return text
    .replace('?>', `?><!DOCTYPE roamingSubscription [${declarations}]>`)
    .replace('<callbackData>', `<callbackData>${reference}`)
}
