import { finding, type Finding } from '../finding.js'
import type { Example } from '../blocks/example.js'
import { memberOf } from '../blocks/json-text.js'
import { jsonShapes, type JsonShapes } from '../judging/json-shapes.js'
import type { KnownApi } from './known-api.js'

/** The order provisioning interface of GP SERAM. */
export const seram: KnownApi = {
  name: 'seram',
  signs: [/\bGP ?SERAM\b/, /\bremoteManagementOrder\b/, /\bsecureElement\b/, /\bManagement Session\b/],
  judge({ examples, exchanges }) {
    const shapes = jsonShapes('seram')
    return [
      ...examples.flatMap(example => judgeOrder(example, shapes)),
      ...exchanges.flatMap(({ request, response }) => judgeAnswer(request, response, shapes)),
    ]
  },
}

const isOrder = ({ http, body }: Example): boolean =>
  (http?.role === 'request' && /\/order\/?(?:\?|$)/.test(http.target)) ||
  (body?.kind === 'json' &&
    ['secureElement', 'remoteManagementOrder'].some(name => memberOf(body.root, name)))

function judgeOrder(example: Example, shapes: JsonShapes): Finding[] {
  if (example.role === 'response' || !isOrder(example) || example.body?.kind !== 'json') return []
  return shapes.judge(example.body, 'order.schema.json', '', 'seram.request.refuses-what-is-no-object')
}

function judgeAnswer(request: Example, response: Example, shapes: JsonShapes): Finding[] {
  const { http, body } = response
  if (!isOrder(request) || http?.role !== 'response' || http.status >= 400) return []
  if (http.status !== 201) {
    return [
      finding(
        'error',
        'rule.broken',
        http.start,
        http.start.text,
        `A successful order is answered with 201 Created, not with ${http.status}.`,
        {
          rule: 'seram.session.success-is-201',
        },
      ),
    ]
  }
  const given = request.body?.kind === 'json' && memberOf(request.body.root, 'sessionID') !== undefined
  if (given) {
    if (!body || body.text.trim() === '' || body.text.trim() === 'null') return []
    return [
      finding(
        'error',
        'rule.broken',
        body.placeOf(0),
        body.text,
        'An order with a sessionID is answered with a null body.',
        {
          rule: 'seram.session.given-id-has-null-body',
        },
      ),
    ]
  }
  return body?.kind === 'json'
    ? shapes.judge(body, 'generated-session.schema.json', '', 'seram.session.generated-id-is-returned')
    : []
}
