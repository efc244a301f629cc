import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { test } from 'node:test'
import { packageRoot } from '../harness/package-root.js'

/** What each folder may import; `types:` allows types alone. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  schemas: [],
  harness: ['schemas'],
  properties: ['harness', 'schemas'],
  steps: ['harness', 'schemas', 'properties'],
  simulators: ['schemas', 'types:harness'],
  reports: ['harness', 'types:schemas'],
  examples: ['harness', 'schemas'],
  cli: ['harness', 'schemas', 'properties', 'steps', 'simulators', 'reports', 'examples'],
}

const IMPORT =
  /^(?:import|export)\s+(type\s)?[^'"]*?from\s+'(\.[^']+)'|^import\s+'(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm

function importsOf(file: string): { folder: string; typeOnly: boolean }[] {
  const source = readFileSync(file, 'utf8')
  return [...source.matchAll(IMPORT)].map(match => {
    const target = resolve(dirname(file), match[2] ?? match[3] ?? match[4] ?? '')
    return { folder: relative(packageRoot, target).split('/')[0] ?? '', typeOnly: match[1] !== undefined }
  })
}

function sourcesOf(folder: string): string[] {
  return readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => join(packageRoot, folder, name))
}

for (const [folder, allowed] of Object.entries(ARROWS)) {
  test(`${folder} imports only ${allowed.join(', ') || 'itself'}`, () => {
    const wrong = sourcesOf(folder).flatMap(file =>
      importsOf(file)
        .filter(
          ({ folder: imported, typeOnly }) =>
            imported !== folder &&
            !allowed.includes(imported) &&
            !(typeOnly && allowed.includes(`types:${imported}`)),
        )
        .map(({ folder: imported }) => `${relative(packageRoot, file)} imports ${imported}`),
    )
    assert.deepEqual(wrong, [])
  })
}

test('the reader of imports sees every form of them', () => {
  const forms = [
    "import { a } from '../x.js'",
    "import type { a } from '../x.js'",
    "import {\n  a,\n  b,\n} from '../x.js'",
    "import '../x.js'",
    "export { a } from '../x.js'",
    "const x = await import('../x.js')",
  ]
  for (const form of forms) assert.equal([...form.matchAll(IMPORT)].length, 1, form)
})

test('features hold no code', () => {
  const others = readdirSync(join(packageRoot, 'features'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !entry.name.endsWith('.feature'))
    .map(entry => entry.name)
  assert.deepEqual(others, [])
})
