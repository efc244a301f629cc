import type { JsonSchema } from '../fields.js'
import { loadSchema } from '../load.js'

/** The published shapes of the onapi wire by the names under which they refer to each other. */
export const onapiShapes: Readonly<Record<string, JsonSchema>> = {
  'id.schema.json': loadSchema('onapi/id.schema.json'),
  'date-time.schema.json': loadSchema('onapi/date-time.schema.json'),
  'text.schema.json': loadSchema('onapi/text.schema.json'),
  'phone-number.schema.json': loadSchema('onapi/phone-number.schema.json'),
  'customer-details.schema.json': loadSchema('onapi/customer-details.schema.json'),
  'released-customer-details.schema.json': loadSchema('onapi/released-customer-details.schema.json'),
  'order.schema.json': loadSchema('onapi/order.schema.json'),
  'outcome.schema.json': loadSchema('onapi/outcome.schema.json'),
  'released-outcome.schema.json': loadSchema('onapi/released-outcome.schema.json'),
  'error.schema.json': loadSchema('onapi/error.schema.json'),
  'operator-order.schema.json': loadSchema('onapi/operator-order.schema.json'),
  'operator-answer.schema.json': loadSchema('onapi/operator-answer.schema.json'),
}
