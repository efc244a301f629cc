import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lanesOf, type Scenarios } from '../../harness/lanes.js'

const scenarios = Array.from({ length: 10 }, (_, index) => ({ pickle: { id: String(index) } }))
const found = scenarios as unknown as Scenarios

test('lanes take the scenarios that the first one found, each once, in their order', async () => {
  const lanes = lanesOf(4)
  // The others may come first, and have found something of their own.
  const taken = await Promise.all(
    lanes.map((lane, index) => lane(index === 0 ? found : found.slice(3))).toReversed(),
  )
  assert.deepEqual(
    taken.toReversed().map(share => share.map(({ pickle }) => pickle.id).join('')),
    ['048', '159', '26', '37'],
  )
})

test('one lane takes what it found', async () => {
  const [lane] = lanesOf(1)
  assert.deepEqual(await lane?.(found), scenarios)
})

test('where nothing was found, no lane waits', async () => {
  const [first, second] = lanesOf(2)
  const waiting = second?.(found)
  await first?.([])
  assert.deepEqual(await waiting, [])
})
