import { finding, type Finding } from '../finding.js'
import type { Example } from '../blocks/example.js'
import { memberOf, valueOf } from '../blocks/json-text.js'
import { jsonShapes, type JsonShapes } from '../judging/json-shapes.js'
import type { KnownApi } from './known-api.js'

/** The ON-API order of a service provider. */
export const onapi: KnownApi = {
  name: 'onapi',
  signs: [/\bcoAccessId\b/, /\bofferingId\b/, /\bcustomerDetails\b/, /\bexternalMessage\b/],
  judge({ examples, exchanges }) {
    const shapes = jsonShapes('onapi')
    return [
      ...examples.flatMap(example => judgeBody(example, shapes)),
      ...exchanges.flatMap(({ request, response }) => judgeStatus(request, response)),
    ]
  },
}

function judgeBody({ body, http }: Example, shapes: JsonShapes): Finding[] {
  if (body?.kind !== 'json' || body.root.kind !== 'object') return []
  const has = (name: string): boolean => memberOf(body.root, name) !== undefined
  if (has('coAccessId') || (has('operation') && has('products'))) {
    const customer = has('customerDetails')
      ? shapes.judge(body, 'customer-details.schema.json', '/customerDetails', 'onapi.customer.is-validated')
      : []
    return [
      ...shapes.judge(body, 'order.schema.json', '', 'onapi.order.needs-mandatory-fields'),
      ...customer,
    ].map(named)
  }
  if (http?.role === 'response' && http.status >= 400)
    return shapes.judge(body, 'error.schema.json', '', 'onapi.error.body-is-json-with-cause')
  if (!has('status') && !has('externalMessage')) return []
  const found = shapes.judge(body, 'outcome.schema.json', '', 'onapi.outcome.status-is-listed')
  const status = memberOf(body.root, 'status')
  if (status && valueOf(status.value) === 'REJECTED' && !has('externalMessage')) {
    found.push(
      finding(
        'warning',
        'rule.broken',
        body.placeOf(status.offset),
        '"status": "REJECTED"',
        'A rejected order should have an externalMessage for the customer.',
        {
          rule: 'onapi.outcome.rejection-has-message',
        },
      ),
    )
  }
  return found
}

/** The rule that a finding about an order breaks, by what it is about. */
function named(one: Finding): Finding {
  const rule = RULES.find(([words]) => words.test(one.message))?.[1]
  return rule === undefined ? one : { ...one, rule }
}

const RULES: readonly (readonly [RegExp, string])[] = [
  [/^"[^"]*Phone"/, 'onapi.customer.phone-is-e164'],
  [/^"[^"]*postalCode"/, 'onapi.customer.postal-code-has-five-digits'],
  [/^"customerDetails\.identifiedCustomer"/, 'onapi.customer.identified-is-boolean'],
  [/^"[^"]*customerDetails/, 'onapi.customer.text-is-a-string'],
  [/^"operation"/, 'onapi.order.takes-activate-only'],
  [/^"\w*DateTime"/, 'onapi.order.refuses-what-is-no-date-time'],
  [/^"[^"]*Id"/, 'onapi.order.refuses-bad-ids'],
  [/^"products"/, 'onapi.products.is-a-list-of-objects'],
]

function judgeStatus(request: Example, response: Example): Finding[] {
  const { http, body } = response
  if (http?.role !== 'response' || request.http?.role !== 'request') return []
  if (!/\border\/?$/.test(request.http.target.split('?')[0] ?? '') || http.status >= 400) return []
  if (http.status === 200 || body?.kind !== 'json') return []
  return [
    finding(
      'error',
      'rule.broken',
      http.start,
      http.start.text,
      `A well-formed order is answered with 200 OK, not with ${http.status}.`,
      {
        rule: 'onapi.outcome.is-200',
      },
    ),
  ]
}
