import { defect, override, type Defects, type HttpRequest } from '../../simulator.js'
import { editAnswer, editReader, withCallback } from '../altering.js'
import { childrenOf, textOf } from '../body.js'
import type { RoamingCore } from '../core.js'
import type { Format, Subscription } from '../model.js'
import { MEDIA_TYPES, field, formatOfBody } from '../negotiation.js'
import { Problem } from '../problem.js'
import type { Element, Elements } from '../writing.js'
import { rewrite, withHeader } from './shared.js'

/** Wrong formats and values. */
export const formatDefects: Defects<RoamingCore> = {
  'roaming.formats.reads-xml': [
    defect('creates from JSON only', core => reads(core, 'POST', 'JSON')),
    defect('updates from JSON only', core => reads(core, 'PUT', 'JSON')),
  ],
  'roaming.formats.reads-json': [
    defect('creates from XML only', core => reads(core, 'POST', 'XML')),
    defect('updates from XML only', core => reads(core, 'PUT', 'XML')),
    defect('needs an object for one userId in JSON', core =>
      refusesJson(core, /"userId":\s*\[\s*\{[^}]*\}\s*\]/),
    ),
  ],
  'roaming.formats.answers-in-the-format-wanted': [
    defect('retrieves always in XML', core => answersIn(core, 'retrieve', 'XML')),
    defect('retrieves always in JSON', core => answersIn(core, 'retrieve', 'JSON')),
    defect('answers updates always in XML', core => answersIn(core, 'update', 'XML')),
    defect('answers creations always in XML', core => answersIn(core, 'create', 'XML')),
  ],
  'roaming.formats.names-the-content-type': [
    defect('calls JSON XML', core =>
      override(core.rendering, () => ({ contentType: () => MEDIA_TYPES.XML })),
    ),
    defect('calls every answer text', core =>
      override(core, original => ({
        reply: (...args) => withHeader(original.reply(...args), 'content-type', 'text/plain; charset=utf-8'),
      })),
    ),
    defect('calls XML errors JSON', core =>
      override(core, original => ({
        refusal: (...args) => withHeader(original.refusal(...args), 'content-type', MEDIA_TYPES.JSON),
      })),
    ),

    defect('writes characters into XML that it does not have', core =>
      editReader(core, 'POST', original => ({
        optional: (node, name) =>
          name === 'callbackData' ? textOf(childrenOf(node, name)[0]) : original.optional(node, name),
      })),
    ),

    defect('calls UTF-8 Latin-1', core =>
      override(core.rendering, original => ({
        contentType: format => `${original.contentType(format)};charset=ISO-8859-1`,
      })),
    ),
  ],
  'roaming.formats.answers-in-the-format-of-the-request': [
    defect('answers in XML whoever accepts anything', core =>
      override(core, original => ({
        negotiate: (request, route) =>
          field(request, 'accept') === '*/*' || field(request, 'accept') === undefined
            ? 'XML'
            : original.negotiate(request, route),
      })),
    ),

    defect('knows the format of a request by its bare media type only', core =>
      override(core, original => ({
        negotiate: (request, route) =>
          original.negotiate(
            typed(request, type => (type.includes(';') ? 'application/xml' : type)),
            route,
          ),
      })),
    ),
  ],
  'roaming.formats.lets-the-url-choose': [
    defect('does not know resFormat', core =>
      override(core, original => ({
        negotiate: (request, route) => original.negotiate(request, { ...route, query: '' }),
      })),
    ),
  ],
  'roaming.formats.refuses-what-it-cannot-write': [
    defect('answers in XML whoever accepts neither format', core =>
      override(core, () => ({ refuseFormats: () => undefined })),
    ),
  ],
  'roaming.formats.refuses-what-it-cannot-read': [
    defect('takes another media type for XML', core =>
      override(core, () => ({
        languageOf: request => formatOfBody(field(request, 'content-type')) ?? 'XML',
      })),
    ),
  ],
  'roaming.formats.may-read-forms': [
    defect('fails on forms', core =>
      override(core, original => ({
        languageOf: request => {
          const form = field(request, 'content-type')?.startsWith('application/x-www-form-urlencoded')
          if (form) throw new Problem('body', ['Request body: a form'])
          return original.languageOf(request)
        },
      })),
    ),
  ],
  'roaming.formats.uses-its-namespace': [
    defect('answers in a namespace of its own', core =>
      inNamespace(core, 'urn:example:roamingProvisioning:1'),
    ),
    defect('answers in the namespace of the common types', core =>
      inNamespace(core, 'urn:oma:xml:rest:netapi:common:1'),
    ),
    defect('notifies in the namespace of another version', core =>
      inNamespace(core, 'urn:oma:xml:rest:roamingProvisioning:2', 'roamingSubscriptionNotification'),
    ),
  ],
  'roaming.formats.understands-any-prefix': [
    defect('does not know the prefix ns2', core => refusesXml(core, /<ns2:/)),
    defect('does not know a default namespace', core => refusesXml(core, /<roamingSubscription[\s>]/)),
  ],
  'roaming.formats.json-has-the-root-as-its-one-member': [
    defect('answers in JSON without the root member', core => writesJson(core, (_name, content) => content)),
    defect('answers in JSON with a prefix', core =>
      writesJson(core, (name, content) => ({ [`rp:${name}`]: content })),
    ),
    defect('answers in JSON with a namespace beside the root', core =>
      writesJson(core, (name, content) => ({
        [name]: content,
        xmlns: 'urn:oma:xml:rest:roamingProvisioning:1',
      })),
    ),
  ],
  'roaming.formats.reads-both-forms-of-one-item': [
    defect('needs an array for one userId in JSON', core => refusesJson(core, /"userId":\s*\{/)),
  ],
  'roaming.formats.reads-null-as-an-empty-element': [
    defect('needs a string wherever there is a member', core => refusesJson(core, /:\s*null/)),
  ],
  'roaming.formats.reads-xml-however-it-is-written': [
    defect('loses CDATA sections', core =>
      rewrite(core, 'XML', text => text.replaceAll(/<!\[CDATA\[.*?]]>/g, '')),
    ),
    defect('cuts a text at a comment', core =>
      rewrite(core, 'XML', text => text.replaceAll(/<!--.*?-->[^<]*/g, '')),
    ),
    defect('reads no further than a processing instruction', core =>
      rewrite(core, 'XML', text => text.replace(/<\?(?!xml )[^]*(?=<\/\w+:\w+>)/, '')),
    ),
    defect('takes character references literally', core =>
      rewrite(core, 'XML', text => text.replaceAll('&#', '&amp;#')),
    ),

    defect('takes a schema location for an unknown attribute', core =>
      override(core, original => ({
        read: (request, language) => {
          if (!request.body.includes('schemaLocation')) return original.read(request, language)
          throw new Problem('body', ['Request body: an unknown attribute'])
        },
      })),
    ),
  ],
  'roaming.formats.collapses-white-space-around-a-url': [
    defect('takes white space for a part of a URL', core =>
      editReader(core, 'POST', original => ({
        needed: (node, name) => {
          const text = original.needed(node, name)
          if (name === 'notifyURL' && text !== text.trim()) throw new Problem('value', [name])
          return text
        },
      })),
    ),
  ],
  'roaming.formats.reads-json-however-it-is-written': [
    defect('takes escaped characters literally', core =>
      rewrite(core, 'JSON', text => text.replaceAll(String.raw`\u`, String.raw`\\u`)),
    ),
    defect('needs the userId first', core =>
      rewrite(core, 'JSON', text => {
        if (/^\s*\{\s*"roamingSubscription"\s*:\s*\{\s*"(userId|roaming)/.test(text)) return text
        throw new Problem('missing', ['userId'])
      }),
    ),
  ],
  'roaming.formats.ignores-the-case-of-media-types': [
    defect('knows media types in lower case only', core =>
      refuseTypes(core, type => /^[^;]*[A-Z]/.test(type)),
    ),
  ],
  'roaming.formats.takes-the-charset-of-a-body': [
    defect('knows media types without parameters only', core =>
      refuseTypes(core, type => type.includes(';')),
    ),
  ],
  'roaming.formats.reads-by-the-charset-that-is-named': [
    defect('takes ISO-8859-1 for UTF-8', core =>
      override(core, original => ({
        languageOf: request =>
          original.languageOf(typed(request, type => type.replace('ISO-8859-1', 'UTF-8'))),
      })),
    ),
  ],
  'roaming.formats.prefers-what-the-arp-prefers': [
    defect('does not weigh what a client accepts', core =>
      override(core, original => ({
        negotiate: (request, route) => original.negotiate(unweighed(request), route),
      })),
    ),
  ],
  'roaming.formats.serves-whoever-accepts-anything': [
    defect('needs Accept', core => refuseAccepted(core, accept => accept === undefined)),
    defect('takes wildcards for other types', core =>
      refuseAccepted(core, accept => accept?.includes('*') ?? false),
    ),
  ],

  'roaming.values.json-keeps-strings': [
    defect('answers a creation with callbackData as a number', core =>
      editAnswer(core, 'created', (content, { callback }) =>
        withCallbackData(content, literalFrom(callback.callbackData)),
      ),
    ),

    defect('writes times in callbackData in another way', core =>
      editAnswer(core, 'created', (content, { callback: { callbackData = '' } }) =>
        /^\d{4}-\d\d-\d\dT/.test(callbackData)
          ? withCallback(content, 'callbackData', new Date(callbackData).toISOString())
          : content,
      ),
    ),
  ],
  'roaming.values.takes-no-number-for-nothing': [
    defect('takes whatever is no text for an empty one', core =>
      editReader(core, 'POST', original => ({
        optional: (node, name) => {
          const [found] = childrenOf(node, name)
          return typeof found === 'number' ? '' : original.optional(node, name)
        },
      })),
    ),
  ],
  'roaming.values.xml-string-stays-a-string-in-json': [
    defect('shows literals that came in XML as what they look like', core =>
      editAnswer(core, 'retrieve', (content, { callback, format }) =>
        format === 'XML' ? withCallbackData(content, literalFrom(callback.callbackData)) : content,
      ),
    ),
  ],
  'roaming.values.keeps-every-character': [
    defect('answers a creation without characters beyond ASCII', core =>
      editsData(core, data => data.replace(/[^\t\n -~]/gu, '?')),
    ),
    defect('answers a creation with escaped markup', core =>
      editsData(core, data => data.replaceAll('&', '&amp;').replaceAll('<', '&lt;')),
    ),
    defect('answers a creation with trimmed callbackData', core => editsData(core, data => data.trim())),

    defect('composes the characters of callbackData', core =>
      editAnswer(core, 'created', (content, { callback: { callbackData } }) =>
        withCallback(content, 'callbackData', callbackData?.normalize('NFC')),
      ),
    ),
  ],
}

function reads(core: RoamingCore, method: string, only: Format): void {
  override(core, original => ({
    read: (request, language) => {
      if (request.method === method && language !== only)
        throw new Problem('media type', [`only ${only} is read`])
      return original.read(request, language)
    },
  }))
}

function answersIn(core: RoamingCore, operation: 'create' | 'retrieve' | 'update', format: Format): void {
  override(core, original => {
    if (operation === 'create') return { create: (request, route) => original.create(request, route, format) }
    return operation === 'retrieve'
      ? { retrieve: (request, route) => original.retrieve(request, route, format) }
      : { update: (request, route) => original.update(request, route, format) }
  })
}

function inNamespace(core: RoamingCore, namespace: string, name = 'roamingSubscription'): void {
  override(core.rendering, original => ({
    root: wanted => ({ ...original.root(wanted), ...(wanted === name ? { namespace } : {}) }),
  }))
}

function refusesXml(core: RoamingCore, pattern: RegExp): void {
  refusesBody(core, 'XML', pattern)
}

function refusesJson(core: RoamingCore, pattern: RegExp): void {
  refusesBody(core, 'JSON', pattern)
}

function refusesBody(core: RoamingCore, format: Format, pattern: RegExp): void {
  override(core, original => ({
    read: (request, language) => {
      if (language === format && pattern.test(request.body.toString('latin1'))) {
        throw new Problem('body', ['Request body: unknown form'])
      }
      return original.read(request, language)
    },
  }))
}

/** Writes JSON other than errors in another way. */
function writesJson(core: RoamingCore, edit: (name: string, content: Elements) => unknown): void {
  override(core.rendering, original => ({
    write: (format, root, content) =>
      format === 'JSON' && root.name !== 'requestError'
        ? JSON.stringify(edit(root.name, content))
        : original.write(format, root, content),
  }))
}

/** The JSON value that a text looks like. */
function literalFrom(text: string | undefined): Element | undefined {
  if (text === undefined || !/^(\d+|\d+e\d+|true|false|null)$/.test(text)) return text
  return (/^\d/.test(text) ? Number(text) : JSON.parse(text)) as Element
}

function withCallbackData(content: Elements, data: Element | undefined): Elements {
  if (data === undefined) return content
  return {
    ...content,
    callbackReference: { ...(content['callbackReference'] as Elements), callbackData: data },
  }
}

function editsData(core: RoamingCore, edit: (data: string) => string): void {
  editAnswer(core, 'created', (content, { callback }: Subscription) =>
    callback.callbackData === undefined
      ? content
      : withCallback(content, 'callbackData', edit(callback.callbackData)),
  )
}

function refuseTypes(core: RoamingCore, isRefused: (type: string) => boolean): void {
  override(core, original => ({
    languageOf: request => {
      if (!isRefused(field(request, 'content-type') ?? '')) return original.languageOf(request)
      throw new Problem('media type', ['only XML and JSON can be read'])
    },
  }))
}

/** A request with another Content-Type. */
function typed(request: HttpRequest, edit: (type: string) => string): HttpRequest {
  const type = field(request, 'content-type')
  if (type === undefined) return request
  return { ...request, headers: { ...request.headers, 'content-type': edit(type) } }
}

function unweighed(request: HttpRequest): HttpRequest {
  const accept = field(request, 'accept')
  if (accept === undefined) return request
  return { ...request, headers: { ...request.headers, accept: accept.replaceAll(/;\s*q=[0-9.]+/gi, '') } }
}

function refuseAccepted(core: RoamingCore, isRefused: (accept: string | undefined) => boolean): void {
  override(core, original => ({
    negotiate: (request, route) =>
      request.method === 'GET' && isRefused(field(request, 'accept'))
        ? undefined
        : original.negotiate(request, route),
  }))
}
