import { Then, When } from '@cucumber/cucumber'
import { header } from '../../harness/exchange.js'
import { NotTested } from '../../harness/finding.js'
import { describeAnswer } from '../../harness/describe.js'
import type { HttpRequest } from '../../harness/http-client.js'
import { unknownLike } from '../../harness/unknown-like.js'
import type { Random } from '../../harness/random.js'
import type { Auth } from '../../harness/target.js'
import { defineWords } from '../../harness/words.js'
import { addressIn, encode, subscriptionPath } from './addresses.js'
import { otherFormat, readBody, typeOfFormat, type Format } from './body.js'
import { missing } from './missing.js'
import { succeeded } from './outcomes.js'
import { textAt, type Part } from './part.js'
import { firstArp, spellingOf, type Arp } from './settings.js'
import { spell, type Status } from './statuses.js'
import { describeUserIds, subscriptionIn, userIdsOf } from './subscription.js'
import { requestStatus, UNKNOWN_IS_REFUSED } from './updating.js'
import type { RoamingWorld } from './world.js'

/** Makes credentials wrong by their secret. */
type Spoilt = (secret: string, random: Random) => string

const CREDENTIALS: Readonly<Record<string, Spoilt | 'none'>> = {
  no: 'none',
  wrong: unknownLike,
  cut: secret => secret.slice(0, -1),
  longer: (secret, random) => secret + random.word(1),
}

defineWords('credentials', CREDENTIALS)

/** Writes the head of a retrieval as nobody should. */
type Oddity = (request: HttpRequest) => HttpRequest

const ODDITIES: Readonly<Record<string, Oddity>> = {
  'a stray percent sign in its URL': request => ({ ...request, target: `${request.target}%zz` }),
  'an encoded octet that is no UTF-8': request => ({ ...request, target: `${request.target}%FF` }),
  'an Accept field that is no list of types': request => ({ ...request, headers: [['Accept', ';;q=,/']] }),
  'an Authorization field that is no credentials': request => ({
    ...request,
    headers: [...(request.headers ?? []), ['Authorization', 'Basic %%%']],
  }),
}

defineWords('oddity', ODDITIES)

/** Writes an identifier wrongly. */
type Slip = (id: string, random: Random) => string

const SLIPS: Readonly<Record<string, Slip>> = {
  'with one character more': (id, random) => id + unknownLike('0', random),
  'without its last character': id => id.slice(0, -1),
  'with another last character': (id, random) => id.slice(0, -1) + otherThan(id.slice(-1), random),
  'with another first character': (id, random) => otherThan(id.slice(0, 1), random) + id.slice(1),
}

defineWords('slip', SLIPS)

function otherThan(character: string, random: Random): string {
  return /[0-9a-z]/i.test(character) ? unknownLike(character, random) : '0'
}

When('the ARP retrieves the subscription', async function (this: RoamingWorld) {
  this.exchanges = [...this.exchanges, await this.retrieve(this.held)]
  this.promisedBy = 'roaming.retrieval.is-answered-ok'
})

When('the ARP retrieves an unknown subscription', async function (this: RoamingWorld) {
  const unknown = await this.nobodys()
  this.exchanges = [await this.retrieve(unknown)]
  this.refusedBy = UNKNOWN_IS_REFUSED
  this.twin = () => requireOrdinary(this)
})

When(
  'the ARP retrieves the subscription by its identifier {slip}',
  async function (this: RoamingWorld, slip: Slip) {
    const subscriptionId = slip(this.held.subscriptionId, this.random)
    this.exchanges = [await this.retrieve({ ...this.held, subscriptionId })]
  },
)

Then('the subscription is not found there', async function (this: RoamingWorld) {
  const { shown: own } = await this.requireShown(this.held)
  this.answerOf(this.exchange)
  const found = subscriptionIn(this.exchange)
  const asked = idIn(this.exchange.request.target)
  // Another identifier may be that of another subscription, which says so where subscriptions say who they are.
  const isOwn = found !== undefined && describeUserIds(userIdsOf(found)) === describeUserIds(userIdsOf(own))
  const saysOther =
    idShownIn(own) === this.held.subscriptionId && ![undefined, asked].includes(idShownIn(found))
  this.check(
    !isOwn && !saysOther,
    {
      summary: 'A subscription is found under an identifier that is not its own.',
      expected: `none but that with the identifier ${asked}, if there is one`,
      received: describeAnswer(this.exchange),
    },
    this.exchange,
  )
})

function idIn(url: string): string | undefined {
  return addressIn(url)?.subscriptionId
}

function idShownIn(subscription: Part | undefined): string | undefined {
  return idIn(textAt(subscription, 'resourceURL') ?? '')
}

When(
  'the ARP retrieves the subscription from version {string}',
  async function (this: RoamingWorld, version: string) {
    this.exchanges = [await this.ask(this.reading(subscriptionPath(this.held, version)), this.held.arp)]
    this.twin = () => requireOrdinary(this)
  },
)

When(
  'the ARP retrieves the subscription with resFormat {format}',
  async function (this: RoamingWorld, format: Format) {
    const accepted = typeOfFormat(otherFormat(format))
    const path = `${subscriptionPath(this.held)}?resFormat=${format}`
    this.exchanges = [await this.ask(this.reading(path, accepted), this.held.arp)]
    this.promisedBy = this.rule.id
    this.twin = () => requireOrdinary(this)
  },
)

When(
  'the ARP retrieves the subscription accepting only {string}',
  async function (this: RoamingWorld, accepted: string) {
    this.exchanges = [await this.retrieve(this.held, accepted)]
    this.twin = () => requireOrdinary(this)
  },
)

When(
  'the ARP retrieves the subscription preferring {format}',
  async function (this: RoamingWorld, format: Format) {
    const [wanted, other] = [typeOfFormat(format), typeOfFormat(otherFormat(format))]
    this.exchanges = [await this.retrieve(this.held, `${other};q=0.2, ${wanted}`)]
    this.promisedBy = 'roaming.retrieval.is-answered-ok'
    this.twin = async () => {
      const alone = await this.retrieve(this.held, wanted)
      const rule = 'roaming.formats.answers-in-the-format-wanted'
      const isWanted = readBody(this.answerOf(alone).body).body?.format === format
      this.require(isWanted, rule, 'the answer is in a format that alone is accepted', alone)
    }
  },
)

When(
  'the ARP retrieves the subscription with lower-case hexadecimal digits in its URL',
  async function (this: RoamingWorld) {
    const usual = subscriptionPath(this.held)
    const path = /%([A-F].|.[A-F])/.test(usual) ? usual : withHexLetter(usual, this.held.arpId)
    this.require(
      path === usual || succeeded(await this.ask(this.reading(path), this.held.arp)),
      'roaming.urls.decodes-what-is-percent-encoded',
      'a URL with encoded letters is understood',
    )
    const lower = path.replaceAll(/%../g, octet => octet.toLowerCase())
    if (lower === path) this.observe('hexadecimal digits in the URL of the subscription', 'none is a letter')
    this.exchanges = [await this.ask(this.reading(lower), this.held.arp)]
    this.twin = () => requireOrdinary(this)
  },
)

When(
  'the ARP retrieves the subscription with an encoded letter in its URL',
  async function (this: RoamingWorld) {
    const path = subscriptionPath(this.held)
    const arpId = encode(this.held.arpId)
    const [letter = ''] = /[A-Za-z]/.exec(this.held.arpId) ?? []
    if (letter === '') throw new NotTested(`The arpId ${this.held.arpId} has no letter.`)
    const octet = `%${letter.charCodeAt(0).toString(16).toUpperCase()}`
    const encoded = path.replace(`/${arpId}/`, `/${arpId.replace(letter, octet)}/`)
    this.exchanges = [await this.ask(this.reading(encoded), this.held.arp)]
    this.twin = () => requireOrdinary(this)
  },
)

When(
  'the ARP retrieves the subscription with {credentials} credentials',
  async function (this: RoamingWorld, spoilt: Spoilt | 'none') {
    const request = this.reading(subscriptionPath(this.held))
    const own = requireAuth(this)
    this.exchanges = [
      spoilt === 'none'
        ? await this.sendAnonymously(request)
        : await this.sendAs(
            wrong(own, secret => spoilt(secret, this.random)),
            request,
          ),
    ]
    this.twin = () => requireOrdinary(this)
  },
)

When(
  'the ARP retrieves the subscription with the scheme of its credentials in lower case',
  async function (this: RoamingWorld) {
    requireAuth(this)
    const usual = await this.retrieve(this.held)
    const own = header(usual.request.headers, 'authorization') ?? ''
    const [, scheme = ''] = /^(basic|bearer) /i.exec(own) ?? []
    if (scheme === '') this.observe('the scheme of the credentials', 'none of HTTP Basic and Bearer')
    const { target, headers = [] } = this.reading(subscriptionPath(this.held))
    const written: [string, string] = ['Authorization', scheme.toLowerCase() + own.slice(scheme.length)]
    this.exchanges = [
      scheme === ''
        ? usual
        : await this.sendAnonymously({ method: 'GET', target, headers: [...headers, written] }),
    ]
    this.twin = () => requireOrdinary(this)
  },
)

When(
  'the ARP retrieves the subscription without saying what it accepts',
  async function (this: RoamingWorld) {
    const request: HttpRequest = { method: 'GET', target: subscriptionPath(this.held) }
    this.exchanges = [await this.ask(request, this.held.arp)]
    this.twin = () => requireOrdinary(this)
  },
)

When('the ARP retrieves the subscription with an unknown parameter', async function (this: RoamingWorld) {
  const path = `${subscriptionPath(this.held)}?xTrace=${this.random.word(6)}`
  this.exchanges = [await this.ask(this.reading(path), this.held.arp)]
  this.twin = () => requireOrdinary(this)
})

When('the ARP retrieves the subscription with {oddity}', async function (this: RoamingWorld, odd: Oddity) {
  const ordinary = this.reading(subscriptionPath(this.held))
  const request = odd(ordinary)
  const isSigned = request.headers?.some(([name]) => name === 'Authorization') ?? false
  this.exchanges = [isSigned ? await this.sendAnonymously(request) : await this.ask(request, this.held.arp)]
  this.twin = () => requireOrdinary(this)
})

When("the ARP retrieves the other ARP's subscription", async function (this: RoamingWorld) {
  requireAuth(this)
  this.exchanges = [await this.ask(this.reading(subscriptionPath(foreign(this))), firstArp(this.session))]
  this.twin = () => requireOther(this)
})

When(
  "the ARP retrieves the other ARP's subscription under its own arpId",
  async function (this: RoamingWorld) {
    const own = firstArp(this.session)
    const path = subscriptionPath({ ...foreign(this), arpId: own.arpId })
    this.exchanges = [await this.ask(this.reading(path), own)]
    this.twin = () => requireOther(this)
  },
)

When(
  "the ARP requests the status {status} of the other ARP's subscription",
  async function (this: RoamingWorld, status: Status) {
    requireAuth(this)
    const asAnother: Arp = firstArp(this.session)
    await requestStatus(this, foreign(this), status, asAnother)
    this.twin = () => requireOther(this)
  },
)

When(
  "the ARP requests the status {status} of the other ARP's subscription under its own arpId",
  async function (this: RoamingWorld, status: Status) {
    const own = firstArp(this.session)
    const wanted = await this.edited(foreign(this), { status: spell(status, spellingOf(this.session)) })
    const path = subscriptionPath({ ...foreign(this), arpId: own.arpId })
    this.exchanges = [await this.ask(this.writing('PUT', path, { ...wanted, arpId: own.arpId }), own)]
    this.twin = () => requireOther(this)
  },
)

/** The path with one character of its variables encoded such that a hexadecimal digit is a letter, if there is one. */
function withHexLetter(path: string, arpId: string): string {
  const start = path.indexOf(`/${encode(arpId)}/`)
  const [before, collection, identifier = ''] = [
    path.slice(0, start),
    ...path.slice(start).split(/(?<=Subscriptions)/),
  ]
  const encoded = identifier.replace(/(?<!%.?)[J-OZj-oz._~-]/, found => {
    return `%${found.charCodeAt(0).toString(16).toUpperCase()}`
  })
  return `${before}${collection}${encoded}`
}

/** Makes sure that the ordinary retrieval of the same subscription is served. */
async function requireOrdinary(world: RoamingWorld): Promise<void> {
  const exchange = await world.retrieve(world.held)
  const rule = 'roaming.retrieval.is-answered-ok'
  world.require(succeeded(exchange), rule, 'the same request is served without the edit', exchange)
}

/** Makes sure that the other ARP can do what the first should not. */
async function requireOther(world: RoamingWorld): Promise<void> {
  await world.requireShown(foreign(world))
}

function foreign({ other }: RoamingWorld) {
  return other ?? missing("another ARP's subscription")
}

function requireAuth({ session }: RoamingWorld): Auth {
  const { auth } = session.target
  if (auth.type === 'none') {
    throw new NotTested(
      'It needs credentials. Add roaming.auth to the target file, or decline the capability "authentication".',
    )
  }
  return auth
}

/** Credentials of the same kind that nobody has. */
function wrong(auth: Auth, other: (secret: string) => string): Auth {
  switch (auth.type) {
    case 'basic':
      return { ...auth, password: other(auth.password) }
    case 'apiKey':
      return { ...auth, value: other(auth.value) }
    case 'bearer':
      return { ...auth, token: other(auth.token) }
    default:
      return { type: 'bearer', token: other('abcdefghijklmnopqrstuvwxyz0123456789') }
  }
}
