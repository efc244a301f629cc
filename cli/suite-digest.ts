import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageRoot } from '../harness/package-root.js'

const JUDGING = ['harness', 'properties', 'schemas', 'steps']

/** The SHA-256 digest over the files that judge: the features, and the code and schemas that are running. */
export function suiteDigest(): string {
  const running = dirname(dirname(fileURLToPath(import.meta.url)))
  const hash = createHash('sha256')
  for (const folder of [join(packageRoot, 'features'), ...JUDGING.map(name => join(running, name))]) {
    for (const file of filesBelow(folder)) {
      hash.update(`${relative(packageRoot, file).replaceAll('\\', '/')}\n`).update(readFileSync(file))
    }
  }
  return hash.digest('hex')
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && /\.(feature|js|ts|json|xsd)$/.test(entry.name))
      .filter(entry => !entry.name.endsWith('.d.ts'))
      .map(entry => join(entry.parentPath, entry.name))
      .toSorted()
  } catch {
    // Not every build has every folder.
    return []
  }
}
