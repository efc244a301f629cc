import type { Body } from './body.js'
import { partAt, partsOf, textAt, type Part } from './part.js'

/** Reasons that may only go with certain statuses (section 5.2.3.2). */
export const REASONS_BY_STATUS: Readonly<Record<string, readonly string[]>> = {
  Swapped: ['Deactivated', 'Active'],
  CustomerRequested: ['Deactivated'],
  MNPPortOut: ['Deactivated'],
  DSPRequested: ['Deactivated'],
}

/** Whether a reason is one for which pre-provisioning is denied. */
export function denies(reason: string): boolean {
  return /^(NoActiveAgreement$|NotAuthorized|NotEligible)/.test(reason)
}

/** The reason that a notification gives. */
export function reasonOf(notification: Part): string | undefined {
  return textAt(notification, 'notificationReason')
}

/** The exception in the body of a refusal (the type of the Common text). */
export interface RequestException {
  readonly kind: 'serviceException' | 'policyException'
  readonly messageId?: string | undefined
  readonly text?: string | undefined
  readonly variables?: readonly string[]
}

/** The exception in a requestError; undefined if the body is none or has none. */
export function exceptionIn({ root, top }: Body): RequestException | undefined {
  if (root !== 'requestError') return undefined
  for (const kind of ['serviceException', 'policyException'] as const) {
    const exception = partAt(top, kind)
    if (exception === undefined) continue
    return {
      kind,
      messageId: textAt(exception, 'messageId'),
      text: textAt(exception, 'text'),
      variables: partsOf(exception, 'variables').map(({ text }) => text ?? ''),
    }
  }
  return undefined
}
