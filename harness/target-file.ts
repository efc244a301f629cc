import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { JsonSchema } from '../schemas/fields.js'
import { Misuse } from './finding.js'
import { packageRoot } from './package-root.js'
import { compileSchema } from './schema-check.js'
import { schemaMistakes } from './target-mistakes.js'
import { readTargetText, type Mistake, type TargetText } from './target-text.js'
import { completeEntry, type WrittenEntry } from './target-entry.js'
import type { TargetEntry } from './target.js'
import { splitUserInfo } from './user-info.js'

/** A target file, read and complete. */
export interface TargetFile {
  readonly path: string
  readonly folder: string
  /** Entries by API. */
  readonly entries: Readonly<Record<string, TargetEntry>>
  /** Values that came from the environment, which are treated as secrets. */
  readonly secrets: readonly string[]
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
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException
    throw new Misuse(`The target file ${path} ${UNREADABLE[code] ?? `cannot be read: ${message}`}.`, {
      cause,
    })
  }
  if (!isUtf8(bytes)) throw new Misuse(`The target file ${path} is no text in UTF-8.`)
  return parseTargetFile(path, bytes.toString('utf8'), environment)
}

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a folder; it must be a YAML file',
  EACCES: 'may not be read by you',
}

/** Reads a target file from its text; `path` is for messages and for relative paths. */
export function parseTargetFile(
  path: string,
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): TargetFile {
  const read = readTargetText(text, environment)
  const mistakes = [...read.mistakes]
  if ('value' in read) {
    const validate = compileSchema(readTargetSchema())
    const taken = new Set(mistakes.map(({ offset }) => offset))
    if (!validate(read.value)) {
      // Where a variable is missing, the text around it says nothing more.
      const found = schemaMistakes(validate.errors ?? [], read)
      mistakes.push(...found.filter(({ valueOffset }) => !taken.has(valueOffset)))
    } else mistakes.push(...doubleCredentials(read))
  }
  if (mistakes.length > 0) {
    const sentences = mistakes
      .toSorted((a, b) => a.offset - b.offset)
      .map(({ offset, sentence }) => `${path}:${read.at(offset)}: ${sentence}`)
    throw new Misuse([...new Set(sentences)].join('\n'))
  }
  const entries = Object.entries(read.value as Record<string, WrittenEntry>)
  return {
    path,
    folder: dirname(resolve(path)),
    entries: Object.fromEntries(entries.map(([api, entry]) => [api, completeEntry(entry)])),
    secrets: read.fromEnvironment,
  }
}

/** Entries that have credentials in their URL and an `auth` besides. */
function doubleCredentials({ value, offsetOf }: TargetText): Mistake[] {
  return Object.entries(value as Record<string, WrittenEntry>).flatMap(([api, { url, auth }]) =>
    auth === undefined || splitUserInfo(url).auth.type === 'none'
      ? []
      : [
          {
            offset: offsetOf([api, 'url']),
            sentence: `${api}.url holds a user name, and ${api}.auth is there too; allowed: one of them.`,
          },
        ],
  )
}
