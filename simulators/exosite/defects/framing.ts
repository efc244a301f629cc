import { isAscii } from 'node:buffer'
import { STATUS_CODES } from 'node:http'
import type { HttpReply } from '../../simulator.js'
import { defect, override, type Alteration, type Defects } from '../../simulator.js'
import type { ExositeCore } from '../core.js'

/** Mistakes in how answers are framed and worded. */
export const framingDefects: Defects<ExositeCore> = {
  'exosite.framing.activation-is-plain-text': [
    activates('calls the CIK text/html', reply => typed('text/html; charset=utf-8', reply)),
    activates('calls the CIK text/csv', reply => typed('text/csv; charset=utf-8', reply)),
  ],
  'exosite.framing.lists-are-csv': [
    lists('calls a list text/plain', reply => typed('text/plain; charset=utf-8', reply)),
  ],
  'exosite.framing.information-is-csv': [
    informs('calls content information text/plain', reply => typed('text/plain; charset=utf-8', reply)),
    informs('calls content information application/json', reply =>
      typed('application/json; charset=utf-8', reply),
    ),
  ],
  'exosite.framing.names-utf-8': [
    activates('names no charset for the CIK', reply => typed('text/plain', reply)),
    lists('names no charset for a list', reply => typed('text/csv', reply)),
    informs('calls content information Latin-1', reply => typed('text/csv; charset=iso-8859-1', reply)),
  ],
  'exosite.framing.states-length': [
    activates('states no length of the CIK', withoutLength),
    lists('states no length of a list', withoutLength),
    informs('states no length of content information', withoutLength),
    defect('states no length of a whole content', core =>
      override(core, original => ({ whole: content => withoutLength(original.whole(content)) })),
    ),
  ],
  'exosite.framing.spells-content-length-literally': [
    replies('writes content-length in lower case', reply => {
      const { 'Content-Length': length, ...headers } = reply.headers
      return length === undefined ? reply : { ...reply, headers: { ...headers, 'content-length': length } }
    }),
  ],
  'exosite.framing.uses-printed-reason-phrases': [
    replies('calls 409 a conflict of its own', reply =>
      reply.status === 409 ? { ...reply, reason: 'Serial Number Not Enabled' } : reply,
    ),
    replies('writes reason phrases in lower case', reply => ({
      ...reply,
      reason: String(STATUS_CODES[reply.status]).toLowerCase(),
    })),
    replies('leaves the reason phrase empty', reply => ({ ...reply, reason: '' })),
  ],
  'exosite.framing.states-date': [
    replies('states a date that is none', reply => ({
      ...reply,
      headers: { ...reply.headers, Date: 'today' },
    })),
    replies('takes the seconds of its clock for milliseconds', reply => ({
      ...reply,
      headers: { ...reply.headers, Date: 'Wed, 21 Jan 1970 15:20:00 GMT' },
    })),
  ],
  'exosite.framing.accepts-length-of-nothing': [
    defect('refuses a GET that states a length', core =>
      override(core, original => ({
        download: (request, query) =>
          request.headers['content-length'] === undefined
            ? original.download(request, query)
            : core.error(400),
      })),
    ),
  ],
  'exosite.framing.closes-when-asked': [
    defect('keeps every connection open', core =>
      override(core, () => ({ handle: request => core.route(request) })),
    ),
  ],
  'exosite.framing.blames-no-server-error': [
    defect('fails at a verb that it does not know', core =>
      override(core, () => ({ refuseVerb: () => core.error(500) })),
    ),
    defect('fails at a serial number that its column cannot hold', core =>
      override(core, original => ({
        refuseUnknown: (vendor, model, sn) =>
          sn.length > 255 ? core.error(500) : original.refuseUnknown(vendor, model, sn),
      })),
    ),
    defect('fails at a serial number with an emoji', core =>
      override(core, original => ({
        refuseUnknown: (vendor, model, sn) =>
          /[\u{10000}-\u{10FFFF}]/u.test(sn) ? core.error(500) : original.refuseUnknown(vendor, model, sn),
      })),
    ),
    defect('fails at a CIK that is no ASCII', core =>
      override(core, original => ({
        refuseCaller: request =>
          isAscii(Buffer.from(core.readCik(request) ?? ''))
            ? original.refuseCaller(request)
            : core.error(500),
      })),
    ),
    defect('fails at a range that cannot be satisfied', core =>
      override(core, () => ({ refuseRange: () => core.error(500) })),
    ),
    defect('fails at spoilt percent-encoding', core =>
      override(core, original => ({
        download: (request, query) =>
          /%(?![0-9a-f]{2})/i.test(query) ? core.error(500) : original.download(request, query),
      })),
    ),
    defect('fails at a body that is no form', core =>
      override(core, original => ({
        error: (status, further) => original.error(status === 415 ? 500 : status, further),
      })),
    ),
  ],
}

function typed(type: string, reply: HttpReply): HttpReply {
  return { ...reply, headers: { ...reply.headers, 'Content-Type': type } }
}

function withoutLength(reply: HttpReply): HttpReply {
  const { 'Content-Length': _, ...headers } = reply.headers
  return { ...reply, headers: { ...headers, 'Transfer-Encoding': 'chunked' } }
}

type Change = (reply: HttpReply) => HttpReply

function activates(name: string, change: Change): Alteration<ExositeCore> {
  return defect(name, core =>
    override(core, original => ({ handOver: cik => change(original.handOver(cik)) })),
  )
}

function lists(name: string, change: Change): Alteration<ExositeCore> {
  return defect(name, core => override(core, original => ({ list: model => change(original.list(model)) })))
}

function informs(name: string, change: Change): Alteration<ExositeCore> {
  return defect(name, core =>
    override(core, original => ({ inform: content => change(original.inform(content)) })),
  )
}

function replies(name: string, change: Change): Alteration<ExositeCore> {
  return defect(name, core =>
    override(core, original => ({
      reply: (status, type, body, further) => change(original.reply(status, type, body, further)),
    })),
  )
}
