/** What a request target addresses: the collection of an ARP, or one subscription in it. */
export interface Route {
  readonly arpId: string
  readonly subscriptionId?: string
  /** The query without its question mark, undecoded. */
  readonly query: string
}

const PREFIX = '/roamingProvisioning/v1/'
const COLLECTION = 'roamingSubscriptions'
const ROUTE = new RegExp(`^${PREFIX}([^/?]+)/${COLLECTION}(?:/([^/?]+))?(?:\\?([^]*))?$`)

/** Reads `/roamingProvisioning/v1/{arpId}/roamingSubscriptions[/{subscriptionId}]`; undefined for anything else. */
export function readRoute(target: string): Route | undefined {
  const path = target.replace(/^https?:\/\/[^/?]*/i, '')
  const match = ROUTE.exec(path)
  if (match === null) return undefined
  const arpId = decodeSegment(match[1] ?? '')
  const query = match[3] ?? ''
  if (arpId === undefined) return undefined
  if (match[2] === undefined) return { arpId, query }
  const subscriptionId = decodeSegment(match[2])
  return subscriptionId === undefined ? undefined : { arpId, subscriptionId, query }
}

/** The path of a collection or subscription; what RFC 3986 reserves is percent-encoded in its variables. */
export function pathOf(arpId: string, subscriptionId?: string, encode = encodeSegment): string {
  const collection = `${PREFIX}${encode(arpId)}/${COLLECTION}`
  return subscriptionId === undefined ? collection : `${collection}/${encode(subscriptionId)}`
}

/** Percent-encodes everything but the unreserved characters of RFC 3986. */
export function encodeSegment(text: string): string {
  if (/^[A-Za-z0-9._~-]*$/.test(text)) return text
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function decodeSegment(segment: string): string | undefined {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
