import { finding, related, type Finding } from '../finding.js'
import type { Document } from '../reading/document.js'
import type { Shape } from './definitions.js'
import { at, wordsOf } from './lines.js'

/** Names with a blank in them: `oma_rest_ messaging`, where a blank follows an underscore. */
export function judgeBlanks(document: Document): Finding[] {
  const suspects = document.prose.filter(({ text }) => text.includes('_ '))
  return suspects.flatMap(line =>
    [...line.text.matchAll(/(?<!\w)[A-Za-z][A-Za-z0-9]*_\w*[A-Za-z0-9]_ [A-Za-z][\w.-]*/g)]
      .filter(match => !/^__|_{2,}/.test(match[0]))
      .map(match =>
        finding(
          'warning',
          'name.blank',
          at(line, match.index),
          match[0],
          `The name has a blank after an underscore: "${match[0]}".`,
        ),
      ),
  )
}

/** Names of members that prose writes as words, with a word that differs by one letter: "ARP signaling status". */
export function judgeSpokenNames(document: Document, shapes: readonly Shape[]): Finding[] {
  const spoken = new Map<string, { words: string[]; shape: Shape }[]>()
  for (const shape of shapes) {
    for (const { path } of shape.members) {
      const words = wordsOf(path.at(-1) ?? '')
      if (words.length < 3) continue
      const key = words[0] ?? ''
      const known = spoken.get(key) ?? []
      if (!known.some(one => one.words.join() === words.join())) spoken.set(key, [...known, { words, shape }])
    }
  }
  if (spoken.size === 0) return []
  const begins = new RegExp(String.raw`\b(?:${[...spoken.keys()].join('|')})\b`, 'i')
  return document.prose
    .filter(({ text }) => begins.test(text))
    .flatMap(line =>
      [...line.text.matchAll(/[A-Za-z]+/g)].flatMap((match, index, all) =>
        (spoken.get(match[0].toLowerCase()) ?? []).flatMap(({ words, shape }) => {
          const said = all.slice(index, index + words.length)
          const wrong = said.findIndex((one, step) => one[0].toLowerCase() !== words[step])
          const differs = said[wrong]
          if (
            said.length < words.length ||
            !differs ||
            said.filter((one, step) => one[0].toLowerCase() !== words[step]).length !== 1
          )
            return []
          const written = differs[0].toLowerCase()
          const right = words[wrong] ?? ''
          if (!isOneLetterOff(written, right)) return []
          const member = shape.members.find(({ path }) => wordsOf(path.at(-1) ?? '').join() === words.join())
          return [
            finding(
              'note',
              'name.spelling',
              at(line, differs.index),
              said.map(one => one[0]).join(' '),
              `"${differs[0]}" is spelt "${right}" in the name of the member.`,
              {
                related: member ? [related(member, member.path.join('.'))] : [],
              },
            ),
          ]
        }),
      ),
    )
}

function isOneLetterOff(a: string, b: string): boolean {
  if (a.length < 6 || Math.abs(a.length - b.length) !== 1 || `${a}s` === b || `${b}s` === a) return false
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  let start = 0
  while (start < short.length && short[start] === long[start]) start += 1
  return short.slice(start) === long.slice(start + 1)
}
