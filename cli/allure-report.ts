import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { packageRoot } from '../harness/package-root.js'
import { writeAllureResults } from '../reports/allure.js'
import type { Console } from './console.js'
import { EXIT } from './exit.js'
import { readReport } from './read-report.js'

/** The version of allure-commandline that this project is tested with. */
const ALLURE = 'allure-commandline@2.46.1'

/**
 * Writes the Allure results of a run and makes the report of them, without analytics. Where Java or allure-commandline is
 * missing it says in one line what to install, which is no error.
 */
export async function allureReport(folder: string, terminal: Console): Promise<number> {
  const at = resolve(terminal.cwd, folder)
  const { verdict, archive } = readReport(folder, terminal.cwd)
  const results = join(at, 'allure-results')
  await writeAllureResults(verdict, archive, results)
  const tool = findAllure(terminal.cwd)
  if (tool === undefined) {
    terminal.print(
      `The results are in ${join(folder, 'allure-results')}. For the report, install Allure: npm install --save-dev ${ALLURE}`,
    )
    return EXIT.conformant
  }
  if (!(await hasJava(terminal))) {
    terminal.print(
      `The results are in ${join(folder, 'allure-results')}. For the report, install Java 11 or later, such as: apt-get install default-jre-headless`,
    )
    return EXIT.conformant
  }
  const output = join(at, 'allure-report')
  const env = { ...terminal.env, ALLURE_NO_ANALYTICS: 'true' }
  const { code, text } = await ended(
    tool,
    ['generate', results, '--clean', '--single-file', '--output', output],
    env,
  )
  if (code !== 0) {
    terminal.error(`Allure failed: ${text.trim()}`)
    return EXIT.error
  }
  terminal.print(`Report in ${join(folder, 'allure-report', 'index.html')}`)
  return EXIT.conformant
}

/** The start script of allure-commandline, installed where the command runs or beside this package. */
function findAllure(cwd: string): string | undefined {
  for (const base of [cwd, packageRoot]) {
    try {
      const manifest = createRequire(join(base, 'package.json')).resolve('allure-commandline/package.json')
      return join(dirname(manifest), 'dist', 'bin', 'allure')
    } catch {
      // It is not installed there.
    }
  }
  return undefined
}

async function hasJava({ env }: Console): Promise<boolean> {
  const java = env['JAVA_HOME'] ? join(env['JAVA_HOME'], 'bin', 'java') : 'java'
  return (await ended(java, ['-version'], env)).code === 0
}

function ended(
  command: string,
  parameters: readonly string[],
  env: Console['env'],
): Promise<{ code: number | null; text: string }> {
  return new Promise(done => {
    const child = spawn(command, parameters, { env })
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()))
    child.once('error', error => done({ code: null, text: error.message }))
    child.once('close', code => done({ code, text }))
  })
}
