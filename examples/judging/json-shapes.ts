import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import { packageRoot } from '../../harness/package-root.js'
import type { JsonSchema } from '../../schemas/fields.js'
import { finding, type Finding } from '../finding.js'
import type { Body } from '../blocks/example.js'
import { memberOf, nodeAt, valueOf, type JsonNode } from '../blocks/json-text.js'
import { isPlaceholder } from '../blocks/placeholder.js'

/** Judges JSON bodies by the published JSON Schemas of one API. */
export interface JsonShapes {
  /** What keeps the value at a JSON pointer of a body from having the shape that a schema file describes. */
  judge(body: JsonBody, schema: string, pointer?: string, rule?: string): Finding[]
}

/** A body that is well-formed JSON. */
export type JsonBody = Extract<Body, { kind: 'json' }>

/** Reads the JSON Schemas of an API: `schemas/<api>/*.schema.json`. */
export function jsonShapes(api: string): JsonShapes {
  const folder = join(packageRoot, 'schemas', api)
  const ajv = new Ajv2020({ allErrors: true, strict: false, discriminator: true, verbose: true })
  const names = new Map<string, string>()
  for (const name of readdirSync(folder).filter(name => name.endsWith('.schema.json'))) {
    const schema = JSON.parse(readFileSync(join(folder, name), 'utf8')) as JsonSchema & { $id?: string }
    ajv.addSchema(schema, schema.$id ?? name)
    names.set(name, schema.$id ?? name)
  }
  return {
    judge(body, schema, pointer = '', rule) {
      const [file = schema, fragment] = schema.split('#')
      const id = `${names.get(file) ?? file}${fragment === undefined ? '' : `#${fragment}`}`
      const validate = ajv.getSchema(id)
      if (validate === undefined) throw new TypeError(`There is no schema ${schema} of ${api}.`)
      const node = nodeAt(body.root, pointer)
      if (validate(valueOf(node))) return []
      return telling(validate.errors ?? [], node).map(error => {
        const path = `${pointer}${error.instancePath}`
        const at = nodeAt(body.root, path)
        const subject = path === '' ? 'The body' : `"${path.slice(1).replaceAll('/', '.')}"`
        const missing = error.keyword === 'required'
        return finding(
          'error',
          'schema.invalid',
          body.placeOf(at.offset),
          missing ? excerptOf(body, at.offset) : lineOf(body, at.offset),
          `${subject} ${wordsOf(error)} (schemas/${api}/${file}).`,
          { rule },
        )
      })
    },
  }
}

/** The errors that say most: not those of a union whose branch is named, nor those about what an example leaves out. */
function telling(errors: readonly ErrorObject[], root: JsonNode): ErrorObject[] {
  const real = errors.filter(error => !isLeftOut(error, root))
  const specific = real.filter(({ keyword, params }) => {
    if (['anyOf', 'oneOf', 'if', 'not'].includes(keyword)) return false
    return !(keyword === 'type' && params['type'] === 'null')
  })
  const shown = specific.length > 0 ? specific : real
  const seen = new Set<string>()
  return shown.filter(({ instancePath, keyword, params }) => {
    const key = `${instancePath} ${keyword === 'required' ? String(params['missingProperty']) : ''}`
    return !seen.has(key) && seen.add(key)
  })
}

function isLeftOut(error: ErrorObject, root: JsonNode): boolean {
  const node = nodeAt(root, error.instancePath)
  if (node.kind === 'elided') return true
  if (node.kind === 'string' && isPlaceholder(node.value)) return true
  const partial = 'partial' in node && node.partial
  if (error.keyword === 'required') {
    return partial || memberOf(node, String(error.params['missingProperty'])) !== undefined
  }
  return partial && ['minItems', 'minProperties'].includes(error.keyword)
}

function wordsOf({ keyword, message = '', params }: ErrorObject): string {
  switch (keyword) {
    case 'enum':
      return `must be one of ${(params['allowedValues'] as unknown[]).map(value => JSON.stringify(value)).join(', ')}`
    case 'const':
      return `must be ${JSON.stringify(params['allowedValue'])}`
    case 'required':
      return `lacks the member "${String(params['missingProperty'])}"`
    case 'additionalProperties':
      return `must not have the member "${String(params['additionalProperty'])}"`
    case 'pattern':
      return `must match the pattern ${String(params['pattern'])}`
    default:
      return message
  }
}

function lineOf(body: JsonBody, offset: number): string {
  const start = body.text.lastIndexOf('\n', offset) + 1
  const end = body.text.indexOf('\n', offset)
  return body.text.slice(start, end === -1 ? undefined : end)
}

const excerptOf = (body: JsonBody, offset: number): string => body.text.slice(offset, offset + 60)
