import { readJson } from '../../json.js'
import {
  defect,
  override,
  type Alteration,
  type Defects,
  type HttpReply,
  type HttpRequest,
} from '../../simulator.js'
import type { Order } from '../check.js'
import type { ServiceProvider, User } from '../core.js'
import { isObject, productOf } from '../lenience.js'

const ANYONE: User = { username: 'anyone', password: '', mayOrder: true, usedUp: false }

/** Ways to refuse in a wrong way, or not to refuse what is no order. */
export const errorDefects: Defects<ServiceProvider> = {
  'onapi.error.incorrect-json-is-invalid': [
    mending('ignores what follows the JSON', text =>
      text.slice(0, text.lastIndexOf('}') + 1).replace(/\}\s*\{.*$/s, '}'),
    ),
    mending('closes what is left open', text =>
      text.split('{').length === text.split('}').length + 1 ? `${text}}` : text,
    ),
    mending('ignores comments', text => text.replaceAll(/\/\*.*?\*\/|\/\/[^"\n]*$/gs, '')),
    mending('takes NaN for nothing', text => text.replaceAll(/:\s*NaN\b/g, ':null')),
    mending('ignores trailing commas', text => text.replaceAll(/,\s*([\]}])/g, '$1')),
    defect('replaces bytes that are not UTF-8', core =>
      override(core, original => ({ read: body => original.read(Buffer.from(body.toString('utf8'))) })),
    ),
    defect('answers incorrect JSON with 422', core =>
      override(core, original => ({
        invalid: (cause, reading) =>
          reading.ok ? original.invalid(cause, reading) : original.error(422, cause),
      })),
    ),
  ],
  'onapi.error.order-is-an-object': [
    defect('answers what is no object with 404', core =>
      override(core, original => ({
        invalid: (cause, reading) =>
          reading.ok && !isObject(reading.value)
            ? original.error(404, cause)
            : original.invalid(cause, reading),
      })),
    ),
    defect('receives what is no object', core =>
      override(core, original => ({
        invalid: (cause, reading) =>
          reading.ok && !isObject(reading.value)
            ? original.answer({ status: 'RECEIVED' })
            : original.invalid(cause, reading),
      })),
    ),
  ],
  'onapi.error.lone-surrogates-are-invalid': [
    readingLoosely('takes unpaired surrogates', why => why.includes('surrogate')),
  ],
  'onapi.order.takes-any-legal-json': [
    misreading('wants the access first', text => !/^\s*\{(\s*\}|\s*"coAccessId")/.test(text)),
    misreading('takes JSON on a single line', text => text.includes('\n')),
    misreading('knows no escape sequences', text => text.includes(String.raw`\u00`)),
  ],
  'onapi.error.takes-json-by-any-spelling': [
    defect('knows application/json only letter by letter', core =>
      override(core, () => ({
        takesMediaType: request => request.headers['content-type'] === 'application/json',
      })),
    ),
  ],
  'onapi.error.other-media-types-are-refused': [
    defect('does not look at the media type', core => override(core, () => ({ takesMediaType: () => true }))),
    defect('fails at other media types', core =>
      override(core, original => ({ refuseMediaType: () => original.error(500, 'Something went wrong.') })),
    ),
  ],
  'onapi.error.bad-input-is-no-server-error': [
    failing('fails at unpaired surrogates', 'surrogate'),
    failing('fails at deep nesting', 'nested'),
    defect('fails at a name without a password', core =>
      override(core, original => ({
        refuseCredentials: request => {
          const [, given] = /^Basic ([\w+/]+=*)$/.exec(String(request.headers['authorization'])) ?? []
          const isName = given !== undefined && !Buffer.from(given, 'base64').includes(':')
          return isName ? original.error(500, 'No.') : original.refuseCredentials(request)
        },
      })),
    ),
    failing('fails at two members of one name', 'two members'),
    defect('fails at a NUL in a text', core =>
      override(core, original => ({
        handle: request =>
          request.body.includes(String.raw`\u0000`)
            ? original.error(500, 'A column cannot hold it.')
            : original.handle(request),
      })),
    ),
  ],
  'onapi.error.needs-credentials': [
    defect('takes orders without credentials', core =>
      override(core, original => ({
        authenticate: request =>
          request.headers['authorization'] === undefined ? ANYONE : original.authenticate(request),
      })),
    ),
    defect('forbids orders without credentials', core =>
      override(core, original => ({
        refuseCredentials: request =>
          request.headers['authorization'] === undefined
            ? original.refuseUser()
            : original.refuseCredentials(request),
      })),
    ),
  ],
  'onapi.error.refuses-wrong-credentials': [
    authenticating('takes any password of a known user', (user, given) =>
      given.startsWith(`${user.username}:`),
    ),
    authenticating(
      'takes the beginning of a password',
      (user, given) =>
        given.startsWith(`${user.username}:`) && `${user.username}:${user.password}`.startsWith(given),
    ),
    authenticating(
      'drops blanks around a password',
      (user, given) => given.trim() === `${user.username}:${user.password}`,
    ),
    authenticating('takes what begins with the password', (user, given) =>
      given.startsWith(`${user.username}:${user.password}`),
    ),
    authenticating(
      'takes a password in any case',
      (user, given) => given.toLowerCase() === `${user.username}:${user.password}`.toLowerCase(),
    ),
    authenticating('takes the password of anyone', (user, given) => given.endsWith(`:${user.password}`)),
    defect('answers wrong passwords with 403', core =>
      override(core, original => ({
        refuseCredentials: request =>
          request.headers['authorization'] === undefined
            ? original.refuseCredentials(request)
            : original.refuseUser(),
      })),
    ),
  ],
  'onapi.error.takes-basic-in-any-case': [
    defect('knows the scheme Basic letter by letter', core =>
      override(core, original => ({
        authenticate: request =>
          String(request.headers['authorization']).startsWith('Basic ')
            ? original.authenticate(request)
            : undefined,
      })),
    ),
  ],
  'onapi.error.unauthorized-names-basic': [
    defect('does not say which scheme to use', core =>
      override(core, original => ({ refuseCredentials: () => original.error(401, 'No.') })),
    ),
    defect('names the Bearer scheme', core =>
      override(core, original => ({
        refuseCredentials: () => original.error(401, 'No.', { 'www-authenticate': 'Bearer' }),
      })),
    ),
  ],
  'onapi.error.challenge-has-realm': [
    challenging('names the Basic scheme alone', 'Basic'),
    challenging('says the encoding in the place of a realm', 'Basic charset="UTF-8"'),
  ],
  'onapi.error.forbidden-is-403': [
    defect('lets everyone order who has a password', core =>
      override(core, original => ({
        authenticate: request => {
          const user = original.authenticate(request)
          return user && { ...user, mayOrder: true }
        },
      })),
    ),
    defect('answers 401 to a user without the right to order', core =>
      override(core, original => ({
        refuseUser: () => original.error(401, 'No.', { 'www-authenticate': 'Basic realm="onapi"' }),
      })),
    ),
  ],
  'onapi.error.too-many-requests-is-429': [
    defect('answers 503 to too many requests', core =>
      override(core, original => ({
        refuseHaste: () => original.error(503, 'No.', { 'retry-after': '30' }),
      })),
    ),
    defect('has no limit', core =>
      override(core, original => ({
        authenticate: request => {
          const user = original.authenticate(request)
          return user && { ...user, usedUp: false }
        },
      })),
    ),
  ],
  'onapi.error.too-many-requests-says-when': [
    defect('does not say when to try again', core =>
      override(core, original => ({ refuseHaste: () => original.error(429, 'No.') })),
    ),
    defect('says when as JSON writes times', core =>
      override(core, original => ({
        refuseHaste: () => original.error(429, 'No.', { 'retry-after': '2099-01-01T00:00:00Z' }),
      })),
    ),
    defect('says to try again soon', core =>
      override(core, original => ({
        refuseHaste: () => original.error(429, 'No.', { 'retry-after': 'soon' }),
      })),
    ),
  ],
  'onapi.error.unknown-endpoint-is-501': [
    defect('answers 404 at an unknown endpoint', core =>
      override(core, original => ({
        refuseEndpoint: () => original.error(404, 'There is no such endpoint.'),
      })),
    ),
    defect('answers 404 to a GET at an unknown endpoint', core =>
      override(core, original => ({
        handle: request =>
          request.method === 'GET' && !original.isOrderEndpoint(request.target)
            ? original.error(404, 'There is no such page.')
            : original.handle(request),
      })),
    ),
    defect('takes whatever begins like the endpoint', core =>
      override(core, () => ({ isOrderEndpoint: target => target.startsWith('/order') })),
    ),
  ],
  'onapi.error.other-methods-place-no-order': [taking('PUT'), taking('GET')],
  'onapi.error.body-is-json-with-cause': [
    erring('answers errors in plain text', cause => ({
      headers: { 'content-type': 'text/plain' },
      body: cause,
    })),
    erring('answers errors in HTML', cause => ({
      headers: { 'content-type': 'text/html' },
      body: `<h1>${cause}</h1>`,
    })),
    erring('answers the cause as an object', cause => ({
      body: JSON.stringify({ cause: { message: cause } }),
    })),
    erring('answers the cause as a bare string', cause => ({ body: JSON.stringify(cause) })),
  ],
  'onapi.error.says-cause': [
    erring('says nothing of the cause', () => ({ body: '' })),
    erring('calls the cause an error', cause => ({ body: JSON.stringify({ error: cause }) })),
    erring('says an empty cause', () => ({ body: '{"cause":""}' })),
  ],
  'onapi.error.has-no-message': [
    erring('says the cause to the customer as well', cause => ({
      body: JSON.stringify({ cause, externalMessage: 'Something went wrong.' }),
    })),
  ],
  'onapi.error.keeps-personal-data-out': [
    defect('repeats the order in the cause', core =>
      override(core, original => ({
        invalid: (cause, reading) =>
          original.error(400, `${cause} Order: ${reading.ok ? JSON.stringify(reading.value) : 'none'}`),
      })),
    ),
    defect('repeats the customer in the cause', core =>
      override(core, original => ({
        invalid: (cause, reading) => {
          const customer =
            reading.ok && isObject(reading.value) ? reading.value['customerDetails'] : undefined
          return original.error(400, cause + (isObject(customer) ? JSON.stringify(customer) : ''))
        },
      })),
    ),
    defect('repeats what is no JSON', core => {
      let last = ''
      override(core, original => ({
        read: body => {
          last = body.toString('utf8')
          return original.read(body)
        },
        invalid: (cause, reading) =>
          reading.ok
            ? original.invalid(cause, reading)
            : original.error(400, `${cause} Near ${last.slice(-80)}`),
      }))
    }),
    defect('repeats the order at wrong credentials', core =>
      override(core, original => ({
        refuseCredentials: request => {
          const reply = original.refuseCredentials(request)
          return { ...reply, body: JSON.stringify({ cause: `Who ordered ${request.body.toString()}?` }) }
        },
      })),
    ),
  ],
  'onapi.error.forbidden-stores-nothing': [
    keepingFirst('keeps an order before it looks at what a user may', user => !user.mayOrder),
  ],
  'onapi.error.too-many-requests-stores-nothing': [
    keepingFirst('keeps an order before it counts requests', user => user.usedUp),
  ],
  'onapi.error.refusal-stores-nothing': [
    defect('keeps an order before it checks it', core =>
      override(core, original => ({
        invalid: (cause, reading) => {
          keepAnyway(original, reading.ok ? reading.value : undefined)
          return original.invalid(cause, reading)
        },
      })),
    ),
    defect('keeps an order before it looks at credentials', core =>
      override(core, original => ({
        refuseCredentials: request => {
          const reading = readJson(request.body)
          keepAnyway(original, reading.ok ? reading.value : undefined)
          return original.refuseCredentials(request)
        },
      })),
    ),
  ],
}

function keepAnyway(core: ServiceProvider, order: unknown): void {
  if (!isObject(order) || typeof order['coAccessId'] !== 'string') return
  core.keep({ ...(order as unknown as Order), products: [productOf(order)] as never }, 'RECEIVED')
}

/** Keeps the orders of some users although they are refused. */
function keepingFirst(name: string, concerns: (user: User) => boolean): Alteration<ServiceProvider> {
  return defect(name, core =>
    override(core, original => ({
      handle: request => {
        const user = original.authenticate(request)
        const reading = original.read(request.body)
        if (user && concerns(user) && reading.ok) keepAnyway(original, reading.value)
        return original.handle(request)
      },
    })),
  )
}

function taking(method: string): Alteration<ServiceProvider> {
  return defect(`places orders by ${method} as well`, core =>
    override(core, original => ({ takesMethod: it => it === method || original.takesMethod(it) })),
  )
}

function mending(name: string, mend: (text: string) => string): Alteration<ServiceProvider> {
  return defect(name, core =>
    override(core, original => ({
      read: body => {
        const reading = original.read(body)
        return reading.ok ? reading : original.read(Buffer.from(mend(body.toString('latin1')), 'latin1'))
      },
    })),
  )
}

function readingLoosely(name: string, forgives: (why: string) => boolean): Alteration<ServiceProvider> {
  return defect(name, core =>
    override(core, original => ({
      read: body => {
        const reading = original.read(body)
        if (reading.ok || !forgives(reading.why)) return reading
        const text = body.toString('utf8')
        return { ok: true, value: JSON.parse(text), text }
      },
    })),
  )
}

/** Refuses bodies that are well formed as incorrect JSON. */
function misreading(name: string, dislikes: (text: string) => boolean): Alteration<ServiceProvider> {
  return defect(name, core =>
    override(core, original => ({
      read: body => {
        const reading = original.read(body)
        const isObjectText = reading.ok && isObject(reading.value) && 'coAccessId' in reading.value
        return isObjectText && dislikes(reading.text) ? { ok: false, why: 'This is no JSON.' } : reading
      },
    })),
  )
}

function failing(name: string, reason: string): Alteration<ServiceProvider> {
  return defect(name, core =>
    override(core, original => ({
      invalid: (cause, reading) =>
        !reading.ok && reading.why.includes(reason)
          ? original.error(500, 'No.')
          : original.invalid(cause, reading),
    })),
  )
}

/** Refuses credentials with another challenge. */
function challenging(name: string, challenge: string): Alteration<ServiceProvider> {
  return defect(name, core =>
    override(core, original => ({
      refuseCredentials: () => original.error(401, 'No.', { 'www-authenticate': challenge }),
    })),
  )
}

/** Lets users in whose `user:password` is near enough. */
function authenticating(
  name: string,
  near: (user: User, given: string) => boolean,
): Alteration<ServiceProvider> {
  return defect(name, core =>
    override(core, original => ({
      authenticate: request => {
        const given = givenBy(request)
        return (
          original.authenticate(request) ??
          (given === undefined ? undefined : [...original.users.values()].find(user => near(user, given)))
        )
      },
    })),
  )
}

function givenBy({ headers }: HttpRequest): string | undefined {
  const field = headers['authorization']
  return typeof field === 'string' && field.startsWith('Basic ')
    ? Buffer.from(field.slice(6), 'base64').toString('utf8')
    : undefined
}

function erring(name: string, reply: (cause: string) => Partial<HttpReply>): Alteration<ServiceProvider> {
  return defect(name, core =>
    override(core, original => ({
      error: (status, cause, headers) => {
        const usual = original.error(status, cause, headers)
        const changed = reply(cause)
        return { ...usual, ...changed, headers: { ...usual.headers, ...changed.headers } }
      },
    })),
  )
}
