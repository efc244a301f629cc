import type { HeaderPairs } from '../../harness/exchange.js'
import type { HttpRequest } from '../../harness/http-client.js'
import { ACTIVATE } from './wire.js'

/** What describes a client: its vendor, its model and its serial number. */
export interface Triple {
  readonly vendor: string
  readonly model: string
  readonly sn: string
}

/** An activation that is to be sent; its fields are not encoded yet. */
export interface Activation {
  readonly method: string
  readonly contentType: string
  readonly fields: readonly (readonly [name: string, value: string])[]
  readonly encode: (text: string) => string
  readonly headers: HeaderPairs
  /** A body in place of the fields. */
  readonly body?: string
}

/** The activation of a client as the document prints it. */
export function activationOf({ vendor, model, sn }: Triple): Activation {
  return {
    method: 'POST',
    contentType: 'application/x-www-form-urlencoded; charset=utf-8',
    fields: Object.entries({ vendor, model, sn }),
    encode: encodeURIComponent,
    headers: [],
  }
}

/** The request of an activation; by GET the form is in the query too, where forms are then looked for. */
export function activationRequest(activation: Activation): HttpRequest {
  const { method, contentType, fields, encode, headers } = activation
  const form = activation.body ?? fields.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
  return {
    method,
    target: method === 'GET' ? `${ACTIVATE}?${form}` : ACTIVATE,
    headers: [['Content-Type', contentType], ...headers],
    body: Buffer.from(form),
  }
}

type Style = (activation: Activation) => Activation

/** Other ways to write a form, all of which mean the same. */
export const STYLES: Readonly<Record<string, Style>> = {
  'with every character percent-encoded': form => ({ ...form, encode: percentEncode }),
  'with lower-case percent-encoding': form => ({
    ...form,
    encode: text => percentEncode(text).toLowerCase(),
  }),
  'with a plus sign for a space': form => ({
    ...form,
    encode: text => encodeURIComponent(text).replaceAll('%20', '+'),
  }),
  'without a charset': withType('application/x-www-form-urlencoded'),
  'with a media type in capitals': withType('APPLICATION/X-WWW-FORM-URLENCODED; charset=utf-8'),
  'with its charset in capitals': withType('application/x-www-form-urlencoded; charset=UTF-8'),
  'with its charset in quotes': withType('application/x-www-form-urlencoded; charset="utf-8"'),
  'without a space before its charset': withType('application/x-www-form-urlencoded;charset=utf-8'),
  'with spaces around its semicolon': withType('application/x-www-form-urlencoded ; charset=utf-8'),
  'with its fields in reverse order': form => ({ ...form, fields: form.fields.toReversed() }),
  'with further fields': form => ({
    ...form,
    fields: [['mfr', 'Acme'], ...form.fields, ['osn', 'RTOS'], ['osv', '1.0']],
  }),
  'with a wish to close the connection': form => ({ ...form, headers: [['Connection', 'close']] }),
  'with an empty X-Exosite-CIK': form => ({ ...form, headers: [['X-Exosite-CIK', '']] }),
  'with an empty X-Exosite-Token': form => ({ ...form, headers: [['X-Exosite-Token', '']] }),
}

/** The form with another value in one of its fields; without the field if there is none. */
export function withField(form: Activation, name: string, value: string | undefined): Activation {
  return {
    ...form,
    fields: form.fields.flatMap(field => {
      if (field[0] !== name) return [field]
      return value === undefined ? [] : [[name, value] as const]
    }),
  }
}

function withType(contentType: string): Style {
  return form => ({ ...form, contentType })
}

/** Every byte of the text's UTF-8 as a percent sign and two upper-case hexadecimal digits. */
export function percentEncode(text: string): string {
  return [...Buffer.from(text)].map(byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}
