import type { Place } from '../finding.js'
import type { Body } from '../blocks/example.js'
import type { JsonNode } from '../blocks/json-text.js'
import { readXml, type XmlNode } from '../blocks/xml-text.js'

/** A value of an example, whether it is written in JSON or in XML. */
export interface TreeNode {
  readonly kind: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null' | 'elided' | 'element'
  /** What is written, for a simple value. */
  readonly text: string
  readonly offset: number
  /** Whether the example leaves something of it out. */
  readonly partial: boolean
  readonly children: readonly (readonly [name: string, node: TreeNode])[]
}

/** The tree of a body; undefined if it has none. */
export function treeOf(body: Body | undefined): (TreeNode & { readonly root: string }) | undefined {
  if (body?.kind === 'json') return { ...fromJson(body.root), root: '' }
  if (body?.kind !== 'xml') return undefined
  const root = readXml(body.text)
  return root && { ...fromXml(root), root: root.name }
}

function fromJson(node: JsonNode): TreeNode {
  const shared = { offset: node.offset, partial: false, text: '', children: [] }
  switch (node.kind) {
    case 'object':
      return {
        ...shared,
        kind: 'object',
        partial: node.partial,
        children: node.members.map(({ name, value }) => [name, fromJson(value)]),
      }
    case 'array':
      return {
        ...shared,
        kind: 'array',
        partial: node.partial,
        children: node.items.map(item => ['[]', fromJson(item)]),
      }
    case 'string':
      return { ...shared, kind: 'string', text: node.value }
    case 'number':
    case 'elided':
      return { ...shared, kind: node.kind, text: node.text }
    case 'boolean':
      return { ...shared, kind: 'boolean', text: String(node.value) }
    default:
      return { ...shared, kind: 'null', text: 'null' }
  }
}

function fromXml(node: XmlNode): TreeNode {
  return {
    kind: 'element',
    text: node.text,
    offset: node.children.length === 0 ? node.textOffset : node.offset,
    partial: /^(?:\.{3}|…)$/.test(node.text),
    children: node.children.map(child => [child.name, fromXml(child)]),
  }
}

/** The values at a path; arrays are passed through, unless the path names their items. */
export function valuesAt(node: TreeNode, path: readonly string[]): TreeNode[] {
  const [step, ...rest] = path
  if (step === undefined) return [node]
  if (node.kind === 'array') {
    return node.children.flatMap(([, item]) => valuesAt(item, step === '[]' ? rest : path))
  }
  return node.children.filter(([name]) => name === step).flatMap(([, child]) => valuesAt(child, rest))
}

/** Where a value stands in the document. */
export function placeOf(body: Body, node: TreeNode): Place {
  return body.placeOf(node.offset)
}

/** The line of a body on which a value stands. */
export function lineOf(body: Body, node: TreeNode): string {
  const end = body.text.indexOf('\n', node.offset)
  return body.text
    .slice(body.text.lastIndexOf('\n', node.offset - 1) + 1, end === -1 ? undefined : end)
    .trim()
}
