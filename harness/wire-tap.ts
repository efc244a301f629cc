import type { Socket } from 'node:net'

const taps = new WeakMap<Socket, WireTap>()

/** Keeps the bytes that pass over one socket since the last `begin`: what was written to it, and what it received. */
export class WireTap {
  private sent: Buffer[] = []
  private received: Buffer[] = []
  private keptBytes = 0

  /** The tap of a socket, installed at the first call. For TLS these are the bytes inside the encryption. */
  static of(socket: Socket, limit: number): WireTap {
    const present = taps.get(socket)
    if (present) return present
    const tap = new WireTap(limit)
    taps.set(socket, tap)
    const write = socket.write.bind(socket) as (...parameters: unknown[]) => boolean
    socket.write = (...parameters: unknown[]): boolean => {
      const [chunk, encoding] = parameters
      if (typeof chunk === 'string')
        tap.keep(
          tap.sent,
          Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8'),
        )
      else if (chunk instanceof Uint8Array) tap.keep(tap.sent, Buffer.from(chunk))
      return write(...parameters)
    }
    socket.prependListener('data', (chunk: Buffer) => tap.keep(tap.received, chunk))
    return tap
  }

  /** @param limit bytes to keep in each direction; what comes after is dropped. */
  private constructor(private readonly limit: number) {}

  begin(): void {
    this.sent = []
    this.received = []
    this.keptBytes = 0
  }

  /** The bytes since `begin`. */
  take(): { sent: Buffer; received: Buffer } {
    return { sent: Buffer.concat(this.sent), received: Buffer.concat(this.received) }
  }

  private keep(chunks: Buffer[], chunk: Buffer): void {
    if (this.keptBytes < this.limit) chunks.push(chunk)
    this.keptBytes += chunk.length
  }
}
