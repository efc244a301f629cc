import { header, mediaType, type Answer, type Exchange } from '../../harness/exchange.js'

/** Paths of the two endpoints, below the target's URL. */
export const ACTIVATE = '/provision/activate'
export const DOWNLOAD = '/provision/download'

/** Whether an exchange has an answer of success. */
export function succeeded({ answer }: Exchange): boolean {
  return answer !== undefined && answer.status >= 200 && answer.status < 300
}

/** Whether an exchange has an answer that refuses the request; one that sends the device elsewhere does so too. */
export function isRefusal({ answer }: Exchange): boolean {
  return answer !== undefined && answer.status >= 300
}

/** The CIK that an activation brought: one printable word that the device did not send itself; undefined if none. */
export function cikOf({ request, answer }: Exchange): string | undefined {
  if (answer?.status !== 200) return undefined
  const cik = answer.body.toString('latin1').replace(/\r?\n$/, '')
  const isEcho = request.body.length > 0 && answer.body.includes(request.body)
  return /^[\x21-\x7e]+$/.test(cik) && !isEcho ? cik : undefined
}

/** The Content-Type of an answer, empty if it has none. */
export function typeOf(answer: Answer): string {
  return header(answer.headers, 'content-type') ?? ''
}

/** Whether a Content-Type is based on another: the same media type, with every parameter of the other. */
export function isBasedOn(type: string, uploaded: string): boolean {
  const parameters = parametersOf(type)
  return (
    mediaType(type) === mediaType(uploaded) &&
    [...parametersOf(uploaded)].every(([name, value]) => parameters.get(name) === value)
  )
}

/** The parameters of a Content-Type, names and values in lower case and without quotes. */
export function parametersOf(type: string): ReadonlyMap<string, string> {
  const pairs = type.split(';').slice(1)
  return new Map(
    pairs.map(pair => {
      const [name = '', value = ''] = pair.split('=', 2)
      return [name.trim().toLowerCase(), value.trim().replace(/^"|"$/g, '').toLowerCase()]
    }),
  )
}

/** The head and the body of an answer as they were on the wire, interim responses left out. */
export function wireOf({ received }: Exchange): { head: string; body: Buffer } | undefined {
  let rest = received ?? Buffer.alloc(0)
  for (;;) {
    const end = rest.indexOf('\r\n\r\n')
    if (end < 0) return undefined
    const head = rest.toString('latin1', 0, end)
    rest = rest.subarray(end + 4)
    if (!/^HTTP\/\d\.\d 1/.test(head)) return { head, body: rest }
  }
}
