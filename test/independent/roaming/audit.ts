import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Runs the suite against the independent server, once for each flaw and variation, and prints what turned red.
 *
 * node --import tsx test/independent/roaming/audit.ts LINES (flaws|variations|NAME...) */

const SERVER = fileURLToPath(new URL('server.py', import.meta.url))
const MAIN = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url))

interface Rule {
  readonly id: string
  readonly verdict: string
  readonly reason?: string
  readonly failures?: readonly { summary: string; expected: string; received: string }[]
}

interface Listed {
  readonly flaws: readonly { name: string }[]
  readonly variations: readonly { name: string }[]
}

const [lines = '', ...wanted] = process.argv.slice(2)
const listed = JSON.parse(await outputOf('python3', ['-B', SERVER, '--list'])) as Listed
const flaws = listed.flaws.map(({ name }) => name)
const variations = listed.variations.map(({ name }) => name)
const names = wanted.flatMap(name => (name === 'flaws' ? flaws : name === 'variations' ? variations : [name]))
const queue = [...names]
await Promise.all([work(), work()])

async function work(): Promise<void> {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const option = flaws.includes(name) ? ['--flaw', name] : variations.includes(name) ? ['--variation', name] : []
    const started = Date.now()
    const { rules, error } = await judge(option)
    const red = rules.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable')
    appendFileSync(lines, `${JSON.stringify({ name, ms: Date.now() - started, rules: rules.length, error, red })}\n`)
    const told = red.map(({ id, verdict }) => `${verdict} ${id.replace('roaming.', '')}`)
    process.stdout.write(`${name}: ${told.join(', ') || 'nothing'}${error}\n`)
  }
}

async function judge(option: readonly string[]): Promise<{ rules: readonly Rule[]; error: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'))
  const server = spawn('python3', ['-B', SERVER, ...option], { stdio: ['ignore', 'pipe', 'pipe'] })
  let error = ''
  server.stderr.on('data', (data: Buffer) => (error += data.toString()))
  try {
    const { target } = JSON.parse(await firstLine(server)) as { target: object }
    writeFileSync(join(folder, 'target.yaml'), JSON.stringify({ roaming: { limits: { wait: '4s' }, ...target } }))
    const args = [MAIN, 'run', 'roaming', '--target', join(folder, 'target.yaml'), '--out', join(folder, 'report')]
    const said = await outputOf('timeout', ['120', process.execPath, ...args, '--seed', '7'])
    try {
      const verdict = JSON.parse(readFileSync(join(folder, 'report/verdict.json'), 'utf8'))
      return { rules: verdict.suites.flatMap((suite: { rules: Rule[] }) => suite.rules), error: error.slice(-300) }
    } catch {
      return { rules: [], error: `no verdict: ${said.slice(-500)}` }
    }
  } finally {
    server.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function firstLine(server: ChildProcess): Promise<string> {
  const [data] = (await once(server.stdout!, 'data')) as [Buffer]
  return data.toString()
}

async function outputOf(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  child.stdout.on('data', (data: Buffer) => (text += data.toString()))
  child.stderr.on('data', (data: Buffer) => (text += data.toString()))
  await once(child, 'close')
  return text
}
