import { COMMON_NAMESPACE, NAMESPACES } from '../../schemas/roaming/namespaces.js'
import { finding, related, type Finding } from '../finding.js'
import type { Example } from '../blocks/example.js'
import { memberOf } from '../blocks/json-text.js'
import { readXml, type XmlNode } from '../blocks/xml-text.js'
import { jsonShapes, type JsonShapes } from '../judging/json-shapes.js'
import type { XsdSet } from '../judging/xml-shapes.js'
import type { KnownApi } from './known-api.js'

/** The OMA RESTful Network API for roamingProvisioning. */
export const roaming: KnownApi & { readonly xsd: XsdSet } = {
  name: 'roaming',
  signs: [/\broamingSubscriptions?\b/, /\broamingProvisioning\b/, /\barpSignallingStatus\b/, /\bdspId\b/],
  xsd: {
    api: 'roaming',
    files: {
      [NAMESPACES.document]: 'roaming-provisioning.xsd',
      [NAMESPACES.published]: 'roaming-provisioning-published.xsd',
      [COMMON_NAMESPACE]: 'common.xsd',
      '': 'roaming-types.xsd',
    },
  },
  judge({ examples, exchanges }) {
    const shapes = jsonShapes('roaming')
    return [
      ...examples.flatMap(example => judgeJson(example, shapes)),
      ...exchanges.flatMap(({ request, response }) => judgeExchange(request, response)),
    ]
  },
}

function judgeJson({ body }: Example, shapes: JsonShapes): Finding[] {
  if (body?.kind !== 'json') return []
  for (const root of ['roamingSubscription', 'roamingSubscriptionNotification']) {
    if (memberOf(body.root, root)) {
      return shapes.judge(
        body,
        `roaming-provisioning.schema.json#/$defs/${root}Document`,
        '',
        'roaming.types.answers-have-their-type',
      )
    }
  }
  return []
}

/** The status that an answer shows for one that was asked for. */
const PENDING: Readonly<Record<string, string>> = {
  PreProvisioned: 'PreProvisioningPending',
  Active: 'ActivationPending',
  Deactivated: 'DeactivationPending',
}

const FIXED = ['dspId', 'arpId', 'requestArrivalTimestamp', 'resourceURL']

function judgeExchange(request: Example, response: Example): Finding[] {
  const [sent, received] = [treeOf(request), treeOf(response)]
  const { http } = response
  if (http?.role !== 'response' || request.http?.role !== 'request') return []
  const found: Finding[] = []
  if (request.http.method === 'POST' && sent && http.status < 300 && http.status !== 201) {
    found.push(
      broken(
        response,
        undefined,
        'A request for pre-provisioning is answered with 201 Created.',
        'roaming.pre-provisioning.is-answered-created',
      ),
    )
  }
  if (!sent || !received || sent.name !== 'roamingSubscription' || received.name !== sent.name) return found
  const [asked, shown] = [childOf(sent, 'status'), childOf(received, 'status')]
  const [wanted, signalling] = [
    childOf(sent, 'arpSignallingStatus'),
    childOf(received, 'arpSignallingStatus'),
  ]
  if (http.status === 201 && shown && shown.text !== PENDING['PreProvisioned']) {
    found.push(
      broken(
        response,
        shown,
        `A new subscription is PreProvisioningPending, not ${shown.text}.`,
        'roaming.pre-provisioning.starts-pending',
      ),
    )
  }
  if (http.status === 202 && asked && shown && wanted?.text === signalling?.text) {
    const pending = PENDING[asked.text]
    if (pending !== undefined && shown.text !== pending) {
      const rule =
        asked.text === 'Active'
          ? 'roaming.update.activation-is-shown-as-pending'
          : 'roaming.update.deactivation-is-shown-as-pending'
      found.push(
        broken(
          response,
          shown,
          `A 202 Accepted to a request for ${asked.text} shows ${pending}, not ${shown.text}.`,
          rule,
        ),
      )
    }
  }
  if (
    http.status === 200 &&
    request.http.method === 'PUT' &&
    asked &&
    shown &&
    shown.text === PENDING[asked.text]
  ) {
    found.push(
      broken(
        response,
        undefined,
        `An update that leaves the subscription ${shown.text} is answered with 202 Accepted.`,
        'roaming.update.activation-is-accepted',
      ),
    )
  }
  for (const name of FIXED) {
    const [before, after] = [childOf(sent, name), childOf(received, name)]
    if (!before || !after || before.text === after.text) continue
    const one = broken(
      response,
      after,
      `"${name}" cannot be modified: the request has "${before.text}".`,
      'roaming.update.never-modifies-what-is-fixed',
    )
    found.push({
      ...one,
      related: [related(request.body?.placeOf(before.textOffset) ?? request.place, 'the request')],
    })
  }
  return found
}

function broken(example: Example, node: XmlNode | undefined, message: string, rule: string): Finding {
  const { body, http } = example
  const place = node && body ? body.placeOf(node.textOffset) : (http?.start ?? example.place)
  return finding(
    'error',
    'rule.broken',
    place,
    node ? `<${node.name}>${node.text}` : (http?.start.text ?? ''),
    message,
    { rule },
  )
}

function treeOf({ body }: Example): XmlNode | undefined {
  return body?.kind === 'xml' ? readXml(body.text) : undefined
}

const childOf = (node: XmlNode, name: string): XmlNode | undefined =>
  node.children.find(child => child.name === name)
