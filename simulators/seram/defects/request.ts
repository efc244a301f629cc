import { readJson } from '../../json.js'
import { defect, override, type Alteration, type Defects, type HttpRequest } from '../../simulator.js'
import type { Order, OrderPlatform } from '../core.js'

/** Ways to treat what is no order as one, or to refuse it in an unclear way. */
export const requestDefects: Defects<OrderPlatform> = {
  'seram.request.takes-post-only': [taking('PUT'), taking('GET')],
  'seram.request.names-allowed-methods': [
    defect('refuses a method without naming another', core =>
      override(core, original => ({ refuseMethod: () => original.error(405, 'No.') })),
    ),
    defect('names PUT as allowed', core =>
      override(core, original => ({ refuseMethod: () => original.error(405, 'No.', { allow: 'PUT' }) })),
    ),
  ],
  'seram.request.takes-json-by-any-spelling': [
    defect('knows application/json only letter by letter', core =>
      override(core, () => ({
        takesMediaType: request => request.headers['content-type'] === 'application/json',
      })),
    ),
    defect('does not know quoted parameters', core =>
      override(core, original => ({
        takesMediaType: request =>
          original.takesMediaType(request) && !String(request.headers['content-type']).includes('"'),
      })),
    ),
  ],
  'seram.request.takes-clients-that-accept-json': [
    defect('knows application/json as the only type that a client may accept', core =>
      override(core, original => ({
        handle: request =>
          [undefined, 'application/json'].includes(request.headers['accept'] as string | undefined)
            ? original.handle(request)
            : original.error(406, 'The answer is application/json.'),
      })),
    ),
  ],
  'seram.request.takes-any-legal-json': [
    unreadable('does not know escapes', text => text.includes(String.raw`\u`)),
    unreadable('does not know white space', text => /[{,]\s/.test(text)),
    unreadable('wants the sessionID before the remoteManagementOrder', text => {
      const at = text.indexOf('"remoteManagementOrder"')
      return at >= 0 && at < text.indexOf('"sessionID"')
    }),
  ],
  'seram.request.refuses-what-is-no-json': [
    mending('ignores what follows the JSON', text => beforeRest(text)),
    defect('takes a form for an order for nothing', core =>
      override(core, original => ({
        takesMediaType: request => isForm(request) || original.takesMediaType(request),
        read: body =>
          original.read(/^[\w-]+=[\w-]*$/.test(body.toString('latin1')) ? Buffer.from('{}') : body),
      })),
    ),
    mending('ignores comments', text => text.replaceAll(/\/\*.*?\*\/|\/\/[^"\n]*$/gs, '')),
    mending('reads NaN as a number', text => text.replaceAll(':NaN', ':0')),
    mending('ignores trailing commas', text => text.replaceAll(/,\s*([\]}])/g, '$1')),
    defect('replaces bytes that are not UTF-8', core =>
      override(core, original => ({ read: body => original.read(Buffer.from(body.toString('utf8'))) })),
    ),
  ],
  'seram.request.refuses-what-is-no-object': [
    defect('takes whatever is no object as an empty order', core =>
      override(core, original => ({
        inDocumentSpelling: value =>
          value === null || typeof value !== 'object' || Array.isArray(value)
            ? {}
            : original.inDocumentSpelling(value),
      })),
    ),
  ],
  'seram.request.bad-input-is-no-server-error': [
    failing('fails at bytes that are not UTF-8', 'UTF-8'),
    failing('fails at deep nesting', 'nested'),
    defect('fails at a zero character', core =>
      override(core, original => ({
        place: (order, text) =>
          text.includes(String.raw`\u0000`)
            ? original.error(500, 'Internal error.')
            : original.place(order, text),
      })),
    ),
    defect('fails at a number', core =>
      override(core, original => ({
        check: order => {
          const wrong = original.check(order)
          return typeof order === 'number' ? 'a number' : wrong
        },
        refuseOrder: (wrong, order) =>
          wrong === 'a number' ? original.error(500, 'Internal error.') : original.refuseOrder(wrong, order),
      })),
    ),
    failing('fails at unpaired surrogates', 'surrogate'),
  ],
  'seram.request.refusal-is-a-client-error': [
    defect('refuses wrong orders with 503', core =>
      override(core, original => ({ refuseOrder: wrong => original.error(503, wrong) })),
    ),
    defect('fails at a list that is none', core =>
      override(core, original => ({
        refuseOrder: wrong => original.error(wrong.includes('must be array') ? 500 : 400, wrong),
      })),
    ),
    defect('redirects wrong orders', core =>
      override(core, original => ({
        refuseOrder: wrong => original.error(303, wrong, { location: '/help' }),
      })),
    ),
  ],
  'seram.request.refusal-stores-nothing': [
    defect('keeps an order before it checks it', core =>
      override(core, original => ({
        refuseOrder: (wrong, order) => {
          const sessionID = (order as Order | null)?.sessionID
          if (typeof sessionID === 'string') original.store(sessionID, JSON.stringify(order))
          return original.refuseOrder(wrong, order)
        },
      })),
    ),
    defect('empties the session of a further order that it refuses', core =>
      override(core, original => ({
        refuseOrder: (wrong, order) => {
          const { sessionID } = (order ?? {}) as Order
          if (sessionID !== undefined && original.sessions.has(sessionID))
            original.sessions.set(sessionID, [])
          return original.refuseOrder(wrong, order)
        },
      })),
    ),
    defect('keeps a further order before it checks it', core =>
      override(core, original => ({
        refuseOrder: (wrong, order) => {
          const { sessionID } = (order ?? {}) as Order
          if (sessionID !== undefined && original.sessions.has(sessionID)) {
            original.store(sessionID, JSON.stringify(order))
          }
          return original.refuseOrder(wrong, order)
        },
      })),
    ),
    defect('locks the session of an order that it refuses', core => {
      const locked = new Set<unknown>()
      override(core, original => ({
        refuseOrder: (wrong, order) => {
          locked.add((order as Order | null)?.sessionID)
          return original.refuseOrder(wrong, order)
        },
        place: (order, text) =>
          order.sessionID !== undefined && locked.has(order.sessionID)
            ? original.error(409, 'The session is locked.')
            : original.place(order, text),
      }))
    }),
  ],
}

function isForm({ headers }: HttpRequest): boolean {
  return headers['content-type'] === 'application/x-www-form-urlencoded'
}

function taking(method: string): Alteration<OrderPlatform> {
  return defect(`places orders by ${method} as well`, core =>
    override(core, original => ({ takesMethod: it => it === method || original.takesMethod(it) })),
  )
}

function mending(name: string, mend: (text: string) => string): Alteration<OrderPlatform> {
  return defect(name, core =>
    override(core, original => ({
      read: body => {
        const reading = original.read(body)
        return reading.ok ? reading : original.read(Buffer.from(mend(body.toString('latin1')), 'latin1'))
      },
    })),
  )
}

function unreadable(name: string, isSo: (text: string) => boolean): Alteration<OrderPlatform> {
  return defect(name, core =>
    override(core, original => ({
      read: body => {
        const reading = original.read(body)
        return reading.ok && isSo(reading.text) ? { ok: false, why: 'The body is no JSON.' } : reading
      },
    })),
  )
}

function failing(name: string, reason: string): Alteration<OrderPlatform> {
  return defect(name, core =>
    override(core, original => ({
      handle: request => {
        if (request.method !== 'POST') return original.handle(request)
        const reading = readJson(request.body)
        return !reading.ok && reading.why.includes(reason)
          ? original.error(500, 'Internal error.')
          : original.handle(request)
      },
    })),
  )
}

/** The text up to the end of the first object. */
function beforeRest(text: string): string {
  let level = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '{') level++
    if (text[i] === '}' && --level === 0) return text.slice(0, i + 1)
  }
  return text
}
