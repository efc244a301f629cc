import type { ErrorObject } from 'ajv/dist/2020.js'
import { didYouMean } from './nearest.js'
import type { Mistake, TargetText } from './target-text.js'

/** Errors of the schema as mistakes in the text, each in a sentence for the person who wrote it. */
export function schemaMistakes(
  errors: readonly ErrorObject[],
  text: TargetText,
): (Mistake & { readonly valueOffset: number })[] {
  return errors.flatMap(error => {
    const path = error.instancePath.split('/').slice(1).map(decodePointer)
    const told = tell(error, text.writtenAt(path))
    if (told === undefined) return []
    const where = told.member === undefined ? path : [...path, told.member]
    return [
      {
        offset: text.offsetOf(where),
        valueOffset: text.valueOffsetOf(where),
        sentence: `${nameOf(where)} ${told.what}`,
      },
    ]
  })
}

interface Told {
  /** The member of the value that it is about; the value itself if left out. */
  readonly member?: string
  readonly what: string
}

function tell(error: ErrorObject, written: string | undefined): Told | undefined {
  const parameters = error.params as Record<string, unknown>
  const schema = (error.parentSchema ?? {}) as SchemaPart
  const found = describeFound(error.data, schema.writeOnly ? undefined : written)
  switch (error.keyword) {
    case 'additionalProperties': {
      const member = String(parameters['additionalProperty'])
      const known = Object.keys(schema.properties ?? {})
      const allowed = known.length > 0 ? `allowed: ${known.join(', ')}` : 'nothing is allowed here'
      return { member, what: `is unknown; ${allowed}.${didYouMean(member, known)}` }
    }
    case 'propertyNames':
      return {
        member: String(parameters['propertyName']),
        what: 'is no name that a header field can have; allowed: letters, digits, - and _.',
      }
    case 'required': {
      const missing = String(parameters['missingProperty'])
      const types = schema.oneOf && missing === 'type' ? `; allowed: ${typesOf(schema).join(', ')}` : ''
      return { what: `lacks "${missing}"${types}.` }
    }
    case 'dependentRequired':
    case 'dependencies':
      return {
        what: `has "${String(parameters['property'])}" and lacks "${String(parameters['missingProperty'])}", which belongs to it.`,
      }
    case 'enum':
    case 'const': {
      const values = [parameters['allowedValues'] ?? parameters['allowedValue']].flat().map(String)
      return { what: `is ${found}; allowed: ${values.join(', ')}.${didYouMean(String(error.data), values)}` }
    }
    case 'discriminator': {
      const types = typesOf(schema)
      const { tagValue } = parameters
      const allowed = `allowed: ${types.join(', ')}.`
      return tagValue === undefined
        ? undefined
        : {
            member: 'type',
            what: `is ${JSON.stringify(tagValue)}; ${allowed}${didYouMean(typeof tagValue === 'string' ? tagValue : '', types)}`,
          }
    }
    case 'pattern':
    case 'format':
    case 'contentEncoding':
      // Of a name that is none, "propertyNames" tells.
      if (error.propertyName !== undefined) return undefined
      return { what: `is ${found}; it must be ${formOf(error.keyword, schema)}.` }
    case 'type': {
      const kind = schema.examples
        ? formOf('type', schema)
        : (KINDS[String(parameters['type'])] ?? 'something else')
      const quotes = kind === 'text' && typeof error.data !== 'object' ? ': write it in quotes' : ''
      return { what: `is ${found}; it must be ${kind}${quotes}.` }
    }
    case 'minLength':
      return {
        what: error.data === '' ? 'is empty; it must be text.' : `is ${found}; it is too short.`,
      }
    case 'minProperties':
    case 'maxProperties': {
      const known = Object.keys(schema.properties ?? {})
      const there = Object.keys(error.data as object)
      const count = there.length === 0 ? 'is empty' : `has ${there.join(' and ')}`
      return {
        what: `${count}; ${schema.maxProperties === 1 ? 'it must have exactly one of' : 'allowed:'} ${known.join(', ')}.`,
      }
    }
    case 'minimum':
      return { what: `is ${found}; it must be at least ${String(parameters['limit'])}.` }
    case 'exclusiveMinimum':
      return { what: `is ${found}; it must be more than ${String(parameters['limit'])}.` }
    case 'maximum':
      return { what: `is ${found}; it must be at most ${String(parameters['limit'])}.` }
    case 'if':
      return undefined
    default:
      return { what: `is ${found}; it ${error.message ?? 'is not allowed'}.` }
  }
}

interface SchemaPart {
  readonly title?: string
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly pattern?: string
  readonly writeOnly?: boolean
  readonly maxProperties?: number
  readonly properties?: Readonly<Record<string, { const?: string }>>
  readonly oneOf?: readonly SchemaPart[]
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping (name: value)',
}

/** What a value must be, by the title and the examples that its schema has for that. */
function formOf(keyword: string, { title, examples = [], description, pattern }: SchemaPart): string {
  if (keyword === 'contentEncoding') return 'in base64'
  const shown = examples.map(String)
  const list = shown.length > 1 ? `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}` : shown[0]
  if (title !== undefined) return list === undefined ? title : `${title} such as ${list}`
  return `of the form ${pattern ?? ''}${description === undefined ? '' : ` (${description})`}`
}

function typesOf({ oneOf = [] }: SchemaPart): string[] {
  return oneOf.map(option => option.properties?.['type']?.const ?? '')
}

function describeFound(value: unknown, written: string | undefined): string {
  if (value === null || value === undefined) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  if (written === undefined) return typeof value === 'string' ? 'unusable' : `a ${typeof value}`
  if (typeof value === 'string') return JSON.stringify(hideUserInfo(written))
  return typeof value === 'boolean' ? written : `the number ${written}`
}

function hideUserInfo(url: string): string {
  return url.replace(/^([a-z]+:\/\/)[^/]*@/i, '$1...@')
}

/** `exosite.fixtures."enabled serial number"[1].sn` */
function nameOf(path: readonly string[]): string {
  if (path.length === 0) return 'the file'
  return path
    .map((key, index) => {
      if (/^\d+$/.test(key) && index > 0) return `[${key}]`
      return `${index === 0 ? '' : '.'}${/^[\w-]+$/.test(key) ? key : JSON.stringify(key)}`
    })
    .join('')
}

function decodePointer(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~')
}
