import type { Place } from '../finding.js'
import type { Body, Example } from '../blocks/example.js'
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

/** An example with the tree of its body. */
export interface TreeExample {
  readonly example: Example
  readonly section: number
  readonly body: Body
  readonly tree: Tree
}

/** A tree, with the name of its root element; empty for JSON. */
export type Tree = TreeNode & { readonly root: string }

/** The examples whose bodies are trees. */
export function treesOf(examples: readonly Example[]): TreeExample[] {
  return examples.flatMap(example => {
    const tree = treeOf(example.body)
    return example.body && tree ? [{ example, section: example.section, body: example.body, tree }] : []
  })
}

function treeOf(body: Body | undefined): Tree | undefined {
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
