import { defect, override, type Defects, type HttpRequest } from '../simulator.js'
import { editReader } from './altering.js'
import { childrenOf, textOf } from './body.js'
import type { RoamingCore } from './core.js'
import type { Format } from './model.js'
import { reserveCharacters } from './defects-of-requests.js'
import { field } from './negotiation.js'
import { Problem } from './problem.js'

/** Requests that are only understood in one of the ways in which the same thing can be written. */
export const defectsOfSpelling: Defects<RoamingCore> = {
  'roaming.urls.takes-hexadecimal-digits-of-either-case': [
    defect('knows hexadecimal digits in upper case only', core => {
      reserveCharacters(core)
      override(core, original => ({
        route: request => {
          if (!/%([a-f].|.[a-f])/.test(request.target)) return original.route(request)
          throw new Problem('unknown', ['Request-URI'])
        },
      }))
    }),
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
  'roaming.requests.ignores-unknown-elements': [
    defect('knows the elements of XML by their local names', core =>
      rewrite(core, 'XML', text => text.replaceAll(/(<\/?)[\w.-]+:(?!roamingSubscription)/g, '$1')),
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
  'roaming.formats.names-the-content-type': [
    defect('writes characters into XML that it does not have', core =>
      editReader(core, 'POST', original => ({
        optional: (node, name) =>
          name === 'callbackData' ? textOf(childrenOf(node, name)[0]) : original.optional(node, name),
      })),
    ),
  ],
  'roaming.formats.answers-in-the-format-of-the-request': [
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
  'roaming.formats.prefers-what-the-arp-prefers': [
    defect('does not weigh what a client accepts', core =>
      override(core, original => ({
        negotiate: (request, route) => original.negotiate(unweighed(request), route),
      })),
    ),
  ],
}

/** Reads bodies of one format as if they had been written differently. */
function rewrite(core: RoamingCore, format: Format, edit: (text: string) => string): void {
  override(core, original => ({
    read: (request, language) => {
      if (language !== format) return original.read(request, language)
      const body = Buffer.from(edit(request.body.toString('latin1')), 'latin1')
      return original.read({ ...request, body }, language)
    },
  }))
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
