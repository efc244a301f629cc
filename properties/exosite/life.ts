import * as fc from 'fast-check'
import type { Property } from '../../harness/fuzz/property.js'
import { activation, broken, cikOf, download, succeeded, type Triple, type World } from './device.js'

/** Something that a device or an owner does with one of the serial numbers. */
type Step =
  | { readonly do: 'activate' | 'enable' | 'disable'; readonly device: number }
  | { readonly do: 'list'; readonly device: number; readonly key: 'current' | 'old' }
  | { readonly do: 'wait'; readonly hours: number }

/** A serial number as the document lets it be. */
interface Device extends Triple {
  progress: 'enabled' | 'disabled' | 'activated'
  /** The hours that had passed when it was enabled. */
  enabledAt: number
  /** The key of its activation, if it is activated. */
  key: string | undefined
  /** Keys of activations that a later enabling ended. */
  readonly oldKeys: string[]
}

/** How long an enabled serial number can be activated, in hours. */
const WINDOW = 24

const DEVICES = ['first', 'second'] as const

/** What two serial numbers of one model answer depends on what was done to each, in whatever order. */
export function livesGoByTheBook(world: World): Property<readonly Step[]> {
  return lives(world, 'anything done to two serial numbers in any order', stepsOf([]))
}

/** The same as time goes by: after 24 hours an enabled serial number is no longer enabled. */
export function windowsCloseInTime(world: World): Property<readonly Step[]> {
  const wait = fc.record({ do: fc.constant('wait' as const), hours: fc.constantFrom(1, 6, 12, 23, 24, 25) })
  return lives(world, 'anything done to two serial numbers as time goes by', stepsOf([wait]), [
    'exosite.refusal.activated-stays-activated',
  ])
}

function stepsOf(further: readonly fc.Arbitrary<Step>[]): fc.Arbitrary<Step[]> {
  const device = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) })
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('activate' as const), device }) },
    fc.record({ do: fc.constant('enable' as const), device }),
    fc.record({ do: fc.constant('disable' as const), device }),
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('list' as const),
        device,
        key: fc.constantFrom('current' as const, 'old' as const),
      }),
    },
    ...further,
  )
  return fc.array(step, { minLength: 1, maxLength: 14, size: 'max' })
}

function lives(
  world: World,
  name: string,
  values: fc.Arbitrary<Step[]>,
  restsOn: readonly string[] = [],
): Property<readonly Step[]> {
  return {
    name,
    values,
    tell: steps => ['Given two serial numbers that are enabled', ...steps.map(step => `When ${tell(step)}`)],
    restsOn: [
      'exosite.activate.returns-cik',
      'exosite.activate.makes-cik-usable',
      'exosite.refusal.disabled-is-refused',
      'exosite.refusal.activated-is-refused',
      'exosite.refusal.keeps-first-cik',
      'exosite.refusal.does-not-enable',
      'exosite.authorise.refuses-old-cik',
      'exosite.authorise.old-cik-stays-refused',
      'exosite.authorise.refuses-used-cik',
      'exosite.authorise.keeps-other-ciks',
      'exosite.refusal.disabling-ends-no-activation',
      'exosite.activate.follows-each-enabling',
      ...restsOn,
    ],
    async holds(steps) {
      const devices: Device[] = []
      for (const _ of DEVICES) devices.push(newDevice(await world.state('enabled serial number', {})))
      const clock = { hours: 0 }
      for (const step of steps) {
        if (step.do === 'wait') {
          clock.hours += step.hours
          await world.state('time advanced', { seconds: step.hours * 3600 })
        } else await perform(world, step, devices[step.device] as Device, clock.hours)
      }
    },
  }
}

function newDevice(triple: Triple): Device {
  return { ...triple, progress: 'enabled', enabledAt: 0, key: undefined, oldKeys: [] }
}

async function perform(
  world: World,
  step: Exclude<Step, { do: 'wait' }>,
  device: Device,
  now: number,
): Promise<void> {
  switch (step.do) {
    case 'activate':
      return activateIt(world, device, now)
    case 'list':
      return listWith(world, device, step.key)
    case 'enable':
    case 'disable':
      return ownerActs(world, device, step.do, now)
  }
}

async function activateIt(world: World, device: Device, now: number): Promise<void> {
  const { progress } = device
  const expired = progress === 'enabled' && now - device.enabledAt >= WINDOW
  const may = progress === 'enabled' && !expired
  world.cover(may ? 'transitions' : 'illegalTransitions', `${expired ? 'expired' : progress}: activate`)
  const exchange = await world.send(activation(device))
  world.answerOf(exchange)
  const cik = cikOf(exchange)
  if (may && cik === undefined) {
    broken(
      'A serial number that is enabled and not activated does not activate.',
      '200 OK with a CIK',
      exchange,
    )
  }
  if (!may && succeeded(exchange)) {
    const how = expired ? 'has expired' : progress === 'disabled' ? 'is disabled' : 'is activated already'
    broken(`A serial number that ${how} activates.`, 'a refusal', exchange)
  }
  if (!may) return
  device.progress = 'activated'
  device.key = cik
}

async function listWith(world: World, device: Device, which: 'current' | 'old'): Promise<void> {
  const key = which === 'current' ? device.key : device.oldKeys.at(-1)
  // A server may give out the same key again, and nobody says what becomes of the key of a disabled client.
  if (key === undefined || (which === 'old' && key === device.key) || device.progress === 'disabled') return
  const may = which === 'current'
  world.cover(may ? 'transitions' : 'illegalTransitions', `${device.progress}: list with the ${which} key`)
  const exchange = await world.send(download({ ...device, cik: key }))
  const { status } = world.answerOf(exchange)
  // How a model without contents is answered is for another rule to say.
  if (may && !succeeded(exchange) && status !== 404) {
    broken('The key of an activated client is not accepted.', 'a list', exchange)
  }
  if (!may && succeeded(exchange)) {
    broken('A key is accepted although its serial number was enabled again since.', 'a refusal', exchange)
  }
}

async function ownerActs(
  world: World,
  device: Device,
  act: 'enable' | 'disable',
  now: number,
): Promise<void> {
  world.cover('transitions', `${device.progress}: ${act}`)
  const { vendor, model, sn } = device
  await world.state('owner acts', { vendor, model, sn, act })
  device.progress = act === 'enable' ? 'enabled' : 'disabled'
  if (act === 'disable') return
  device.enabledAt = now
  if (device.key !== undefined) device.oldKeys.push(device.key)
  device.key = undefined
}

function tell(step: Step): string {
  if (step.do === 'wait') return `${step.hours} hours pass`
  const which = DEVICES[step.device] ?? ''
  switch (step.do) {
    case 'activate':
      return `the ${which} device activates`
    case 'list':
      return `the ${which} device lists the contents with its ${step.key} key`
    case 'enable':
      return `the owner enables the ${which} serial number`
    case 'disable':
      return `the owner disables the ${which} serial number`
  }
}
