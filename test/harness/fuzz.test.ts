import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import * as fc from 'fast-check'
import type { Rule } from '../../harness/catalogue.js'
import { Inconclusive, NotTested, Violation } from '../../harness/finding.js'
import type { Counterexample } from '../../harness/fuzz/counterexample.js'
import { SMALL_BUDGET } from '../../harness/fuzz/budget.js'
import { forAll, forThis } from '../../harness/fuzz/for-all.js'
import { Fuzzing, SMALL_PLAN, type FuzzPlan } from '../../harness/fuzz/fuzzing.js'
import type { Property } from '../../harness/fuzz/property.js'
import { Ledger } from '../../harness/ledger.js'
import { Secrets } from '../../harness/secrets.js'
import { Session } from '../../harness/session.js'
import { completeEntry } from '../../harness/target-entry.js'
import type { StandingCheck } from '../../harness/suite.js'
import { AssayWorld, runningSession } from '../../harness/world.js'

const rule = {
  id: 'demo.always.holds',
  level: 'must',
  authority: 'document',
  role: 'server',
  capabilities: [],
  profiles: [],
} as unknown as Rule

const server = createServer((request, response) => {
  request.resume()
  response.setHeader('Content-Type', 'text/plain')
  response.end('secret-of-the-answer')
})
before(() => new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve)))
after(() => server.close())

async function inWorld(
  plan: Partial<FuzzPlan>,
  run: (world: AssayWorld) => Promise<void>,
  seed = 1,
  standing: readonly StandingCheck[] = [],
): Promise<{ world: AssayWorld; error: unknown }> {
  const { port } = server.address() as AddressInfo
  const session = await Session.open({
    suite: {
      api: 'demo',
      title: '',
      states: {},
      profiles: {},
      capabilities: {},
      options: {},
      standing,
      secretHeaders: [],
      secretsOf: ({ answer }) => (answer ? [`key ${answer.body.length} of it`] : []),
    },
    rules: [rule],
    target: completeEntry({ url: `http://127.0.0.1:${port}` }),
    folder: '.',
    seed,
    secrets: new Secrets(),
    repeatTarget: '',
    ledger: new Ledger(),
    fuzz: { ...SMALL_PLAN, ...plan },
  })
  const world = runningSession.run(
    session,
    () => new AssayWorld({ attach: () => {}, log: () => {}, link: () => {}, parameters: {} } as never),
  )
  world.begin(rule, 'demo.feature:1', 'demo', ['Given a server', 'Then it holds'])
  const error: unknown = await run(world).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  await session.close()
  return { world, error }
}

function property<Value>(
  values: fc.Arbitrary<Value>,
  holds: (value: Value) => Promise<void>,
): Property<Value> {
  return { name: 'numbers', values, tell: value => [`When ${JSON.stringify(value)} is tried`], holds }
}

const wrong = (what: string): Violation =>
  new Violation({ summary: what, expected: 'less', received: 'more' })

test('a counterexample is made as small as it can be, and repeated three times', async () => {
  const tried: number[] = []
  const { world, error } = await inWorld({}, world =>
    forAll(
      world,
      property(fc.nat(1000), async value => {
        tried.push(value)
        if (value >= 17) throw wrong('It is too large.')
      }),
    ),
  )
  assert.ok(error instanceof Violation)
  assert.deepEqual(error.finding.case, ['When 17 is tried'])
  assert.deepEqual(tried.slice(-3), [17, 17, 17])
  const [counterexample] = world.session.fuzzing.counterexamples
  assert.equal(counterexample?.value, 17)
  assert.equal(
    counterexample?.scenario,
    'Scenario: When 17 is tried\n  Given a server\n  Then it holds, as in\n    """\n    17\n    """',
  )
  assert.match(
    error.finding.repeat ?? '',
    /^assay replay assay-report\/counterexamples\/demo\.always\.holds-[0-9a-f]{8}\.json$/,
  )
  const { generator } = counterexample ?? assert.fail()
  const again = await fc.check(
    fc.asyncProperty(fc.nat(1000), async value => value < 17),
    { ...generator, endOnFailure: true },
  )
  assert.deepEqual(again.counterexample, [17])
})

test('lists are shortened from both ends', async () => {
  const { error } = await inWorld({ budget: { runs: 300 } }, world =>
    forAll(
      world,
      property(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12, size: 'max' }), async value => {
        if (/a.*b/.test(value.join(''))) throw wrong('b follows a.')
      }),
    ),
  )
  assert.deepEqual((error as Violation).finding.case, ['When ["a","b"] is tried'])
})

test('what cannot be repeated is inconclusive, with its frequency', async () => {
  let violations = 0
  const { world, error } = await inWorld({}, world =>
    forAll(
      world,
      property(fc.constant(1), async () => {
        violations += 1
        if (violations === 2 || violations === 4) throw wrong('It went wrong once.')
      }),
    ),
  )
  assert.ok(error instanceof Inconclusive)
  assert.match(error.message, /again in \d of 3 repetitions only: It went wrong once/)
  assert.deepEqual(world.session.fuzzing.counterexamples, [])
})

test('a small form that is not steady gives way to what was found first', async () => {
  let tries = 0
  const { error } = await inWorld({ budget: { runs: 100 } }, world =>
    forAll(
      world,
      property(fc.integer({ min: 1, max: 1000 }), async value => {
        tries += 1
        if (value > 500 || (value > 100 && tries % 2 === 0)) throw wrong('It is too large.')
      }),
    ),
  )
  assert.ok(error instanceof Violation)
  assert.match(error.finding.case?.[0] ?? '', /When ([5-9]\d\d|1000) is tried/)
})

test('what cannot be judged ends the property', async () => {
  let tries = 0
  const { error } = await inWorld({}, world =>
    forAll(
      world,
      property(fc.nat(), async () => {
        tries += 1
        if (tries === 5) throw new NotTested('No state is left.')
      }),
    ),
  )
  assert.ok(error instanceof NotTested)
  assert.equal(tries, 5)
})

test('a mistake of ours is none of the target', async () => {
  const { error } = await inWorld({}, world =>
    forAll(
      world,
      property(fc.nat(), () => Promise.reject(new TypeError('ours'))),
    ),
  )
  assert.ok(error instanceof TypeError)
})

test('the same seed tries the same values', async () => {
  const valuesOf = async (seed: number): Promise<number[]> => {
    const tried: number[] = []
    await inWorld(
      {},
      world =>
        forAll(
          world,
          property(fc.nat(), async value => void tried.push(value)),
        ),
      seed,
    )
    return tried
  }
  assert.equal((await valuesOf(1)).length, SMALL)
  assert.deepEqual(await valuesOf(1), await valuesOf(1))
  assert.notDeepEqual(await valuesOf(1), await valuesOf(2))
})

/** How many values a run tries unasked. */
const { runs: SMALL } = SMALL_BUDGET as { runs: number }

const EARLIER: Counterexample = {
  api: 'demo',
  rule: rule.id,
  property: 'numbers',
  seed: 9,
  generator: { seed: 1, path: '0' },
  value: 99,
  case: [],
  summary: '',
  expected: '',
  received: '',
  exchanges: [],
  scenario: '',
}

test('counterexamples of earlier runs come first', async () => {
  const tried: number[] = []
  const other = { ...EARLIER, property: 'letters', value: 'x' }
  await inWorld({ corpus: [other, EARLIER] }, world =>
    forAll(
      world,
      property(fc.nat(9), async value => void tried.push(value)),
    ),
  )
  assert.equal(tried[0], 99)
  assert.equal(tried.length, SMALL + 1)
})

test('a replay tries one value and nothing else', async () => {
  const tried: number[] = []
  const holds = async (value: number): Promise<void> => void tried.push(value)
  assert.equal(
    (await inWorld({ replay: EARLIER }, world => forAll(world, property(fc.nat(9), holds)))).error,
    undefined,
  )
  assert.deepEqual(tried, [99, 99, 99])
  const broken = await inWorld({ replay: EARLIER }, world =>
    forAll(
      world,
      property(fc.nat(9), () => Promise.reject(wrong('again'))),
    ),
  )
  assert.ok(broken.error instanceof Violation)
  const scenario = await inWorld({}, world =>
    forThis(
      world,
      property(fc.nat(9), () => Promise.reject(wrong('again'))),
      4,
    ),
  )
  assert.ok(scenario.error instanceof Violation)
})

test('a property that rests on a broken rule is blocked by it', async () => {
  const { error } = await inWorld({}, world => {
    world.session.ledger.fail(
      rule.id,
      world.session.failureOf(rule.id, { summary: '', expected: '', received: '' }, undefined, 'other'),
    )
    return forAll(world, { ...property(fc.nat(), async () => {}), restsOn: [rule.id] })
  })
  assert.equal((error as NotTested).blockedBy, rule.id)
})

test('few exchanges and no secrets of cases are kept, but those of a failure are', async () => {
  const ask = (world: AssayWorld) => world.send({ method: 'GET', target: '/' })
  const passed = await inWorld({ budget: { runs: 500 } }, world =>
    forAll(
      world,
      property(fc.nat(), async () => void (await ask(world))),
    ),
  )
  assert.equal(passed.error, undefined)
  assert.equal(passed.world.session.recorder.exchanges.length, 3)
  const [coverage] = passed.world.session.fuzzing.coverage
  assert.equal(coverage?.cases, 500)
  assert.deepEqual(coverage?.statuses, { 200: 500 })
  const failed = await inWorld({ budget: { runs: 500 } }, world =>
    forAll(
      world,
      property(fc.nat(1000), async value => {
        const exchange = await ask(world)
        if (value > 10) throw new Violation({ summary: 'large', expected: '', received: '' }, exchange)
      }),
    ),
  )
  const { exchange } = failed.error as Violation
  assert.ok(failed.world.session.recorder.exchanges.includes(exchange ?? assert.fail()))
})

test('a budget of time ends it', async () => {
  const started = performance.now()
  await inWorld({ budget: { milliseconds: 300 } }, world =>
    forAll(
      world,
      property(fc.nat(), async () => void (await world.send({ method: 'GET', target: '/' }))),
    ),
  )
  const took = performance.now() - started
  assert.ok(took > 250 && took < 3000, `${took} ms`)
})

test('what a case leaves open is ended with the case', async () => {
  let open = 0
  let most = 0
  const { error } = await inWorld({ budget: { runs: 30 } }, async world => {
    world.atEnd(() => {})
    await forAll(world, {
      name: 'anything',
      values: fc.nat(),
      tell: value => [String(value)],
      holds: () => {
        open += 1
        most = Math.max(most, open)
        world.atEnd(() => (open -= 1))
        return Promise.resolve()
      },
    })
    assert.equal(world.openEnds, 1)
  })
  assert.equal(error, undefined)
  assert.deepEqual({ open, most }, { open: 0, most: 1 })
})

test('what a person would rather write is tried in place of what fast-check leaves', async () => {
  const { error } = await inWorld({}, world =>
    forAll(world, {
      ...property<string>(fc.constant('b-b'), async value => {
        if (value.includes('-')) throw wrong('It has a hyphen.')
      }),
      *simpler(value) {
        if (value === 'b-b') yield 'a-a'
        if (value.length > 1) yield '-'
      },
    }),
  )
  assert.deepEqual((error as Violation).finding.case, ['When "-" is tried'])
})

/** A property whose cases share something; what is wrong shows with what was met before, or always. */
function sharing(isWrong: (value: number, wasMet: boolean) => boolean): Property<number> {
  let met = 0
  let isShared = true
  return {
    ...property(fc.integer({ min: 1, max: 50 }), async value => {
      const wasMet = isShared && met > 0
      met += 1
      if (isWrong(value, wasMet)) throw wrong('It went wrong.')
    }),
    part: () => {
      const wasShared = isShared
      isShared = false
      return Promise.resolve(wasShared && met > 1)
    },
  }
}

test('a violation that needs what an earlier case left is inconclusive, and no case shares anything after it', async () => {
  const { world, error } = await inWorld({}, world =>
    forAll(
      world,
      sharing((_, wasMet) => wasMet),
    ),
  )
  assert.ok(error instanceof Inconclusive)
  assert.match(error.message, /not again where nothing came before it: It went wrong/)
  assert.equal(world.session.fuzzing.counterexamples.length, 0)
})

test('a violation that needs nothing that an earlier case left is believed', async () => {
  const { error } = await inWorld({}, world =>
    forAll(
      world,
      sharing(value => value >= 20),
    ),
  )
  assert.deepEqual((error as Violation).finding.case, ['When 20 is tried'])
})

test('what a case exchanges is judged before it is forgotten, also by checks that could wait', async () => {
  let judged = 0
  const patient: StandingCheck = {
    rule: rule.id,
    applies: () => true,
    later: () => true,
    find: () => {
      judged += 1
      return undefined
    },
  }
  const ask = (world: AssayWorld) => world.send({ method: 'GET', target: '/' })
  const { world } = await inWorld(
    { budget: { runs: 20 } },
    async world => {
      const before = await ask(world)
      await forAll(
        world,
        property(fc.nat(), async () => void (await ask(world))),
      )
      assert.equal(world.session.isJudged(before), false)
    },
    1,
    [patient],
  )
  assert.equal(judged, 20)
  const [first, ...kept] = world.session.recorder.exchanges
  assert.ok(first && kept.length > 0 && kept.length < 20)
  assert.ok(kept.every(exchange => world.session.isJudged(exchange)))
})

test('time is dealt out by parts, and nothing of it is lost', () => {
  const fuzzing = new Fuzzing({ ...SMALL_PLAN, budget: { milliseconds: 6000 } })
  for (let planned = 0; planned < 3; planned += 1) fuzzing.expect()
  const now = performance.now()
  const lengths = [2, 1, 1].map(parts => Math.round((fuzzing.nextShare(parts).until - now) / 100))
  assert.deepEqual(lengths, [30, 30, 60])
})

test('a request is recorded as the target reads it, whatever it holds', async () => {
  const { error } = await inWorld({ budget: { runs: 1 } }, world =>
    forAll(
      world,
      property(fc.constant(0), async () => {
        const plain = await world.send({ method: 'GET', target: '/a?b', headers: [['X-Plain', 'a b']] })
        assert.deepEqual(
          plain.request.headers.filter(([name]) => name !== 'Host'),
          [['X-Plain', 'a b']],
        )
        const odd = await world.send({ method: 'POST', target: '/a', headers: [['X-Odd', ' \u0161 ']] })
        assert.deepEqual(
          odd.request.headers.filter(([name]) => name !== 'Host'),
          [
            ['X-Odd', 'a'],
            ['Content-Length', '0'],
          ],
        )
      }),
    ),
  )
  assert.equal(error, undefined)
})
