import { finding, related, type Finding } from '../finding.js'
import type { Example } from '../blocks/example.js'
import { memberOf, valueOf, type JsonMember } from '../blocks/json-text.js'
import type { Exchange } from '../blocks/pairing.js'

/** What is wrong with JSON-RPC 2.0 messages and with how requests and responses answer each other. */
export function judgeJsonRpc(examples: readonly Example[], exchanges: readonly Exchange[]): Finding[] {
  return [...examples.flatMap(judgeMessage), ...exchanges.flatMap(judgePair)]
}

/** Whether an example is a JSON-RPC message: it says so, or it has the members of one beside others that do. */
export function isJsonRpc(example: Example): boolean {
  return memberIn(example, 'jsonrpc') !== undefined
}

function memberIn({ body }: Example, name: string): JsonMember | undefined {
  return body?.kind === 'json' ? memberOf(body.root, name) : undefined
}

function judgeMessage(example: Example): Finding[] {
  const { body } = example
  if (body?.kind !== 'json' || !isJsonRpc(example)) return []
  const found: Finding[] = []
  const report = (member: JsonMember | undefined, message: string): void => {
    const offset = member?.offset ?? body.root.offset
    found.push(
      finding(
        'error',
        'rpc.envelope',
        body.placeOf(offset),
        member ? lineAt(body.text, offset) : 'jsonrpc',
        message,
      ),
    )
  }
  const version = memberOf(body.root, 'jsonrpc')
  const [method, id] = [memberOf(body.root, 'method'), memberOf(body.root, 'id')]
  const [result, error] = [memberOf(body.root, 'result'), memberOf(body.root, 'error')]
  const params = memberOf(body.root, 'params')
  if (version?.value.kind !== 'elided' && valueOf(version?.value ?? body.root) !== '2.0')
    report(version, 'The version of JSON-RPC must be the string "2.0".')
  if (id && ['object', 'array', 'boolean'].includes(id.value.kind))
    report(id, 'An id is a string, a number or null.')
  if (method) {
    if (method.value.kind !== 'string' && method.value.kind !== 'elided')
      report(method, 'The method must be a string.')
    if (result ?? error) report(result ?? error, 'A request has no result and no error.')
    if (params && !['object', 'array', 'elided'].includes(params.value.kind))
      report(params, 'The params must be an object or an array.')
  } else {
    if (result && error) report(error, 'A response has a result or an error, never both.')
    if (!result && !error) report(undefined, 'The message has neither a method nor a result nor an error.')
    if (!id) report(undefined, 'A response needs an id.')
    if (error && error.value.kind === 'object') {
      const code = memberOf(error.value, 'code')
      if (code?.value.kind !== 'elided' && !Number.isInteger(code && valueOf(code.value)))
        report(code ?? error, 'The code of an error must be an integer.')
      const message = memberOf(error.value, 'message')
      if (message?.value.kind !== 'string' && message?.value.kind !== 'elided')
        report(message ?? error, 'An error needs a message that is a string.')
    }
  }
  return found
}

function judgePair({ request, response }: Exchange): Finding[] {
  const [asked, answered] = [memberIn(request, 'id'), memberIn(response, 'id')]
  if (!asked || !answered || request.body?.kind !== 'json' || response.body?.kind !== 'json') return []
  if (!isJsonRpc(request) || !isJsonRpc(response)) return []
  if (asked.value.kind === 'elided' || answered.value.kind === 'elided') return []
  const [sent, received] = [valueOf(asked.value), valueOf(answered.value)]
  if (sent === received || (received === null && memberIn(response, 'error'))) return []
  return [
    finding(
      'error',
      'rpc.id',
      response.body.placeOf(answered.offset),
      lineAt(response.body.text, answered.offset),
      `The response has the id ${JSON.stringify(received)}, its request ${JSON.stringify(sent)}.`,
      { related: [related(request.body.placeOf(asked.offset), 'the id of the request')] },
    ),
  ]
}

function lineAt(text: string, offset: number): string {
  const end = text.indexOf('\n', offset)
  return text.slice(text.lastIndexOf('\n', offset) + 1, end === -1 ? undefined : end)
}
