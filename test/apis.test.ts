import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { apiNames, loadApis } from '../cli/apis.js'
import { packageRoot } from '../harness/package-root.js'

/** Where each API has a folder, or a file, of its name. */
const PLACES: readonly (readonly string[])[] = [
  ['features/<api>'],
  ['schemas/<api>'],
  ['steps/<api>.ts'],
  ['steps/<api>/suite.ts'],
  ['simulators/<api>/index.ts'],
]

for (const api of await loadApis()) {
  const name = api.suite.api
  test(`${name} has its place everywhere`, () => {
    const missing = PLACES.filter(
      places => !places.some(place => existsSync(join(packageRoot, place.replace('<api>', name)))),
    )
    assert.deepEqual(missing, [], `${name} lacks ${missing.join(', ')}`)
  })

  test(`${name} is one API in all of its parts`, () => {
    assert.equal(api.simulator.api, name)
    assert.equal(api.simulator.states, api.suite.states)
    assert.ok(apiNames.includes(name))
  })

  test(`${name} has ways to differ that conform`, () => {
    assert.ok(api.simulator.variations.length >= 12)
  })
}
