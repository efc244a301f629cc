import { rulesOf } from '../harness/catalogue.js'
import { packageRoot } from '../harness/package-root.js'
import type { Bench } from './bench.js'
import { judgeApart, type Observers } from './judge-apart.js'
import type { Thread } from './threads.js'

/** The bundled simulators, each judged in a thread with the one that judges it. Relative paths begin in `folder`. */
export function bundled(apis: readonly string[], folder: string, threads: readonly Thread[]): Bench {
  const candidates = apis.map(api => ({ api, rules: rulesOf(packageRoot, api) }))
  return {
    candidates,
    judgeAll: ({ seed, selection, fuzz, secrets, interruption, observers }) =>
      judgeApart(
        threads,
        candidates.map(({ api, rules }, index) => ({
          task: { api, rules, folder, seed, selection, fuzz },
          size: rules.length,
          ...(observers[index] as Observers),
        })),
        secrets,
        interruption,
      ),
  }
}
