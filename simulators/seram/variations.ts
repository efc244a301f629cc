import type { Auth } from '../../harness/target.js'
import { override, variation, type Alteration, type HttpReply } from '../simulator.js'
import type { Order, OrderPlatform } from './core.js'
import { commandsOf, dislike, isObject, managementOf, overlook } from './lenience.js'
import { apiKey, basic } from './security.js'

const KEY = 'seram-orders-key'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const MEMBERS = new Set(['secureElement', 'sessionID', 'remoteManagementOrder'])

/** Ways to differ from the bundled platform and still do what the document says. */
export const seramVariations: readonly Alteration<OrderPlatform>[] = [
  variation('the null body has no bytes', core => override(core, () => ({ answerGiven: emptyBody }))),
  variation(
    'the null body has no bytes, and says so',
    core => override(core, () => ({ answerGiven: emptyBody })),
    {
      options: { nullBody: 'empty' },
    },
  ),
  variation('the null body is the literal null, and says so', () => {}, { options: { nullBody: 'null' } }),
  variation('sessionID is spelt sessionId', core => respell(core, { sessionKey: 'sessionId' }), {
    options: { sessionKey: 'sessionId' },
  }),
  variation('secureElement is spelt secureElements', core => respell(core, { listKey: 'secureElements' }), {
    options: { listKey: 'secureElements' },
  }),
  variation(
    'the generated id is a bare string',
    core => rewriteGenerated(core, (reply, id) => ({ ...reply, body: JSON.stringify(id) })),
    { options: { generatedBody: 'string' } },
  ),
  variation('generated ids are short words', core => {
    let count = 0
    override(core, original => ({ generateId: () => `s${original.environment.random.hex(4)}-${count++}` }))
  }),
  variation('generated ids have letters of all kinds', core => {
    let count = 0
    override(core, () => ({ generateId: () => `Sitzung №${count++} "ä/ö"` }))
  }),
  variation('Basic authentication', core => void (core.scheme = basic('orderer', KEY)), {
    auth: { type: 'basic', username: 'orderer', password: KEY },
  }),
  variation('an API key in a header field', core => void (core.scheme = apiKey('header', 'X-API-Key', KEY)), {
    auth: keyIn('header', 'X-API-Key'),
  }),
  variation('an API key in the query', core => void (core.scheme = apiKey('query', 'key', KEY)), {
    auth: keyIn('query', 'key'),
  }),
  variation('an API key in a cookie', core => void (core.scheme = apiKey('cookie', 'key', KEY)), {
    auth: keyIn('cookie', 'key'),
  }),
  variation('wrong credentials are forbidden', core =>
    override(core, original => ({
      refuseCredentials: () => original.error(403, 'Not with these credentials.'),
    })),
  ),
  variation('the answer has a Location', core =>
    override(core, original => ({
      answerGenerated: id =>
        withHeader(original.answerGenerated(id), 'location', `/order/${encodeURIComponent(id)}`),
      answerGiven: id => withHeader(original.answerGiven(id), 'location', `/order/${encodeURIComponent(id)}`),
    })),
  ),
  variation('the media type has a charset', core =>
    rewriteGenerated(core, reply => withHeader(reply, 'content-type', 'application/json; charset=utf-8')),
  ),
  variation('the media type is not declared', core =>
    rewriteGenerated(core, reply => ({ ...reply, headers: {} })),
  ),
  variation('the answer has white space', core =>
    rewriteGenerated(core, (reply, id) => ({
      ...reply,
      body: `\n{\n  "sessionID" : ${JSON.stringify(id)}\n}\n`,
    })),
  ),
  variation('the order is taken after a moment', core =>
    override(core, original => ({
      place: async (order, text) => {
        const reply = original.place(order, text)
        await new Promise<void>(resolve => void original.environment.clock.after(5, resolve))
        return reply
      },
    })),
  ),
  variation('wrong orders are unprocessable content', core =>
    override(core, original => ({ refuseOrder: wrong => original.error(422, wrong) })),
  ),
  variation('refusals are plain text', core =>
    override(core, () => ({
      error: (status, text, headers) => ({
        status,
        headers: { 'content-type': 'text/plain', ...headers },
        body: text,
      }),
    })),
  ),
  variation('refusals have no body', core =>
    override(core, () => ({
      error: (status, _text, headers) => ({ status, headers: { ...headers }, body: '' }),
    })),
  ),
  variation('other methods are not found', core =>
    override(core, original => ({
      refuseMethod: () => original.error(404, 'There is nothing to do that with.'),
    })),
  ),
  variation('other methods are not implemented', core =>
    override(core, original => ({ refuseMethod: () => original.error(501, 'Not implemented.') })),
  ),
  variation('GET answers what the endpoint is for', core =>
    override(core, original => ({
      handle: request =>
        request.method === 'GET'
          ? { status: 200, headers: { 'content-type': 'application/json' }, body: '{"takes":"orders"}' }
          : original.handle(request),
    })),
  ),
  variation('the names of the published examples are understood', core =>
    overlook(core, order => {
      for (const command of commandsOf(order)) {
        if (command['ramCommandType'] === 'startCommand') command['ramCommandType'] = 'ramStartCommand'
        if (command['ramCommandType'] === 'stopCommand') command['ramCommandType'] = 'ramStopCommand'
      }
    }),
  ),
  variation(
    'the type undefined is not known',
    core =>
      dislike(core, order => {
        const { secureElement } = order
        return (
          Array.isArray(secureElement) &&
          secureElement.some(it => isObject(it) && it['seType'] === 'undefined')
        )
      }),
    { capabilities: { 'undefined-se-type': false } },
  ),
  variation(
    'an order needs two parameters',
    core => dislike(core, order => Object.keys(order).filter(name => MEMBERS.has(name)).length < 2),
    { capabilities: { 'single-parameter-orders': false } },
  ),
  variation('unknown members are refused', core =>
    dislike(core, order => Object.keys(order).some(name => !MEMBERS.has(name))),
  ),
  variation('an empty body is an order for nothing', core =>
    override(core, original => ({
      read: body => original.read(body.length === 0 ? Buffer.from('{}') : body),
    })),
  ),
  variation('the last of two members counts, and so does half a surrogate pair', core =>
    override(core, original => ({
      read: body => {
        const reading = original.read(body)
        if (reading.ok || !/two members|surrogate/.test(reading.why)) return reading
        const text = body.toString('utf8')
        return { ok: true, value: JSON.parse(text), text }
      },
    })),
  ),
  variation('the media type does not matter', core => override(core, () => ({ takesMediaType: () => true }))),
  variation('the endpoint is hidden from who has no credentials', core =>
    override(core, original => ({
      refuseCredentials: () => original.error(404, 'There is nothing at this path.'),
    })),
  ),
  variation('who has no credentials is led to a login', core =>
    override(core, original => ({
      refuseCredentials: () => original.error(302, 'Log in first.', { location: '/login' }),
    })),
  ),
  variation('orders are taken for three secure elements alone', core => takeFor(core, OWNED)),
  variation('UUIDs name sessions by their value', core =>
    override(core.sessions, original => ({
      get: id => original.get(byValue(id)),
      has: id => original.has(byValue(id)),
      set: (id, orders) => original.set(byValue(id), orders),
    })),
  ),
  variation('the secure elements of a session stay the same', core =>
    override(core, original => ({
      place: (order, text) => {
        const [first] = original.sessions.get(order.sessionID ?? '') ?? []
        const known = first === undefined ? undefined : (JSON.parse(first) as Order).secureElement
        const isOther = known !== undefined && order.secureElement !== undefined
        return isOther && JSON.stringify(known) !== JSON.stringify(order.secureElement)
          ? original.error(409, 'The session is for other secure elements.')
          : original.place(order, text)
      },
    })),
  ),
  variation('a negative delay is refused', core =>
    dislike(core, order => Number(managementOf(order)['delay']) < 0),
  ),
  variation('release 2.0.0 is what it follows', () => {}, { profile: 'released' }),
]

const OWNED = [
  { seType: 'uicc', seId: '8946010000000000001', seExtraInfo: 'SAM' },
  { seType: 'eSE', seId: '8946010000000000002' },
  { seType: 'uicc', seId: '8946010000000000003' },
] as const

/** Makes a platform take orders for certain secure elements, and for others of the type that the stage is asked for. */
function takeFor(core: OrderPlatform, owned: readonly [Owned, ...Owned[]]): void {
  const known = new Set<unknown>(owned.map(({ seId }) => seId))
  dislike(core, order => {
    const { secureElement } = order
    return Array.isArray(secureElement) && secureElement.some(it => isObject(it) && !known.has(it['seId']))
  })
  const [first, ...others] = owned
  override(core.stage, original => ({
    'orderable secure element': async params => {
      if (params.seType === undefined) return { ...first, others }
      const other = await original['orderable secure element'](params)
      known.add(other.seId)
      return other
    },
  }))
}

interface Owned {
  readonly seType: 'uicc' | 'eSE'
  readonly seId: string
  readonly seExtraInfo?: string
}

/** A session id, without the capitals that mean nothing in a UUID. */
function byValue(id: string): string {
  return UUID.test(id) ? id.toLowerCase() : id
}

function keyIn(place: 'header' | 'query' | 'cookie', name: string): Auth {
  return { type: 'apiKey', in: place, name, value: KEY }
}

function respell(core: OrderPlatform, spelling: Partial<OrderPlatform['spelling']>): void {
  core.spelling = { ...core.spelling, ...spelling }
}

function rewriteGenerated(core: OrderPlatform, rewrite: (reply: HttpReply, id: string) => HttpReply): void {
  override(core, original => ({ answerGenerated: id => rewrite(original.answerGenerated(id), id) }))
}

function withHeader(reply: HttpReply, name: string, value: string): HttpReply {
  return { ...reply, headers: { ...reply.headers, [name]: value } }
}

function emptyBody(): HttpReply {
  return { status: 201, headers: {}, body: '' }
}
