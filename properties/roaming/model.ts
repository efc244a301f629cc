/** The statuses of a subscription; one that was Cancelled is removed, at once or a moment later (section 6.2.3). */
export type Status =
  | 'PreProvisioningPending'
  | 'PreProvisioned'
  | 'ActivationPending'
  | 'Active'
  | 'DeactivationPending'
  | 'Deactivated'
  | 'Cancelled'

export type Signalling = 'OnLine' | 'OffLine'

/** Something that an ARP is to be told of a subscription. */
export interface Owed {
  readonly status: Status
  /** Other statuses that will do, where no text settles which it is. */
  readonly orStatus?: readonly string[] | undefined
  /** The reason that goes with it, and whether it must be given. */
  readonly reason?: { readonly is: string; readonly isNeeded: boolean }
  /** Which of the callbacks that the ARP gave one after the other was in effect. */
  readonly callback: number
}

/** One subscription as it may be. */
export interface Contract {
  readonly customer: number
  readonly status: Status
  readonly signalling: Signalling
  /** The signalling status that was requested and is not in effect yet. */
  readonly wanted?: Signalling | undefined
  readonly callback: number
  /** What its DSP will say: denies pre-provisioning, or refuses a deactivation. */
  readonly says?: 'no' | undefined
  /** Whether another contract has taken its place: what is left of it, if anything, is open. */
  readonly isReplaced?: boolean | undefined
  /** Whether its DSP may decide at any time; what the stage left pending waits to be decided. */
  readonly isFree: boolean
  readonly owed: readonly Owed[]
}

/** All subscriptions of a case, as they may be together. */
export type Possible = readonly Contract[]

/** A subscription as the stage put it in a status. */
export function placed(customer: number, status: Status, says?: 'no'): Contract {
  return { customer, status, signalling: 'OnLine', callback: 0, says, isFree: false, owed: [] }
}

/** Whether the DSP has something to decide. */
export function isPending({ status, wanted }: Contract): boolean {
  return status.endsWith('Pending') || wanted !== undefined
}

/** What becomes of everything when the DSP decides what is pending on one subscription (transitions 3, 4, 7 and 10). */
export function decided(possible: Possible, at: number): Possible {
  const contract = possible[at]
  if (contract === undefined || !isPending(contract)) return possible
  const { says, wanted } = contract
  switch (contract.status) {
    case 'PreProvisioningPending':
      return possible.with(at, become(contract, says === 'no' ? 'Cancelled' : 'PreProvisioned'))
    case 'ActivationPending':
      return possible.map((other, index) => {
        if (index === at) return become(contract, 'Active')
        const loses = other.customer === contract.customer && other.status === 'Active'
        return loses ? become(other, 'Deactivated', { is: 'Swapped', isNeeded: true }) : other
      })
    case 'DeactivationPending':
      return possible.with(at, become(contract, says === 'no' ? 'Active' : 'Deactivated'))
    default: {
      const changed = { ...contract, signalling: wanted ?? contract.signalling }
      return possible.with(at, become(changed, 'Active', { is: 'SignallingStatusChange', isNeeded: false }))
    }
  }
}

/** What becomes of a subscription that the DSP ends on its own account. */
export function ended(contract: Contract, cause: string): Contract {
  return become(contract, 'Deactivated', { is: cause, isNeeded: false })
}

/** What becomes of a subscription whose customer gets other identifiers (section 5.3.4; its status is open, G18). */
export function replaced(contract: Contract): Contract {
  const { callback, owed } = contract
  const event: Owed = {
    status: 'Deactivated',
    orStatus: ['Active', 'Cancelled'],
    callback,
    reason: { is: 'UserIdChange', isNeeded: true },
  }
  return { ...contract, status: 'Deactivated', isReplaced: true, isFree: false, owed: [...owed, event] }
}

/** Everything that may be once the DSP has decided, or not, whatever it may decide at any time. */
export function closed(possibles: readonly Possible[]): Possible[] {
  const seen = new Map<string, Possible>()
  const open = [...possibles]
  for (let possible = open.pop(); possible !== undefined; possible = open.pop()) {
    const key = JSON.stringify(possible)
    if (seen.has(key)) continue
    seen.set(key, possible)
    for (const [index, contract] of possible.entries()) {
      if (contract.isFree && isPending(contract)) open.push(decided(possible, index))
    }
  }
  return [...seen.values()]
}

/** What a request for a status may come to: what is left if it is served, and whether it may be refused. */
export interface Verdict {
  /** The subscription if the request is served; undefined if it must not be. */
  readonly served?: Contract
  readonly mayBeRefused: boolean
}

/** What a PUT for a status may come to (section 6.2.3, transitions 5 and 8). */
export function requested(possible: Possible, at: number, status: Status): Verdict {
  const contract = possible[at]
  if (contract === undefined) return { mayBeRefused: true }
  // What is asked for holds already, or has been asked for.
  const isRepeated =
    (contract.status === 'ActivationPending' && status === 'Active') ||
    (contract.status === 'DeactivationPending' && status === 'Deactivated')
  if (contract.status === 'Cancelled') return { mayBeRefused: true }
  if (contract.status === status || isRepeated) return { served: contract, mayBeRefused: true }
  // Whether a second request for one customer may compete with the first is left open.
  const competes = possible.some(
    (other, index) => index !== at && other.customer === contract.customer && isPending(other),
  )
  if (contract.status === 'PreProvisioned' && status === 'Active') {
    return { served: begun(contract, 'ActivationPending'), mayBeRefused: competes }
  }
  if (contract.status === 'Active' && status === 'Deactivated') {
    return { served: begun(contract, 'DeactivationPending'), mayBeRefused: competes }
  }
  return { mayBeRefused: true }
}

/** Whether the document says what a request for a status comes to. */
export function isSettled(possible: Possible, at: number, status: Status): boolean {
  const contract = possible[at]
  if (contract === undefined || contract.wanted !== undefined || contract.isReplaced) return false
  // From what was never active nobody says for certain that it cannot be deactivated.
  if (status === 'Deactivated' && contract.status.startsWith('PreProvision')) return false
  // A swap with what is being deactivated, and the reverse, are described nowhere.
  const others = possible.filter((other, index) => index !== at && other.customer === contract.customer)
  if (status === 'Active' && contract.status === 'PreProvisioned') {
    return !others.some(other => other.status === 'DeactivationPending' || other.wanted !== undefined)
  }
  if (status === 'Deactivated' && contract.status === 'Active') {
    return !others.some(other => other.status === 'ActivationPending')
  }
  return true
}

function begun(contract: Contract, status: Status): Contract {
  return { ...contract, status, isFree: true }
}

function become(contract: Contract, status: Status, reason?: Owed['reason']): Contract {
  const { callback, owed } = contract
  return {
    ...contract,
    status,
    wanted: undefined,
    isFree: false,
    owed: [...owed, { status, callback, ...(reason ? { reason } : {}) }],
  }
}
