/** What a URL of a subscription names, percent-decoded. */
export interface Address {
  readonly arpId: string
  readonly subscriptionId: string
}

/** A server root may hold the name of the API itself: the last one counts. */
const VARIABLES = /^[^]*\/roamingProvisioning\/[^/]*\/([^]*)\/roamingSubscriptions\/([^]*)$/i

/** The path of an ARP's collection of subscriptions, below the server root. */
export function collectionPath(arpId: string, version = 'v1'): string {
  return `/roamingProvisioning/${version}/${encode(arpId)}/roamingSubscriptions`
}

/** The path of a subscription. */
export function subscriptionPath({ arpId, subscriptionId }: Address, version = 'v1'): string {
  return `${collectionPath(arpId, version)}/${encode(subscriptionId)}`
}

/** What a URL that a DSP emits names; undefined if it is none of a subscription. */
export function addressIn(url: string): Address | undefined {
  const variables = variablesIn(url)
  if (variables === undefined) return undefined
  const [arpId = '', subscriptionId = ''] = variables.map(decode)
  return { arpId, subscriptionId }
}

/** Whether a URL is that of a subscription, whatever the host before it. */
export function leadsTo(url: string, { arpId, subscriptionId }: Address): boolean {
  const address = addressIn(url)
  return address?.arpId === arpId && address.subscriptionId === subscriptionId
}

/** The variables in a URL of a subscription as they stand there; undefined if it is none. */
export function variablesIn(url: string): readonly string[] | undefined {
  const match = VARIABLES.exec(url.trim())
  return match ? [match[1] ?? '', match[2] ?? ''] : undefined
}

/** Whether a variable's part of a URL holds nothing but unreserved characters and percent-encoded octets. */
export function isEncoded(variable: string): boolean {
  return /^(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})+$/.test(variable)
}

/** The path below the server root that a URL of the DSP leads to; undefined if it leads elsewhere. */
export function pathBelow(url: string): string | undefined {
  const at = url.toLowerCase().lastIndexOf('/roamingprovisioning/')
  return at < 0 ? undefined : url.slice(at).trim()
}

/** Every character that is not unreserved, percent-encoded. */
export function encode(variable: string): string {
  return encodeURIComponent(variable).replace(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function decode(variable: string): string {
  try {
    return decodeURIComponent(variable)
  } catch {
    return variable
  }
}
