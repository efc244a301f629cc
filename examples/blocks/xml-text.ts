/** An element of an XML text, with the offset of its start tag and of its text. */
export interface XmlNode {
  /** Its name without a prefix. */
  readonly name: string
  readonly offset: number
  readonly children: readonly XmlNode[]
  /** Its own text without surrounding blanks. */
  readonly text: string
  readonly textOffset: number
  readonly attributes: Readonly<Record<string, string>>
}

/**
 * The tree of elements of a text that is known to be well-formed XML. It serves to point at places; whether a text is
 * well-formed is not judged here.
 */
export function readXml(text: string): XmlNode | undefined {
  interface Open {
    name: string
    offset: number
    children: XmlNode[]
    text: string
    textOffset: number
    attributes: Record<string, string>
  }
  const tag =
    /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<![^>]*>|<(\/?)([^\s/>]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>/g
  const open: Open[] = []
  let root: XmlNode | undefined
  let last = 0
  for (const match of text.matchAll(tag)) {
    const top = open.at(-1)
    if (top && top.text === '') {
      const between = text.slice(last, match.index)
      if (between.trim() !== '') {
        top.text = between.trim()
        top.textOffset = last + (between.length - between.trimStart().length)
      }
    }
    last = match.index + match[0].length
    const [, slash, name, attributes = '', empty] = match
    if (name === undefined) continue
    if (slash === '/') {
      const closed = open.pop()
      if (closed === undefined) continue
      if (open.length === 0) root ??= closed
      else open.at(-1)?.children.push(closed)
      continue
    }
    const node: Open = {
      name: name.replace(/^.*:/, ''),
      offset: match.index,
      children: [],
      text: '',
      textOffset: match.index,
      attributes: Object.fromEntries(
        [...attributes.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, key, a, b]) => [
          key ?? '',
          a ?? b ?? '',
        ]),
      ),
    }
    if (empty === '/') {
      if (open.length === 0) root ??= node
      else open.at(-1)?.children.push(node)
    } else open.push(node)
  }
  return root
}
