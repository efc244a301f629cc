import { ParseOption, XmlDocument, XmlElement, XmlParseError, XmlTreeNode } from 'libxml2-wasm'
import type { Part } from './part.js'

/** What XML bytes are, or why they are none that a receiver should take. */
export type ReadXml =
  { readonly root: string; readonly namespace: string; readonly top: Part } | { readonly problem: string }

const { XML_PARSE_NO_XXE, XML_PARSE_NONET, XML_PARSE_NOCDATA } = ParseOption
const SAFE: ParseOption = XML_PARSE_NO_XXE | XML_PARSE_NONET | XML_PARSE_NOCDATA

/** Reads XML. Documents with a DTD, and so with entities of their own, are refused; nothing external is loaded. */
export function readXml(bytes: Buffer): ReadXml {
  try {
    return withXml(bytes, document => {
      if (document.dtd !== null) return { problem: 'it has a document type declaration' }
      const { root } = document
      return { root: root.name, namespace: root.namespaceUri, top: partOf(root) }
    })
  } catch (error) {
    if (error instanceof XmlParseError) return { problem: `it is not well-formed: ${error.message.trim()}` }
    throw error
  }
}

/** Parses, lets `use` look at the document, and frees it. Throws an `XmlParseError` for what is not well-formed. */
export function withXml<Result>(bytes: Buffer, use: (document: XmlDocument) => Result): Result {
  const document = XmlDocument.fromBuffer(bytes, { option: SAFE })
  try {
    return use(document)
  } finally {
    document.dispose()
  }
}

function partOf(element: XmlElement): Part {
  const parts = new Map<string, Part[]>()
  const add = (name: string, part: Part): void => {
    const present = parts.get(name)
    if (present) present.push(part)
    else parts.set(name, [part])
  }
  for (const { name, value } of element.attrs) add(name, { text: value, parts: new Map() })
  let leaf = true
  for (const child of childElements(element)) {
    leaf = false
    add(child.name, partOf(child))
  }
  return { text: leaf ? element.content : undefined, parts }
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
