import type { JsonSchema } from '../fields.js'
import { loadSchema } from '../load.js'

/**
 * The published shapes of the seram wire by the names under which they refer to each other. A command is told by the
 * keyword discriminator, which ajv knows with the option of that name.
 */
export const seramShapes: Readonly<Record<string, JsonSchema>> = {
  'apdu.schema.json': loadSchema('seram/apdu.schema.json'),
  'secure-element.schema.json': loadSchema('seram/secure-element.schema.json'),
  'ram-start-command.schema.json': loadSchema('seram/ram-start-command.schema.json'),
  'se-ram-command.schema.json': loadSchema('seram/se-ram-command.schema.json'),
  'notification-command.schema.json': loadSchema('seram/notification-command.schema.json'),
  'ram-stop-command.schema.json': loadSchema('seram/ram-stop-command.schema.json'),
  'ram-command.schema.json': loadSchema('seram/ram-command.schema.json'),
  'remote-management-order.schema.json': loadSchema('seram/remote-management-order.schema.json'),
  'order.schema.json': loadSchema('seram/order.schema.json'),
  'generated-session.schema.json': loadSchema('seram/generated-session.schema.json'),
  'error.schema.json': loadSchema('seram/error.schema.json'),
}
