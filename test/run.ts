import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { packageRoot } from '../harness/package-root.js'

const CHECKS = ['build', 'typecheck', 'lint', 'format:check']

const wanted = process.argv.slice(2)
let passed = 0
let failed = 0

if (wanted.length === 0) {
  for (const check of CHECKS) {
    const { status } = spawnSync('npm', ['run', '--silent', check], { cwd: packageRoot, stdio: 'inherit' })
    if (status === 0) passed += 1
    else failed += 1
    process.stdout.write(`${status === 0 ? '✔' : '✖'} ${check}\n`)
  }
}

const files = readdirSync(join(packageRoot, 'test'), { recursive: true, encoding: 'utf8' })
  .filter(
    name => name.endsWith('.test.ts') && (wanted.length === 0 || wanted.some(part => name.includes(part))),
  )
  .toSorted()
  .map(name => join(packageRoot, 'test', name))

run({ files, concurrency: availableParallelism() })
  .on('test:pass', ({ details, skip }) => {
    if (details.type !== 'suite' && !skip) passed += 1
  })
  .on('test:fail', ({ details }) => {
    if (details.type !== 'suite') failed += 1
  })
  .compose(new spec())
  .on('end', () => {
    process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
    process.exitCode = failed === 0 && passed > 0 ? 0 : 1
  })
  .pipe(process.stdout)
