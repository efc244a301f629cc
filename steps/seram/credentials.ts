import { header, type HeaderPairs, type SentRequest } from '../../harness/exchange.js'
import { NotApplicable, NotTested } from '../../harness/finding.js'
import type { HttpRequest } from '../../harness/http-client.js'
import type { Random } from '../../harness/random.js'
import type { Auth } from '../../harness/target.js'
import { unknownLike } from '../../harness/unknown-like.js'

/** One change to the credentials that a request carries. */
export type CredentialEdit = (auth: Auth, request: HttpRequest, random: Random) => EditedCredentials

/** A request with changed credentials, and texts that tell much about the right ones. */
export interface EditedCredentials {
  readonly request: HttpRequest
  readonly secrets: readonly string[]
}

/** What a client can get wrong about its credentials. */
export const CREDENTIALS: Readonly<Record<string, CredentialEdit>> = {
  'a wrong credential': change(unknownLike),
  'an empty credential': change(() => ''),
  'the credential cut by one letter': change(secret => secret.slice(0, -1)),
  'the credential with one letter more': change((secret, random) => secret + random.word(1)),
  'the credential with another first letter': useAnotherBeginning,
  'the credential in other capitals': useOtherCapitals,
  'an unreadable credential': useNoise,
  'credentials of another scheme': useAnotherScheme,
}

/** The words for a request without any credentials. */
export const NO_CREDENTIALS = 'no credentials'

/** The words for all the credentials that a request can have in place of the right ones. */
export const CREDENTIAL_WORDS: readonly string[] = [NO_CREDENTIALS, ...Object.keys(CREDENTIALS)]

/** Ends a scenario about credentials for a target that has none. */
export function requireCredentials(auth: Auth): void {
  if (auth.type !== 'none') return
  throw new NotTested(
    'The target file names no credentials, so that nobody can know which scheme protects the orders. Add seram.auth.',
  )
}

/** Whether a request carries the credentials of a target, as far as they are known before the run. */
export function showsCredentials({ target, headers }: SentRequest, auth: Auth): boolean {
  const authorization = header(headers, 'authorization') ?? ''
  switch (auth.type) {
    case 'none':
      return true
    case 'basic':
      return authorization.endsWith(Buffer.from(`${auth.username}:${auth.password}`).toString('base64'))
    case 'bearer':
      return authorization.endsWith(auth.token)
    case 'oauth2':
      return authorization !== ''
    case 'apiKey': {
      const texts = [...headers.map(([, value]) => value), ...target.split(/[?&=]/), ...cookiesOf(headers)]
      return texts.includes(auth.value) || texts.includes(encodeURIComponent(auth.value))
    }
  }
}

function cookiesOf(headers: HeaderPairs): string[] {
  return (header(headers, 'cookie') ?? '').split(/; *|=/)
}

function change(to: (secret: string, random: Random) => string): CredentialEdit {
  return (auth, request, random) => {
    switch (auth.type) {
      case 'none':
        return { request, secrets: [] }
      case 'basic': {
        const password = to(auth.password, random)
        const pair = Buffer.from(`${auth.username}:${password}`).toString('base64')
        return { request: withAuthorization(request, `Basic ${pair}`), secrets: [password, pair] }
      }
      case 'bearer':
      case 'oauth2': {
        const token = to(bearerTokenOf(request), random)
        return { request: withAuthorization(request, `Bearer ${token}`), secrets: [token] }
      }
      case 'apiKey': {
        const key = to(auth.value, random)
        return { request: withApiKey(request, auth, key), secrets: [key] }
      }
    }
  }
}

/** The name of another user, or a token that begins with another letter. */
function useAnotherBeginning(auth: Auth, request: HttpRequest, random: Random): EditedCredentials {
  const other = (text: string): string => (text.startsWith('q') ? 'w' : 'q') + text.slice(1)
  if (auth.type !== 'basic') return change(other)(auth, request, random)
  const pair = Buffer.from(`${other(auth.username)}:${auth.password}`).toString('base64')
  return { request: withAuthorization(request, `Basic ${pair}`), secrets: [pair] }
}

/** Letters in the other case, unless they may be hexadecimal digits, which have none. */
function useOtherCapitals(auth: Auth, request: HttpRequest, random: Random): EditedCredentials {
  return change(secret => {
    if (/^[0-9a-f-]*$/i.test(secret) || !/[a-z]/i.test(secret)) {
      throw new NotApplicable('The credential has no letters whose capitals mean anything.')
    }
    return secret.replaceAll(/[a-z]/gi, letter =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    )
  })(auth, request, random)
}

/** Characters that neither Base64 nor a token has. */
function useNoise(auth: Auth, request: HttpRequest, random: Random): EditedCredentials {
  if (auth.type !== 'basic') return change(() => NOISE)(auth, request, random)
  return { request: withAuthorization(request, `Basic ${NOISE}`), secrets: [] }
}

const NOISE = '%&"{\\'

/** Bearer and basic credentials under each other's name; a password in place of an API key. */
function useAnotherScheme(auth: Auth, request: HttpRequest, random: Random): EditedCredentials {
  const current = authorizationOf(request)
  const [scheme = '', credentials = ''] = current.split(' ', 2)
  if (auth.type !== 'apiKey') {
    const other = scheme.toLowerCase() === 'basic' ? 'Bearer' : 'Basic'
    return { request: withAuthorization(request, `${other} ${credentials}`), secrets: [] }
  }
  const pair = Buffer.from(`${random.word(8)}:${random.word(16)}`).toString('base64')
  return { request: withAuthorization(withApiKey(request, auth), `Basic ${pair}`), secrets: [] }
}

function authorizationOf({ headers = [] }: HttpRequest): string {
  return headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? ''
}

function bearerTokenOf(request: HttpRequest): string {
  return authorizationOf(request).replace(/^Bearer /, '')
}

function withAuthorization(request: HttpRequest, value: string): HttpRequest {
  return withHeader(request, 'Authorization', value)
}

/** The request with a field in place of all of its name; without the field if there is no value. */
function withHeader(request: HttpRequest, name: string, value: string | undefined): HttpRequest {
  const others = (request.headers ?? []).filter(([key]) => key.toLowerCase() !== name.toLowerCase())
  return { ...request, headers: value === undefined ? others : [[name, value], ...others] }
}

/** The request with another API key; without one if there is none. */
function withApiKey(
  request: HttpRequest,
  auth: Extract<Auth, { type: 'apiKey' }>,
  key?: string,
): HttpRequest {
  if (auth.in === 'header') return withHeader(request, auth.name, key)
  if (auth.in === 'cookie') {
    return withHeader(request, 'Cookie', key === undefined ? undefined : `${auth.name}=${key}`)
  }
  const [path = '', query = ''] = request.target.split('?', 2)
  const name = encodeURIComponent(auth.name)
  const others = query.split('&').filter(pair => pair !== '' && pair.split('=', 1)[0] !== name)
  const pairs = key === undefined ? others : [...others, `${name}=${encodeURIComponent(key)}`]
  return { ...request, target: pairs.length === 0 ? path : `${path}?${pairs.join('&')}` }
}
