import { excerpt } from '../../harness/describe.js'
import type { Exchange } from '../../harness/exchange.js'
import { Violation } from '../../harness/finding.js'
import type { HttpRequest } from '../../harness/http-client.js'
import type { AssayWorld } from '../../harness/world.js'
import type { ExositeStates } from '../../schemas/exosite/states.js'

/** The world of this API's scenarios as properties see it. */
export type World = AssayWorld<ExositeStates>

/** What describes a client. */
export interface Triple {
  readonly vendor: string
  readonly model: string
  readonly sn: string
}

/** A client with the key that it calls with. */
export interface Caller {
  readonly vendor: string
  readonly model: string
  readonly cik: string
}

/** Fields of a form or a query, not encoded yet. */
export type Fields = readonly (readonly [name: string, value: string])[]

/** The request of an activation; `encode` writes the values of the form. */
export function activation(
  { vendor, model, sn }: Triple,
  encode: (text: string) => string = encodeURIComponent,
): HttpRequest {
  return {
    method: 'POST',
    target: '/provision/activate',
    headers: [['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8']],
    body: Buffer.from(`vendor=${encode(vendor)}&model=${encode(model)}&sn=${encode(sn)}`),
  }
}

/** The request of a download: the list, or with `further` fields a content or its information. */
export function download({ vendor, model, cik }: Caller, further: Fields = [], range?: string): HttpRequest {
  const fields: Fields = [['vendor', vendor], ['model', model], ...further]
  const query = fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  return {
    method: 'GET',
    target: `/provision/download?${query}`,
    headers: [['X-Exosite-CIK', cik], ...(range === undefined ? [] : [['Range', `bytes=${range}`] as const])],
  }
}

/** The CIK that an activation brought; undefined if it brought none. */
export function cikOf({ request, answer }: Exchange): string | undefined {
  if (answer?.status !== 200) return undefined
  const cik = answer.body.toString('latin1').replace(/\r?\n$/, '')
  const isEcho = request.body.length > 0 && answer.body.includes(request.body)
  return /^[\x21-\x7e]+$/.test(cik) && !isEcho ? cik : undefined
}

/** Whether an exchange has an answer of success. */
export function succeeded({ answer }: Exchange): boolean {
  return answer !== undefined && answer.status >= 200 && answer.status < 300
}

/** Throws the violation that an exchange shows. */
export function broken(summary: string, expected: string, exchange: Exchange): never {
  const { answer, failure } = exchange
  const received = answer
    ? `${answer.status} ${answer.reason}, ${answer.body.length} bytes "${excerpt(answer.body, 60)}"`
    : `no answer: ${failure?.message ?? 'none came'}`
  throw new Violation({ summary, expected, received }, exchange)
}
