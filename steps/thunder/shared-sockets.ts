import type { Exchange } from '../../harness/exchange.js'
import type { SocketConnection } from '../../harness/socket-client.js'
import type { Line } from '../../properties/thunder/line.js'
import { SocketClient } from './client.js'
import type { ThunderWorld } from './world.js'

/** A WebSocket that stands, and the exchange in which it was used last. */
interface Standing {
  readonly exchange: Exchange
  readonly connection: SocketConnection
}

/**
 * WebSockets that the cases of a property use one after the other: each is handed on when a later answer has shown that
 * nothing of the case is still to come. Once sharing is over, each case has sockets of its own.
 */
export class SharedSockets {
  private readonly idle: Standing[] = []
  private isShared = true
  private wasUsed = false

  /** @param lineOf the line on a socket. */
  constructor(
    private readonly world: ThunderWorld,
    private readonly lineOf: (exchange: Exchange, connection: SocketConnection) => Line,
  ) {
    world.atEnd(() => this.end())
  }

  /** A WebSocket for the case that is being tried. */
  async open(): Promise<Line> {
    const kept = this.idle.pop()
    return kept?.connection.isOpen ? this.goOn(kept) : this.begin()
  }

  /** Ends the sharing. Resolves to whether there was any, and a case used what one before it had used. */
  async end(): Promise<boolean> {
    const wasMet = this.isShared && this.wasUsed
    this.isShared = false
    for (const { connection } of this.idle.splice(0)) await connection.close()
    return wasMet
  }

  private async begin(): Promise<Line> {
    let line: Line | undefined
    const keeps = async (): Promise<boolean> => line !== undefined && this.mayGoOn(line, client)
    const client = await SocketClient.open(this.world, keeps)
    line = this.lineOf(client.exchange, client.connection)
    return line
  }

  private goOn({ exchange: earlier, connection }: Standing): Line {
    const { session, scenario } = this.world
    this.wasUsed = true
    const exchange = session.clients.goOn(earlier, connection, scenario)
    const line = this.lineOf(exchange, connection)
    this.world.atEnd(async () => {
      if (!(await this.mayGoOn(line, { exchange, connection }))) await connection.close()
      session.recorder.settle(exchange)
    })
    return line
  }

  /** Whether a socket is kept for later cases. */
  private async mayGoOn(line: Line, standing: Standing): Promise<boolean> {
    if (!this.isShared || line.hasWaitedInVain) return false
    const isClear = await line.fence().then(
      () => line.isOpen,
      () => false,
    )
    if (isClear) this.idle.push(standing)
    return isClear
  }
}
