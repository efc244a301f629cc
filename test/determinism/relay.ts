import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** A relay of TCP connections to a server on this machine. */
export interface Relay {
  readonly url: string
  close(): void
}

/** Starts a relay that holds what it is sent, either way, for as many milliseconds as `draw` says each time. */
export async function startRelay(to: string, draw: () => number): Promise<Relay> {
  const { port } = new URL(to)
  const open = new Set<Socket>()
  const server = createServer({ noDelay: true }, client => {
    const target = connect({ host: '127.0.0.1', port: Number(port), noDelay: true })
    pass(client, target, draw)
    pass(target, client, draw)
    for (const socket of [client, target]) {
      open.add(socket)
      socket.on('close', () => open.delete(socket))
    }
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}

function pass(from: Socket, to: Socket, draw: () => number): void {
  let earlier: Promise<unknown> = Promise.resolve()
  const afterwards = (act: () => unknown) => {
    earlier = earlier.then(() => delay(draw())).then(act)
  }
  from.on('data', chunk => afterwards(() => to.write(chunk)))
  from.on('end', () => afterwards(() => to.end()))
  from.on('error', () => to.destroy())
}
