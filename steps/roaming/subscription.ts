import type { Exchange } from '../../harness/exchange.js'
import { readBody, type Body } from './body.js'
import { partsOf, textAt, type Part } from './part.js'
import { canonical } from './statuses.js'

/** A user identifier (section 5.2.2.3). */
export interface UserId {
  readonly type: string
  readonly value: string
}

/** The simple elements of a subscription that features speak of, with where they are in it. */
const PATHS = {
  status: ['status'],
  arpSignallingStatus: ['arpSignallingStatus'],
  dspId: ['dspId'],
  arpId: ['arpId'],
  requestArrivalTimestamp: ['requestArrivalTimestamp'],
  notifyURL: ['callbackReference', 'notifyURL'],
  callbackData: ['callbackReference', 'callbackData'],
  notificationFormat: ['callbackReference', 'notificationFormat'],
  resourceURL: ['resourceURL'],
} as const

/** An element of a subscription whose value can be compared. */
export type Element = keyof typeof PATHS | 'userId'

/** All such elements. */
export const ELEMENTS: readonly Element[] = ['userId', ...(Object.keys(PATHS) as (keyof typeof PATHS)[])]

/** Elements that every representation has; that they are there is for the rule about its type. */
const MANDATORY: readonly Element[] = ['userId', 'status', 'dspId', 'arpId', 'notifyURL']

/** Elements of types in which white space around the value means nothing. */
const COLLAPSED: readonly Element[] = ['notifyURL', 'resourceURL', 'requestArrivalTimestamp']

/** A subscription as an answer shows it, read leniently: its type is judged by a rule of its own. */
export function subscriptionIn({ answer }: Exchange): Part | undefined {
  if (answer === undefined || answer.status < 200 || answer.status >= 300) return undefined
  const { body } = readBody(answer.body)
  return body && isSubscription(body) ? body.top : undefined
}

/** Whether a body is a subscription, perhaps under a wrong name. */
export function isSubscription({ root, top }: Body): boolean {
  if (root === 'roamingSubscription') return true
  return top.parts.has('status') && (top.parts.has('callbackReference') || top.parts.has('userId'))
}

/** The signalling status that a subscription shows, if it is one that there is. */
export function signallingOf(subscription: Part | undefined): string | undefined {
  const shown = textAt(subscription, 'arpSignallingStatus')
  return shown === 'OnLine' || shown === 'OffLine' ? shown : undefined
}

/** Whether a representation lacks an element that its type demands. */
export function lacks(subscription: Part, element: Element): boolean {
  return MANDATORY.includes(element) && valueOf(subscription, element) === undefined
}

/** The value of an element in words that can be compared: several userIds are a set. Undefined if it is absent. */
export function valueOf(subscription: Part, element: Element): string | undefined {
  if (element === 'userId') return describeUserIds(userIdsOf(subscription))
  const text = textAt(subscription, ...PATHS[element])
  return COLLAPSED.includes(element) ? text?.trim() : text
}

/** The userIds of a subscription or a notification. */
export function userIdsOf(part: Part): readonly UserId[] {
  return partsOf(part, 'userId').map(userId => ({
    type: textAt(userId, 'type') ?? '',
    value: textAt(userId, 'value') ?? '',
  }))
}

/** A set of userIds in words that can be compared. */
export function describeUserIds(userIds: readonly UserId[]): string | undefined {
  if (userIds.length === 0) return undefined
  return [...new Set(userIds.map(({ type, value }) => `${type} ${value}`))].toSorted().join(', ')
}

/** The status that a subscription or a notification gives, in the enumeration's spelling. */
export function statusOf(part: Part): string | undefined {
  const status = textAt(part, 'status')
  return status === undefined ? undefined : canonical(status)
}
