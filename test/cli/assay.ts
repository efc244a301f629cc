import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { packageRoot } from '../../harness/package-root.js'

const MAIN = join(packageRoot, 'dist/cli/main.js')

/** How a command ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the compiled command in a folder, to its end. */
export function assay(folder: string, ...parameters: string[]): Promise<Ended> {
  return ended(spawn(process.execPath, [MAIN, ...parameters], { cwd: folder }))
}

/** Runs the compiled command with further variables of the environment. */
export function assayWith(
  environment: Readonly<Record<string, string>>,
  folder: string,
  ...parameters: string[]
): Promise<Ended> {
  const env = { ...process.env, ...environment }
  return ended(spawn(process.execPath, [MAIN, ...parameters], { cwd: folder, env }))
}

/** Runs the compiled command in a folder and interrupts it as soon as it prints to that stream. */
export function interrupted(
  stream: 'stdout' | 'stderr',
  folder: string,
  ...parameters: string[]
): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...parameters], { cwd: folder })
  child[stream].once('data', () => child.kill('SIGINT'))
  return ended(child)
}

/** A simulator that is served by the compiled command. */
export interface Served {
  readonly url: string
  readonly stage: string
  stop(): Promise<Ended>
}

/** Starts `assay serve` and waits until it listens. */
export async function serve(folder: string, ...parameters: string[]): Promise<Served> {
  const child = spawn(process.execPath, [MAIN, 'serve', '--json', ...parameters], { cwd: folder })
  const end = ended(child)
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()))
    void end.then(({ stderr }) => reject(new Error(stderr)))
  })
  const [place] = JSON.parse(line) as { url: string; stage: string }[]
  if (place === undefined) throw new Error('nothing is served')
  return {
    ...place,
    stop: () => {
      child.kill('SIGINT')
      return end
    },
  }
}

function ended(child: ChildProcess): Promise<Ended> {
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  return new Promise(resolve => child.once('close', code => resolve({ code, stdout, stderr })))
}
