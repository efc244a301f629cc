import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { judge, prepare, type ReadyApi } from '../../cli/judge.js'
import { loadApis } from '../../cli/apis.js'
import { SMALL_PLAN } from '../../harness/fuzz/fuzzing.js'
import { Secrets } from '../../harness/secrets.js'
import { completeEntry, type WrittenEntry } from '../../harness/target-entry.js'
import type { RuleVerdict } from '../../harness/verdict.js'

/** Whether the independent servers can be run at all. */
export const hasPython = spawnSync('python3', ['--version']).status === 0

/** What an independent server says of itself with --list. */
export interface Listing {
  readonly flaws: readonly { readonly name: string; readonly sentence: string }[]
  readonly variations: readonly { readonly name: string; readonly why: string }[]
}

/** One independent server as it is started: right, wrong in one way, or other in one way. */
export interface Choice {
  readonly flaw?: string
  readonly variations?: readonly string[]
}

/** An API with its steps loaded, and the server in Python that nobody of the suite has written. */
export async function independent(api: string): Promise<{
  listing: Listing
  run: (choice: Choice, tags?: string) => Promise<readonly RuleVerdict[]>
}> {
  const [loaded] = await loadApis([api])
  if (loaded === undefined) throw new Error(`There is no API ${api}.`)
  const ready = await prepare(loaded)
  const script = join(import.meta.dirname, api, 'server.py')
  const listing = JSON.parse(spawnSync('python3', [script, '--list']).stdout.toString()) as Listing
  return { listing, run: (choice, tags) => runAgainst(ready, script, choice, tags) }
}

const LIMITS = { request: '4s', wait: '2s' }

async function runAgainst(
  ready: ReadyApi,
  script: string,
  choice: Choice,
  tags?: string,
): Promise<readonly RuleVerdict[]> {
  const flags = [
    ...(choice.flaw === undefined ? [] : ['--flaw', choice.flaw]),
    ...(choice.variations ?? []).flatMap(name => ['--variation', name]),
  ]
  const server = spawn('python3', [script, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const ended = once(server, 'exit').then(([code]) => {
      throw new Error(`the server ended with ${String(code)} before it listened`)
    })
    const [line] = (await Promise.race([once(server.stdout, 'data'), ended])) as [Buffer]
    ended.catch(() => {})
    const { stage, ...entry } = JSON.parse(line.toString()) as WrittenEntry & { stage: string }
    const { verdict } = await judge(ready, {
      target: completeEntry({ limits: LIMITS, ...entry, stage: { url: stage } }),
      folder: '.',
      seed: 1,
      selection: { order: 'defined', bail: false, ...(tags === undefined ? {} : { tags }) },
      fuzz: SMALL_PLAN,
      repeatTarget: '',
      secrets: new Secrets(),
    })
    return verdict.rules
  } finally {
    server.kill()
  }
}
