import { Misuse } from '../harness/finding.js'
import { didYouMean } from '../harness/nearest.js'
import type { Suite } from '../harness/suite.js'
import type { Simulator } from '../simulators/simulator.js'

/** One API with everything that belongs to it. */
export interface Api {
  readonly suite: Suite
  readonly simulator: Simulator
}

/** The APIs, each loaded when it is needed. A new one gets its line here and its folder in each place. */
const loaders: Readonly<Record<string, () => Promise<Api>>> = {
  seram: async () => ({
    suite: (await import('../steps/seram/suite.js')).seramSuite,
    simulator: (await import('../simulators/seram/index.js')).seramSimulator,
  }),
  onapi: async () => ({
    suite: (await import('../steps/onapi/suite.js')).onapiSuite,
    simulator: (await import('../simulators/onapi/index.js')).onapiSimulator,
  }),
  exosite: async () => ({
    suite: (await import('../steps/exosite/suite.js')).exositeSuite,
    simulator: (await import('../simulators/exosite/index.js')).exositeSimulator,
  }),
  thunder: async () => ({
    suite: (await import('../steps/thunder/suite.js')).thunderSuite,
    simulator: (await import('../simulators/thunder/index.js')).thunderSimulator,
  }),
  roaming: async () => ({
    suite: (await import('../steps/roaming/suite.js')).roamingSuite,
    simulator: (await import('../simulators/roaming/index.js')).roamingSimulator,
  }),
}

/** The slugs of all APIs. */
export const apiNames: readonly string[] = Object.keys(loaders)

/** The named APIs, each once; all if none is named. Throws a `Misuse` for a name that is unknown. */
export function knownApis(names: readonly string[]): readonly string[] {
  for (const name of names) {
    if (Object.hasOwn(loaders, name)) continue
    throw new Misuse(`Unknown API "${name}". Known: ${apiNames.join(', ')}.${didYouMean(name, apiNames)}`)
  }
  return names.length === 0 ? apiNames : [...new Set(names)]
}

/** Loads the named APIs, all if none is named. Throws a `Misuse` for a name that is unknown. */
export async function loadApis(names: readonly string[] = []): Promise<Api[]> {
  return Promise.all(knownApis(names).map(name => (loaders[name] as () => Promise<Api>)()))
}
