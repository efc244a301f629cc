import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readCatalogue } from '../../harness/catalogue.js'
import { packageRoot } from '../../harness/package-root.js'
import type { ReleaseName } from '../../simulators/thunder/releases.js'
import { thunderDefects } from '../../simulators/thunder/defects.js'
import { thunderVariations } from '../../simulators/thunder/variations.js'
import { makeCore } from './thunder-bench.js'
import { transcript } from './thunder-transcript.js'

/** Rules that are broken below the messages: the tests of the served simulator break them. */
const BELOW_MESSAGES = [
  'thunder.transports.websocket-takes-the-asked-subprotocol',
  'thunder.transports.websocket-names-no-subprotocol-unasked',
  'thunder.transports.websocket-joins-fragments',
]

describe('The defects and variations of thunder', () => {
  const { rules, problems } = readCatalogue(packageRoot, 'thunder')
  const observable = rules.filter(rule => rule.why === undefined && !rule.property)

  it('have no problems and short files', () => {
    assert.deepEqual(problems, [])
    const files = new Map<string, number>()
    for (const rule of rules) files.set(rule.file, (files.get(rule.file) ?? 0) + rule.scenarios.length)
    for (const [file, scenarios] of files) assert.ok(scenarios <= 55, `${file}: ${scenarios}`)
  })

  it('have a defect for every rule that can be observed', () => {
    const missing = observable.map(rule => rule.id).filter(id => !Object.hasOwn(thunderDefects, id))
    assert.deepEqual(missing, [])
  })

  it('know the rule of every defect, in the profile of the defect', () => {
    for (const [id, defects] of Object.entries(thunderDefects)) {
      const rule = observable.find(rule => rule.id === id)
      assert.ok(rule, id)
      for (const { name, target } of defects) {
        const profile = target?.profile ?? 'document'
        assert.ok(rule.profiles.length === 0 || rule.profiles.includes(profile), `${id}: ${name}`)
      }
    }
  })

  it('have names for defects and variations that occur once', () => {
    const names = [...Object.values(thunderDefects).flat(), ...thunderVariations].map(({ name }) => name)
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    )
    assert.ok(thunderVariations.length >= 12)
  })

  const references = new Map<string, Promise<string[]>>()
  const reference = (profile: ReleaseName): Promise<string[]> => {
    const known = references.get(profile)
    if (known !== undefined) return known
    const core = makeCore()
    core.follow(profile)
    const lines = transcript(core)
    references.set(profile, lines)
    return lines
  }

  for (const [id, defects] of Object.entries(thunderDefects)) {
    if (BELOW_MESSAGES.includes(id)) continue
    for (const defect of defects)
      it(`${id}: a core that ${defect.name} answers otherwise`, async () => {
        const core = makeCore()
        defect.alter(core)
        const expected = await reference((defect.target?.profile ?? 'document') as ReleaseName)
        assert.notDeepEqual(await transcript(core), expected)
      })
  }

  for (const variation of thunderVariations)
    it(`a core that ${variation.name} answers everything`, async () => {
      const core = makeCore()
      variation.alter(core)
      assert.ok((await transcript(core)).length > 100)
    })

  it('are told apart by a transcript that is the same each time', async () => {
    assert.deepEqual(await transcript(makeCore()), await transcript(makeCore()))
  })
})
