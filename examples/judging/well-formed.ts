import { finding, type Finding } from '../finding.js'
import type { Body, Example } from '../blocks/example.js'
import { hasPlaceholder } from '../blocks/placeholder.js'

/** What keeps the bodies of examples from being well-formed JSON or a well-formed form. XML is judged with its schema. */
export function judgeBody(example: Example): Finding[] {
  const { body } = example
  if (body?.kind === 'broken-json') {
    const end = body.text.indexOf('\n', body.offset)
    const start = body.text.lastIndexOf('\n', Math.max(0, body.offset - 1)) + 1
    const line = body.text.slice(start, end === -1 ? undefined : end)
    return [
      finding(
        'error',
        'json.malformed',
        body.placeOf(body.offset),
        line,
        `The JSON is not well-formed: ${body.problem}.`,
      ),
    ]
  }
  if (body?.kind === 'form') return judgeForm(body)
  if (body?.kind === 'json') return duplicates(body)
  return []
}

function judgeForm(body: Extract<Body, { kind: 'form' }>): Finding[] {
  return body.fields.flatMap(([name, value]) => {
    if (name === '') {
      return [
        finding('error', 'form.malformed', body.placeOf(0), body.text, 'A field of the form has no name.'),
      ]
    }
    if (hasPlaceholder(value) || hasPlaceholder(name)) return []
    const bad = /%(?![0-9A-Fa-f]{2})|[\s"<>]/.exec(`${name}=${value}`)
    if (!bad) return []
    const offset = Math.max(0, body.text.indexOf(`${name}=${value}`)) + bad.index
    return [
      finding(
        'error',
        'form.malformed',
        body.placeOf(offset),
        `${name}=${value}`,
        `The character "${bad[0]}" must be percent-encoded in a form.`,
      ),
    ]
  })
}

function duplicates(body: Extract<Body, { kind: 'json' }>): Finding[] {
  const found: Finding[] = []
  const nodes = [body.root]
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    if (node.kind === 'array') nodes.push(...node.items)
    if (node.kind !== 'object') continue
    const names = new Set<string>()
    for (const { name, offset, value } of node.members) {
      if (names.has(name)) {
        found.push(
          finding(
            'error',
            'json.malformed',
            body.placeOf(offset),
            `"${name}"`,
            `The object has the member "${name}" twice.`,
          ),
        )
      }
      names.add(name)
      nodes.push(value)
    }
  }
  return found
}
