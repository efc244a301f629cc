import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import { isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml'
import type { JsonSchema } from '../schemas/fields.js'
import { Misuse } from './finding.js'
import { didYouMean } from './nearest.js'
import { packageRoot } from './package-root.js'
import type { TargetEntry } from './target.js'

/** A target file, read and complete. */
export interface TargetFile {
  readonly path: string
  readonly folder: string
  /** Entries by API. */
  readonly entries: Readonly<Record<string, TargetEntry>>
  /** Values that came from the environment, which are treated as secrets. */
  readonly secrets: readonly string[]
}

/** An entry as it is written, before defaults. */
export type WrittenEntry = Pick<TargetEntry, 'url'> &
  Partial<Omit<TargetEntry, 'url' | 'limits'>> & {
    readonly limits?: { request?: string; wait?: string; rate?: number; body?: string }
  }

/** The published schema of target files. */
export function readTargetSchema(): JsonSchema {
  return JSON.parse(readFileSync(join(packageRoot, 'schemas/target.schema.json'), 'utf8')) as JsonSchema
}

/** Reads a target file. Throws a `Misuse` with file, line, what was found, what is allowed and the nearest guess. */
export function readTargetFile(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): TargetFile {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Misuse(`The target file ${path} cannot be read: ${(cause as Error).message}`, { cause })
  }
  return parseTargetFile(path, text, environment)
}

/** Reads a target file from its text; `path` is for messages and for relative paths. */
export function parseTargetFile(
  path: string,
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): TargetFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${path}:${line}:${col}`
  }
  const [broken] = document.errors
  if (broken) throw new Misuse(`${at(broken.pos[0])}: the file is no valid YAML: ${broken.message}`)
  const secrets = substitute(document, environment, at)
  const written: unknown = document.toJS()
  const validate = new Ajv2020({
    allErrors: true,
    discriminator: true,
    verbose: true,
    strict: false,
  }).compile(readTargetSchema())
  if (!validate(written)) {
    const problems = (validate.errors ?? []).flatMap(error => describeError(error, document, at))
    throw new Misuse([...new Set(problems)].join('\n'))
  }
  const entries = Object.entries(written as Record<string, WrittenEntry>)
  return {
    path,
    folder: dirname(resolve(path)),
    entries: Object.fromEntries(entries.map(([api, entry]) => [api, completeEntry(entry)])),
    secrets,
  }
}

/** An entry with every default filled in. */
export function completeEntry(entry: WrittenEntry): TargetEntry {
  const { limits = {}, ...rest } = entry
  return {
    auth: { type: 'none' },
    tls: {},
    headers: {},
    profile: 'document',
    capabilities: {},
    options: {},
    ...rest,
    limits: {
      request: milliseconds(limits.request ?? '10s'),
      wait: milliseconds(limits.wait ?? '30s'),
      body: bytes(limits.body ?? '10MiB'),
      ...(limits.rate === undefined ? {} : { rate: limits.rate }),
    },
  }
}

/** Puts environment variables where the file says `${NAME}`; `$${` stands for `${`. Gives the values that were put. */
function substitute(
  document: Document,
  environment: Readonly<Record<string, string | undefined>>,
  at: (offset: number) => string,
): string[] {
  const put: string[] = []
  visit(document, {
    Scalar(_, node) {
      if (!isScalar(node) || typeof node.value !== 'string') return
      const where = at(node.range?.[0] ?? 0)
      node.value = node.value.replace(/\$(\$\{)|\$\{([^}]*)\}/g, (_match, escaped: string, name: string) => {
        if (escaped) return escaped
        const value = environment[name]
        if (value === undefined) {
          const guess = didYouMean(name, Object.keys(environment))
          throw new Misuse(`${where}: the environment has no variable "${name}".${guess}`)
        }
        put.push(value)
        return value
      })
    },
  })
  return put
}

function describeError(error: ErrorObject, document: Document, at: (offset: number) => string): string[] {
  const path = error.instancePath.split('/').slice(1).map(decodePointer)
  const say = (where: readonly string[], sentence: string): string[] => {
    const position = at(offsetOf(document, where))
    return [`${position}: ${where.length === 0 ? 'the file' : where.join('.')} ${sentence}`]
  }
  const parameters = error.params as Record<string, unknown>
  switch (error.keyword) {
    case 'additionalProperties': {
      const name = String(parameters['additionalProperty'])
      const known = Object.keys((error.parentSchema?.['properties'] ?? {}) as object)
      const allowed = known.length > 0 ? `Known here: ${known.join(', ')}.` : 'Nothing is known here.'
      return say([...path, name], `is unknown. ${allowed}${didYouMean(name, known)}`)
    }
    case 'required':
      return say(path, `lacks "${String(parameters['missingProperty'])}".`)
    case 'enum': {
      const allowed = (parameters['allowedValues'] as unknown[]).map(String)
      return say(
        path,
        `is "${String(error.data)}"; allowed: ${allowed.join(', ')}.${didYouMean(String(error.data), allowed)}`,
      )
    }
    case 'discriminator': {
      const allowed = (
        (error.parentSchema?.['oneOf'] ?? []) as { properties: { type: { const: string } } }[]
      ).map(option => option.properties.type.const)
      const found = String(parameters['tagValue'])
      return say(
        [...path, 'type'],
        `is "${found}"; allowed: ${allowed.join(', ')}.${didYouMean(found, allowed)}`,
      )
    }
    case 'pattern': {
      const hint = (error.parentSchema as { description?: string }).description ?? ''
      return say(
        path,
        `is ${JSON.stringify(error.data)}; it must have the form ${String(parameters['pattern'])}. ${hint}`,
      )
    }
    case 'type': {
      const found = Array.isArray(error.data)
        ? 'a list'
        : error.data === null
          ? 'empty'
          : `a ${typeof error.data}`
      return say(path, `is ${found}; it must be of type ${String(parameters['type'])}.`)
    }
    default:
      return say(path, `${error.message ?? 'is not valid'}.`)
  }
}

/** Where the value of a path begins; the nearest enclosing value if it is absent. */
function offsetOf(document: Document, path: readonly string[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const keys = path.slice(0, length).map(key => (/^\d+$/.test(key) ? Number(key) : key))
    const parent: unknown = length === 0 ? document.contents : document.getIn(keys.slice(0, -1), true)
    const pair = (
      parent as { items?: { key?: { value?: unknown; range?: number[] } }[] } | undefined
    )?.items?.find?.(item => item.key?.value === keys.at(-1))
    const node: unknown = length === 0 ? document.contents : document.getIn(keys, true)
    const offset = pair?.key?.range?.[0] ?? (node as { range?: number[] } | undefined)?.range?.[0]
    if (offset !== undefined) return offset
  }
  return 0
}

function decodePointer(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~')
}

function milliseconds(duration: string): number {
  const [, amount, unit] = /^(\d+)(ms|s|m)$/.exec(duration) ?? []
  return Number(amount) * { ms: 1, s: 1000, m: 60_000 }[unit as 'ms' | 's' | 'm']
}

function bytes(size: string): number {
  const [, amount, unit] = /^(\d+)(B|KiB|MiB)$/.exec(size) ?? []
  return Number(amount) * { B: 1, KiB: 1024, MiB: 1024 * 1024 }[unit as 'B' | 'KiB' | 'MiB']
}
