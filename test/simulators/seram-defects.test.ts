import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seramSimulator } from '../../simulators/seram/index.js'
import type { Alteration } from '../../simulators/simulator.js'
import type { OrderPlatform } from '../../simulators/seram/core.js'
import { testEnvironment } from './environment.js'
import { seramTranscript } from './seram-transcript.js'

async function transcriptOf(alteration?: Alteration<OrderPlatform>): Promise<string> {
  const core = seramSimulator.create(testEnvironment())
  alteration?.alter(core)
  return seramTranscript(core)
}

const reference = await transcriptOf()

test('the reference says the same each time', async () => {
  assert.equal(await transcriptOf(), reference)
})

for (const [rule, defects] of Object.entries(seramSimulator.defects)) {
  for (const defect of defects) {
    test(`${rule}: ${defect.name} can be seen`, async () => {
      assert.notEqual(await transcriptOf(defect), reference)
    })
  }
}

for (const variation of seramSimulator.variations) {
  test(`${variation.name}: never a server error`, async () => {
    assert.doesNotMatch(await transcriptOf(variation), /^50[^1] /m)
  })
}
