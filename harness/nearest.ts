import { closest, distance } from 'fastest-levenshtein'

/** A sentence that offers the candidate nearest to a misspelt word; empty if none is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  if (candidates.length === 0) return ''
  const lower = candidates.map(candidate => candidate.toLowerCase())
  const guess = candidates[lower.indexOf(closest(word.toLowerCase(), lower))] ?? ''
  const near = distance(word.toLowerCase(), guess.toLowerCase()) <= Math.max(2, guess.length / 3)
  return near ? ` Did you mean "${guess}"?` : ''
}
