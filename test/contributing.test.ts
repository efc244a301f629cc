import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { packageRoot } from '../harness/package-root.js'
import { temporaryFolder } from './temporary-folder.js'

const COPIED = [
  'cli',
  'examples',
  'features',
  'harness',
  'properties',
  'reports',
  'schemas',
  'simulators',
  'steps',
]
const FILES = ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'CONTRIBUTING.md']

/** The files of the page by their paths: the fences that name one. */
function filesIn(page: string): [path: string, text: string][] {
  return [...page.matchAll(/^```(?:ts|gherkin) (\S+)\n([\s\S]*?)^```$/gm)].map(match => [
    match[1] ?? '',
    match[2] ?? '',
  ])
}

test('the sixth API of CONTRIBUTING.md can be built, judged and proved', async () => {
  const folder = temporaryFolder()
  for (const name of COPIED) cpSync(join(packageRoot, name), join(folder, name), { recursive: true })
  for (const name of FILES) cpSync(join(packageRoot, name), join(folder, name))
  symlinkSync(join(packageRoot, 'node_modules'), join(folder, 'node_modules'))

  const files = filesIn(readFileSync(join(packageRoot, 'CONTRIBUTING.md'), 'utf8'))
  assert.equal(files.length, 6)
  for (const [path, text] of files) {
    const place = join(folder, path)
    if (path === 'cli/apis.ts') {
      const list = readFileSync(place, 'utf8')
      writeFileSync(
        place,
        list.replace(/(const loaders[^\n]*\{\n)/, (_, start: string) => start + text),
      )
    } else {
      mkdirSync(dirname(place), { recursive: true })
      writeFileSync(place, text)
    }
  }

  const run = promisify(execFile)
  await run(
    process.execPath,
    [join(packageRoot, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
    {
      cwd: folder,
    },
  )
  const main = join(folder, 'dist/cli/main.js')
  const judged = await run(process.execPath, [main, 'run', 'greeter'], { cwd: folder })
  assert.match(judged.stdout, /conformant: 2 rules kept/)
  const proved = await run(process.execPath, [main, 'prove', 'greeter'], { cwd: folder })
  assert.match(proved.stdout, /2 of 2 defects seen by their own rule.*\nproved\n/)
})
