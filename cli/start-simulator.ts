import { completeEntry } from '../harness/target-entry.js'
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
  /** The other parties of the API that are served beside it. */
  readonly companions: readonly { readonly name: string; readonly url: string }[]
  close(): Promise<void>
}

/**
 * Starts a simulator with its alterations, its stage on the same port unless `serve` says otherwise, and if asked for the
 * other parties of its API.
 */
export async function startSimulator(
  simulator: Simulator,
  seed: number,
  alterations: readonly Alteration<never>[] = [],
  serve: ServeOptions = {},
  withCompanions = false,
): Promise<RunningSimulator> {
  const clock = new AdvanceableClock()
  const core = simulator.create({
    clock,
    random: new Random(seed),
    call: makeCall({ timeout: 10_000 }),
  })
  for (const alteration of alterations) alteration.alter(core as never)
  const server = await serveCore(core, { stage: true, ...serve })
  const parties = await Promise.all(
    (withCompanions ? (simulator.companions ?? []) : []).map(async companion => {
      const party = await serveCore(companion.coreOf(core), { ...serve, port: 0, stage: false })
      companion.join(core, party.url)
      return { name: companion.name, url: party.url, close: () => party.close() }
    }),
  )
  const settings = [simulator.target, ...alterations.map(({ target }) => target ?? {})]
  return {
    url: server.url,
    stageUrl: server.stageUrl,
    companions: parties.map(({ name, url }) => ({ name, url })),
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
      await Promise.all([server.close(), ...parties.map(party => party.close())])
    },
  }
}
