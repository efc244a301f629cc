import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { XmlDocument, XmlElement } from 'libxml2-wasm'
import type { Reads } from './loads.js'

/** What a bare server is told: the bytes to send, and what to do before with what it is sent. */
export interface BareRole {
  readonly status: number
  readonly headers: [string, string][]
  /** In base64. */
  readonly body: string
  readonly reads: Reads
}

const [role] = (await once(process, 'message')) as [BareRole]

const body = Buffer.from(role.body, 'base64')
const headers = role.headers.flat()
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    parse(role.reads, chunks)
    response.writeHead(role.status, headers)
    response.end(body)
  })
})
server.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
})

function parse(reads: Reads, chunks: readonly Buffer[]): void {
  if (reads === 'JSON') JSON.parse(Buffer.concat(chunks).toString())
  if (reads === 'XML') {
    const document = XmlDocument.fromBuffer(Buffer.concat(chunks))
    valueOf(document.root)
    document.dispose()
  }
}

/** The elements below an element by their names, or its text if there are none: what JSON.parse gives by itself. */
function valueOf(element: XmlElement): unknown {
  const children: Record<string, unknown> = {}
  let leaf = true
  for (let child = element.firstChild; child !== null; child = child.next) {
    if (!(child instanceof XmlElement)) continue
    leaf = false
    children[child.name] = valueOf(child)
  }
  return leaf ? element.content : children
}
