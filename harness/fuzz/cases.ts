import { Violation } from '../finding.js'
import type { AssayWorld } from '../world.js'
import { CoverageCounter } from './coverage.js'
import type { Property } from './property.js'

/** Cases whose exchanges are kept though nothing is wrong with them. */
const SAMPLE = 3

/** Tries the cases of one property, and keeps the exchanges of few of them. */
export class Cases<Value> {
  private readonly coverage: CoverageCounter
  private tried = 0
  private stray: Violation | undefined

  constructor(
    private readonly world: AssayWorld,
    private readonly property: Property<Value>,
  ) {
    this.coverage = new CoverageCounter(world.rule.id, property.name)
    world.session.fuzzing.count(this.coverage)
  }

  /** A violation that did not show again where the case had everything for itself. */
  get unexplained(): Violation | undefined {
    return this.stray
  }

  /** What the value breaks; undefined if it breaks nothing. Rejects with whatever else the case came to. */
  async attempt(value: Value, keep: 'sample' | 'kept' = 'sample'): Promise<Violation | undefined> {
    const violation = await this.attemptOnce(value, keep)
    if (violation === undefined || !(await this.property.part?.())) return violation
    const again = await this.attemptOnce(value, keep)
    if (again === undefined) this.stray ??= violation
    return again
  }

  private async attemptOnce(value: Value, keep: 'sample' | 'kept'): Promise<Violation | undefined> {
    const { world, property, coverage } = this
    const { session, scenario } = world
    coverage.addCase()
    this.tried += 1
    const { openEnds } = world
    session.beginTrial(scenario, coverage)
    let isKept = keep === 'kept' || this.tried <= SAMPLE
    try {
      await property.holds(value)
      return undefined
    } catch (error) {
      if (error instanceof Violation) return error
      isKept = true
      throw error
    } finally {
      await world.end(openEnds)
      session.endTrial(scenario, isKept)
    }
  }
}
