import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { generatedFiles } from '../../cli/generate.js'
import { packageRoot } from '../../harness/package-root.js'

for (const [path, text] of Object.entries(await generatedFiles())) {
  test(`${path} says what the definitions of the APIs say`, () => {
    assert.equal(readFileSync(join(packageRoot, path), 'utf8'), text, 'Run "npm run generate".')
  })
}
