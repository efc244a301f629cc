import * as fc from 'fast-check'
import type { Property } from '../../harness/fuzz/property.js'
import { Astray, Course } from './course.js'
import type { Dsp } from './dsp.js'
import { hearing, type Hear } from './hearing.js'
import { isPending, type Status } from './model.js'
import type { Staged } from './requests.js'
import { orderProblem, owedProblem, type Telling } from './telling.js'

const STATUSES = [
  'Active',
  'Deactivated',
  'PreProvisioned',
  'PreProvisioningPending',
  'ActivationPending',
  'DeactivationPending',
  'Cancelled',
] as const satisfies readonly Status[]

const STAGED = STATUSES.filter((status): status is Staged => status !== 'Cancelled')

const CAUSES = ['CustomerRequested', 'MNPPortOut', 'DSPRequested'] as const

/** Something that happens to one of two subscriptions, or to both. */
export type Step =
  | { readonly do: 'request'; readonly which: number; readonly status: Status }
  | {
      readonly do: 'signal' | 'call' | 'decide' | 'look' | 'decide both' | 'join' | 'rename'
      readonly which: number
    }
  | { readonly do: 'end'; readonly which: number; readonly cause: (typeof CAUSES)[number] }
  | { readonly do: 'take'; readonly which: number; readonly status: Staged | 'indelible' }
  | { readonly do: 'create'; readonly which: number; readonly customer: 'customer' | 'denied customer' }

const NAMES = ['first', 'second'] as const

/** What happens to two subscriptions of one customer, in any order: mostly what leads on. */
function stepsOf({ world }: Dsp, weightOfLooks: number): fc.Arbitrary<Step[]> {
  const which = fc.nat(NAMES.length - 1)
  const simple = (name: Exclude<Step['do'], 'request' | 'end' | 'take' | 'create'>) =>
    fc.record({ do: fc.constant(name), which })
  const request = (statuses: readonly Status[]) =>
    fc.record({ do: fc.constant('request' as const), which, status: fc.constantFrom(...statuses) })
  const mayRefuse = world.session.target.capabilities['refuses-deactivation'] !== false
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 6, arbitrary: request(['Active', 'Active', 'Deactivated']) },
    { weight: 2, arbitrary: request(STATUSES) },
    { weight: 6, arbitrary: simple('decide') },
    { weight: 2, arbitrary: simple('decide both') },
    { weight: 3, arbitrary: simple('signal') },
    { weight: 2, arbitrary: simple('call') },
    { weight: 1, arbitrary: simple('join') },
    { weight: 1, arbitrary: simple('rename') },
    { weight: weightOfLooks, arbitrary: simple('look') },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('end' as const), which, cause: fc.constantFrom(...CAUSES) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('take' as const),
        which,
        status: fc.constantFrom('Active' as const, ...STAGED, ...(mayRefuse ? (['indelible'] as const) : [])),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('create' as const),
        which,
        customer: fc.constantFrom('customer' as const, 'denied customer' as const),
      }),
    },
  )
  return fc.array(step, { minLength: 1, maxLength: world.session.fuzzing.isDeep ? 16 : 6, size: 'max' })
}

/** What a subscription is follows from what was done to it and to the customer's other one, in whatever order. */
export function livesGoByTheBook(dsp: Dsp): Property<readonly Step[]> {
  const heard = hearing(dsp.world)
  return {
    name: 'anything done to two subscriptions in any order',
    values: stepsOf(dsp, 3),
    parts: 2,
    tell,
    restsOn: [
      'roaming.update.activation-is-accepted',
      'roaming.update.deactivation-is-accepted',
      'roaming.update.signalling-change-is-accepted',
      'roaming.transitions.completed-activation-is-active',
      'roaming.transitions.completed-deactivation-is-deactivated',
      'roaming.transitions.only-activates-what-is-pre-provisioned',
      'roaming.transitions.never-returns-to-pre-provisioned',
      'roaming.transitions.never-sets-what-is-pending',
      'roaming.changes.swap-deactivates-the-donor',
      'roaming.callback.change-is-kept',
    ],
    async holds(steps) {
      const inbox = await dsp.listen()
      try {
        await run(new Course(dsp, inbox, true), dsp, steps, heard)
      } finally {
        inbox.close()
      }
    },
  }
}

/** ARPs are told of all that the DSP completes, and of nothing that did not happen. */
export function arpsAreTold(dsp: Dsp): Property<readonly Step[]> {
  return tellings(dsp, 'notifications of anything done to two subscriptions', owedProblem, [
    'roaming.notifications.tells-of-granted-pre-provisioning',
    'roaming.notifications.tells-of-denied-pre-provisioning',
    'roaming.notifications.tells-of-activation',
    'roaming.notifications.tells-of-deactivation',
    'roaming.notifications.tells-of-signalling-change',
    'roaming.notifications.come-in-the-format-asked-for',
    'roaming.notifications.come-where-the-arp-wants-them',
    'roaming.changes.swap-tells-the-donor',
    'roaming.changes.swap-tells-the-recipient',
    'roaming.changes.dsp-tells-of-its-deactivation',
    'roaming.changes.user-id-change-is-notified',
  ])
}

/** ARPs are told of each event once, and of one subscription in the order of its events. */
export function arpsAreToldOnceInOrder(dsp: Dsp): Property<readonly Step[]> {
  return tellings(dsp, 'the order of notifications of anything done to two subscriptions', orderProblem, [
    'roaming.notifications.come-once',
    'roaming.notifications.never-tell-of-what-is-pending',
    'roaming.notifications.callback-change-is-not-notified',
  ])
}

function tellings(
  dsp: Dsp,
  name: string,
  problemOf: Telling,
  restsOn: readonly string[],
): Property<readonly Step[]> {
  const heard = hearing(dsp.world)
  return {
    name,
    values: stepsOf(dsp, 0),
    parts: 2,
    tell,
    restsOn,
    async holds(steps) {
      const inbox = await dsp.listen()
      try {
        const course = new Course(dsp, inbox, false)
        await run(course, dsp, steps, heard)
        await checkTold(dsp, course, inbox, problemOf, heard)
      } catch (error) {
        if (!(error instanceof Astray)) throw error
      } finally {
        inbox.close()
      }
    },
  }
}

/** Waits until all is told that is owed in one of the ways that things may have gone; what is missing then is not told. */
export async function checkTold(
  dsp: Dsp,
  course: Course,
  inbox: Parameters<ReturnType<typeof hearing>>[0],
  problemOf: Telling,
  heard: ReturnType<typeof hearing>,
): Promise<void> {
  // Whatever is told of it comes after what was told of the others, so that nothing superfluous is on its way any more.
  const last = await course.take(dsp.arps[0] ?? '', 'PreProvisioningPending')
  await course.decide(last)
  const ways = course.possibles
  const isDone = await heard(inbox, calls =>
    ways.some(way => problemOf(dsp, course, way, calls) === undefined) ? true : undefined,
  )
  if (isDone) return
  const [way = []] = ways
  problemOf(dsp, course, way, inbox.received)?.()
}

async function run(course: Course, dsp: Dsp, steps: readonly Step[], heard: Hear): Promise<void> {
  const [first = '', second] = dsp.arps
  const one = await course.take(first, 'Active')
  // An ARP does not take a customer from itself.
  const other = await course.take(second ?? first, 'PreProvisioned', second === undefined ? undefined : one)
  const held = [one, other]
  for (const step of steps) await perform(course, dsp, step, held, heard)
  await course.settle()
}

async function perform(course: Course, dsp: Dsp, step: Step, held: number[], heard: Hear): Promise<void> {
  const at = held[step.which] ?? 0
  const other = held[1 - step.which] ?? 0
  const arpId = dsp.arps[step.which] ?? dsp.arps[0] ?? ''
  switch (step.do) {
    case 'request':
      return course.request(at, step.status)
    case 'signal':
      return course.signal(at)
    case 'call':
      return course.call(at)
    case 'decide':
      return course.decide(at)
    case 'decide both':
      return course.decide(at, other)
    case 'look':
      return course.look(at)
    case 'end':
      return course.end(at, step.cause)
    case 'rename':
      if (!course.mayRename(at)) {
        await release(course, at)
        held[step.which] = await course.take(arpId, 'Active')
      }
      held[step.which] = await course.rename(held[step.which] ?? 0, heard)
      return
    case 'take':
      await release(course, at)
      held[step.which] = await course.take(arpId, step.status)
      return
    case 'create':
      await release(course, at)
      held[step.which] = await course.create(arpId, step.customer)
      return
    case 'join':
      await release(course, at)
      if (dsp.arps.length < 2 || !course.is(other, ({ status, wanted }) => status === 'Active' && !wanted))
        return
      held[step.which] = await course.take(arpId, 'PreProvisioned', other)
  }
}

/** Nothing is left pending on a subscription that is given up, so that few things can have happened. */
async function release(course: Course, at: number): Promise<void> {
  if (course.possibles.some(possible => possible[at] && isPending(possible[at]))) await course.decide(at)
}

function tell(steps: readonly Step[]): string[] {
  return [
    'Given an Active subscription and a PreProvisioned one of the same customer, each of another ARP',
    ...steps.map(step => `When ${tellStep(step)}`),
    'When the DSP has decided whatever is pending',
  ]
}

function tellStep(step: Step): string {
  const which = `the ${NAMES[step.which]} subscription`
  switch (step.do) {
    case 'request':
      return `the ARP requests the status ${step.status} of ${which}`
    case 'signal':
      return `the ARP requests the other signalling status of ${which}, if it is Active`
    case 'call':
      return `the ARP gives a new callback for ${which}, if it is Active`
    case 'decide':
      return `the DSP decides about ${which}`
    case 'decide both':
      return `the DSP decides about ${which} and the other at the same time`
    case 'look':
      return `the ARP retrieves ${which}`
    case 'end':
      return `the DSP deactivates ${which} as ${step.cause}, if it is Active`
    case 'rename':
      return `a customer who has nothing but ${which}, which is Active, gets another userId`
    case 'take':
      return `the ARP gets a subscription of another customer for ${which}, one that is ${step.status === 'indelible' ? 'Active and indelible' : step.status}`
    case 'create':
      return `the ARP requests pre-provisioning of another ${step.customer} for ${which}`
    case 'join':
      return `the ARP gets a PreProvisioned subscription for ${which}, of the customer of the other if that is Active`
  }
}
