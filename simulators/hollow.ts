import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'

/** A server without substance: no rule may pass against it but what it happens to keep. */
export interface HollowServer {
  readonly name: string
  start(): Promise<{ readonly url: string; close(): Promise<void> }>
}

/** All hollow servers. Each listens on a free port of the loopback address. */
export const hollowServers: readonly HollowServer[] = [
  http('accepts everything', (_, response) => {
    response.setHeader('content-type', 'text/plain')
    response.end('OK')
  }),
  http('answers an empty 200', (_, response) => response.end()),
  http('refuses everything with 404', (_, response) => {
    response.statusCode = 404
    response.end('not found')
  }),
  http('refuses everything with 500', (_, response) => {
    response.statusCode = 500
    response.end('internal error')
  }),
  http('echoes', (request, response) => {
    response.setHeader('content-type', request.headers['content-type'] ?? 'text/plain')
    request.pipe(response)
  }),
  http('states a wrong length', (_, response) => {
    response.setHeader('content-length', 100)
    response.write('short')
    setImmediate(() => response.destroy())
  }),
  tcp('hangs', () => {}),
  tcp('resets', socket => socket.resetAndDestroy()),
  tcp('sends garbage', socket => socket.end(Buffer.from([0, 255, 13, 10, 13, 10, 1, 2, 3]))),
  tcp('sends an endless body', socket => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n')
    pour(socket, Buffer.alloc(64 * 1024, 'x'))
  }),
  tcp('sends endless headers', socket => {
    socket.write('HTTP/1.1 200 OK\r\n')
    pour(socket, Buffer.from('x-more: of the same\r\n'.repeat(1000)))
  }),
  tcp('sends one byte per second', socket => {
    const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nOK'
    let at = 0
    const drip = setInterval(() => {
      socket.write(answer[at % answer.length] ?? '')
      at += 1
    }, 1000)
    socket.on('close', () => clearInterval(drip))
  }),
  webSocket('opens WebSockets and says nothing', () => {}),
  webSocket('echoes over WebSocket', (socket, message) => socket.send(message)),
  webSocket('sends garbage over WebSocket', socket => socket.send('\u0000{]')),
  webSocket('answers null over WebSocket', (socket, message) => {
    const id = idIn(message)
    if (id !== undefined) socket.send(JSON.stringify({ jsonrpc: '2.0', id, result: null }))
  }),
  webSocket('closes WebSockets at the first message', socket => socket.close()),
]

function http(
  name: string,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): HollowServer {
  return {
    name,
    async start() {
      const server = createHttpServer((request, response) => {
        request.resume()
        answer(request, response)
      })
      await listen(server)
      return running(server, () => server.closeAllConnections())
    },
  }
}

/** Accepts every WebSocket, with the first sub-protocol that is offered, and refuses all other requests with 404. */
function webSocket(name: string, onMessage: (socket: WebSocket, message: string) => void): HollowServer {
  return {
    name,
    async start() {
      const server = createHttpServer((_, response) => response.writeHead(404).end())
      const sockets = new WebSocketServer({ server, perMessageDeflate: false })
      sockets.on('connection', socket => {
        socket.on('message', (data: Buffer) => onMessage(socket, data.toString()))
        socket.on('error', () => socket.terminate())
      })
      await listen(server)
      return running(server, () => {
        for (const socket of sockets.clients) socket.terminate()
        server.closeAllConnections()
      })
    },
  }
}

function idIn(message: string): unknown {
  try {
    return (JSON.parse(message) as { id?: unknown } | null)?.id
  } catch {
    return undefined
  }
}

function tcp(name: string, onRequest: (socket: Socket) => void): HollowServer {
  return {
    name,
    async start() {
      const sockets = new Set<Socket>()
      const server = createTcpServer(socket => {
        sockets.add(socket)
        socket.on('close', () => sockets.delete(socket))
        socket.on('error', () => socket.destroy())
        socket.once('data', () => onRequest(socket))
      })
      await listen(server)
      return running(server, () => {
        for (const socket of sockets) socket.destroy()
      })
    },
  }
}

function pour(socket: Socket, chunk: Buffer): void {
  const more = (): void => {
    while (socket.writable && socket.write(chunk));
  }
  socket.on('drain', more)
  more()
}

function listen(server: Server): Promise<void> {
  return new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
}

function running(server: Server, disconnect: () => void) {
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        disconnect()
      }),
  }
}
