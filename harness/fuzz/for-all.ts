import * as fc from 'fast-check'
import { Inconclusive, NotTested, Violation } from '../finding.js'
import { Random } from '../random.js'
import type { AssayWorld } from '../world.js'
import { Cases } from './cases.js'
import { fileNameOf, scenarioOf, type Counterexample } from './counterexample.js'
import type { Property } from './property.js'
import type { Share } from './fuzzing.js'

/** Times that a violation is repeated before it is believed. */
const REPETITIONS = 3

/** Cases between two looks at the budget; each batch has a seed of its own, so that memory does not grow. */
const BATCH = 100

/** Milliseconds for making one counterexample small. */
const SHRINKING = 15_000

/** A value that breaks the property, with the way to make it again. */
interface Found<Value> {
  readonly value: Value
  readonly seed: number
  readonly path: string
  readonly violation: Violation
  /** The value as it was before it was made small. */
  readonly first: Value
}

/**
 * Tries the property on many values within the run's budget, the counterexamples of earlier runs first. What breaks it
 * is made small and repeated; only what breaks it each time is a `Violation`, the rest is `Inconclusive`.
 */
export async function forAll<Value>(world: AssayWorld, property: Property<Value>): Promise<void> {
  const { session, rule } = world
  const { plan } = session.fuzzing
  requireUnbroken(world, property)
  const isOwn = (entry: Counterexample): boolean => entry.rule === rule.id && entry.property === property.name
  const cases = new Cases(world, property)
  if (plan.replay) {
    if (!isOwn(plan.replay)) throw new NotTested(`The counterexample is one of "${plan.replay.property}".`)
    return repeat(world, property, cases, foundAgain(plan.replay))
  }
  for (const entry of plan.corpus.filter(isOwn)) {
    const violation = await cases.attempt(entry.value as Value)
    if (violation) await repeat(world, property, cases, { ...foundAgain(entry), violation })
  }
  const found = await search(world, property, cases)
  if (found) return repeat(world, property, cases, found)
  if (cases.unexplained) {
    throw new Inconclusive(
      `A violation showed, and not again where nothing came before it: ${cases.unexplained.finding.summary}`,
    )
  }
  world.check(true, NOTHING)
}

/** Tries the property on one value, which is repeated as a counterexample is. */
export async function forThis<Value>(
  world: AssayWorld,
  property: Property<Value>,
  value: Value,
): Promise<void> {
  const cases = new Cases(world, property)
  await repeat(world, property, cases, { value, seed: 0, path: '' })
}

const NOTHING = { summary: '', expected: '', received: '' }

/** A property that rests on a broken rule would only tell the same mistake again. */
function requireUnbroken<Value>({ session }: AssayWorld, { restsOn = [] }: Property<Value>): void {
  const broken = restsOn.find(id => session.ledger.of(id).failed > 0)
  if (broken === undefined) return
  throw new NotTested(`It rests on a rule that is broken for a single input already. See ${broken}.`, broken)
}

async function search<Value>(
  world: AssayWorld,
  property: Property<Value>,
  cases: Cases<Value>,
): Promise<Found<Value> | undefined> {
  const { session, rule } = world
  const seeds = new Random(session.seed, `${rule.id}\n${property.name}`)
  return session.fuzzing.inTurn(property.parts, async share => {
    for (let done = 0; done < share.runs && performance.now() < share.until; done += BATCH) {
      const seed = seeds.integer(-0x8000_0000, 0x7fff_ffff)
      const found = await searchBatch(property, cases, share, seed, Math.min(BATCH, share.runs - done))
      if (found) return found
    }
    return undefined
  })
}

/** One batch. The target is asked by the property; fast-check only makes values and makes them smaller. */
async function searchBatch<Value>(
  property: Property<Value>,
  cases: Cases<Value>,
  share: Share,
  seed: number,
  runs: number,
): Promise<Found<Value> | undefined> {
  let smallest: Violation | undefined
  let first: Value | undefined
  let ended: unknown
  let { until } = share
  const result = await fc.check(
    fc.asyncProperty(property.values, async value => {
      if (ended !== undefined || performance.now() >= until) return true
      try {
        const violation = await cases.attempt(value)
        if (violation === undefined) return true
        if (smallest === undefined) {
          until = performance.now() + SHRINKING
          first = value
        }
        smallest = violation
        return false
      } catch (error) {
        // While a counterexample is made smaller, a case that cannot be judged is only not a smaller one.
        if (smallest === undefined) ended = error
        return true
      }
    }),
    { seed, numRuns: runs, endOnFailure: false },
  )
  if (ended !== undefined) throw ended
  const [value] = result.counterexample ?? []
  if (smallest === undefined || value === undefined) return undefined
  const path = result.counterexamplePath ?? ''
  return {
    ...(await simplify({ value, violation: smallest }, property, cases, until)),
    first: first ?? value,
    seed,
    path,
  }
}

/** Makes a value simpler than fast-check can, which changes one thing at a time and shortens lists from one end only. */
async function simplify<Value>(
  found: Pick<Found<Value>, 'value' | 'violation'>,
  property: Property<Value>,
  cases: Cases<Value>,
  until: number,
): Promise<Pick<Found<Value>, 'value' | 'violation'>> {
  for (const value of simplerThan(found.value, property)) {
    if (performance.now() >= until) break
    const violation = await cases.attempt(value).catch(() => undefined)
    if (violation) return simplify({ value, violation }, property, cases, until)
  }
  return found
}

/** The value without one of its items if it is a list, and whatever the property holds for simpler. */
function* simplerThan<Value>(value: Value, { simpler }: Property<Value>): Iterable<Value> {
  if (Array.isArray(value) && value.length > 1) {
    for (let index = value.length - 1; index >= 0; index -= 1) yield value.toSpliced(index, 1) as Value
  }
  if (simpler) yield* simpler(value)
}

function foundAgain<Value>({ value, generator }: Counterexample): Repeated<Value> {
  return { value: value as Value, ...generator }
}

/** A value that is to be repeated, with what is known of it. */
type Repeated<Value> = Pick<Found<Value>, 'value' | 'seed' | 'path'> & Partial<Found<Value>>

/**
 * Repeats a value as it will be read from its file; where it was made too small to break the property each time, the
 * value that was found first. Passes only where a value that is not known to break anything breaks nothing.
 */
async function repeat<Value>(
  world: AssayWorld,
  property: Property<Value>,
  cases: Cases<Value>,
  { first, ...found }: Repeated<Value>,
): Promise<void> {
  const value = JSON.parse(JSON.stringify(found.value)) as Value
  const violations: Violation[] = []
  for (let time = 0; time < REPETITIONS; time += 1) {
    const violation = await cases.attempt(value, 'kept')
    if (violation) violations.push(violation)
  }
  const [violation] = violations.slice(-1)
  if (violation && violations.length === REPETITIONS) throw describe(world, property, value, found, violation)
  const shown = found.violation ?? violation
  if (shown === undefined) return world.check(true, NOTHING)
  if (first !== undefined) return repeat(world, property, cases, { ...found, value: first })
  throw new Inconclusive(
    `A violation showed, and again in ${violations.length} of ${REPETITIONS} repetitions only: ` +
      `${shown.finding.summary} The case: ${property.tell(value).join('; ')}.`,
  )
}

/** The violation with its case, after it was entered as a counterexample of the run. */
function describe<Value>(
  { session, rule, steps }: AssayWorld,
  { name, tell }: Property<Value>,
  value: Value,
  { seed, path }: Pick<Found<Value>, 'seed' | 'path'>,
  { finding, exchange }: Violation,
): Violation {
  const lines = tell(value)
  const counterexample: Counterexample = {
    api: session.suite.api,
    rule: rule.id,
    property: name,
    seed: session.seed,
    generator: { seed, path },
    value,
    case: lines,
    summary: finding.summary,
    expected: finding.expected,
    received: finding.received,
    exchanges: exchange ? [`${session.suite.api}-${exchange.id}`] : [],
    scenario: scenarioOf(lines.at(-1) ?? name, steps, value),
  }
  session.fuzzing.counterexamples.push(counterexample)
  const { replay } = session.fuzzing.plan
  const file = `${session.fuzzing.plan.folder}/${fileNameOf(replay ?? counterexample)}`
  return new Violation(
    { ...finding, case: lines, repeat: `assay replay ${file}${session.repeatTarget}` },
    exchange,
  )
}
