import { isAscii, isUtf8 } from 'node:buffer'
import { defect, override, type Alteration, type Defects } from '../../simulator.js'
import type { Download, ExositeCore } from '../core.js'
import { parseFields } from '../form.js'
import type { Content, Model } from '../registry.js'

/** Mistakes in listing contents, in delivering them and in informing about them. */
export const contentDefects: Defects<ExositeCore> = {
  'exosite.list.answers-ok': [
    defect('answers a list with 202 Accepted', core =>
      override(core, original => ({ list: model => ({ ...original.list(model), status: 202 }) })),
    ),
  ],
  'exosite.list.names-every-content': [
    lists('leaves out the last content', ids => ids.slice(0, -1)),
    lists('leaves out empty contents', (ids, model) => ids.filter(id => model.contents.get(id)?.body.length)),
  ],
  'exosite.list.names-nothing-else': [
    lists("names the contents of all the vendor's models", (_, model, core) =>
      [...core.registry.models(model.vendor).values()].flatMap(({ contents }) => [...contents.keys()]),
    ),
    lists('names a content that was deleted', ids => (ids.length === 0 ? ids : [...ids, 'deleted.bin'])),
  ],
  'exosite.list.puts-one-id-on-a-line': [
    lists('separates the ids by commas', ids => (ids.length === 0 ? [] : [ids.join(',')])),
    lists('adds the type to each id', (ids, { contents }) =>
      ids.map(id => `${id},${contents.get(id)?.type ?? ''}`),
    ),
  ],
  'exosite.list.names-each-content-once': [
    lists('names the first content twice', ids => [...ids.slice(0, 1), ...ids]),
  ],
  'exosite.list.answers-empty-list': [
    defect('answers an empty list with 404 Not Found', core =>
      override(core, original => ({
        list: model => (model.contents.size === 0 ? core.error(404) : original.list(model)),
      })),
    ),
    lists('says "none" instead of nothing', ids => (ids.length === 0 ? ['none'] : ids)),
  ],
  'exosite.content.answers-ok': [
    defect('answers a whole content with 206 Partial Content', core =>
      override(core, original => ({ whole: content => ({ ...original.whole(content), status: 206 }) })),
    ),
  ],
  'exosite.content.is-complete': [
    delivers('drops the last byte of a content', body => body.subarray(0, -1)),
    delivers('delivers no more than 1 KiB', body => body.subarray(0, 1024)),
  ],
  'exosite.content.large-ones-are-complete': [
    delivers('delivers no more than 64 KiB', body => body.subarray(0, 0x1_0000)),
    delivers('loses the last of blocks that are full', body =>
      body.length > 0 && body.length % 4096 === 0 ? body.subarray(0, -4096) : body,
    ),
    delivers('delivers the length modulo 65536', body => body.subarray(0, body.length % 0x1_0000)),
  ],
  'exosite.content.is-the-one-asked-for': [
    defect('delivers one text for another', core =>
      override(core, original => ({
        whole: content => {
          const text = [...(homeOf(core, content)?.contents.values() ?? [])].find(
            ({ body }) => body.length < 1024,
          )
          const mixed = content.body.length > 0 && content.body.length < 1024 && text !== undefined
          return original.whole(mixed ? { ...content, body: text.body } : content)
        },
      })),
    ),
  ],
  'exosite.content.is-unharmed': [
    delivers('drops the highest bit of every byte', body => Buffer.from(body.map(byte => byte & 0x7f))),
    delivers('blanks what follows a NUL', body => {
      const nul = body.indexOf(0)
      return nul < 0 ? body : Buffer.concat([body.subarray(0, nul), Buffer.alloc(body.length - nul)])
    }),
    delivers('writes a text in Latin-1', body =>
      isUtf8(body) && !isAscii(body) ? Buffer.from(body.toString('utf8'), 'latin1') : body,
    ),
    delivers('reads a content as text', body => Buffer.from(body.toString('utf8'))),
  ],
  'exosite.content.has-type-of-upload': [
    defect('calls every whole content application/octet-stream', core =>
      override(core, original => ({
        whole: content => original.whole({ ...content, type: 'application/octet-stream' }),
      })),
    ),
    defect('calls every whole content that is not binary text/html', core =>
      override(core, original => ({
        whole: content =>
          original.whole(
            content.type === 'application/octet-stream' ? content : { ...content, type: 'text/html' },
          ),
      })),
    ),
  ],
  'exosite.content.belongs-to-its-model': [
    finds('delivers the contents of all models under each', 'content', (core, _, id) => anywhere(core, id)),
    findsForParts('delivers parts of the contents of all models under each', (core, _, id) =>
      anywhere(core, id),
    ),
  ],
  'exosite.content.unknown-id-delivers-nothing': [
    finds('delivers the first content for an unknown id', 'content', firstForUnknown),
    findsForParts('delivers parts of the first content for an unknown id', firstForUnknown),
    finds('finds a content by the beginning of its id', 'content', (_, model, id) =>
      [...model.contents.values()].find(content => id !== '' && content.id.startsWith(id)),
    ),
  ],
  'exosite.content.distinguishes-case': [
    finds('finds a content in any case', 'content', (_, model, id) =>
      [...model.contents.values()].find(content => content.id.toLowerCase() === id.toLowerCase()),
    ),
  ],
  'exosite.content.decodes-the-id': [
    defect('leaves a query as it is', core =>
      override(core, () => ({
        readForm: body => parseFields(body.toString()),
        decode: text => text,
      })),
    ),
  ],
  'exosite.content.ignores-parameter-order': [
    defect('insists on the vendor as the first parameter', core =>
      override(core, original => ({
        download: (request, query) =>
          /^(?:model|id|info)=/.test(query) ? core.error(400) : original.download(request, query),
      })),
    ),
    defect('looks for info=true at the end', core =>
      override(core, original => ({
        download: (request, query) =>
          original.download(request, query.startsWith('info=true&') ? query.slice(10) : query),
      })),
    ),
  ],
  'exosite.content.delivers-empty-content': [
    defect('does not find a content without bytes', core =>
      override(core, original => ({
        whole: content => (content.body.length === 0 ? core.error(404) : original.whole(content)),
      })),
    ),
  ],
  'exosite.content.unlisted-verbs-have-no-function': [
    defect('downloads by POST as by GET', core =>
      override(core, original => ({
        route: request =>
          original.route(
            request.method === 'POST' && request.target.startsWith('/provision/download')
              ? { ...request, method: 'GET' }
              : request,
          ),
      })),
    ),
    defect('empties a content at a PUT that it refuses, until it was asked for', core => {
      let isEmptied = false
      override(core, original => ({
        route: request => {
          isEmptied ||= request.method === 'PUT' && request.target.startsWith('/provision/download')
          return original.route(request)
        },
        whole: content => {
          if (!isEmptied) return original.whole(content)
          isEmptied = false
          return core.reply(200, content.type, '')
        },
      }))
    }),
  ],
  'exosite.info.answers-ok': [
    defect('answers content information with 203', core =>
      override(core, original => ({ inform: content => ({ ...original.inform(content), status: 203 }) })),
    ),
  ],
  'exosite.info.has-four-columns': [
    defect('leaves out the last column where there is no meta', core =>
      override(core, original => ({
        columnsOf: content => original.columnsOf(content).slice(0, content.meta === '' ? 3 : 4),
      })),
    ),
    defect('separates the columns by semicolons', core =>
      override(core, original => ({ columnsOf: content => [original.columnsOf(content).join(';')] })),
    ),
    defect('says whether a content is protected in a fifth column', core =>
      override(core, original => ({
        columnsOf: content => [...original.columnsOf(content), String(content.readers !== undefined)],
      })),
    ),
  ],
  'exosite.info.states-content-type': [
    column('calls every content application/octet-stream', 0, () => 'application/octet-stream'),
    column('begins the line with a byte order mark', 0, content => `\uFEFF${content.type}`),
    column('leaves out the subtype', 0, content => content.type.split('/')[0] ?? ''),
  ],
  'exosite.info.states-size': [
    column('counts characters', 1, content => String(content.body.toString().length)),
    column('counts one byte too few', 1, content => String(Math.max(content.body.length - 1, 0))),
    column('counts KiB', 1, content => String(Math.ceil(content.body.length / 1024))),
  ],
  'exosite.info.states-size-of-large-ones': [
    column('keeps the size in 16 bits', 1, content => String(content.body.length & 0xffff)),
    column('separates thousands by commas', 1, ({ body }) =>
      body.length < 10_000 ? String(body.length) : body.length.toLocaleString('en'),
    ),
    defect('knows the size of many bytes only after a download', core => {
      const known = new WeakSet<Content>()
      override(core, original => ({
        whole: content => {
          known.add(content)
          return original.whole(content)
        },
        columnsOf: content => {
          const columns = original.columnsOf(content)
          return content.body.length < 10_000 || known.has(content) ? columns : columns.with(1, '0')
        },
      }))
    }),
  ],
  'exosite.info.states-size-of-nothing': [
    defect('leaves the size of a content without bytes blank', core =>
      override(core, original => ({
        columnsOf: content => {
          const [type = '', size = '', ...others] = original.columnsOf(content)
          return [type, size === '0' ? '' : size, ...others]
        },
      })),
    ),
    defect('has no information about a content without bytes', core =>
      override(core, original => ({
        inform: content => (content.body.length === 0 ? core.error(404) : original.inform(content)),
      })),
    ),
  ],
  'exosite.info.states-update': [column('leaves the time of update empty', 2, () => '')],
  'exosite.info.states-update-in-unix-seconds': [
    column('states the time in milliseconds', 2, content => String(content.updated * 1000)),
    column('states the time as a date', 2, content => new Date(content.updated * 1000).toISOString()),
    column('states the time of the request', 2, (_, core) => String(Math.floor(core.now() / 1000) + 100)),
  ],
  'exosite.info.states-meta': [
    column('states the id in place of the meta', 3, ({ id, meta }) =>
      meta === '' || meta.includes(',') ? meta : id,
    ),
    column('ends the meta at its first space', 3, ({ meta }) =>
      meta.includes(',') ? meta : (meta.split(' ')[0] ?? ''),
    ),
  ],
  'exosite.info.leaves-missing-meta-empty': [
    column('says "null" where there is no meta', 3, ({ meta }) => meta || 'null'),
  ],
  'exosite.info.keeps-commas-of-meta': [
    column('ends the meta at its first comma', 3, ({ meta }) => meta.split(',')[0] ?? ''),
  ],
  'exosite.info.unknown-id-delivers-nothing': [
    finds('informs about the first content for an unknown id', 'information', firstForUnknown),
  ],
  'exosite.info.belongs-to-its-model': [
    finds('informs about the contents of all models under each', 'information', (core, _, id) =>
      anywhere(core, id),
    ),
  ],
}

function lists(
  name: string,
  change: (ids: string[], model: Model, core: ExositeCore) => string[],
): Alteration<ExositeCore> {
  return defect(name, core =>
    override(core, original => ({ idsOf: model => change(original.idsOf(model), model, core) })),
  )
}

function delivers(name: string, change: (body: Buffer) => Buffer): Alteration<ExositeCore> {
  return defect(name, core =>
    override(core, original => ({
      whole: content => original.whole({ ...content, body: change(content.body) }),
    })),
  )
}

function column(
  name: string,
  position: number,
  value: (content: Content, core: ExositeCore) => string,
): Alteration<ExositeCore> {
  return defect(name, core =>
    override(core, original => ({
      columnsOf: content => original.columnsOf(content).with(position, value(content, core)),
    })),
  )
}

function finds(
  name: string,
  of: Download,
  otherwise: (core: ExositeCore, model: Model, id: string) => Content | undefined,
): Alteration<ExositeCore> {
  return defect(name, core =>
    override(core, original => ({
      findContent: (model, id, wanted) =>
        original.findContent(model, id, wanted) ?? (wanted === of ? otherwise(core, model, id) : undefined),
    })),
  )
}

/** Finds a content by other means where a request for a part finds none. */
function findsForParts(
  name: string,
  otherwise: (core: ExositeCore, model: Model, id: string) => Content | undefined,
): Alteration<ExositeCore> {
  return defect(name, core => {
    let asksForPart = false
    override(core, original => ({
      findCaller: (request, wanted) => {
        asksForPart = wanted === 'content' && request.headers.range !== undefined
        return original.findCaller(request, wanted)
      },
      findContent: (model, id, wanted) =>
        original.findContent(model, id, wanted) ?? (asksForPart ? otherwise(core, model, id) : undefined),
    }))
  })
}

function anywhere(core: ExositeCore, id: string): Content | undefined {
  return allContents(core).find(content => content.id === id)
}

function firstForUnknown(core: ExositeCore, model: Model, id: string): Content | undefined {
  const known = allContents(core).some(content => content.id.toLowerCase() === id.toLowerCase())
  return known ? undefined : model.contents.values().next().value
}

function allContents(core: ExositeCore): Content[] {
  return [...core.registry.vendors.values()]
    .flatMap(models => [...models.values()])
    .flatMap(({ contents }) => [...contents.values()])
}

function homeOf(core: ExositeCore, content: Content): Model | undefined {
  return [...core.registry.vendors.values()]
    .flatMap(models => [...models.values()])
    .find(({ contents }) => contents.get(content.id) === content)
}
