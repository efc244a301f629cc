import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { judge, type ReadyApi } from '../../../cli/judge.js'
import { Secrets } from '../../../harness/secrets.js'
import { completeEntry, type WrittenEntry } from '../../../harness/target-file.js'
import type { RuleVerdict } from '../../../harness/verdict.js'

const SERVER = fileURLToPath(new URL('server.py', import.meta.url))

/** What the independent server can be told to do. */
export interface Listed {
  readonly flaws: readonly { readonly name: string; readonly sentence: string }[]
  readonly variations: readonly { readonly name: string; readonly why: string }[]
}

/** The flaws and variations of the independent server; undefined where there is no Python 3. */
export async function listed(): Promise<Listed | undefined> {
  const child = spawn('python3', ['-B', SERVER, '--list'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const texts: string[] = []
  child.stdout.on('data', (data: Buffer) => texts.push(data.toString()))
  const isThere = await Promise.race([
    once(child, 'error').then(() => false),
    once(child, 'close').then(() => true),
  ])
  return isThere ? (JSON.parse(texts.join('')) as Listed) : undefined
}

/** The suite's verdicts on the independent server with some of its flaws and variations. */
export async function meet(
  api: ReadyApi,
  options: {
    readonly flaws?: readonly string[]
    readonly variations?: readonly string[]
    readonly tags?: string
  },
): Promise<readonly RuleVerdict[]> {
  const { flaws = [], variations = [], tags = 'not @property' } = options
  const args = [
    ...flaws.flatMap(name => ['--flaw', name]),
    ...variations.flatMap(name => ['--variation', name]),
  ]
  const server = spawn('python3', ['-B', SERVER, ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    const [line] = (await once(server.stdout, 'data')) as [Buffer]
    const { target } = JSON.parse(line.toString()) as { readonly target: WrittenEntry }
    const { verdict } = await judge(api, {
      target: completeEntry({ ...target, limits: { wait: '6s', request: '20s' } }),
      folder: '.',
      seed: 7,
      selection: { order: 'defined', bail: false, tags },
      repeatTarget: '',
      secrets: new Secrets(),
    })
    return verdict.rules
  } finally {
    server.kill('SIGKILL')
  }
}

/** Whether a verdict leaves a vendor with something to mend or to add. */
export function isDisturbed({ verdict }: RuleVerdict): boolean {
  return verdict !== 'pass' && verdict !== 'not-applicable'
}
