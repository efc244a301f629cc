import { defect, override, type Defects, type HttpRequest } from '../simulator.js'
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
    defect('takes character references literally', core =>
      rewrite(core, 'XML', text => text.replaceAll('&#', '&amp;#')),
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

function unweighed(request: HttpRequest): HttpRequest {
  const accept = field(request, 'accept')
  if (accept === undefined) return request
  return { ...request, headers: { ...request.headers, accept: accept.replaceAll(/;\s*q=[0-9.]+/gi, '') } }
}
