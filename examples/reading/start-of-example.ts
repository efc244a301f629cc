const STARTS: readonly RegExp[] = [
  /^(?:GET|PUT|POST|DELETE|PATCH|HEAD|OPTIONS|TRACE|CONNECT)\s+\S+(?:\s+HTTP\/\S+)?\s*$/,
  /^HTTP\/\d/,
  /^[1-5]\d\d [A-Z][A-Za-z' -]+$/,
  /^<\?xml\b/,
  /^<[A-Za-z][\w.:-]*(?:\s+[\w.:-]+=(?:"[^"]*"|'[^']*'))*\s*\/?>/,
  /^[{[]\s*$/,
  /^\{\s*"/,
  /^\[\s*(?:["{[\d]|true|false|null)/,
  /^(?:\$\s*)?curl\s/,
]

/** Whether a line can be the first one of an example. */
export function looksLikeExample(line: string): boolean {
  return STARTS.some(start => start.test(line))
}
