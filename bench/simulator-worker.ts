import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { XmlDocument, XmlElement } from 'libxml2-wasm'
import type * as apis from '../cli/apis.js'
import type * as starting from '../cli/start-simulator.js'
import { packageRoot } from '../harness/package-root.js'
import type { Reads } from './loads.js'

/** What a server of the bench is told: to be a simulator, or to send given bytes as a bare server. */
export type ServerRole = { readonly kind: 'simulator'; readonly api: string } | BareRole

interface BareRole {
  readonly kind: 'bare'
  readonly status: number
  readonly headers: [string, string][]
  /** In base64. */
  readonly body: string
  readonly reads: Reads
}

const [role] = (await once(process, 'message')) as [ServerRole]

if (role.kind === 'simulator') await serveSimulator(role.api)
else serveBare(role)

/** Serves a simulator as it is built: the names that tsx gives to functions while they run are not its work. */
async function serveSimulator(name: string): Promise<void> {
  const { loadApis } = (await import(built('cli/apis.js'))) as typeof apis
  const { startSimulator } = (await import(built('cli/start-simulator.js'))) as typeof starting
  const [api] = await loadApis([name])
  if (api === undefined) throw new Error(`no API ${name}`)
  const { url, target } = await startSimulator(api.simulator, 1)
  process.send?.({ url, auth: target.auth })
}

function built(file: string): string {
  return pathToFileURL(join(packageRoot, 'dist', file)).href
}

function serveBare(bare: BareRole): void {
  const body = Buffer.from(bare.body, 'base64')
  const headers = bare.headers.flat()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      parse(bare.reads, chunks)
      response.writeHead(bare.status, headers)
      response.end(body)
    })
  })
  server.listen(0, '127.0.0.1', () => {
    process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  })
}

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
