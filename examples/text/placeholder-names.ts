import { finding, related, type Finding, type Place } from '../finding.js'
import { add } from '../group.js'
import { at, type TextLine } from './lines.js'

interface Use extends Place {
  readonly inBlock: boolean
}

/** Placeholders such as `<cik>` that have two spellings, or that the text names and no example has. */
export function judgePlaceholderNames(lines: readonly TextLine[]): Finding[] {
  const uses = new Map<string, Use[]>()
  for (const line of lines) {
    if (!line.text.includes('<')) continue
    const pattern = line.inBlock ? /<([A-Za-z][\w-]*)>/g : /`<([A-Za-z][\w-]*)>`/g
    for (const match of line.text.matchAll(pattern)) {
      const name = match[1] ?? ''
      if (line.inBlock && (line.text.includes(`</${name}>`) || /^\s*<[^>]*>\s*<|xml/.test(line.text)))
        continue
      const use = { ...at(line, match.index), inBlock: line.inBlock === true }
      add(uses, name, use)
    }
  }
  const isPlaceholder = (name: string): boolean => (uses.get(name) ?? []).some(({ inBlock }) => !inBlock)
  return [...uses].flatMap(([name, places]) => {
    const [first, ...also] = places
    if (!first) return []
    const other = [...uses].find(([one]) => one !== name && one.toLowerCase() === name.toLowerCase())
    if (other && (isPlaceholder(name) || isPlaceholder(other[0])) && isLesser(name, places, ...other)) {
      const [there] = other[1]
      return [
        finding(
          'warning',
          'placeholder.spelling',
          first,
          `<${name}>`,
          `The placeholder <${name}> is spelt <${other[0]}> elsewhere.`,
          {
            related: there ? [related(there, `<${other[0]}>`)] : [],
            also,
          },
        ),
      ]
    }
    const longer = [...uses].find(
      ([one, there]) =>
        one !== name && one.length >= 3 && name.endsWith(one) && there.some(({ inBlock }) => inBlock),
    )
    if (!longer || places.some(({ inBlock }) => inBlock)) return []
    const [there] = longer[1]
    return [
      finding(
        'warning',
        'placeholder.undefined',
        first,
        `<${name}>`,
        `No example has the placeholder <${name}>; is it <${longer[0]}>?`,
        {
          related: there ? [related(there, `<${longer[0]}>`)] : [],
          also,
        },
      ),
    ]
  })
}

/** The spelling that is used less, or that comes later. */
function isLesser(name: string, places: readonly Place[], other: string, others: readonly Place[]): boolean {
  if (places.length !== others.length) return places.length < others.length
  const [mine, theirs] = [places[0]?.line ?? 0, others[0]?.line ?? 0]
  return mine === theirs ? name > other : mine > theirs
}
