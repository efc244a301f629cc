import type { Exchange } from '../../harness/exchange.js'
import type { Course } from './course.js'
import { broken, type Callback, type Dsp, type Place } from './dsp.js'
import type { Contract, Owed, Possible } from './model.js'

/** What is wrong with the calls of a DSP if things went so, as what throws it; undefined if nothing is. */
export type Telling = (
  dsp: Dsp,
  course: Course,
  possible: Possible,
  calls: readonly Exchange[],
) => (() => never) | undefined

/** All that is owed was told, each by a call of its own, and every call tells of something that is owed. */
export const owedProblem: Telling = (dsp, course, possible, calls) => {
  for (const [at, { owed }] of possible.entries()) {
    const own = callsOf(dsp, course, at, calls)
    const fits = own.map(call => owed.filter(event => tells(dsp, course, at, call, event)))
    const wrong = own.findIndex((call, index) => !isPendingCall(dsp, call) && fits[index]?.length === 0)
    if (wrong >= 0) {
      const summary = 'An ARP is told of something else than what happened to its subscription.'
      return () => broken(summary, describe(owed), own[wrong], describeCall(dsp, own[wrong] as Exchange))
    }
    if (!canAllBeTold(owed, fits)) {
      const summary = 'An ARP is not told of all that happened to its subscription.'
      return () => broken(summary, describe(owed), own.at(-1), describeCalls(dsp, own))
    }
  }
  return undefined
}

/** What is owed was told in the order in which it happened, and nothing besides. */
export const orderProblem: Telling = (dsp, course, possible, calls) => {
  for (const [at, { owed }] of possible.entries()) {
    const own = callsOf(dsp, course, at, calls)
    const told = own.map(call => dsp.toldBy(call)?.status)
    if (told.length === owed.length && told.every((status, index) => isStatusOf(owed[index], status)))
      continue
    const summary = 'An ARP is not told once of each event of a subscription in the order of the events.'
    return () => broken(summary, describe(owed), own.at(-1), describeCalls(dsp, own))
  }
  return undefined
}

/** The calls that came to the callbacks of one subscription, and for the first what came anywhere else. */
function callsOf(
  dsp: Dsp,
  { callbacks, places }: Course,
  at: number,
  calls: readonly Exchange[],
): Exchange[] {
  const leadsTo = (call: Exchange, list: readonly Callback[] | undefined): boolean =>
    list?.some(({ notifyURL }) => call.request.url === notifyURL) ?? false
  // A contract that replaced another has its callback: which of them is told of, a call says itself.
  const isAnothers = (call: Exchange): boolean => {
    const id = dsp.toldBy(call)?.subscriptionId
    const other = places.findIndex(({ subscriptionId }) => subscriptionId === id)
    return other >= 0 && other !== at && leadsTo(call, callbacks[other])
  }
  return calls.filter(
    call =>
      (leadsTo(call, callbacks[at]) && !isAnothers(call)) ||
      (at === 0 && !callbacks.some(list => leadsTo(call, list))),
  )
}

function isStatusOf(event: Owed | undefined, status: string | undefined): boolean {
  if (event === undefined || status === undefined) return false
  return status === event.status || (event.orStatus?.includes(status) ?? false)
}

/** Whether a call tells of an event, at the callback that was in effect or one that was given since. */
function tells(dsp: Dsp, course: Course, at: number, call: Exchange, event: Owed): boolean {
  const told = dsp.toldBy(call)
  const { subscriptionId } = course.places[at] as Place
  const callback = course.callbacks[at]?.find(
    ({ notifyURL }, index) => notifyURL === call.request.url && index >= event.callback,
  )
  if (told === undefined || callback === undefined) return false
  const { reason } = event
  return (
    isStatusOf(event, told.status) &&
    told.subscriptionId === subscriptionId &&
    told.callbackData === callback.callbackData &&
    told.format === callback.notificationFormat &&
    (reason === undefined || told.reason === reason.is || (told.reason === undefined && !reason.isNeeded))
  )
}

/** Whether each event can have a call of its own: a matching of the events with the calls that tell of them. */
function canAllBeTold(owed: readonly Owed[], fits: readonly (readonly Owed[])[]): boolean {
  const taken = new Map<number, Owed>()
  const find = (event: Owed, tried: Set<number>): boolean =>
    fits.some((fitting, index) => {
      if (!fitting.includes(event) || tried.has(index)) return false
      tried.add(index)
      const holder = taken.get(index)
      if (holder !== undefined && !find(holder, tried)) return false
      taken.set(index, event)
      return true
    })
  return owed.every(event => find(event, new Set()))
}

/** That nobody is told of what is pending is for another rule to say. */
function isPendingCall(dsp: Dsp, call: Exchange): boolean {
  return dsp.toldBy(call)?.status?.endsWith('Pending') ?? false
}

function describe(owed: Contract['owed']): string {
  return (
    owed.map(({ status, reason }) => `${status}${reason ? ` (${reason.is})` : ''}`).join(', then ') ||
    'nothing'
  )
}

function describeCalls(dsp: Dsp, calls: readonly Exchange[]): string {
  return calls.map(call => describeCall(dsp, call)).join(', then ') || 'nothing'
}

function describeCall(dsp: Dsp, call: Exchange): string {
  const told = dsp.toldBy(call)
  if (told === undefined) return 'nothing readable'
  const { status, reason, format, callbackData } = told
  return `${status}${reason === undefined ? '' : ` (${reason})`} in ${format} with the callbackData ${callbackData}`
}
