import type { JsonSchema } from '../fields.js'
import { loadSchema } from '../load.js'

/** The published shapes of the seram wire by the names under which they refer to each other. */
export const seramShapes: Readonly<Record<string, JsonSchema>> = {
  'apdu.schema.json': loadSchema('seram/apdu.schema.json'),
  'secure-element.schema.json': loadSchema('seram/secure-element.schema.json'),
  'ram-command.schema.json': loadSchema('seram/ram-command.schema.json'),
  'remote-management-order.schema.json': loadSchema('seram/remote-management-order.schema.json'),
  'order.schema.json': loadSchema('seram/order.schema.json'),
  'generated-session.schema.json': loadSchema('seram/generated-session.schema.json'),
  'error.schema.json': loadSchema('seram/error.schema.json'),
}
