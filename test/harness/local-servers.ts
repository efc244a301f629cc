import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Server as NetServer } from 'node:net'
import { generate, type SubjectAltNameEntry } from 'selfsigned'
import { Ledger } from '../../harness/ledger.js'
import { Secrets } from '../../harness/secrets.js'
import { Session } from '../../harness/session.js'
import type { Suite } from '../../harness/suite.js'
import { completeEntry, type WrittenEntry } from '../../harness/target-entry.js'

/** A certificate with its key, and the authority that signed it. */
export interface Certificate {
  readonly ca: string
  readonly cert: string
  readonly key: string
}

/** Makes a certificate for 127.0.0.1, or for other names, signed by an authority of its own. */
export async function makeCertificate(
  options: { names?: SubjectAltNameEntry[]; from?: Date; until?: Date } = {},
): Promise<Certificate> {
  const { names = [{ type: 7, ip: '127.0.0.1' }], from = new Date(Date.now() - 60_000) } = options
  const authority = await generate([{ name: 'commonName', value: 'An authority' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(0),
    notAfterDate: new Date(Date.now() + 86_400_000),
    extensions: [{ name: 'basicConstraints', cA: true, critical: true }],
  })
  const signed = await generate([{ name: 'commonName', value: 'A server' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: from,
    notAfterDate: options.until ?? new Date(Date.now() + 86_400_000),
    extensions: [{ name: 'subjectAltName', altNames: names }],
    ca: { key: authority.private, cert: authority.cert },
  })
  return { ca: authority.cert, cert: signed.cert, key: signed.private }
}

/** A server on a free port of this machine. */
export interface LocalServer {
  readonly url: string
  readonly server: Server
  close(): Promise<void>
}

/** Serves requests, over TLS with a certificate. */
export async function serve(
  listener: RequestListener,
  tls?: Parameters<typeof createTlsServer>[0],
): Promise<LocalServer> {
  const server = tls ? createTlsServer(tls, listener) : createServer(listener)
  await listen(server)
  return {
    url: `http${tls ? 's' : ''}://127.0.0.1:${portOf(server)}`,
    server,
    close: () => {
      server.closeAllConnections()
      return new Promise(done => server.close(() => done()))
    },
  }
}

export function listen(server: NetServer): Promise<void> {
  return new Promise(done => server.listen(0, '127.0.0.1', done))
}

export function portOf(server: NetServer): number {
  return (server.address() as AddressInfo).port
}

export async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

/** A suite without rules. */
export const emptySuite: Suite = {
  api: 'plain',
  title: 'Nothing in particular',
  states: {},
  profiles: { document: 'all' },
  capabilities: {},
  options: {},
  standing: [],
  secretHeaders: [],
}

/** A session of a suite without rules. */
export function openSession(
  entry: WrittenEntry,
  { secrets = new Secrets(), folder = '.', suite = emptySuite } = {},
): Promise<Session> {
  return Session.open({
    suite,
    rules: [],
    target: completeEntry(entry),
    folder,
    seed: 1,
    secrets,
    repeatTarget: '',
    ledger: new Ledger(),
  })
}
