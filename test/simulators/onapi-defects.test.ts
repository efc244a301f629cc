import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onapiDefaults, type OnapiOptions } from '../../schemas/onapi/options.js'
import type { ServiceProvider } from '../../simulators/onapi/core.js'
import { onapiSimulator } from '../../simulators/onapi/index.js'
import { followRelease } from '../../simulators/onapi/released.js'
import type { Alteration } from '../../simulators/simulator.js'
import { provider } from './onapi-orders.js'
import { onapiTranscript, ScriptedOperator } from './onapi-transcript.js'

async function transcriptOf(
  alteration?: Pick<Alteration<ServiceProvider>, 'alter' | 'target'>,
): Promise<string> {
  const operator = new ScriptedOperator()
  const core = provider(operator.call)
  alteration?.alter(core)
  const { path } = { ...onapiDefaults, ...(alteration?.target?.options as OnapiOptions | undefined) }
  return onapiTranscript(core, operator, path)
}

const reference = await transcriptOf()
const released = await transcriptOf({
  alter: core => followRelease(core, { accepted: 'status', rejected: 'state' }),
})

test('the reference says the same each time', async () => {
  assert.equal(await transcriptOf(), reference)
})

test('every defect can be seen', { concurrency: true }, async t => {
  await Promise.all(
    Object.entries(onapiSimulator.defects).flatMap(([rule, defects]) =>
      defects.map(defect =>
        t.test(`${rule}: ${defect.name}`, async () => {
          const usual = defect.target?.profile === 'released' ? released : reference
          assert.notEqual(await transcriptOf(defect), usual)
        }),
      ),
    ),
  )
})

test('no variation fails', { concurrency: true }, async t => {
  await Promise.all(
    onapiSimulator.variations.map(variation =>
      t.test(variation.name, async () => {
        const transcript = await transcriptOf(variation)
        assert.doesNotMatch(transcript, /^50[^1] |^no answer/m)
        assert.match(transcript, /^200 /)
      }),
    ),
  )
})
