import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCatalogue } from '../../../harness/catalogue.js'
import { packageRoot } from '../../../harness/package-root.js'
import { roamingSimulator } from '../../../simulators/roaming/index.js'
import { Shapes } from './shapes.js'
import { tour } from './tour.js'
import { World } from './world.js'

const { rules, problems } = readCatalogue(packageRoot, 'roaming')
const { defects, variations, target } = roamingSimulator

test('The catalogue has no problems', () => assert.deepEqual(problems, []))

test('Every defect belongs to a rule', () => {
  const known = new Set(rules.map(({ id }) => id))
  assert.deepEqual(
    Object.keys(defects).filter(id => !known.has(id)),
    [],
  )
})

test('Every observable rule has a defect', () => {
  const observable = rules.filter(({ why, property }) => why === undefined && !property).map(({ id }) => id)
  assert.deepEqual(
    observable.filter(id => (defects[id] ?? []).length === 0),
    [],
  )
})

test('Alterations have names of their own', () => {
  const names = [...Object.values(defects).flat(), ...variations].map(({ name }) => name)
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  )
})

test('Every capability of a rule is declared, but for that which every stage has', () => {
  const used = new Set(rules.flatMap(({ capabilities }) => capabilities))
  used.delete('states-at-will')
  assert.deepEqual([...used].toSorted(), Object.keys(target.capabilities ?? {}).toSorted())
})

const shapes = new Shapes()
const sound: string[] = []
const reference = await tour(new World(), sound)

test('What the simulator sends has its type', () => assert.deepEqual(shapes.problems(sound, false), []))

test('The same tour shows the same', async () => {
  assert.deepEqual(await tour(new World()), reference)
})

for (const rule of ['roaming.types.answers-have-their-type', 'roaming.notification-contents.has-its-type']) {
  for (const alteration of defects[rule] ?? []) {
    test(`A schema sees that it ${alteration.name}`, async () => {
      const bodies: string[] = []
      await tour(new World(alteration), bodies)
      assert.notDeepEqual(shapes.problems(bodies, false), [])
    })
  }
}

for (const [rule, alterations] of Object.entries(defects)) {
  for (const alteration of alterations) {
    test(`${rule}: ${alteration.name}`, async () => {
      const published = alteration.target?.profile === 'published'
      const expected = published ? await tour(publishedWorld()) : reference
      assert.notDeepEqual(await tour(new World(alteration)), expected)
    })
  }
}

for (const alteration of variations) {
  test(`varies: ${alteration.name}`, async () => {
    const bodies: string[] = []
    const seen = await tour(new World(alteration), bodies)
    assert.notDeepEqual(seen, reference)
    // What the document does not know is in no schema.
    const known = bodies.map(body =>
      body.replaceAll(/<auditTrail>.*?<\/auditTrail>|,"auditTrail":\{[^}]*\}/g, ''),
    )
    assert.deepEqual(shapes.problems(known, alteration.target?.profile === 'published'), [])
    assert.deepEqual(
      seen.filter(line => / 5\d\d \{/.test(line.slice(0, 200))),
      [],
    )
  })
}

function publishedWorld(): World {
  const world = new World()
  world.core.rendering.profile = 'published'
  return world
}
