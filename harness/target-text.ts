import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Document,
} from 'yaml'
import { didYouMean } from './nearest.js'

/** A mistake in a text, at an offset. */
export interface Mistake {
  readonly offset: number
  readonly sentence: string
}

/** The text of a target file as a value, with what is needed to say where in it something stands. */
export interface TargetText {
  /** The value; undefined where the mistakes leave none. */
  readonly value?: unknown
  readonly mistakes: readonly Mistake[]
  /** Values that came from the environment. */
  readonly fromEnvironment: readonly string[]
  /** Where the value at a path begins, by its key or its place in a list; the nearest enclosing value if it is absent. */
  readonly offsetOf: (path: readonly string[]) => number
  /** Where the value itself begins, behind its key. */
  readonly valueOffsetOf: (path: readonly string[]) => number
  /** The scalar at a path as it is written, with names of variables instead of their values. */
  readonly writtenAt: (path: readonly string[]) => string | undefined
  /** `line:column` of an offset. */
  readonly at: (offset: number) => string
}

/** Uses of anchors in one file, nested ones multiplied: far more than people write, far less than does harm. */
const MOST_ALIASES = 1000

/** Reads YAML and puts environment variables where it says `${NAME}`; `$${` stands for `${`. */
export function readTargetText(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): TargetText {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true })
  const syntax = document.errors.find(({ code }) => code !== 'DUPLICATE_KEY')
  // What follows an error of syntax is mostly its echo.
  const told = syntax ? [syntax] : [...document.errors, ...document.warnings]
  const mistakes: Mistake[] = told.map(({ code, pos, message }) => ({
    offset: pos[0],
    sentence: SENTENCES[code] ?? `the file is no valid YAML: ${message}.${quotesHint(text, pos[0])}`,
  }))
  const broken = syntax !== undefined
  const fromEnvironment = broken ? [] : substitute(document, environment, mistakes)
  let value: { value: unknown } | undefined
  if (!broken) {
    try {
      value = { value: document.toJS({ maxAliasCount: MOST_ALIASES }) }
    } catch (error) {
      // Besides aliases without an anchor, which are entered by now, only too many of them end here.
      if (mistakes.length === 0) {
        const reason = (error as Error).message
        const sentence = reason.startsWith('Excessive alias count')
          ? 'the aliases (*name) of the file unfold to too many values.'
          : `the file is no valid YAML: ${reason}.`
        mistakes.push({ offset: 0, sentence })
      }
    }
  }
  return {
    ...value,
    mistakes,
    fromEnvironment,
    offsetOf: path => walk(document, path).offset,
    valueOffsetOf: path => {
      const { node, offset } = walk(document, path)
      return (node as { range?: number[] } | null)?.range?.[0] ?? offset
    },
    writtenAt: path => {
      const { node, found } = walk(document, path)
      return found && isScalar(node) ? String(node.source ?? node.value) : undefined
    },
    at: offset => {
      const { line, col } = lines.linePos(offset)
      return `${line}:${col}`
    },
  }
}

const SENTENCES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this member is there twice.',
  TAB_AS_INDENT: 'the line is indented with a tab; YAML allows spaces only.',
  MULTIPLE_DOCS: 'a second document begins here; a target file has one.',
}

/** Within `{ }` the braces of a variable are YAML's own. */
function quotesHint(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset + 1)
  return /\{.*[^"']\$\{/.test(line) ? ' Within { } a variable needs quotes: "${NAME}".' : ''
}

/** Replaces `${NAME}` in every value; gives the values that were put. */
function substitute(
  document: Document,
  environment: Readonly<Record<string, string | undefined>>,
  mistakes: Mistake[],
): string[] {
  const put = new Set<string>()
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document)) return
      const offset = alias.range?.[0] ?? 0
      mistakes.push({ offset, sentence: `no anchor &${alias.source} stands before this alias.` })
    },
    Scalar(key, node) {
      if (key === 'key' || typeof node.value !== 'string') return
      const offset = node.range?.[0] ?? 0
      node.value = node.value.replace(VARIABLE, (match: string, name: string | undefined) => {
        if (match === '$${') return '${'
        const value = name === undefined ? undefined : environment[name]
        if (value !== undefined) {
          put.add(value)
          return value
        }
        mistakes.push({ offset, sentence: whatIsMissing(match, name, environment) })
        return match
      })
    },
  })
  return [...put]
}

/** `$${`, `${NAME}`, or a beginning of a variable that is none. */
const VARIABLE = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)\}|\$\{[^}]*\}?/g

function whatIsMissing(
  match: string,
  name: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  if (name === undefined) {
    return `"${match}" names no environment variable; allowed: \${NAME}, and $\${ for the characters \${ themselves.`
  }
  return `the environment has no variable "${name}".${didYouMean(name, Object.keys(environment))}`
}

/** The node at a path and where it begins; with `found` false, of what encloses it. */
function walk(
  document: Document,
  path: readonly string[],
): { node: unknown; offset: number; found: boolean } {
  let node: unknown = document.contents
  let offset = (document.contents as { range?: number[] } | null)?.range?.[0] ?? 0
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document)
    if (!isCollection(node)) return { node, offset, found: false }
    if (isMap(node)) {
      const pair = node.items.find(item => String(isScalar(item.key) ? item.key.value : item.key) === key)
      if (pair === undefined) return { node, offset, found: false }
      offset = (pair.key as { range?: number[] } | null)?.range?.[0] ?? offset
      node = pair.value
    } else {
      const item = node.items[Number(key)]
      if (item === undefined) return { node, offset, found: false }
      node = item
      offset = (node as { range?: number[] } | null)?.range?.[0] ?? offset
    }
  }
  return { node: isAlias(node) ? node.resolve(document) : node, offset, found: true }
}
