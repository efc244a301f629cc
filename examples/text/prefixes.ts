import { finding, related, type Finding } from '../finding.js'
import type { Example } from '../blocks/example.js'
import { memberOf } from '../blocks/json-text.js'
import { groupBy } from '../group.js'
import type { TextLine } from './lines.js'

/** Methods of JSON-RPC whose prefix the document neither explains nor uses elsewhere, while other methods share theirs. */
export function judgePrefixes(examples: readonly Example[], lines: readonly TextLine[]): Finding[] {
  const methods = examples.flatMap(({ body }) => {
    const method =
      body?.kind === 'json' && memberOf(body.root, 'jsonrpc') ? memberOf(body.root, 'method') : undefined
    if (body?.kind !== 'json' || method?.value.kind !== 'string' || !method.value.value.includes('.'))
      return []
    const name = method.value.value
    return [{ name, prefix: name.slice(0, name.lastIndexOf('.')), place: body.placeOf(method.value.offset) }]
  })
  const groups = groupBy(methods, ({ prefix }) => prefix)
  const [shared] = [...groups.values()].find(group => group.length > 1) ?? []
  if (!shared) return []
  return [...groups.values()].slice(0, MOST).flatMap(group => {
    const [method] = group
    if (!method || method.prefix === shared.prefix) return []
    const { name, prefix, place } = method
    const own = new Set(group.map(one => one.place.line))
    if (lines.some(({ text, line }) => !own.has(line) && text.includes(prefix))) return []
    return [
      finding(
        'note',
        'rpc.prefix',
        place,
        `"method": "${name}"`,
        `The document does not say where the prefix "${prefix}" comes from; other methods have "${shared.prefix}".`,
        {
          related: [related(shared.place, shared.name)],
        },
      ),
    ]
  })
}

/** Most prefixes that are looked for. */
const MOST = 20
