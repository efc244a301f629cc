import * as fc from 'fast-check'
import { isSilence } from '../../harness/world.js'
import type { Property } from '../../harness/fuzz/property.js'
import { ACCESSES, live, lives, tellAnswer, tellLife, type Placed, type Step } from './life.js'
import { broken, type Answer, type Outcome, type Provider } from './provider.js'

const PRINTABLE = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...Array.from('åäöÅÄÖéüñ§£€–—’“”…·×½žłΩλжя漢字のñ🙂🚧𠮷𝄞')),
  },
)

/** Texts that people can read, of one line. */
const TEXTS = fc.string({ unit: PRINTABLE, maxLength: 30 })

/** Bodies of a 201 that say nothing of how far an order is. */
const NONSENSE = [
  '',
  'null',
  '{}',
  '[]',
  '"DONE_SUCCESS"',
  'DONE_SUCCESS',
  '{"state":null}',
  '{"state":true}',
  '{"state":["DONE_SUCCESS"]}',
  '{"state":"DONE"}',
  '{"state":"NOT DONE_SUCCESS"}',
  '{"state":"DONE_SUCCESS"',
  '{"order":{"state":"DONE_SUCCESS"}}',
  '{"message":"DONE_SUCCESS"}',
  '<p>DONE_SUCCESS</p>',
]

/** Answers of the operator that its page on orders has. */
const ORDERLY: fc.Arbitrary<Answer> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      state: fc.constant('DONE_SUCCESS'),
      message: fc.oneof(fc.constant(''), TEXTS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      state: fc.constantFrom('RECEIVED', 'IN_PROGRESS'),
      message: fc.oneof(fc.constant(''), TEXTS),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      state: fc.constant('DONE_FAILED'),
      message: fc.oneof(TEXTS, fc.string({ unit: PRINTABLE, maxLength: 255, size: 'max' })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('error' as const), status: fc.constant(409), cause: TEXTS }),
  },
)

/** Answers from which nobody can tell what became of the order. */
const DISORDERLY: fc.Arbitrary<Answer> = fc.oneof(
  fc.record({
    kind: fc.constant('error' as const),
    status: fc.constantFrom(400, 401, 403, 404, 429, 500, 501, 503),
    cause: TEXTS,
  }),
  fc.record({ kind: fc.constant('nonsense' as const), body: fc.constantFrom(...NONSENSE) }),
  fc.constant({ kind: 'reset' as const }),
)

/** Anything that the operator may answer; in a deep run, now and then nothing at all. */
function answersFor({ world }: Provider): fc.Arbitrary<Answer> {
  return fc.oneof(
    { weight: 160, arbitrary: ORDERLY },
    { weight: 80, arbitrary: DISORDERLY },
    ...(world.session.fuzzing.isDeep
      ? [{ weight: 1, arbitrary: fc.constant({ kind: 'silence' as const }) }]
      : []),
  )
}

/** Each possible order of the portal is one order at the operator, and what is refused is none. */
export function operatorIsAskedOnce(provider: Provider): Property<readonly Step[]> {
  const { operator } = provider
  return {
    name: 'anything done to several accesses in any order, as the operator sees it',
    values: lives(provider, answersFor(provider)),
    tell: tellLife,
    restsOn: [
      'onapi.operator.is-asked-for-possible-order',
      'onapi.operator.is-asked-for-the-access',
      'onapi.operator.is-asked-once',
      'onapi.operator.is-spared-own-rejections',
      'onapi.operator.is-spared-invalid-orders',
      'onapi.operator.is-spared-orders-without-credentials',
      'onapi.operator.silence-does-not-hang-the-portal',
    ],
    async holds(steps) {
      const { offerings, placed } = await live(provider, steps)
      await placeLater(provider)
      for (const [index, { coAccessId }] of offerings.entries()) {
        const own = placed.filter(({ access }) => access === index)
        const count = operator.countFor(coAccessId)
        // A provider may ask again where it was not answered as the operator's page has it.
        const most = own.some(({ answer }) => isDisorderly(answer)) ? Infinity : own.filter(mayBeAsked).length
        const least = own.some(({ outcome }) => outcome === 'activated') ? 1 : 0
        if (count <= most && count >= least) continue
        const [first] = own
        broken(
          count > most
            ? 'The operator has got more orders than the portal placed.'
            : 'An order is reported as ACTIVATED that the operator has never got.',
          count > most ? `at most ${most} orders for ${ACCESSES[index]}` : 'an order',
          first?.exchange,
          `${count} orders`,
        )
      }
    },
  }
}

/** Whether the operator may hear of it: neither what is refused nor what the provider itself rejects is for him. */
function mayBeAsked({ access, isRight, outcome, body }: Placed): boolean {
  if (body !== undefined) return outcome !== 'error'
  return isRight && access !== ACCESSES.length - 1
}

function isDisorderly(answer: Answer | undefined): boolean {
  if (answer === undefined || answer.kind === 'order') return false
  return answer.kind !== 'error' || answer.status !== 409
}

/** What the provider sent to the operator has arrived when a further order is there. */
async function placeLater(provider: Provider): Promise<void> {
  const offering = await provider.offering('free access')
  const exchange = await provider.place(provider.orderFor(offering))
  await provider.operator.arrival(offering.coAccessId, exchange)
}

/** What the portal is told follows from what the operator answered, whatever orders came before. */
export function outcomesFollowTheOperator(provider: Provider): Property<readonly Answer[]> {
  const { world, operator, profile } = provider
  return {
    name: 'any answers of the operator',
    values: fc.array(answersFor(provider), { minLength: 1, maxLength: 5 }),
    tell: answers => [
      'Given a free access for each order',
      ...answers.map(answer => `When the portal places an order, and the operator ${tellAnswer(answer)}`),
    ],
    restsOn: [
      'onapi.outcome.is-200',
      'onapi.operator.confirmed-order-is-accepted',
      'onapi.operator.activated-needs-confirmation',
      'onapi.operator.activated-needs-answer',
      'onapi.operator.refused-order-is-rejected',
      'onapi.operator.silence-does-not-hang-the-portal',
    ],
    async holds(sequence) {
      // With an order that is received only, so that what follows does not hang on the case before.
      for (const answer of [RECEIVES, ...sequence]) {
        const offering = await provider.offering('free access')
        operator.plan(offering.coAccessId, answer)
        const exchange = await provider.place(provider.orderFor(offering))
        if (answer.kind === 'silence' && isSilence(exchange)) continue
        world.answerOf(exchange)
        const outcome = provider.outcomeOf(exchange)
        world.cover('transitions', `${nameOf(answer)}: ${outcome}`)
        const wanted = wantedFor(answer, operator.isAwaited, profile)
        if (wanted.outcomes.includes(outcome)) continue
        broken(`The portal is told something else than the operator answered.`, wanted.words, exchange)
      }
    },
  }
}

const RECEIVES: Answer = { kind: 'order', state: 'RECEIVED', message: '' }

interface Wanted {
  readonly outcomes: readonly Outcome[]
  readonly words: string
}

const ANYTHING: readonly Outcome[] = ['activated', 'accepted', 'rejected', 'error', 'none']

function wantedFor(answer: Answer, isAwaited: boolean, profile: string): Wanted {
  const isConfirmed = answer.kind === 'order' && answer.state === 'DONE_SUCCESS'
  if (isConfirmed) return { outcomes: ['activated', 'accepted'], words: 'the order is accepted' }
  const isRefused =
    (answer.kind === 'order' && answer.state === 'DONE_FAILED') ||
    (answer.kind === 'error' && answer.status === 409)
  if (isRefused && isAwaited) return { outcomes: ['rejected'], words: 'REJECTED' }
  // Releases 2.5 and 2.6 have no word for what is received only.
  if (profile === 'released') return { outcomes: ANYTHING, words: 'any outcome' }
  return {
    outcomes: ANYTHING.filter(outcome => outcome !== 'activated'),
    words: 'another answer than ACTIVATED',
  }
}

function nameOf(answer: Answer): string {
  if (answer.kind === 'order') return answer.state
  return answer.kind === 'error' ? String(answer.status) : answer.kind
}

/** Stand before and behind what is of interest in a message: a provider that relays it relays them. */
const MARKS = ['Port7Q', 'Q7Hus'] as const

/** A refusal whose text reaches the customer reaches him as the operator wrote it. */
export function messagesArriveWhole(provider: Provider): Property<string> {
  const { world, operator } = provider
  return {
    name: 'any text of a refusal',
    values: TEXTS.map(text => text.replaceAll(/ {2,}/g, ' ').trim()),
    tell: text => [
      `When the portal places an order, and the operator refuses it with ${JSON.stringify(marked(text))}`,
    ],
    restsOn: [
      'onapi.outcome.message-is-text',
      'onapi.operator.refused-order-is-rejected',
      'onapi.operator.refusal-has-message',
    ],
    async holds(text) {
      const offering = await provider.offering('free access')
      operator.plan(offering.coAccessId, { kind: 'order', state: 'DONE_FAILED', message: marked(text) })
      const exchange = await provider.place(provider.orderFor(offering))
      world.answerOf(exchange)
      const message = provider.messageOf(exchange)
      const isRelayed = typeof message === 'string' && message.includes(MARKS[0])
      world.cover('transitions', isRelayed ? 'relayed' : 'told in other words')
      // A provider may word a refusal itself, but not relay it in pieces.
      if (!isRelayed || message.includes(marked(text))) return
      broken(
        "The operator's text reaches the customer as another text.",
        JSON.stringify(marked(text)),
        exchange,
        JSON.stringify(message),
      )
    },
  }
}

function marked(text: string): string {
  return `${MARKS[0]} ${text} ${MARKS[1]}`.replace('  ', ' ')
}
