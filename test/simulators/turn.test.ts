import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Turn } from '../../simulators/turn.js'

test('what one turn of the event loop brings is done together after it, in its order; what that brings, after the next', async () => {
  const turn = new Turn()
  const done: string[] = []
  turn.add(() => {
    done.push('first')
    turn.add(() => done.push('third'))
  })
  turn.add(() => done.push('second'))
  assert.deepEqual(done, [])
  await nextTurn()
  assert.deepEqual(done, ['first', 'second'])
  await nextTurn()
  assert.deepEqual(done, ['first', 'second', 'third'])
})
