/** What a resource can be in (section 5.2.3.1 without Cancelled, which no resource has). */
export const STORED_STATUSES = [
  'Active',
  'Deactivated',
  'ActivationPending',
  'DeactivationPending',
  'PreProvisioningPending',
  'PreProvisioned',
] as const
export type StoredStatus = (typeof STORED_STATUSES)[number]

/** The values of RoamingSubscriptionStatus. */
export type Status = StoredStatus | 'Cancelled'

/** The values of ArpSignallingStatusType. */
export const SIGNALLING_STATUSES = ['OnLine', 'OffLine'] as const
export type Signalling = (typeof SIGNALLING_STATUSES)[number]

/** The formats of bodies, by the names that notificationFormat uses. */
export const FORMATS = ['XML', 'JSON'] as const
export type Format = (typeof FORMATS)[number]

/** The reasons that this DSP gives (a part of section 5.2.3.2). */
export type Reason =
  | 'NotEligible'
  | 'NotEligibleUserPendingRequestOngoing'
  | 'Swapped'
  | 'UserIdChange'
  | 'CustomerRequested'
  | 'MNPPortOut'
  | 'DSPRequested'
  | 'SignallingStatusChange'

/** A user identifier (section 5.2.2.3). */
export interface UserId {
  readonly type: string
  readonly value: string
}

/** Where and how an ARP wants its notifications. */
export interface Callback {
  readonly notifyURL: string
  readonly callbackData?: string | undefined
  readonly notificationFormat?: Format | undefined
}

/** What an ARP asks for in a POST or PUT. */
export interface Wanted {
  readonly userId: readonly UserId[]
  readonly status: Status
  readonly signalling?: Signalling | undefined
  readonly dspId: string
  readonly arpId: string
  readonly arrival?: string | undefined
  readonly callback: Callback
  readonly resourceURL?: string | undefined
}

/** How the DSP will decide about a customer, and whether it waits to be told to. */
export interface Destiny {
  readonly held: boolean
  /** Why pre-provisioning will be denied; granted if absent. */
  readonly denial?: Reason
  /** Whether a deactivation will be refused. */
  readonly indelible?: boolean
}

/** A roaming subscription as the DSP holds it. */
export interface Subscription {
  readonly id: string
  readonly arpId: string
  readonly dspId: string
  userId: readonly UserId[]
  status: StoredStatus
  signalling: Signalling
  callback: Callback
  /** When its creation was requested, in milliseconds since the epoch. */
  readonly arrivedAt: number
  /** Scheme and authority under which its ARP reaches the DSP. */
  readonly origin: string
  /** The format in which it was created, which is that of notifications by default. */
  readonly format: Format
  destiny: Destiny
  /** When the pending operation was requested, if there is one. */
  pendingSince?: number | undefined
  /** The signalling status that was requested and is not in effect yet. */
  wantedSignalling?: Signalling | undefined
  /** Cancels the decision that was scheduled. */
  cancelDecision?: (() => void) | undefined
  /** The deliveries under way, which the next one waits for. */
  delivering?: Promise<void> | undefined
}

/** Something that an ARP is told about a subscription. */
export interface Event {
  readonly status: Status
  readonly reason?: Reason
  /** When the operation started, in milliseconds since the epoch; unknown if absent. */
  readonly startedAt?: number | undefined
  /** The signalling status that holds from now on, where that is what happened. */
  readonly signalling?: Signalling
  /** The subscription that takes the place of this one. */
  readonly successor?: Subscription
}
