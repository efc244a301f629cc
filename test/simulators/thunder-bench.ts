import { AdvanceableClock } from '../../simulators/clock.js'
import { Random } from '../../simulators/random.js'
import type { HttpReply } from '../../simulators/simulator.js'
import { ThunderCore } from '../../simulators/thunder/core.js'
import type { Channel } from '../../simulators/thunder/observers.js'
import type { ReleaseName } from '../../simulators/thunder/releases.js'

/** A core with a channel to it. */
export interface Bench {
  readonly core: ThunderCore
  readonly clock: AdvanceableClock
  readonly channel: Channel
  /** What was pushed to the channel. */
  readonly events: string[]
  /** Sends a message over the channel; undefined if nothing comes back. */
  readonly send: (message: unknown) => unknown
  /** Calls a member of the plugin with id 1 over the channel. */
  readonly call: (member: string, params?: unknown) => Record<string, unknown>
  readonly post: (body: string | Buffer, target?: string, method?: string) => HttpReply | Promise<HttpReply>
}

/** A core with its own clock and seed, which calls nobody. */
export function makeCore(clock = new AdvanceableClock()): ThunderCore {
  return new ThunderCore({
    clock,
    random: new Random(1),
    call: () => Promise.reject(new Error('The plugin calls nobody.')),
  })
}

/** A core that follows a release, with a channel to it. */
export function bench(release: ReleaseName = 'document'): Bench {
  const clock = new AdvanceableClock()
  const core = makeCore(clock)
  core.follow(release)
  const events: string[] = []
  const channel: Channel = { transport: 'websocket', push: text => events.push(text) }
  const send = (message: unknown): unknown => {
    const reply = core.receive(typeof message === 'string' ? message : JSON.stringify(message), channel)
    return reply === undefined ? undefined : (JSON.parse(reply) as unknown)
  }
  return {
    core,
    clock,
    channel,
    events,
    send,
    call: (member, params) =>
      send({ jsonrpc: '2.0', id: 1, method: `Provisioning.1.${member}`, params }) as Record<string, unknown>,
    post: (body, target = '/jsonrpc', method = 'POST') =>
      core.handle({ method, target, headers: {}, body: Buffer.from(body) }),
  }
}

/** The code of the error in a response, if it holds one. */
export function codeOf(response: unknown): unknown {
  return (response as { error?: { code: number } }).error?.code
}
