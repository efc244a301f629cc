import type { Random } from '../../harness/random.js'

/** The rule that promises that what is no JSON is refused. */
const NO_JSON = 'seram.request.refuses-what-is-no-json'

/** A way to spoil an order: from its JSON text, with the name of its session's member and the id in it. */
export interface Body {
  readonly of: (json: string, session: { key: string; id: string }, random: Random) => Buffer
  readonly refusedBy?: string
  /** What the request says that it is; JSON if left out. */
  readonly mediaType?: string
}

/** What is sent in place of an order, by the words of the features. */
export const BODIES: Readonly<Record<string, Body>> = {
  'its first half': noJson(json => json.slice(0, json.length / 2)),
  'plain text': noJson(() => 'an order for a secure element'),
  XML: noJson((_, { key, id }) => `<?xml version="1.0"?><order><${key}>${id}</${key}></order>`),
  'JSON with a zero character in its sessionID': text((json, { id }) => json.replace(id, `${id}\\u0000`)),
  'a form': {
    of: (_, { key, id }) => Buffer.from(`${key}=${encodeURIComponent(id)}`),
    refusedBy: NO_JSON,
    mediaType: 'application/x-www-form-urlencoded',
  },
  'JSON with something after it': noJson(json => `${json}}`),
  'two JSON texts': noJson(json => `${json}\n${json}`),
  'JSON with a comment': noJson(json => json.replace('{', '{/* an order */')),
  'JSON with a trailing comma': noJson(json => json.replace(/\}$/, ',}')),
  'JSON in single quotes': noJson(json => json.replaceAll('"', "'")),
  'JSON with NaN in it': noJson(json => json.replace('{', '{"note":NaN,')),
  'JSON with a raw line break in a string': noJson((json, { id }) => json.replace(id, `${id}\n`)),
  'bytes that are not UTF-8': {
    of: (json, { id }) => Buffer.from(json.replace(id, `${id}\xff`), 'latin1'),
    refusedBy: NO_JSON,
  },
  'UTF-16': { of: json => Buffer.from(`\ufeff${json}`, 'utf16le'), refusedBy: NO_JSON },
  'JSON with white space': text(json => `\n${JSON.stringify(JSON.parse(json), undefined, '\t')} \r\n`),
  'JSON with its members in reverse order': text(json => JSON.stringify(reversed(JSON.parse(json)))),
  'JSON with escapes': text(json => json.replaceAll(/[A-Za-z]/g, escaped)),
  'an empty body': text(() => ''),
  'a JSON list': text(json => `[${json}]`),
  'a JSON string': text(json => JSON.stringify(json)),
  'a JSON number': text((_, __, random) => String(random.integer(1, 999))),
  'a JSON number of 10000 digits': text(() => '9'.repeat(10_000)),
  'a JSON true': text(() => 'true'),
  'a JSON null': text(() => 'null'),
  'JSON with two sessionIDs': text((json, { key, id }, random) => {
    const member = (value: string): string => `"${key}":"${value}"`
    const other = `${id.slice(0, -8)}${random.word(8, '0123456789abcdef')}`
    return json.replace(member(id), `${member(id)},${member(other)}`)
  }),
  'JSON with null for every parameter': text(json =>
    JSON.stringify(JSON.parse(json), (name, value: unknown) => (name === '' ? value : null)),
  ),
  'JSON with a delay of 10^400': text(json =>
    json.replace(/"remoteManagementOrder":\{("delay":\d+,?)?/, '"remoteManagementOrder":{"delay":1e400,'),
  ),
  'JSON with an unpaired surrogate': text((json, { id }) => json.replace(id, `${id}\\ud800`)),
  'JSON with a member __proto__': text(json => json.replace('{', '{"__proto__":{"isOrder":true},')),
  'JSON nested 100000 levels deep': text(json =>
    json.replace('{', `{"note":${'['.repeat(100_000)}${']'.repeat(100_000)},`),
  ),
}

function text(spoil: (...from: Parameters<Body['of']>) => string): Body {
  return { of: (...from) => Buffer.from(spoil(...from)) }
}

function noJson(spoil: (...from: Parameters<Body['of']>) => string): Body {
  return { ...text(spoil), refusedBy: NO_JSON }
}

/** A JSON value with the members of each object in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reversed(member)]),
  )
}

function escaped(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
}
