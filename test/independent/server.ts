import { spawn, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { packageRoot } from '../../harness/package-root.js'
import type { VerdictDocument } from '../../reports/verdict-json.js'
import { assay } from '../cli/assay.js'

/** What an independent server can be told to do. */
export interface Lists {
  readonly flaws: readonly { readonly name: string; readonly sentence: string }[]
  readonly variations: readonly { readonly name: string; readonly why: string }[]
}

/** Why the independent servers cannot run here, or undefined if they can. */
export function noPython(): string | undefined {
  const { status } = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))'])
  return status === 0 ? undefined : 'there is no python3 of at least 3.8, in which the server is written'
}

/** The flaws and variations that the independent server of an API has. */
export function listOf(api: string): Lists {
  const { stdout } = spawnSync('python3', [script(api), '--list'], { encoding: 'utf8' })
  return JSON.parse(stdout) as Lists
}

/** The rule that sees each flaw of an independent server. */
export function caughtBy(api: string): Readonly<Record<string, string>> {
  return JSON.parse(
    readFileSync(join(packageRoot, 'test/independent', api, 'caught.json'), 'utf8'),
  ) as Record<string, string>
}

/** Judges the independent server of an API with these flaws or variations, and gives the verdict. */
export async function judge(
  api: string,
  folder: string,
  asked: {
    readonly server?: readonly string[]
    readonly run?: readonly string[]
    readonly entry?: Readonly<Record<string, unknown>>
  },
): Promise<VerdictDocument> {
  const child = spawn('python3', [script(api), ...(asked.server ?? [])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [line] = await Promise.race([
      firstLine(child.stdout),
      new Promise<never>((_, reject) => child.once('exit', () => reject(new Error('the server ended')))),
    ])
    const { url, stage, ...entry } = JSON.parse(line) as { url: string; stage: string }
    const file = join(folder, 'target.yaml')
    writeFileSync(file, JSON.stringify({ [api]: { url, stage: { url: stage }, ...entry, ...asked.entry } }))
    const out = join(folder, 'report')
    const ended = await assay(folder, 'run', api, '--target', file, '--out', out, ...(asked.run ?? []))
    if (ended.code === null || ended.code > 2) throw new Error(ended.stderr)
    return JSON.parse(readFileSync(join(out, 'verdict.json'), 'utf8')) as VerdictDocument
  } finally {
    child.kill()
  }
}

/** The rules that a verdict does not simply pass, as "verdict id". */
export function blamed(verdict: VerdictDocument): string[] {
  const rules = verdict.suites.flatMap(suite => suite.rules)
  return rules
    .filter(rule => rule.verdict !== 'pass' && rule.verdict !== 'not-applicable')
    .map(rule => `${rule.verdict} ${rule.id}`)
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<[string]> {
  const lines = createInterface(stream)
  return new Promise(resolve => lines.once('line', line => resolve([line])))
}

function script(api: string): string {
  return join(packageRoot, 'test/independent', api, 'server.py')
}
