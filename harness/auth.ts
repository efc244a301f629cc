import * as openid from 'openid-client'
import { Misuse } from './finding.js'
import { sendHttp, type HttpRequest } from './http-client.js'
import type { Auth, TargetEntry } from './target.js'
import { connectionAgent, type TlsMaterial } from './connection.js'

/** Adds a target's credentials to requests. */
export interface Authorizer {
  /** The request with credentials. Rejects with a `Misuse` if a token cannot be had. */
  authorize(request: HttpRequest): Promise<HttpRequest>
}

/** Milliseconds before its end in which a token is not used any more, half of its life at most. */
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
  let held: { token: string; until: number } | undefined
  let pending: Promise<string> | undefined

  const request = async (): Promise<string> => {
    let status: string | undefined
    configuration[openid.customFetch] = async (url, options) => {
      const response = await fetchWith(target, tls, url, options)
      status = `${response.status} ${response.statusText}`.trim()
      return response
    }
    try {
      const parameters: Record<string, string> = auth.scope === undefined ? {} : { scope: auth.scope }
      const { access_token: token, expires_in: seconds } = await openid.clientCredentialsGrant(
        configuration,
        parameters,
      )
      onSecret(token)
      const lifetime = seconds === undefined ? Number.POSITIVE_INFINITY : seconds * 1000
      held = { token, until: performance.now() + lifetime - Math.min(EXPIRY_MARGIN, lifetime / 2) }
      return token
    } catch (cause) {
      const reason = `${status === undefined ? '' : `it answered ${status}: `}${reasonOf(cause)}`
      throw new Misuse(`auth.tokenUrl ${auth.tokenUrl} gave no access token: ${reason}.`, { cause })
    } finally {
      pending = undefined
    }
  }
  return () => {
    if (held !== undefined && held.until > performance.now()) return Promise.resolve(held.token)
    pending ??= request()
    return pending
  }
}

/** What went wrong in one line: the server's own words (RFC 6749 section 5.2) where it had some. */
function reasonOf(cause: unknown): string {
  const { error, error_description: description } = cause as { error?: unknown; error_description?: unknown }
  if (cause instanceof Error && cause.cause instanceof Error) return reasonOf(cause.cause)
  const words = [error, description].filter(word => typeof word === 'string')
  const text = words.length > 0 ? words.join(', ') : cause instanceof Error ? cause.message : String(cause)
  return text.replace(/\s+/g, ' ').slice(0, 200).replace(/\.$/, '')
}

/** The part of `fetch` that a token request needs, over the target's own TLS settings and limits. */
async function fetchWith(
  target: TargetEntry,
  tls: TlsMaterial,
  url: string,
  options: openid.CustomFetchOptions,
): Promise<Response> {
  const { origin, pathname, search } = new URL(url)
  const agent = connectionAgent(target, tls, url)
  const proxied = target.proxy !== undefined && origin.startsWith('http:')
  const { answer, failure } = await sendHttp(
    { url: origin, agent, timeout: target.limits.request, maxBody: target.limits.body, proxied },
    {
      method: options.method,
      target: pathname + search,
      headers: Object.entries(options.headers),
      ...(options.body instanceof URLSearchParams ? { body: Buffer.from(options.body.toString()) } : {}),
    },
  )
  agent.destroy()
  if (answer === undefined) throw new Error(failure?.message)
  return new Response(answer.body.length > 0 ? answer.body : null, {
    status: answer.status,
    statusText: answer.reason,
    headers: answer.headers.map(([name, value]) => [name, value]),
  })
}
