import { readFileSync } from 'node:fs'
import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import type { Agent } from 'node:http'
import { request as requestTls } from 'node:https'
import { connect, type Socket } from 'node:net'
import { resolve } from 'node:path'
import { createSecureContext } from 'node:tls'
import { setTimeout as delay } from 'node:timers/promises'
import { HttpProxyAgent } from 'http-proxy-agent'
import type { ExchangeFailure } from './exchange.js'
import { Misuse } from './finding.js'
import { failureOf, keepAliveAgent } from './http-client.js'
import type { TargetEntry } from './target.js'
import { hostOf, tunnelAgent } from './tunnel.js'

/** Certificates and key of a target, read from its files. */
export interface TlsMaterial {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
}

/** Reads the files that a target's `tls` names, relative to the folder of the target file. Throws a `Misuse`. */
export function readTls(target: TargetEntry, folder: string): TlsMaterial {
  const material: TlsMaterial = Object.fromEntries(
    Object.entries(target.tls).map(([name, file]) => {
      try {
        return [name, readFileSync(resolve(folder, file as string), 'utf8')]
      } catch (cause) {
        throw new Misuse(
          `tls.${name}: the file ${String(file)} cannot be read: ${(cause as Error).message}`,
          {
            cause,
          },
        )
      }
    }),
  )
  for (const [name, text] of Object.entries(material)) {
    if (!/-----BEGIN [A-Z0-9 ]+-----/.test(text as string)) {
      throw new Misuse(`tls.${name}: the file is no PEM file, which has a line "-----BEGIN ...-----".`)
    }
  }
  try {
    createSecureContext(material)
  } catch (cause) {
    const names = Object.keys(material).map(name => `tls.${name}`)
    throw new Misuse(`${names.join(', ')} cannot be used: ${(cause as Error).message}`, { cause })
  }
  return material
}

/** The pool of connections to a target, or to another server at `url`, through the target's proxy if it has one. */
export function connectionAgent(target: TargetEntry, tls: TlsMaterial, url: string = target.url): Agent {
  if (target.proxy === undefined) return keepAliveAgent(url, tls)
  if (!url.startsWith('https:')) return new PlainProxyAgent(target.proxy, { keepAlive: true, maxSockets: 64 })
  return tunnelAgent(target.proxy, url, tls)
}

/** Sends requests to a proxy in absolute form, with the target as it is given: not a dot segment is resolved. */
class PlainProxyAgent extends HttpProxyAgent<string> {
  override setRequestProps(
    ...[request, options]: Parameters<HttpProxyAgent<string>['setRequestProps']>
  ): void {
    const { path } = request
    super.setRequestProps(request, options)
    const { host = 'localhost', port } = options as { host?: string; port?: number }
    const name = host.includes(':') ? `[${host}]` : host
    request.path = `http://${name}${Number(port) === 80 ? '' : `:${port}`}${path}`
  }
}

/**
 * Throws a `Misuse` with the reason in one line if nothing listens where the target, or its proxy, should be, or if
 * its certificate is not to be trusted. Sends no request.
 */
export async function requireReachable(target: TargetEntry, folder: string): Promise<void> {
  const tls = readTls(target, folder)
  const { origin } = new URL(target.url)
  const first = new URL(target.proxy ?? target.url)
  const name = target.proxy === undefined ? origin : `the proxy ${first.origin}`
  const host = hostOf(first)
  try {
    await lookup(host)
  } catch (cause) {
    throw new Misuse(`The host "${host}" of ${first.origin} has no address.`, { cause })
  }
  const port = Number(first.port || (first.protocol === 'https:' ? 443 : 80))
  const unconnected = await failureOfConnecting(connect({ host, port }), 'connect', target)
  if (unconnected) throw new Misuse(`Nothing answers at ${name}: ${reasonOf(unconnected, target)}.`)
  if (!target.url.startsWith('https:')) return
  const agent = connectionAgent(target, tls)
  try {
    const failure = await failureOfHandshake(target, agent)
    if (failure?.kind === 'tls') {
      throw new Misuse(
        `There is no TLS connection with ${origin}: ${failure.message}.${adviceFor(failure.message)}`,
      )
    }
    if (failure) throw new Misuse(`Nothing answers at ${origin}: ${reasonOf(failure, target)}.`)
  } finally {
    agent.destroy()
  }
}

async function failureOfConnecting(
  socket: Socket,
  event: string,
  { limits }: TargetEntry,
): Promise<ExchangeFailure | undefined> {
  try {
    await once(socket, event, { signal: AbortSignal.timeout(limits.request) })
    return undefined
  } catch (error) {
    return (error as Error).name === 'AbortError' ? TIMEOUT : failureOf(unwrap(error), LIMITS)
  } finally {
    socket.on('error', () => {})
    socket.destroy()
  }
}

/** Milliseconds for a server's refusal of the client's certificate, which comes after the handshake. */
const AFTERTHOUGHT = 250

/** Makes the connection of a request whose first byte is never sent. */
async function failureOfHandshake(target: TargetEntry, agent: Agent): Promise<ExchangeFailure | undefined> {
  const request = requestTls(target.url, { agent })
  const failed = new Promise<never>((_, reject) => request.on('error', reject))
  const shaken = (async () => {
    const [socket] = (await once(request, 'socket')) as [Socket]
    const secured = once(socket, 'secureConnect')
    const refused = new Promise<never>((_, reject) => socket.on('error', reject))
    await Promise.race([secured, refused])
    await Promise.race([delay(AFTERTHOUGHT), refused])
  })()
  const over = new AbortController()
  const late = delay(target.limits.request, TIMEOUT, { signal: over.signal })
  try {
    return (await Promise.race([failed, shaken, late])) ?? undefined
  } catch (error) {
    return failureOf(error, LIMITS)
  } finally {
    shaken.catch(() => {})
    failed.catch(() => {})
    late.catch(() => {})
    over.abort()
    request.destroy()
  }
}

const LIMITS = { timeout: 0, maxBody: 0 }
const TIMEOUT: ExchangeFailure = { kind: 'timeout', message: '' }

/** The first of several errors, one for each address that was tried. */
function unwrap(error: unknown): unknown {
  return error instanceof AggregateError ? error.errors[0] : error
}

function reasonOf({ kind, message }: ExchangeFailure, { limits }: TargetEntry): string {
  if (kind === 'timeout') return `no connection within ${limits.request} ms`
  return message.includes('ECONNREFUSED') ? 'the connection is refused' : message
}

/** What to change in the target file. */
function adviceFor(message: string): string {
  if (/self.signed|verify|issuer|signature/i.test(message)) {
    return ' Add its authority as tls.ca to the target file: a PEM file.'
  }
  if (/altnames/i.test(message)) return ' Use a host name in url that the certificate is for.'
  if (/alert/i.test(message)) return ' It may ask for a client certificate: tls.cert and tls.key.'
  return ''
}
