import type { HttpReply } from '../simulator.js'
import { override, variation, type Alteration } from '../simulator.js'
import type { ExositeCore } from './core.js'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'.split('')

/** Ways to differ from the reference and still conform: what the document leaves open, and what it lets a server add. */
export const exositeVariations: readonly Alteration<ExositeCore>[] = [
  variation('makes out CIKs of mixed-case letters and digits', core =>
    override(core.registry, () => ({
      newCik: () => Array.from({ length: 40 }, () => core.environment.random.pick(LETTERS)).join(''),
    })),
  ),
  variation('ends a list with a line end', core =>
    override(core, original => ({
      idsOf: model => (model.contents.size === 0 ? [] : [...original.idsOf(model), '']),
    })),
  ),
  variation('ends the lines of a list with CR and LF', core =>
    override(core, () => ({
      list: model =>
        csv(
          core,
          core
            .idsOf(model)
            .map(id => `${id}\r\n`)
            .join(''),
        ),
    })),
  ),
  variation('lists the contents in another order', core =>
    override(core, original => ({ idsOf: model => original.idsOf(model).toReversed() })),
  ),
  variation('lists the contents in another order each time', core => {
    let turn = 0
    override(core, original => ({
      idsOf: model => {
        const ids = original.idsOf(model)
        turn += 1
        return [...ids.slice(turn % (ids.length || 1)), ...ids.slice(0, turn % (ids.length || 1))]
      },
    }))
  }),
  variation('answers OPTIONS', core =>
    override(core, original => ({
      route: request =>
        request.method === 'OPTIONS'
          ? adding({ Allow: 'GET, POST, OPTIONS' }, core.reply(200, 'text/html', ''))
          : original.route(request),
    })),
  ),
  variation('names neither its server nor what becomes of the connection', core =>
    replies(core, reply => {
      const { Server: _, Connection: __, ...headers } = reply.headers
      return { ...reply, headers }
    }),
  ),
  variation('answers an empty list with 204', core =>
    override(core, original => ({
      list: model => (model.contents.size === 0 ? noContent(core) : original.list(model)),
    })),
  ),
  variation('answers an unknown pair in an activation with 403', core =>
    override(core, original => ({
      refuseUnknown: (vendor, model, sn) =>
        core.findModel(vendor, model) === undefined
          ? core.error(403)
          : original.refuseUnknown(vendor, model, sn),
    })),
  ),
  variation('leaves the body of errors empty', core => errors(core, () => ({ body: '' }))),
  variation('explains errors in HTML', core =>
    errors(core, status => ({ type: 'text/html', body: `<!doctype html><title>${status}</title>` })),
  ),
  variation('sends errors in chunks', core =>
    override(core, original => ({
      error: (status, further) => {
        const { 'Content-Length': _, ...headers } = original.error(status, further).headers
        return {
          status,
          headers: { ...headers, 'Transfer-Encoding': 'chunked' },
          body: `error ${status}\r\n`,
        }
      },
    })),
  ),
  variation('answers a range that covers everything with 200', core =>
    override(core, original => ({
      part: (content, range) =>
        range.first === 0 && range.last === content.body.length - 1
          ? original.whole(content)
          : original.part(content, range),
    })),
  ),
  variation('does not announce ranges', core =>
    replies(core, reply => {
      const { 'Accept-Ranges': _, ...headers } = reply.headers
      return { ...reply, headers }
    }),
  ),
  variation('names the unit of its ranges twice', core =>
    replies(core, reply =>
      reply.headers['Accept-Ranges'] === undefined
        ? reply
        : adding({ 'Accept-Ranges': 'bytes, bytes' }, reply),
    ),
  ),
  variation('states lengths with zeros before them', core =>
    replies(core, reply => {
      const { 'Content-Length': length } = reply.headers
      return length === undefined ? reply : adding({ 'Content-Length': `00${String(length)}` }, reply)
    }),
  ),
  variation('states a Content-Range with a whole content too', core =>
    override(core, original => ({
      whole: content => {
        const { length } = content.body
        if (length === 0) return original.whole(content)
        return adding({ 'Content-Range': `bytes 0-${length - 1}/${length}` }, original.whole(content))
      },
    })),
  ),
  variation('answers a range that cannot be satisfied with the whole content', core =>
    override(core, () => ({ refuseRange: content => core.whole(content) })),
  ),
  variation('answers a range that cannot be satisfied with an empty part', core =>
    override(core, original => ({
      refuseRange: content => ({
        ...adding({ 'Content-Length': '0' }, original.refuseRange(content)),
        status: 206,
        body: '',
      }),
    })),
  ),
  variation('refuses a range that it cannot read', core =>
    override(core, original => ({
      readRange: (header, length) => original.readRange(header, length) ?? 'unsatisfiable',
    })),
  ),
  variation('answers in another order of header fields', core =>
    replies(core, reply => ({
      ...reply,
      headers: Object.fromEntries(Object.entries(reply.headers).toReversed()),
    })),
  ),
  variation('spells all header names but Content-Length in lower case', core =>
    replies(core, reply => ({
      ...reply,
      headers: Object.fromEntries(
        Object.entries(reply.headers).map(([name, value]) => [
          name === 'Content-Length' ? name : name.toLowerCase(),
          value,
        ]),
      ),
    })),
  ),
  variation('adds header fields of its own', core =>
    replies(core, reply =>
      adding({ 'Cache-Control': 'no-store', 'X-Request-Id': '7', 'Set-Cookie': ['a=1', 'b=2'] }, reply),
    ),
  ),
  variation('closes the connection after each answer', core =>
    replies(core, reply => adding({ Connection: 'close' }, reply)),
  ),
  variation('writes media types and charsets in its own way', core =>
    replies(core, reply =>
      adding(
        {
          'Content-Type': String(reply.headers['Content-Type']).replace(
            '; charset=utf-8',
            ';charset="UTF-8"',
          ),
        },
        reply,
      ),
    ),
  ),
  variation('adds a charset to the type of text contents', core =>
    override(core, original => ({
      whole: content =>
        original.whole(
          content.type.startsWith('text/') ? { ...content, type: `${content.type}; charset=utf-8` } : content,
        ),
    })),
  ),
  variation('ends content information with a line end', core =>
    override(core, original => ({
      columnsOf: content => original.columnsOf(content).with(3, `${content.meta}\r\n`),
    })),
  ),
  variation('percent-encodes the meta', core =>
    override(core, original => ({
      columnsOf: content => original.columnsOf(content).with(3, encodeURIComponent(content.meta)),
    })),
  ),
  variation('puts a meta with a comma in quotes', core =>
    override(core, original => ({
      columnsOf: content =>
        original.columnsOf(content).with(3, content.meta.includes(',') ? `"${content.meta}"` : content.meta),
    })),
  ),
  variation('answers the CIK of another model with 401, and a protected id with 404', core => {
    override(core, original => ({
      download: (request, query) => {
        const reply = original.download(request, query)
        const caller = core.findCaller(request, 'list')
        const fields = new URLSearchParams(query)
        const model = core.findModel(fields.get('vendor') ?? '', fields.get('model') ?? '')
        if (reply.status !== 403 || caller === undefined || model === undefined) return reply
        return core.error(caller.model === model ? 404 : 401)
      },
    }))
  }),
  variation('answers an unknown id with 204', core =>
    override(core, original => ({
      download: (request, query) => {
        const reply = original.download(request, query)
        return reply.status === 404 ? noContent(core) : reply
      },
    })),
  ),
  variation('delivers a content without bytes as 204', core =>
    override(core, original => ({
      whole: content => (content.body.length === 0 ? noContent(core) : original.whole(content)),
    })),
  ),
  variation('answers other verbs with 404', core =>
    override(core, () => ({ refuseVerb: () => core.error(404) })),
  ),
  variation('answers a missing field with 412', core =>
    override(core, original => ({
      activate: request => {
        const form = core.readForm(request.body)
        const complete = form?.has('vendor') && form.has('model') && form.has('sn')
        return form === undefined || complete ? original.activate(request) : core.error(412)
      },
    })),
  ),
  variation('takes a form of any content type', core => override(core, () => ({ isForm: () => true }))),
  variation(
    'makes out a CIK no sooner than at the activation',
    core =>
      override(core, original => ({
        issue: client => {
          core.registry.enable(client, client.enabledAt)
          return original.issue(client)
        },
      })),
    { capabilities: { 'visible-key': false } },
  ),
]

function csv(core: ExositeCore, body: string): HttpReply {
  return core.reply(200, 'text/csv; charset=utf-8', body)
}

function noContent(core: ExositeCore): HttpReply {
  const { 'Content-Length': _, 'Content-Type': __, ...headers } = core.reply(204, '', '').headers
  return { status: 204, headers, body: '' }
}

function errors(core: ExositeCore, content: (status: number) => { type?: string; body: string }): void {
  override(core, () => ({
    error: (status, further) => {
      const { type = 'text/plain; charset=utf-8', body } = content(status)
      return core.reply(status, type, body, further)
    },
  }))
}

function replies(core: ExositeCore, change: (reply: HttpReply) => HttpReply): void {
  override(core, original => ({
    reply: (status, type, body, further) => change(original.reply(status, type, body, further)),
  }))
}

function adding(headers: HttpReply['headers'], reply: HttpReply): HttpReply {
  return { ...reply, headers: { ...reply.headers, ...headers } }
}
