import type { Format } from './model.js'

/** An element for output: a text, its occurrences, or its children in the order of the schema. */
export type Element = string | readonly Element[] | Elements
export interface Elements {
  readonly [name: string]: Element
}

/** A root element with its namespace, which only XML shows. */
export interface Root {
  readonly name: string
  readonly namespace: string
  readonly prefix: string
}

/** A body in the format. Links have attributes in XML; in JSON they are members like any other. */
export function write(format: Format, root: Root, content: Elements): string {
  return format === 'JSON' ? JSON.stringify({ [root.name]: content }) : writeXml(root, content)
}

/** An XML document in UTF-8. Only the root is qualified. */
export function writeXml({ name, namespace, prefix }: Root, content: Elements): string {
  const qualified = `${prefix}:${name}`
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<${qualified} xmlns:${prefix}="${namespace}">${children(content)}</${qualified}>`
  )
}

function children(content: Elements): string {
  let xml = ''
  for (const name in content) xml += element(name, content[name] as Element)
  return xml
}

function element(name: string, content: Element): string {
  if (typeof content === 'string') return `<${name}>${escapeText(content)}</${name}>`
  if (Array.isArray(content)) {
    let xml = ''
    for (const item of content as readonly Element[]) xml += element(name, item)
    return xml
  }
  const elements = content as Elements
  if (name === 'link') return `<link${attributes(elements)}/>`
  return `<${name}>${children(elements)}</${name}>`
}

function attributes(content: Elements): string {
  return Object.entries(content)
    .map(([name, value]) => ` ${name}="${escapeAttribute(value as string)}"`)
    .join('')
}

/** Escapes character data; a carriage return would be read as a line feed. */
function escapeText(text: string): string {
  if (!/[&<>\r]/.test(text)) return text
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;')
}

function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;')
}
