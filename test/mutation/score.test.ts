import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { packageRoot } from '../../harness/package-root.js'
import { mutationPage, percent, readScores } from './score.js'

test('the score counts the noticed changes of those that can be noticed', () => {
  assert.equal(percent({ changes: 100, noticed: 72, explained: 20 }), '90.0')
})

test('the page of scores is made of the published ones', () => {
  const page = readFileSync(join(packageRoot, 'docs/mutation.md'), 'utf8')
  assert.equal(page, mutationPage(readScores()))
})
