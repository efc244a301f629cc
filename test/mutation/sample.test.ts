import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { packageRoot } from '../../harness/package-root.js'

for (const [api, lines] of [
  ['seram', '16'],
  ['exosite', '16'],
] as const) {
  test(`each change of ${lines} lines of ${api}'s simulator is noticed or explained`, () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        '--import',
        'tsx',
        'test/mutation/mutate.ts',
        api,
        '--lines',
        lines,
        '--seed',
        '2',
        '--skip-explained',
      ],
      { cwd: packageRoot, encoding: 'utf8' },
    )
    assert.equal(status, 0, stdout + stderr)
    const [, noticed, changes] = /(\d+) of (\d+) changes noticed/.exec(stdout) ?? []
    assert.ok(Number(noticed) > 0 && Number(noticed) <= Number(changes), stdout)
  })
}
