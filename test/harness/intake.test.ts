import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Intake } from '../../harness/intake.js'

test('calls and bytes are counted anew each second', () => {
  let now = 1000
  const intake = new Intake({ calls: 2, bytes: 10 }, () => now)
  assert.deepEqual(
    [1, 2, 3].map(() => intake.takesCall()),
    [true, true, false],
  )
  assert.deepEqual(
    [4, 6, 1].map(count => intake.takesBytes(count)),
    [true, true, false],
  )
  now = 2000
  assert.ok(intake.takesCall() && intake.takesBytes(10))
})
