import { finding, type Finding } from '../finding.js'
import type { Example } from '../blocks/example.js'
import { memberOf, valueOf } from '../blocks/json-text.js'
import { jsonShapes, type JsonShapes } from '../judging/json-shapes.js'
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
