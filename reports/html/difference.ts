import { inert } from './inert.js'

/** Words beyond which texts are not compared: the table grows with the square. */
const MOST_WORDS = 400

/** Two texts as HTML, each with what the other lacks in a `mark`. */
export function markDifference(expected: string, received: string): { expected: string; received: string } {
  const [left, right] = [wordsOf(expected), wordsOf(received)]
  if (left.length > MOST_WORDS || right.length > MOST_WORDS) {
    return { expected: inert(expected), received: inert(received) }
  }
  const [keptLeft, keptRight] = commonWords(left, right)
  return { expected: marked(left, keptLeft), received: marked(right, keptRight) }
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}_-]+|\s+|[^\p{L}\p{N}_\s-]/gu) ?? []
}

/** Which words belong to a longest common subsequence. */
function commonWords(left: readonly string[], right: readonly string[]): [Set<number>, Set<number>] {
  const width = right.length + 1
  const lengths = new Uint16Array((left.length + 1) * width)
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const [keptLeft, keptRight] = [new Set<number>(), new Set<number>()]
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    if (left[i] === right[j]) {
      keptLeft.add(i)
      keptRight.add(j)
      i += 1
      j += 1
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1
    else j += 1
  }
  return [keptLeft, keptRight]
}

/** Words in a row that are not kept get one mark; a space between two of them belongs to it. */
function marked(words: readonly string[], kept: ReadonlySet<number>): string {
  const differs = words.map((word, index) => {
    if (word.trim() !== '') return !kept.has(index)
    const [before, after] = [index - 1, index + 1]
    const inside = index > 0 && after < words.length && !kept.has(before) && !kept.has(after)
    return inside || !kept.has(index)
  })
  let html = ''
  words.forEach((word, index) => {
    const opens = differs[index] && !differs[index - 1]
    const closes = differs[index] && !differs[index + 1]
    html += `${opens ? '<mark>' : ''}${inert(word)}${closes ? '</mark>' : ''}`
  })
  return html
}
