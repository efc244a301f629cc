import { finding, related, type Finding } from '../finding.js'
import type { Example } from '../blocks/example.js'
import { memberOf, valueOf } from '../blocks/json-text.js'
import { jsonShapes, type JsonShapes } from '../judging/json-shapes.js'
import type { Exchange } from '../blocks/pairing.js'
import { isPlaceholder } from '../blocks/placeholder.js'
import type { KnownApi } from './known-api.js'

/** The Provisioning interface of Thunder. */
export const thunder: KnownApi = {
  name: 'thunder',
  signs: [/\bprovisioningchange\b/, /\bProvisioning\.1\./, /\bThunder\b/, /\bcallsign\b/],
  judge({ examples, exchanges }) {
    const shapes = jsonShapes('thunder')
    return [
      ...examples.flatMap(example => judgeRequest(example, shapes)),
      ...exchanges.flatMap(({ request, response }) => judgeResult(request, response, shapes)),
      ...judgeIds(exchanges),
    ]
  },
}

const MEMBER = /^(?:[\w.]+\.)?(provision|index|id|state|provisioningchange)$/

function memberCalled({ body }: Example): string | undefined {
  if (body?.kind !== 'json') return undefined
  const method = memberOf(body.root, 'method')
  return method?.value.kind === 'string' ? MEMBER.exec(method.value.value)?.[1] : undefined
}

function judgeRequest(example: Example, shapes: JsonShapes): Finding[] {
  const { body } = example
  if (body?.kind !== 'json') return []
  const name = memberCalled(example)
  if (name === 'index' && memberOf(body.root, 'params')) {
    return shapes.judge(body, 'index-params.schema.json', '/params', 'thunder.parameters.refuses-wrong-types')
  }
  if (name === 'provisioningchange') {
    return shapes.judge(body, 'provisioningchange.schema.json', '', 'thunder.events.carries-a-status')
  }
  const params = memberOf(body.root, 'params')
  if ((name === 'id' || name === 'state') && params && example.role === 'request') {
    return [
      finding(
        'error',
        'rule.broken',
        body.placeOf(params.offset),
        '"params"',
        `Any params make this a write, and "${name}" is read-only.`,
        {
          rule: `thunder.${name}.refuses-a-write`,
        },
      ),
    ]
  }
  return []
}

const RESULTS: Readonly<Record<string, readonly [schema: string, rule: string]>> = {
  provision: ['null-result.schema.json', 'thunder.provision.result-is-null'],
  index: ['null-result.schema.json', 'thunder.index.result-is-null'],
  state: ['state.schema.json', 'thunder.state.is-an-object'],
  id: ['id.schema.json', 'thunder.id.is-a-string'],
}

function judgeResult(request: Example, response: Example, shapes: JsonShapes): Finding[] {
  const { body } = response
  const expected = RESULTS[memberCalled(request) ?? '']
  if (body?.kind !== 'json' || expected === undefined) return []
  if (memberOf(body.root, 'result')) return shapes.judge(body, expected[0], '/result', expected[1])
  const code = memberOf(memberOf(body.root, 'error')?.value, 'code')
  if (!code || code.value.kind !== 'number') return []
  const value = Number(valueOf(code.value))
  if ([2, 12].includes(value) || value <= -31_000) return []
  return [
    finding(
      'warning',
      'rule.broken',
      body.placeOf(code.offset),
      `"code": ${value}`,
      `The documented errors have the codes 2 and 12, not ${value}.`,
    ),
  ]
}

/** The ID in the provision state is the provision ID: two examples that differ belong to no one platform. */
function judgeIds(exchanges: readonly Exchange[]): Finding[] {
  const shown = exchanges.flatMap(({ request, response: { body } }) => {
    const name = memberCalled(request)
    if (body?.kind !== 'json' || (name !== 'id' && name !== 'state')) return []
    const result = memberOf(body.root, 'result')
    const member = name === 'id' ? result : memberOf(result?.value, 'id')
    if (member?.value.kind !== 'string' || isPlaceholder(member.value.value)) return []
    return [{ name, id: member.value.value, place: body.placeOf(member.value.offset) }]
  })
  const property = shown.find(({ name }) => name === 'id')
  return shown.flatMap(({ name, id, place }) =>
    name === 'id' || property === undefined || property.id === id
      ? []
      : [
          finding(
            'error',
            'rule.broken',
            place,
            `"id": "${id}"`,
            `The ID in the provision state is the provision ID, which is "${property.id}" elsewhere.`,
            {
              rule: 'thunder.state.id-is-the-provision-id',
              related: [related(property.place, `"${property.id}"`)],
            },
          ),
        ],
  )
}
