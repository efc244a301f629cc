import { Then } from '@cucumber/cucumber'
import type { AssayWorld } from '../world.js'
import { forAll, forThis } from './for-all.js'
import type { Property } from './property.js'

/** What the steps of a scenario with a property say of it, by its world. */
export type MakeProperty<W extends AssayWorld, Value> = (world: W) => Promise<Property<Value>>

/**
 * Defines the sentence of a property, and the same sentence followed by ", as in" with a value as JSON below it, which
 * is how counterexamples are written down as scenarios.
 */
export function defineProperty<W extends AssayWorld, Value>(
  sentence: string,
  make: MakeProperty<W, Value>,
): void {
  Then(sentence, async function (this: W) {
    await forAll(this, await make(this))
  })
  Then(`${sentence}, as in`, async function (this: W, json: string) {
    await forThis(this, await make(this), JSON.parse(json) as Value)
  })
}
