import type { HttpRequest } from '../simulator.js'

/** A security scheme as OpenAPI knows them: who may place orders, and what others are told to use. */
export interface SecurityScheme {
  /** The value of WWW-Authenticate in a refusal. */
  readonly challenge: string
  /** The credential that a request carries; undefined if it has none of this scheme. */
  credentialOf(request: HttpRequest): string | undefined
  /** The credential that is right. */
  readonly credential: string
}

/** HTTP authentication with a bearer token. */
export function bearer(token: string): SecurityScheme {
  return {
    challenge: 'Bearer realm="orders"',
    credentialOf: request => authorizationOf(request, 'bearer'),
    credential: token,
  }
}

/** HTTP Basic authentication (RFC 7617). */
export function basic(username: string, password: string): SecurityScheme {
  return {
    challenge: 'Basic realm="orders", charset="UTF-8"',
    credentialOf: request => authorizationOf(request, 'basic'),
    credential: Buffer.from(`${username}:${password}`, 'utf8').toString('base64'),
  }
}

/** An API key in a header field, in the query or in a cookie. */
export function apiKey(place: 'header' | 'query' | 'cookie', name: string, key: string): SecurityScheme {
  const find = { header: headerOf, query: queryOf, cookie: cookieOf }[place]
  return {
    challenge: `ApiKey realm="orders", in="${place}", name="${name}"`,
    credentialOf: request => find(request, name),
    credential: key,
  }
}

function authorizationOf(request: HttpRequest, scheme: string): string | undefined {
  const field = headerOf(request, 'authorization')
  const space = field?.indexOf(' ') ?? -1
  if (field === undefined || field.slice(0, space).toLowerCase() !== scheme) return undefined
  return field.slice(space + 1).trimStart()
}

function headerOf(request: HttpRequest, name: string): string | undefined {
  const value = request.headers[name.toLowerCase()]
  return typeof value === 'string' ? value : undefined
}

function queryOf(request: HttpRequest, name: string): string | undefined {
  const start = request.target.indexOf('?')
  return start < 0 ? undefined : (new URLSearchParams(request.target.slice(start)).get(name) ?? undefined)
}

function cookieOf(request: HttpRequest, name: string): string | undefined {
  const pairs = headerOf(request, 'cookie')?.split(/; */) ?? []
  return pairs.find(pair => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}
