import * as openid from 'openid-client'
import { Misuse } from './finding.js'
import { keepAliveAgent, sendHttp, type HttpRequest } from './http-client.js'
import type { Auth, TargetEntry } from './target.js'
import type { TlsMaterial } from './connection.js'

/** Adds a target's credentials to requests. */
export interface Authorizer {
  /** The request with credentials. Rejects with a `Misuse` if a token cannot be had. */
  authorize(request: HttpRequest): Promise<HttpRequest>
}

/** Milliseconds before its end in which a token is not used any more. */
const EXPIRY_MARGIN = 5_000

/** The authorizer that a target's `auth` asks for. */
export function authorizerFor(
  target: TargetEntry,
  tls: TlsMaterial,
  onSecret: (secret: string) => void,
): Authorizer {
  const { auth } = target
  switch (auth.type) {
    case 'none':
      return { authorize: async request => request }
    case 'basic': {
      const credentials = Buffer.from(`${auth.username}:${auth.password}`).toString('base64')
      return { authorize: async request => withHeader(request, 'Authorization', `Basic ${credentials}`) }
    }
    case 'bearer':
      return { authorize: async request => withHeader(request, 'Authorization', `Bearer ${auth.token}`) }
    case 'apiKey':
      return { authorize: async request => withApiKey(request, auth) }
    case 'oauth2': {
      const token = clientCredentials(auth, target, tls, onSecret)
      return { authorize: async request => withHeader(request, 'Authorization', `Bearer ${await token()}`) }
    }
  }
}

function withHeader(request: HttpRequest, name: string, value: string): HttpRequest {
  return { ...request, headers: [[name, value], ...(request.headers ?? [])] }
}

function withApiKey(request: HttpRequest, auth: Extract<Auth, { type: 'apiKey' }>): HttpRequest {
  if (auth.in === 'header') return withHeader(request, auth.name, auth.value)
  if (auth.in === 'cookie') return withHeader(request, 'Cookie', `${auth.name}=${auth.value}`)
  const parameter = `${encodeURIComponent(auth.name)}=${encodeURIComponent(auth.value)}`
  const separator = request.target.includes('?') ? '&' : '?'
  return { ...request, target: request.target + separator + parameter }
}

/** Gives an access token of the client credentials grant (RFC 6749 section 4.4), a new one when the last runs out. */
function clientCredentials(
  auth: Extract<Auth, { type: 'oauth2' }>,
  target: TargetEntry,
  tls: TlsMaterial,
  onSecret: (secret: string) => void,
): () => Promise<string> {
  const server = { issuer: new URL(auth.tokenUrl).origin, token_endpoint: auth.tokenUrl }
  const configuration = new openid.Configuration(
    server,
    auth.clientId,
    auth.clientSecret,
    openid.ClientSecretBasic(auth.clientSecret),
  )
  if (auth.tokenUrl.startsWith('http:')) openid.allowInsecureRequests(configuration)
  configuration[openid.customFetch] = (url, options) => fetchWith(target, tls, url, options)
  let current: Promise<{ token: string; until: number }> | undefined

  const request = async (): Promise<{ token: string; until: number }> => {
    try {
      const parameters: Record<string, string> = auth.scope === undefined ? {} : { scope: auth.scope }
      const answer = await openid.clientCredentialsGrant(configuration, parameters)
      onSecret(answer.access_token)
      const lifetime = answer.expires_in === undefined ? Number.POSITIVE_INFINITY : answer.expires_in * 1000
      return { token: answer.access_token, until: performance.now() + lifetime - EXPIRY_MARGIN }
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new Misuse(`auth.tokenUrl ${auth.tokenUrl} gave no access token: ${reason}`, { cause })
    }
  }
  return async () => {
    const held = await current
    if (held !== undefined && held.until > performance.now()) return held.token
    current = request()
    return (await current).token
  }
}

/** The part of `fetch` that a token request needs, over the target's own TLS settings and limits. */
async function fetchWith(
  target: TargetEntry,
  tls: TlsMaterial,
  url: string,
  options: openid.CustomFetchOptions,
): Promise<Response> {
  const { origin, pathname, search } = new URL(url)
  const agent = keepAliveAgent(origin, tls)
  const { answer, failure } = await sendHttp(
    { url: origin, agent, timeout: target.limits.request, maxBody: target.limits.body },
    {
      method: options.method,
      target: pathname + search,
      headers: Object.entries(options.headers),
      ...(options.body instanceof URLSearchParams ? { body: Buffer.from(options.body.toString()) } : {}),
    },
  )
  agent.destroy()
  if (answer === undefined) throw new Error(failure?.message)
  return new Response(answer.body, { status: answer.status, headers: answer.headers.map(([k, v]) => [k, v]) })
}
