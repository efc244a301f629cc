import assert from 'node:assert/strict'
import { test } from 'node:test'
import { laneShards } from '../../harness/run-suite.js'

const numbers = (shard: string | undefined, count: number): number[] => {
  const [index = 1, total = 1] = shard?.split('/').map(Number) ?? []
  return Array.from({ length: count }, (_, position) => position).filter(
    position => position % total === index - 1,
  )
}

for (const shard of [undefined, '1/1', '1/3', '3/3', '2/5']) {
  test(`lanes deal out the scenarios of shard ${shard ?? 'none'}, each once`, () => {
    const dealt = laneShards(4, shard).flatMap(lane => numbers(lane.shard, 100))
    assert.deepEqual(
      dealt.toSorted((a, b) => a - b),
      numbers(shard, 100),
    )
  })
}

test('one lane takes the shard as it is', () => {
  assert.deepEqual(laneShards(1), [{}])
  assert.deepEqual(laneShards(1, '2/3'), [{ shard: '2/3' }])
})
