import { Ajv2020 } from 'ajv/dist/2020.js'
import { seramShapes } from '../../schemas/seram/shapes.js'

const ajv = new Ajv2020({ schemas: { ...seramShapes } })
const isOrder = ajv.compile({ $ref: 'order.schema.json' })

/** Says what is wrong with the shape of an order in the document's spelling; undefined if nothing is. */
export function wrongWithOrder(order: unknown): string | undefined {
  if (isOrder(order)) return undefined
  const [error] = isOrder.errors ?? []
  const place = error?.instancePath.slice(1).replaceAll('/', '.') ?? ''
  return `The order${place === '' ? '' : `'s ${place}`} ${error?.message ?? 'is wrong'}.`
}
