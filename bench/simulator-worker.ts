import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { loadApis } from '../cli/apis.js'
import { startSimulator } from '../cli/start-simulator.js'
import { XmlDocument } from 'libxml2-wasm'
import type { Reads } from './loads.js'

/** What a server of the bench is told: to be a simulator, or to send given bytes as a bare server. */
export type ServerRole =
  | { readonly kind: 'simulator'; readonly api: string }
  | {
      readonly kind: 'bare'
      readonly status: number
      readonly headers: [string, string][]
      /** In base64. */
      readonly body: string
      readonly reads: Reads
    }

const [role] = (await once(process, 'message')) as [ServerRole]

if (role.kind === 'simulator') {
  const [api] = await loadApis([role.api])
  if (api === undefined) throw new Error(`no API ${role.api}`)
  const { url, target } = await startSimulator(api.simulator, 1)
  process.send?.({ url, stage: `${url}/_stage`, auth: target.auth })
} else {
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
}

function parse(reads: Reads, chunks: readonly Buffer[]): void {
  if (reads === 'JSON') JSON.parse(Buffer.concat(chunks).toString())
  if (reads === 'XML') XmlDocument.fromBuffer(Buffer.concat(chunks)).dispose()
}
