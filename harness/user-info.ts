import type { Auth } from './target.js'

/** A URL without its user name and password, and these as basic authentication. */
export function splitUserInfo(url: string): { bare: string; auth: Auth } {
  const [, scheme = '', name = '', password = '', rest = ''] =
    /^(https?:\/\/)([^/?#:]*):?([^/?#]*)@(.*)$/is.exec(url) ?? []
  if (scheme === '') return { bare: url, auth: { type: 'none' } }
  return { bare: scheme + rest, auth: { type: 'basic', username: decode(name), password: decode(password) } }
}

function decode(text: string): string {
  return /%(?![0-9a-f]{2})/i.test(text) ? text : decodeURIComponent(text)
}
