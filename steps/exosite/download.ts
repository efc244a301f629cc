import type { HttpRequest } from '../../harness/http-client.js'
import { DOWNLOAD } from './wire.js'

/** A download that is to be sent: what is left out is not sent. */
export interface Download {
  readonly method: string
  readonly vendor?: string | undefined
  readonly model?: string | undefined
  readonly id?: string | undefined
  readonly info?: boolean
  readonly cik?: string | undefined
  readonly range?: string | undefined
  /** A Content-Length to state. */
  readonly length?: string | undefined
  /** How the name of the key header is spelt. */
  readonly keyHeader: string
  /** How the name of the range header is spelt, if not as in the document. */
  readonly rangeHeader?: string
  /** Whether the parameters come in the reverse of the printed order. */
  readonly isReversed?: boolean
  readonly encodeId: (id: string) => string
}

/** What can be asked of /provision/download, and which rules promise how it is answered. */
export interface Operation {
  readonly of: (content: string) => Partial<Download>
  /** The rule that promises that it succeeds. */
  readonly promisedBy: string
  /** The status for an invalid pair of vendor and model, with the rule that promises it. */
  readonly invalidPair: { readonly status: number; readonly promisedBy: string }
}

const LIST: Operation = {
  of: () => ({}),
  promisedBy: 'exosite.list.answers-ok',
  invalidPair: { status: 403, promisedBy: 'exosite.pair.list-is-forbidden' },
}

const CONTENT: Operation = {
  of: id => ({ id }),
  promisedBy: 'exosite.content.answers-ok',
  invalidPair: { status: 403, promisedBy: 'exosite.pair.content-is-forbidden' },
}

const PART: Operation = {
  of: id => ({ id, range: 'bytes=0-3' }),
  promisedBy: 'exosite.range.answers-partial-content',
  invalidPair: { status: 403, promisedBy: 'exosite.pair.part-is-forbidden' },
}

const INFORMATION: Operation = {
  of: id => ({ id, info: true }),
  promisedBy: 'exosite.info.answers-ok',
  invalidPair: { status: 400, promisedBy: 'exosite.pair.information-is-a-bad-request' },
}

/** The operations by the words of the features. */
export const OPERATIONS = {
  'lists the contents': LIST,
  'gets the content': CONTENT,
  'gets a part of the content': PART,
  'gets the content information': INFORMATION,
} as const satisfies Readonly<Record<string, Operation>>

/** The request of a download. */
export function downloadRequest(download: Download): HttpRequest {
  const { method, vendor, model, id, info, cik, range, length, keyHeader, encodeId } = download
  const { rangeHeader = 'Range', isReversed = false } = download
  const query = [
    ...(vendor === undefined ? [] : [`vendor=${encodeURIComponent(vendor)}`]),
    ...(model === undefined ? [] : [`model=${encodeURIComponent(model)}`]),
    ...(id === undefined ? [] : [`id=${encodeId(id)}`]),
    ...(info ? ['info=true'] : []),
  ]
  return {
    method,
    target: `${DOWNLOAD}?${(isReversed ? query.toReversed() : query).join('&')}`,
    headers: [
      ...(cik === undefined ? [] : [[keyHeader, cik] as const]),
      ...(range === undefined ? [] : [[rangeHeader, range] as const]),
      ...(length === undefined ? [] : [['Content-Length', length] as const]),
    ],
  }
}
