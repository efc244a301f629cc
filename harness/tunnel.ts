import { once } from 'node:events'
import { request as requestPlain, type ClientRequest, type IncomingMessage } from 'node:http'
import { request as requestTls } from 'node:https'
import type { Socket } from 'node:net'
import {
  checkServerIdentity as checkTlsIdentity,
  connect as connectTls,
  type PeerCertificate,
} from 'node:tls'
import { HttpsProxyAgent } from 'https-proxy-agent'
import type { TlsMaterial } from './connection.js'

/** The pool of connections to a target through a proxy, each in a tunnel of its own. */
export function tunnelAgent(proxy: string, url: string, tls: TlsMaterial): HttpsProxyAgent<string> {
  const agent = new HttpsProxyAgent(proxy, { keepAlive: true, maxSockets: 64 })
  // Through a tunnel the connection would be checked for the name "localhost" where the host is an address.
  const host = hostOf(new URL(url))
  const checkServerIdentity = (_name: string, certificate: PeerCertificate): Error | undefined =>
    checkTlsIdentity(host, certificate)
  Object.assign(agent.options, tls, { checkServerIdentity })
  // Without this the proxy's refusal would be taken for an answer of the target.
  agent.on('proxyConnect', ({ statusCode, statusText }: ProxyAnswer, request: ClientRequest) => {
    if (statusCode !== 200) request.destroy(refusal(statusCode, statusText))
  })
  return agent
}

interface ProxyAnswer {
  readonly statusCode: number
  readonly statusText: string
}

/**
 * A connection through a proxy to where a URL points, with TLS for `https:`. Rejects with the system's error, or with one
 * of the code EPROXY if the proxy refuses.
 */
export async function openTunnel(proxy: string, url: string, tls: TlsMaterial): Promise<Socket> {
  const way = new URL(proxy)
  const target = new URL(url)
  const secure = target.protocol === 'https:'
  const authority = `${target.hostname}:${target.port || (secure ? 443 : 80)}`
  const credentials = [way.username, way.password].map(decodeURIComponent).join(':')
  const request = (way.protocol === 'https:' ? requestTls : requestPlain)({
    host: hostOf(way),
    port: way.port || (way.protocol === 'https:' ? 443 : 80),
    method: 'CONNECT',
    path: authority,
    headers: {
      host: authority,
      ...(credentials === ':' ? {} : { 'proxy-authorization': `Basic ${btoa(credentials)}` }),
    },
    agent: false,
  })
  request.end()
  const [answer, socket] = (await once(request, 'connect')) as [IncomingMessage, Socket]
  if (answer.statusCode !== 200) {
    socket.destroy()
    throw refusal(answer.statusCode ?? 0, answer.statusMessage ?? '')
  }
  if (!secure) return socket
  const host = hostOf(target)
  const secured = connectTls({ socket, servername: host, ...tls })
  await once(secured, 'secureConnect')
  return secured
}

/** The name or address in a URL, an IPv6 address without its brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '')
}

function refusal(status: number, reason: string): Error {
  const message = `the proxy answered ${`${status} ${reason}`.trim()}`
  return Object.assign(new Error(message), { code: 'EPROXY' })
}
