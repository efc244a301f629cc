import * as fc from 'fast-check'
import type { JsonSchema } from '../../schemas/fields.js'

/** What a conversion may draw on. */
export interface FromSchema {
  /** The schemas that references name, by the reference as it is written. */
  readonly shapes?: Readonly<Record<string, JsonSchema>>
  /** Values of a referenced schema that are taken in place of any that it allows, such as names that the target knows. */
  readonly instead?: Readonly<Record<string, fc.Arbitrary<unknown>>>
  /** Texts where the schema asks for nothing but a string; printable ones with letters beyond ASCII if left out. */
  readonly texts?: fc.Arbitrary<string>
}

/**
 * Valid values of a JSON Schema, of the subset that the published schemas use: type, enum, const, properties, required,
 * items, minItems, maxItems, minLength, maxLength, pattern, minimum, maximum, allOf, anyOf, oneOf and references.
 * Throws a TypeError for anything else that would restrict the values.
 */
export function fromSchema(schema: JsonSchema, options: FromSchema = {}): fc.Arbitrary<unknown> {
  return convert(schema, { texts: TEXTS, ...options, root: schema })
}

type Context = FromSchema & { readonly root: JsonSchema; readonly texts: fc.Arbitrary<string> }

/** One code point, which is what a schema counts. */
const CHARACTER = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: fc.constantFrom('é', 'ß', 'Ω', '漢', '🙂') },
)

const TEXTS = fc.string({ unit: CHARACTER, maxLength: 20 })

const ANNOTATIONS = [
  '$schema',
  '$id',
  '$defs',
  'title',
  'description',
  'examples',
  'default',
  'discriminator',
]

const KEYWORDS =
  '$ref allOf anyOf oneOf enum const type properties required items additionalProperties ' +
  'minItems maxItems minLength maxLength pattern minimum maximum'

const KNOWN = new Set([...ANNOTATIONS, ...KEYWORDS.split(' ')])

function convert(schema: JsonSchema, context: Context): fc.Arbitrary<unknown> {
  const unknown = Object.keys(schema).find(keyword => !KNOWN.has(keyword))
  if (unknown !== undefined) throw new TypeError(`No values can be made for the schema keyword "${unknown}"`)
  const { $ref, allOf, anyOf, oneOf, const: only, enum: listed } = schema
  if (typeof $ref === 'string') return context.instead?.[$ref] ?? convert(resolve($ref, context), context)
  if (Array.isArray(allOf)) return convert(merged(schema, allOf as JsonSchema[], context), context)
  const choice = (anyOf ?? oneOf) as JsonSchema[] | undefined
  if (choice) {
    const { anyOf: _, oneOf: __, ...rest } = schema
    // Where nothing is added to the parts, a reference among them stays one, for which there may be values of its own.
    const isBare = Object.keys(rest).every(keyword => ANNOTATIONS.includes(keyword))
    return fc.oneof(...choice.map(part => convert(isBare ? part : merged(rest, [part], context), context)))
  }
  if ('const' in schema) return fc.constant(only)
  if (Array.isArray(listed)) return fc.constantFrom(...(listed as unknown[]))
  const types = [schema['type'] ?? (schema['properties'] ? 'object' : [])].flat() as string[]
  return types.length === 0
    ? fc.jsonValue({ maxDepth: 2 })
    : fc.oneof(...types.map(type => ofType(type, schema, context)))
}

function ofType(type: string, schema: JsonSchema, context: Context): fc.Arbitrary<unknown> {
  const bound = (name: string): number | undefined => schema[name] as number | undefined
  switch (type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.integer({ min: bound('minimum') ?? -0x8000_0000, max: bound('maximum') ?? 0x7fff_ffff })
    case 'number':
      return fc.double({
        noNaN: true,
        noDefaultInfinity: true,
        min: bound('minimum') ?? -1e9,
        max: bound('maximum') ?? 1e9,
      })
    case 'string':
      return textsOf(schema, context)
    case 'array': {
      const items = convert((schema['items'] ?? {}) as JsonSchema, context)
      return fc.array(items, {
        minLength: bound('minItems') ?? 0,
        maxLength: bound('maxItems') ?? (bound('minItems') ?? 0) + 4,
      })
    }
    case 'object':
      return objectsOf(schema, context)
    default:
      throw new TypeError(`There is no JSON type "${type}"`)
  }
}

function textsOf(schema: JsonSchema, { texts }: Context): fc.Arbitrary<string> {
  const { pattern, minLength, maxLength } = schema as {
    pattern?: string
    minLength?: number
    maxLength?: number
  }
  const isBounded = minLength !== undefined || maxLength !== undefined
  if (pattern === undefined && !isBounded) return texts
  const bounds = { minLength: minLength ?? 0, maxLength: maxLength ?? (minLength ?? 0) + 20 }
  if (pattern === undefined) return fc.string({ unit: CHARACTER, ...bounds })
  // An unanchored pattern allows anything around it, which is not what is of interest.
  const made = fc.stringMatching(new RegExp(pattern, 'u'))
  return isBounded ? made.filter(text => isWithin(bounds, Array.from(text).length)) : made
}

function isWithin(
  bounds: { readonly minLength: number; readonly maxLength: number },
  length: number,
): boolean {
  return length >= bounds.minLength && length <= bounds.maxLength
}

function objectsOf(schema: JsonSchema, context: Context): fc.Arbitrary<unknown> {
  const { properties = {}, required = [] } = schema as {
    properties?: Record<string, JsonSchema>
    required?: string[]
  }
  const members = Object.entries(properties).map(([name, of]) => [name, convert(of, context)] as const)
  return fc
    .record(Object.fromEntries(members), { requiredKeys: required.filter(name => name in properties) })
    .map(value => ({ ...value }))
}

function resolve(reference: string, { shapes = {}, root }: Context): JsonSchema {
  const local = /^#\/\$defs\/(.+)$/.exec(reference)?.[1]
  const found =
    local === undefined
      ? shapes[reference]
      : (root['$defs'] as Record<string, JsonSchema> | undefined)?.[local]
  if (found === undefined) throw new TypeError(`The schema ${reference} is not known`)
  return found
}

/** One schema in place of several that hold together: properties and requirements are put together. */
function merged(schema: JsonSchema, parts: readonly JsonSchema[], context: Context): JsonSchema {
  const { allOf: _, ...rest } = schema
  return parts
    .map(part => (typeof part['$ref'] === 'string' ? resolve(part['$ref'], context) : part))
    .reduce<JsonSchema>(
      (all, part) => ({
        ...all,
        ...part,
        ...('properties' in all || 'properties' in part
          ? { properties: { ...(all['properties'] as object), ...(part['properties'] as object) } }
          : {}),
        required: [...((all['required'] ?? []) as string[]), ...((part['required'] ?? []) as string[])],
      }),
      rest,
    )
}
