import { readFileSync } from 'node:fs'
import { lookup } from 'node:dns/promises'
import type { Agent } from 'node:http'
import { connect } from 'node:net'
import { resolve } from 'node:path'
import { HttpProxyAgent } from 'http-proxy-agent'
import { HttpsProxyAgent } from 'https-proxy-agent'
import { Misuse } from './finding.js'
import { keepAliveAgent } from './http-client.js'
import type { TargetEntry } from './target.js'

/** Certificates and key of a target, read from its files. */
export interface TlsMaterial {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
}

/** Reads the files that a target's `tls` names, relative to the folder of the target file. */
export function readTls(target: TargetEntry, folder: string): TlsMaterial {
  return Object.fromEntries(
    Object.entries(target.tls).map(([name, file]) => {
      try {
        return [name, readFileSync(resolve(folder, file as string), 'utf8')]
      } catch (cause) {
        throw new Misuse(`tls.${name}: the file ${String(file)} cannot be read: ${String(cause)}`, { cause })
      }
    }),
  )
}

/** The pool of connections to a target, through its proxy if it has one. */
export function connectionAgent(target: TargetEntry, tls: TlsMaterial): Agent {
  if (target.proxy === undefined) return keepAliveAgent(target.url, tls)
  const options = { keepAlive: true, maxSockets: 64 }
  if (target.url.startsWith('https:')) {
    const agent = new HttpsProxyAgent(target.proxy, options)
    Object.assign(agent.options, tls)
    return agent
  }
  return new HttpProxyAgent(target.proxy, options)
}

/** Throws a `Misuse` with the reason in one line if nothing listens where the target, or its proxy, should be. */
export async function requireReachable(target: TargetEntry): Promise<void> {
  const url = new URL(target.proxy ?? target.url)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  try {
    await lookup(host)
  } catch (cause) {
    throw new Misuse(`The host "${host}" of ${url.origin} has no address.`, { cause })
  }
  await new Promise<void>((done, reject) => {
    const socket = connect({ host, port, timeout: target.limits.request })
    const fail = (reason: string): void => {
      socket.destroy()
      reject(new Misuse(`Nothing answers at ${url.origin}: ${reason}.`))
    }
    socket.once('connect', () => {
      socket.destroy()
      done()
    })
    socket.once('timeout', () => fail(`no connection within ${target.limits.request} ms`))
    socket.once('error', (error: NodeJS.ErrnoException) =>
      fail(error.code === 'ECONNREFUSED' ? 'the connection is refused' : error.message || String(error.code)),
    )
  })
}
