/** The statuses of a roaming subscription as its enumeration spells them (section 5.2.3.1). */
export const STATUSES = [
  'PreProvisioningPending',
  'PreProvisioned',
  'ActivationPending',
  'Active',
  'DeactivationPending',
  'Deactivated',
  'Cancelled',
] as const

export type Status = (typeof STATUSES)[number]

/** How `PreProvisioned` and `PreProvisioningPending` are spelt: as in the enumeration, or as in the figure. */
export type Spelling = 'enumeration' | 'figure' | 'either'

/** What the DSP's own decision makes of a pending status where it does what was asked (transitions 3, 7 and 10). */
export const DECIDED: Partial<Record<Status, Status>> = {
  PreProvisioningPending: 'PreProvisioned',
  ActivationPending: 'Active',
  DeactivationPending: 'Deactivated',
}

/** What the DSP makes of a status that an ARP may request, by the status in which it may (transitions 5 and 8). */
const REQUESTED: Partial<Record<Status, { readonly to: Status; readonly pending: Status }>> = {
  PreProvisioned: { to: 'Active', pending: 'ActivationPending' },
  Active: { to: 'Deactivated', pending: 'DeactivationPending' },
}

/** The pending status that a request leads to; undefined if the request is no legal transition. */
export function pendingAfter(stored: Status, requested: Status): Status | undefined {
  const transition = REQUESTED[stored]
  return transition?.to === requested ? transition.pending : undefined
}

/** Whether a status is one in which the DSP has still to decide. */
export function isPending(status: string | undefined): boolean {
  return status !== undefined && status in DECIDED
}

/** A status as the harness writes it. */
export function spell(status: string, spelling: Spelling): string {
  return spelling === 'figure' ? status.replace(/^PreProvision(ed|ingPending)$/, 'Preprovision$1') : status
}

/** A status in the enumeration's spelling, whichever it was written in. */
export function canonical(status: string): string {
  return status.replace(/^Preprovision(ed|ingPending)$/, 'PreProvision$1')
}

/** A body's text with its statuses in the enumeration's spelling where the target may spell them as it does. */
export function inEnumerationSpelling(text: string, spelling: Spelling): string {
  if (spelling === 'enumeration') return text
  const others = /(?<=[">])P(rep|reP)rovision(ed|ingPending)(?=["<])/g
  return text.replace(others, (word, start: string) => {
    if (start === 'rep') return canonical(word)
    return spelling === 'figure' ? `${word}, not spelt as in the figure` : word
  })
}
