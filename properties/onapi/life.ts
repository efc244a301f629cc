import * as fc from 'fast-check'
import type { Exchange } from '../../harness/exchange.js'
import { editText, tellTextEdit, textEdits, type TextEdit } from '../../harness/fuzz/text-edits.js'
import {
  isAccepted,
  type Answer,
  type Offering,
  type Order,
  type Outcome,
  type Provider,
} from './provider.js'
import { applyEdit } from './slips.js'

/** Ways to spoil an order that nobody reads as an order any more. */
const MISTAKES = {
  'without its customer': (order: Order) => applyEdit(order, { at: ['customerDetails'], edit: 'left out' }),
  'without its offering': (order: Order) =>
    applyEdit(order, { at: ['products', 0, 'offeringId'], edit: 'left out' }),
  'for the 31st of April': (order: Order) =>
    applyEdit(order, { at: ['requestedDateTime'], edit: 'changed', to: '2050-04-31T00:00:00Z' }),
  'to deactivate': (order: Order) =>
    applyEdit(order, { at: ['operation'], edit: 'changed', to: 'DEACTIVATE' }),
} as const

type Mistake = keyof typeof MISTAKES

/** Something that a portal does. Accesses go by their number in the case. */
export type Step =
  | { readonly do: 'order'; readonly access: number; readonly answer?: Answer }
  | { readonly do: 'together'; readonly accesses: readonly number[] }
  | { readonly do: 'mistake'; readonly access: number; readonly mistake: Mistake }
  | { readonly do: 'spoil'; readonly access: number; readonly edit: TextEdit }
  | { readonly do: 'slip'; readonly access: number }

/** The accesses of a case: the last one's orders are those that the provider itself rejects. */
export const ACCESSES = [
  'a free access',
  'another free access',
  'an access that the provider rejects',
] as const

/** What came of one order. */
export interface Placed {
  readonly access: number
  readonly order: Order
  readonly exchange: Exchange
  readonly outcome: Outcome
  /** What the operator was to answer; undefined where nothing was planned. */
  readonly answer?: Answer
  /** Orders of the same number were placed at the same time. */
  readonly time: number
  /** Bytes that were sent in place of the order's own, which may be an order still. */
  readonly body?: Buffer
  /** Whether it is nothing but a well-formed order with the portal's credentials. */
  readonly isRight: boolean
}

/** A case that was played: its accesses, and what was placed for them in order. */
export interface Life {
  readonly offerings: readonly Offering[]
  readonly placed: readonly Placed[]
}

/** Any sequence of things that portals do. @param answers what the operator makes of orders, if the suite plays it. */
export function lives({ world }: Provider, answers?: fc.Arbitrary<Answer>): fc.Arbitrary<readonly Step[]> {
  const { isDeep } = world.session.fuzzing
  const access = fc.nat(ACCESSES.length - 1)
  const order = fc.record({
    do: fc.constant('order' as const),
    access,
    ...(answers ? { answer: answers } : {}),
  })
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 5, arbitrary: order },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('together' as const),
        accesses: fc.array(access, { minLength: 2, maxLength: isDeep ? 5 : 3 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('mistake' as const),
        access,
        mistake: fc.constantFrom(...(Object.keys(MISTAKES) as Mistake[])),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('spoil' as const), access, edit: textEdits }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('slip' as const), access }) },
  )
  return fc.array(step, { minLength: 1, maxLength: isDeep ? 14 : 4, size: 'max' })
}

/** Plays a sequence on accesses of its own. */
export async function live(provider: Provider, steps: readonly Step[]): Promise<Life> {
  const offerings: Offering[] = []
  for (const [index] of ACCESSES.entries()) {
    const isLast = index === ACCESSES.length - 1
    offerings.push(await provider.offering(isLast ? 'order the provider rejects' : 'free access'))
  }
  const placed: Placed[] = []
  for (const [time, step] of steps.entries()) placed.push(...(await play(provider, step, offerings, time)))
  for (const { access, outcome, isRight } of placed) {
    const name = `${ACCESSES[access] ?? ''}: ${outcome}`
    provider.world.cover(isRight ? 'transitions' : 'illegalTransitions', name)
  }
  return { offerings, placed }
}

async function play(
  provider: Provider,
  step: Step,
  offerings: readonly Offering[],
  time: number,
): Promise<Placed[]> {
  const { world, operator } = provider
  // Where nobody has a password, none can be wrong.
  if (step.do === 'slip' && provider.user === undefined) return []
  const accesses = step.do === 'together' ? step.accesses : [step.access]
  const attempts = accesses.map(async (access): Promise<Placed> => {
    const offering = offerings[access] as Offering
    const order = provider.orderFor(offering)
    const answer = step.do === 'order' ? step.answer : undefined
    if (answer) operator.plan(offering.coAccessId, answer)
    const common = { access, order, time, ...(answer ? { answer } : {}) }
    const of = (exchange: Exchange) => ({ exchange, outcome: provider.outcomeOf(exchange) })
    if (step.do === 'mistake') {
      const exchange = await provider.place(MISTAKES[step.mistake](order))
      return { ...common, ...of(exchange), isRight: false }
    }
    if (step.do === 'spoil') {
      const body = editText(Buffer.from(JSON.stringify(order)), step.edit)
      return { ...common, ...of(await world.send(provider.request(order, body))), body, isRight: false }
    }
    if (step.do === 'slip') {
      const exchange = await provider.sendAs(withSlip(provider), provider.request(order))
      return { ...common, ...of(exchange), isRight: false }
    }
    return { ...common, ...of(await provider.place(order)), isRight: true }
  })
  return Promise.all(attempts)
}

function withSlip({ user }: Provider) {
  return { username: user?.username ?? '', password: `${user?.password ?? ''}~` }
}

/** What was placed and accepted; what is left of spoilt bytes may be an order still. */
export function acceptedOf({ placed }: Life, access: number): Placed[] {
  return placed.filter(one => one.access === access && isAccepted(one.outcome))
}

/** A sequence in words. */
export function tellLife(steps: readonly Step[]): string[] {
  return [
    'Given two free accesses, and one whose orders the provider rejects',
    ...steps.map(step => `When ${tell(step)}`),
  ]
}

function tell(step: Step): string {
  switch (step.do) {
    case 'order': {
      const answer = step.answer === undefined ? '' : `, and the operator ${tellAnswer(step.answer)}`
      return `the portal places an order for ${ACCESSES[step.access]}${answer}`
    }
    case 'together':
      return `the portal places orders for ${step.accesses.map(access => ACCESSES[access]).join(' and ')} at the same time`
    case 'mistake':
      return `the portal places an order for ${ACCESSES[step.access]} ${step.mistake}`
    case 'spoil':
      return `the portal places an order for ${ACCESSES[step.access]} ${tellTextEdit(step.edit)}`
    case 'slip':
      return `the portal places an order for ${ACCESSES[step.access]} with a wrong password`
  }
}

/** What the operator does, in words. */
export function tellAnswer(answer: Answer): string {
  switch (answer.kind) {
    case 'order':
      return `answers ${answer.state}${answer.message === '' ? '' : ` with ${JSON.stringify(answer.message)}`}`
    case 'error':
      return `answers ${answer.status} with the cause ${JSON.stringify(answer.cause)}`
    case 'nonsense':
      return `answers ${JSON.stringify(answer.body)}`
    case 'reset':
      return 'breaks the connection'
    case 'silence':
      return 'never answers'
  }
}
