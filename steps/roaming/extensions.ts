import { distance } from 'fastest-levenshtein'
import { XmlElement, type XmlDocument } from 'libxml2-wasm'
import { withXml } from './xml.js'

/** The local names of every element and attribute that the document or the Common text knows. */
const KNOWN: readonly string[] = `
  roamingSubscription roamingSubscriptionNotification requestError resourceReference
  userId type value status arpSignallingStatus authorizationInformation dspId arpId requestArrivalTimestamp
  callbackReference notifyURL callbackData notificationFormat resourceURL
  roamingSubscriptionId notificationReason notificationDescription operationStartTimestamp operationEndTimestamp
  link rel href serviceException policyException messageId text variables
`
  .trim()
  .split(/\s+/)

const KNOWN_EXACTLY: ReadonlySet<string> = new Set(KNOWN)

/** Letters in which two long names may differ and still be the same name, misspelt. */
const SLIPS = 2

/** Whether a name is one that a later version or a vendor has added: no name of the document, nor one misspelt. */
export function isExtension(name: string): boolean {
  if (KNOWN_EXACTLY.has(name)) return false
  const plain = plainly(name)
  return !KNOWN.some(known => {
    const other = plainly(known)
    return plain === other || (other.length > 6 && distance(plain, other) <= SLIPS)
  })
}

/** A JSON value without the members that extend the document's types. */
export function withoutExtensions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutExtensions)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      isExtension(name) ? [] : [[name, withoutExtensions(member)]],
    ),
  )
}

/** An XML document, which can be read, without the elements that extend the document's types. */
export function withoutXmlExtensions(bytes: Buffer): Buffer {
  return withXml(bytes, document =>
    removeExtensions(document) ? Buffer.from(document.toString({ format: false })) : bytes,
  )
}

/** Takes the elements out of a document that extend the document's types. Gives whether there were any. */
export function removeExtensions({ root }: XmlDocument): boolean {
  const found = extensionsIn(root)
  for (const element of found) element.remove()
  return found.length > 0
}

function extensionsIn(element: XmlElement): XmlElement[] {
  const found: XmlElement[] = []
  for (let node = element.firstChild; node !== null; node = node.next) {
    if (!(node instanceof XmlElement)) continue
    if (isExtension(node.name) || isSignallingOfNotification(element, node)) found.push(node)
    else found.push(...extensionsIn(node))
  }
  return found
}

/** The new signalling status that 6.2.5 wants in a notification: no table says at which place it stands. */
function isSignallingOfNotification(parent: XmlElement, { name, content }: XmlElement): boolean {
  if (parent.name !== 'roamingSubscriptionNotification' || name !== 'arpSignallingStatus') return false
  return content === 'OnLine' || content === 'OffLine'
}

function plainly(name: string): string {
  return name.replace(/[^a-z]/gi, '').toLowerCase()
}
