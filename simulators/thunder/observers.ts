/** Where a message came from, and where events can go. */
export interface Channel {
  readonly transport: 'http' | 'websocket'
  /** The callsign in the path, where there is one. */
  readonly callsign?: string | undefined
  /** Sends an event; channels that cannot be reached by themselves have none. */
  readonly push?: (text: string) => void
}

/** One registration: a channel that observes an event under an id. */
export interface Observer {
  readonly channel: Channel
  readonly event: string
  readonly id: string
}

/** The most registrations that one channel may hold. */
export const MAX_REGISTRATIONS = 100

/** Who observes what. A registration is known by its channel, its event and its id together. */
export class Observers {
  readonly channels = new Map<Channel, Map<string, Observer>>()

  /** Adds a registration; says why not where it is there already or is one too many. */
  register(channel: Channel, event: string, id: string): 'registered' | 'registered already' | 'too many' {
    const registrations = this.channels.get(channel) ?? new Map<string, Observer>()
    const key = this.key(event, id)
    if (registrations.has(key)) return 'registered already'
    if (registrations.size >= MAX_REGISTRATIONS) return 'too many'
    registrations.set(key, { channel, event, id })
    this.channels.set(channel, registrations)
    return 'registered'
  }

  /** Removes a registration; false if there was none. */
  unregister(channel: Channel, event: string, id: string): boolean {
    return this.channels.get(channel)?.delete(this.key(event, id)) ?? false
  }

  /** Forgets a channel that was closed. */
  drop(channel: Channel): void {
    this.channels.delete(channel)
  }

  /** Forgets all channels. */
  clear(): void {
    this.channels.clear()
  }

  /** Who observes an event, in the order of registration within each channel. */
  of(event: string): Observer[] {
    return [...this.channels.values()].flatMap(registrations =>
      [...registrations.values()].filter(observer => observer.event === event),
    )
  }

  /** What tells the registrations of one channel apart. */
  key(event: string, id: string): string {
    return `${event}\n${id}`
  }
}
