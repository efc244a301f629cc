import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { packageRoot } from '../../harness/package-root.js'
import type { ExositeCore } from '../../simulators/exosite/core.js'
import { exositeDefects } from '../../simulators/exosite/defects.js'
import { exositeVariations } from '../../simulators/exosite/variations.js'
import type { Alteration } from '../../simulators/simulator.js'
import { makeCore } from './exosite-device.js'
import { transcript } from './exosite-transcript.js'

/** Rules that no alteration of a core can break: header names reach it in lower case, and line ends between requests not at all. */
const OF_THE_TRANSPORT = [
  'exosite.authorise.reads-header-name-without-case',
  'exosite.form.tolerates-stray-line-end',
  'exosite.form.waits-for-whole-body',
  'exosite.range.reads-header-name-without-case',
]

describe('The defects of exosite', () => {
  const rules = catalogue()

  it('each break a rule of the catalogue', () => {
    const unknown = Object.keys(exositeDefects).filter(id => !rules.has(id))
    assert.deepEqual(unknown, [])
  })

  it('break every rule that can be observed in a core', () => {
    const unbroken = [...rules].filter(
      ([id, tags]) =>
        !tags.includes('@unobservable') && !tags.includes('@property') && !exositeDefects[id]?.length,
    )
    assert.deepEqual(unbroken.map(([id]) => id).toSorted(), OF_THE_TRANSPORT)
  })

  it('have names of their own', () => {
    const names = Object.values(exositeDefects).flatMap(list => list.map(({ name }) => name))
    assert.equal(new Set(names).size, names.length)
  })

  for (const [id, defects] of Object.entries(exositeDefects)) {
    for (const defect of defects) {
      it(`${id}: ${defect.name}`, async () =>
        assert.notDeepEqual(await transcript(altered(defect)), await transcript(makeCore())))
    }
  }
})

describe('The variations of exosite', () => {
  for (const variation of exositeVariations) {
    it(variation.name, async () =>
      assert.notDeepEqual(await transcript(altered(variation)), await transcript(makeCore())),
    )
  }
})

describe('The reference', () => {
  it('answers the same requests in the same way', async () => {
    assert.deepEqual(await transcript(makeCore()), await transcript(makeCore()))
  })

  it('never answers with a server error', async () => {
    const statuses = (await transcript(makeCore())).map(reply => Number(reply.split(' ')[0]))
    assert.deepEqual(
      statuses.filter(status => status >= 500),
      [],
    )
  })
})

function altered(alteration: Alteration<ExositeCore>): ExositeCore {
  const core = makeCore()
  alteration.alter(core)
  return core
}

/** The ids of all rules with their tags. */
function catalogue(): Map<string, string[]> {
  const folder = join(packageRoot, 'features', 'exosite')
  const texts = readdirSync(folder).map(name => readFileSync(join(folder, name), 'utf8'))
  const rules = texts.flatMap(text => [...text.matchAll(/^ *((?:@\S+ ?)+)\n *Rule:/gm)])
  return new Map(
    rules.map(([, line = '']) => {
      const [id = '', ...tags] = line.trim().split(/ +/)
      return [id.slice(1), tags]
    }),
  )
}
