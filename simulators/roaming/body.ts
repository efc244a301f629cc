import { ParseOption, XmlDocument, XmlElement, XmlTreeNode } from 'libxml2-wasm'
import { readJson as readStrictly } from '../json.js'
import type { Format } from './model.js'
import { Problem } from './problem.js'

/** A body's element or member: a string, an object of its children, or in JSON any other value. */
export type Node = unknown

const SAFE = (ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_NO_SYS_CATALOG) as ParseOption

const MAX_ELEMENTS = 1000

/** What is in a body below its root of that name. Throws a Problem if the body is not well-formed or has another root. */
export function readBody(format: Format, body: Buffer, root: string, namespace: string): Node {
  return format === 'XML' ? readXml(body, root, namespace) : readJson(body, root)
}

/** The children of that name: one or more in an array, one by itself, or none. */
export function childrenOf(node: Node, name: string): readonly Node[] {
  if (node === null || !Object.hasOwn(node as object, name)) return []
  const child = (node as Record<string, Node>)[name]
  return Array.isArray(child) ? child : [child]
}

/** The text of a simple element. In JSON an empty element may be null. Undefined for what is no text. */
export function textOf(node: Node): string | undefined {
  if (typeof node === 'string') return node
  return node === null ? '' : undefined
}

function readXml(body: Buffer, root: string, namespace: string): Node {
  const document = parseXml(body)
  try {
    if (document.dtd !== null) throw malformed('a document type is not accepted')
    const element = document.root
    if (element.name !== root || element.namespaceUri !== namespace) {
      throw malformed(`the root element is not ${root} in ${namespace}`)
    }
    return contentOf(element, namespace, { elements: MAX_ELEMENTS })
  } finally {
    document.dispose()
  }
}

function parseXml(body: Buffer): XmlDocument {
  try {
    return XmlDocument.fromBuffer(body, { option: SAFE })
  } catch (error) {
    throw malformed(String(error).slice(0, 120))
  }
}

/** Elements of foreign namespaces are unknown elements, which are ignored. */
function contentOf(element: XmlElement, namespace: string, left: { elements: number }): Node {
  let children: Record<string, Node[]> | undefined
  for (const child of childElements(element)) {
    if (left.elements-- === 0) throw malformed(`it has more than ${MAX_ELEMENTS} elements`)
    const uri = child.namespaceUri
    if (uri !== '' && uri !== namespace) continue
    children ??= Object.create(null) as Record<string, Node[]>
    ;(children[child.name] ??= []).push(contentOf(child, namespace, left))
  }
  return children ?? element.content
}

function* childElements(element: XmlElement): Generator<XmlElement> {
  let known = 0
  for (let node = element.firstChild; node !== null; node = node.next) {
    // A processing instruction does not lead on to its siblings: all elements are asked for, and those known are passed over.
    if (!(node instanceof XmlTreeNode)) return yield* (element.find('*') as XmlElement[]).slice(known)
    if (!(node instanceof XmlElement)) continue
    known += 1
    yield node
  }
}

function readJson(body: Buffer, root: string): Node {
  const reading = readStrictly(body)
  if (!reading.ok) throw malformed(reading.why)
  const [content] = childrenOf(reading.value, root)
  if (content === undefined) throw malformed(`there is no member ${root}`)
  return content
}

function malformed(why: string): Problem {
  return new Problem('body', [`Request body: ${why}`])
}
