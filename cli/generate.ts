import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../harness/package-root.js'
import { targetSchema } from '../harness/target-schema.js'
import { loadApis } from './apis.js'
import { proofPage } from './proof-page.js'
import { targetsPage } from './targets-page.js'

/** Files that are made from the definitions of the APIs, by their paths from the package's root. */
export async function generatedFiles(): Promise<Readonly<Record<string, string>>> {
  const suites = (await loadApis()).map(({ suite }) => suite)
  return {
    'schemas/target.schema.json': `${JSON.stringify(targetSchema(suites), undefined, 2)}\n`,
    'docs/targets.md': targetsPage(suites),
    'docs/proof.md': proofPage(join(packageRoot, 'docs/proof.json')),
  }
}

/** Writes the generated files. */
export async function writeGeneratedFiles(): Promise<void> {
  for (const [path, text] of Object.entries(await generatedFiles()))
    writeFileSync(join(packageRoot, path), text)
}
