import { Needles } from './needles.js'
import { splitUserInfo } from './user-info.js'
import type { Auth, TargetEntry } from './target.js'

const MARK = '[redacted]'
const SHORTEST = 6
const LONGEST_WORD = 200
const CREDENTIALS = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie']

/** What is known to be secret, as plain data. */
export interface KnownSecrets {
  /** The values in all their forms. */
  readonly values: readonly string[]
  readonly headers: readonly string[]
  readonly spared: readonly string[]
}

/** The secret values of a run, and their removal from everything that it prints or leaves. */
export class Secrets {
  private readonly values = new Set<string>()
  private readonly headers = new Set(CREDENTIALS)
  private readonly spared = new Set<string>()
  private readonly needles = new Needles()

  /** Adds a secret with the forms in which it travels. Values under 6 characters are too common to be searched for. */
  add(value: string): void {
    if (value.length < SHORTEST || this.values.has(value)) return
    for (const form of formsOf(value)) {
      if (form.length < SHORTEST || this.values.has(form)) continue
      this.values.add(form)
      this.needles.add(form)
    }
  }

  /** Adds header fields whose values are credentials. */
  addHeaders(names: readonly string[]): void {
    for (const name of names) this.headers.add(name.toLowerCase())
  }

  /** Names public words of letters, digits, dots and hyphens, such as ids of rules: they stay whole, whatever is secret. */
  spare(words: Iterable<string>): void {
    for (const word of words) this.spared.add(word)
  }

  /** Adds the secrets of credentials. */
  addAuth(auth: Auth): void {
    for (const secret of secretsOfAuth(auth)) this.add(secret)
  }

  /** Adds every secret that a target file holds. */
  addTarget(target: TargetEntry): void {
    this.addAuth(target.auth)
    for (const value of Object.values(target.headers)) this.add(value)
    if (target.auth.type === 'apiKey' && target.auth.in === 'header') this.addHeaders([target.auth.name])
    const stage = target.stage && 'url' in target.stage ? target.stage.url : ''
    for (const url of [target.url, target.proxy ?? '', stage]) {
      for (const secret of secretsOfAuth(splitUserInfo(url).auth)) this.add(secret)
    }
  }

  /** Everything that was added. */
  get known(): KnownSecrets {
    return { values: [...this.values], headers: [...this.headers], spared: [...this.spared] }
  }

  /** Adds what is known elsewhere. */
  learn({ values, headers, spared }: KnownSecrets): void {
    for (const value of values) {
      if (this.values.has(value)) continue
      this.values.add(value)
      this.needles.add(value)
    }
    this.addHeaders(headers)
    this.spare(spared)
  }

  /** The text without secrets. */
  redact(text: string): string {
    if (this.values.size === 0) return text
    const redacted = this.needles.replaceIn(text, (found, at) =>
      this.spared.has(wordAround(text, at, at + found.length)) ? found : MARK,
    )
    return this.redactCut(redacted)
  }

  /** Beginnings of secrets that "..." cuts off, as shortened texts have them. */
  private redactCut(text: string): string {
    if (!text.includes('...')) return text
    const parts = text.split('...')
    return parts
      .map((part, index) => {
        const cut = index === parts.length - 1 ? 0 : this.needles.overlap(part, SHORTEST)
        return cut === 0 ? part : part.slice(0, part.length - cut) + MARK
      })
      .join('...')
  }

  /** The bytes without secrets. */
  redactBytes(bytes: Buffer): Buffer {
    const text = bytes.toString('latin1')
    const redacted = this.redact(text)
    return redacted === text ? bytes : Buffer.from(redacted, 'latin1')
  }

  /**
   * The plain document without secrets in its texts, but for members with spared names; names of members stay as they
   * are. Shares with the given one whatever holds no secret.
   */
  redactIn<Document>(document: Document, spared?: ReadonlySet<string>): Document {
    return mapTexts(document, '', (text, name) => (spared?.has(name) ? text : this.redact(text))) as Document
  }

  /** HTTP messages as text without secrets and without the header fields that carry credentials. */
  redactWire(text: string): string {
    return this.redact(text.replace(this.headerLines(), `$1: ${MARK}`))
  }

  /** The value of a header field without secrets; of fields that carry credentials nothing is left. */
  redactHeader(name: string, value: string): string {
    return this.headers.has(name.toLowerCase()) && value !== '' ? MARK : this.redact(value)
  }

  private headerLines(): RegExp {
    return new RegExp(`^(${[...this.headers].map(escape).join('|')}):[ \\t]*[^\\r\\n]+`, 'gim')
  }
}

/** A secret as it stands in URLs, forms, JSON within JSON, XML, base64, hexadecimal digits, and bytes seen as Latin-1. */
function formsOf(value: string): string[] {
  const bytes = Buffer.from(value)
  const json = JSON.stringify(value).slice(1, -1)
  const url = encodeURIComponent(value)
  const xml = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return [
    value,
    url,
    url.replaceAll('%20', '+'),
    new URLSearchParams([['', value]]).toString().slice(1),
    json,
    JSON.stringify(json).slice(1, -1),
    xml,
    xml.replaceAll('"', '&quot;').replaceAll("'", '&apos;'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    bytes.toString('latin1'),
  ]
}

/** The value with other texts in it, the very same where none changed. `name` is that of the member whose value it is. */
function mapTexts(value: unknown, name: string, map: (text: string, name: string) => string): unknown {
  if (typeof value === 'string') return map(value, name)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => mapTexts(item, '', map))
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  let copy: Record<string, unknown> | undefined
  for (const [key, member] of Object.entries(value)) {
    const mapped = mapTexts(member, key, map)
    if (mapped === member) continue
    copy ??= { ...value }
    copy[key] = mapped
  }
  return copy ?? value
}

/** The word that encloses a place in a text, without the dots that end it. */
function wordAround(text: string, from: number, to: number): string {
  const before = /[\w.-]*$/.exec(text.slice(Math.max(0, from - LONGEST_WORD), from))?.[0] ?? ''
  const after = /^[\w.-]*/.exec(text.slice(to, to + LONGEST_WORD))?.[0] ?? ''
  return (before + text.slice(from, to) + after).replace(/\.+$/, '')
}

function secretsOfAuth(auth: Auth): string[] {
  switch (auth.type) {
    case 'basic':
      return [auth.password, Buffer.from(`${auth.username}:${auth.password}`).toString('base64')]
    case 'bearer':
      return [auth.token]
    case 'apiKey':
      return [auth.value]
    case 'oauth2':
      return [auth.clientSecret, Buffer.from(`${auth.clientId}:${auth.clientSecret}`).toString('base64')]
    case 'none':
      return []
  }
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
