import { resolve } from 'node:path'
import { requireReachable } from '../harness/connection.js'
import { Misuse } from '../harness/finding.js'
import type { Secrets } from '../harness/secrets.js'
import { readTargetFile } from '../harness/target-file.js'
import type { TargetEntry } from '../harness/target.js'
import { loadApis } from './apis.js'
import type { Bench } from './bench.js'
import type { Console } from './console.js'
import type { Observers } from './judge-apart.js'
import { judge, prepare, type Judgement, type ReadyApi } from './judge.js'

interface Target {
  readonly api: ReadyApi
  readonly entry: TargetEntry
}

/**
 * The targets of a file, all that it has if no API is named. Adds the file's secrets to `secrets`. Throws a `Misuse` where the
 * file cannot be understood, has no entry for a named API, or a target cannot be reached.
 */
export async function live(
  file: string,
  apis: readonly string[],
  terminal: Console,
  secrets: Secrets,
): Promise<Bench> {
  const { entries, folder, secrets: written } = readTargetFile(resolve(terminal.cwd, file), terminal.env)
  for (const secret of written) secrets.add(secret)
  const known = Object.keys(entries)
  const found = (await loadApis(apis.length === 0 ? known : apis)).map(api => {
    const entry = entries[api.suite.api]
    if (entry) return { api, entry }
    throw new Misuse(`The target file ${file} has no entry "${api.suite.api}". It has: ${known.join(', ')}.`)
  })
  const targets: Target[] = []
  for (const { api, entry } of found) {
    await requireReachable(entry, folder)
    targets.push({ api: await prepare(api), entry })
  }
  return benchOf(targets, folder, ` --target ${file}`)
}

/** The targets are judged one after the other: what they can bear together nobody knows. */
function benchOf(targets: readonly Target[], folder: string, repeatTarget: string): Bench {
  return {
    candidates: targets.map(({ api }) => ({ api: api.suite.api, rules: api.rules })),
    async judgeAll({ observers, ...conditions }) {
      const judgements: Judgement[] = []
      for (const [index, { api, entry }] of targets.entries()) {
        const { onMessage, onFailure } = observers[index] as Observers
        const judgement = await judge(api, {
          target: entry,
          folder,
          repeatTarget,
          ...conditions,
          onMessage,
          onFailure: (rule, failure) => onFailure(rule, failure, entry.profile),
        })
        judgements.push(judgement)
      }
      return judgements
    },
  }
}
