import { createRequire } from 'node:module'
import type { JsonSchema } from './fields.js'

const require = createRequire(import.meta.url)

/** A published schema by its path below `schemas/`, such as `seram/order.schema.json`. */
export function loadSchema(path: `${string}.schema.json`): JsonSchema {
  return require(`#schemas/${path}`) as JsonSchema
}
