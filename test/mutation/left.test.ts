import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { apiNames } from '../../cli/apis.js'
import { packageRoot } from '../../harness/package-root.js'
import { leftOf } from './left.js'

for (const api of apiNames) {
  test(`each explained change of ${api} is of a line that is there, and says why once`, () => {
    const seen = new Set<string>()
    for (const { file, line, change, why } of leftOf(api)) {
      const lines = readFileSync(join(packageRoot, 'simulators', api, file), 'utf8').split('\n')
      assert.ok(
        lines.some(it => it.trim() === line),
        `${file} has no line "${line}"`,
      )
      const name = `${file}\n${line}\n${change ?? ''}`
      assert.ok(!seen.has(name), `twice: ${name}`)
      assert.match(why, /^[A-Z].*\.$/)
      seen.add(name)
    }
  })
}
