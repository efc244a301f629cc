import type { Passage, PassageLine } from '../reading/passage.js'
import { textOf } from '../reading/passage.js'
import { looksLikeExample } from '../reading/start-of-example.js'
import { isHeader, isStart } from './http-text.js'
import { endOfJson } from './json-forms.js'

/**
 * The HTTP messages of a block. One begins at each line with a version of HTTP; and at a request line without one where
 * nothing but requests and headers stands before it, as in a list of endpoints.
 */
export function splitMessages(passage: Passage): Passage[] {
  const [first] = passage.lines
  if (first === undefined || isStart(first.text) === undefined) return [passage]
  const starts = [0]
  let inBody = false
  for (let index = 1; index < passage.lines.length; index += 1) {
    const text = passage.lines[index]?.text ?? ''
    const start = isStart(text)
    if (start === 'versioned' || (start === 'bare' && !inBody)) {
      starts.push(index)
      inBody = false
    } else if (text.trim() !== '' && !isHeader(text) && !isComment(text)) inBody = true
  }
  return cut(passage, starts)
}

const isComment = (text: string): boolean => /^\s*(?:#|\/\/)/.test(text)

/** A command line of curl, with what it prints if the block shows that. */
export interface Command {
  readonly command: Passage
  readonly output?: Passage
}

/** The command lines of curl in a block. One ends with its line, unless a backslash or an open quotation continues it. */
export function splitCommands({ lines }: Passage): Command[] {
  const commands: Command[] = []
  for (let index = 0; index < lines.length; index += 1) {
    if (!isCurl(lines[index]?.text ?? '')) continue
    let end = index
    let quote = ''
    for (; end < lines.length; end += 1) {
      const text = lines[end]?.text ?? ''
      quote = quoteAfter(text, quote)
      if (quote === '' && !/\\\s*$/.test(text)) break
    }
    const command = { lines: lines.slice(index, end + 1) }
    let next = end + 1
    while (next < lines.length && !isCurl(lines[next]?.text ?? '')) next += 1
    const output = outputOf(lines.slice(end + 1, next))
    commands.push({ command, ...(output && { output }) })
    index = next - 1
  }
  return commands
}

const isCurl = (text: string): boolean => /^\s*(?:[$>#]\s*)?curl\s/.test(text)

function outputOf(lines: readonly PassageLine[]): Passage | undefined {
  const start = lines.findIndex(({ text }) => text.trim() !== '')
  return looksLikeExample(lines[start]?.text.trim() ?? '') ? { lines: lines.slice(start) } : undefined
}

/** The quotation mark that is open after a line of shell; empty if none is. */
function quoteAfter(text: string, before: string): string {
  let quote = before
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? ''
    if (character === '\\' && quote !== "'") index += 1
    else if (quote === '' && (character === '"' || character === "'")) quote = character
    else if (character === quote) quote = ''
  }
  return quote
}

/** Most values of one block that are told apart; what follows them is read as one stream. */
const MOST = 500

/** The values of JSON in a block of which each begins on a line of its own. */
export function splitValues(passage: Passage): Passage[] {
  const text = textOf(passage)
  const starts = [0]
  let line = 0
  let reached = 0
  for (let end = endOfJson(text, 0); end !== undefined && starts.length < MOST; end = endOfJson(text, end)) {
    const next = end + (/\S/.exec(text.slice(end, end + 1000))?.index ?? text.length)
    if (!/[{[]/.test(text[next] ?? '') || !/\n[ \t]*$/.test(text.slice(Math.max(0, next - 100), next))) break
    line += text.slice(reached, next).split('\n').length - 1
    reached = next
    starts.push(line)
  }
  return cut(passage, starts)
}

function cut(passage: Passage, starts: readonly number[]): Passage[] {
  if (starts.length === 1) return [passage]
  return starts.map((start, index) => ({ lines: passage.lines.slice(start, starts[index + 1]) }))
}
