import { completeEntry } from '../harness/target-file.js'
import type { TargetEntry } from '../harness/target.js'
import { AdvanceableClock } from '../simulators/clock.js'
import { serveCore, type ServeOptions } from '../simulators/http-server.js'
import { makeCall } from '../simulators/outgoing.js'
import { Random } from '../simulators/random.js'
import type { Alteration, Simulator } from '../simulators/simulator.js'

/** A simulator that is being served, with the target entry that fits it. */
export interface RunningSimulator {
  readonly url: string
  readonly stageUrl: string | undefined
  readonly target: TargetEntry
  close(): Promise<void>
}

/** Starts a simulator with its alterations, and its stage on the same port unless `serve` says otherwise. */
export async function startSimulator(
  simulator: Simulator,
  seed: number,
  alterations: readonly Alteration<never>[] = [],
  serve: ServeOptions = {},
): Promise<RunningSimulator> {
  const clock = new AdvanceableClock()
  const core = simulator.create({
    clock,
    random: new Random(seed),
    call: makeCall({ timeout: 10_000 }),
  })
  for (const alteration of alterations) alteration.alter(core as never)
  const server = await serveCore(core, { stage: true, ...serve })
  const settings = [simulator.target, ...alterations.map(({ target }) => target ?? {})]
  return {
    url: server.url,
    stageUrl: server.stageUrl,
    target: settings.reduce<TargetEntry>(
      (entry, more) => ({
        ...entry,
        ...more,
        capabilities: { ...entry.capabilities, ...more.capabilities },
        options: { ...entry.options, ...more.options },
      }),
      completeEntry({ url: server.url, ...(server.stageUrl ? { stage: { url: server.stageUrl } } : {}) }),
    ),
    close: async () => {
      clock.close()
      await server.close()
    },
  }
}
