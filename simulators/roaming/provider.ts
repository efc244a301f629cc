import type { Environment } from '../simulator.js'
import type { Announcer } from './announcer.js'
import type {
  Destiny,
  Event,
  Format,
  Signalling,
  StoredStatus,
  Subscription,
  UserId,
  Wanted,
} from './model.js'
import { Subscriptions, userKey } from './subscriptions.js'

const NATURAL: Destiny = { held: false }
const DENIED: Destiny = { held: false, denial: 'NotEligible' }

/** The DSP itself: what it holds, how it decides, and whom it tells. */
export class Provider {
  readonly dspId = 'ITASI'
  /** Milliseconds between a request and the decision about it. */
  decisionDelay = 20
  readonly subscriptions = new Subscriptions()
  /** How customers will be decided about, by `userKey`. */
  readonly destinies = new Map<string, Destiny>()
  readonly environment: Environment
  readonly announcer: Announcer
  private ids: number

  constructor(environment: Environment, announcer: Announcer) {
    this.environment = environment
    this.announcer = announcer
    this.ids = environment.random.integer(0, 1_000_000) * 1_000_000
  }

  /** Stores a new subscription (transition 2), which is denied if something is pending for its customer. */
  found(wanted: Wanted, origin: string, format: Format): Subscription {
    const now = this.environment.clock.now()
    const subscription: Subscription = {
      id: this.newId(wanted.arpId),
      arpId: wanted.arpId,
      dspId: wanted.dspId,
      userId: wanted.userId,
      status: 'PreProvisioningPending',
      signalling: wanted.signalling ?? 'OnLine',
      callback: wanted.callback,
      arrivedAt: now,
      origin,
      format,
      destiny: this.destinyOf(wanted.userId),
      pendingSince: now,
      wantedSignalling: undefined,
      cancelDecision: undefined,
      delivering: undefined,
    }
    if (this.subscriptions.pendingOfSameCustomer(subscription).length > 0) {
      subscription.destiny = { ...subscription.destiny, denial: 'NotEligibleUserPendingRequestOngoing' }
    }
    this.subscriptions.put(subscription)
    return subscription
  }

  newId(arpId: string): string {
    return `${this.dspId}${arpId}${String(++this.ids).padStart(16, '0')}`
  }

  /** Without a stage, a customer whose identifier ends with 0199 is denied. */
  destinyOf(userIds: readonly UserId[]): Destiny {
    for (const userId of userIds) {
      const destiny = this.destinies.get(userKey(userId))
      if (destiny) return destiny
      if (userId.value.endsWith('0199')) return DENIED
    }
    return NATURAL
  }

  /** Begins an activation (transition 6) or a deactivation (transition 9). */
  begin(subscription: Subscription, what: 'activate' | 'deactivate'): void {
    subscription.pendingSince = this.environment.clock.now()
    this.become(subscription, what === 'activate' ? 'ActivationPending' : 'DeactivationPending')
  }

  beginSignalling(subscription: Subscription, signalling: Signalling): void {
    subscription.wantedSignalling = signalling
    subscription.pendingSince ??= this.environment.clock.now()
  }

  become(subscription: Subscription, status: StoredStatus): void {
    subscription.status = status
    this.subscriptions.put(subscription)
  }

  /** Makes the decision due soon, unless it waits for the stage. */
  schedule(subscription: Subscription): void {
    if (subscription.destiny.held) return
    subscription.cancelDecision?.()
    subscription.cancelDecision = this.environment.clock.after(this.decisionDelay, () =>
      this.decide(subscription),
    )
  }

  /** Decides about everything that is pending on a subscription. */
  decide(subscription: Subscription): void {
    subscription.cancelDecision?.()
    subscription.cancelDecision = undefined
    const startedAt = subscription.pendingSince
    subscription.pendingSince = undefined
    if (subscription.status === 'PreProvisioningPending') this.decidePreProvisioning(subscription, startedAt)
    else if (subscription.status === 'ActivationPending') this.completeActivation(subscription, startedAt)
    else if (subscription.status === 'DeactivationPending') this.decideDeactivation(subscription, startedAt)
    this.completeSignalling(subscription, startedAt)
  }

  decidePreProvisioning(subscription: Subscription, startedAt: number | undefined): void {
    const { denial } = subscription.destiny
    if (denial !== undefined) this.deny(subscription, { status: 'Cancelled', reason: denial, startedAt })
    else this.preProvision(subscription, { status: 'PreProvisioned', startedAt })
  }

  /** Grants pre-provisioning (transition 3). */
  preProvision(subscription: Subscription, event: Event): void {
    this.become(subscription, 'PreProvisioned')
    this.announce(subscription, event)
  }

  /** Denies pre-provisioning (transition 4). */
  deny(subscription: Subscription, event: Event): void {
    this.subscriptions.remove(subscription)
    this.announce(subscription, event)
  }

  /** Completes an activation (transition 7), and takes the customer from the ARP that had the contract. */
  completeActivation(subscription: Subscription, startedAt: number | undefined): void {
    const donors = this.donorsOf(subscription)
    for (const donor of donors) this.become(donor, 'Deactivated')
    this.become(subscription, 'Active')
    this.announceSwap(donors, subscription, startedAt)
  }

  /** Who is told first of a swap: the donor. */
  announceSwap(
    donors: readonly Subscription[],
    recipient: Subscription,
    startedAt: number | undefined,
  ): void {
    const told = donors.map(donor => this.announcer.announce(donor, this.loss()))
    void this.announcer.announceAfter(told, recipient, { status: 'Active', startedAt })
  }

  donorsOf(subscription: Subscription): readonly Subscription[] {
    return this.subscriptions.activeOfSameCustomer(subscription)
  }

  /** What a donor is told. */
  loss(): Event {
    return { status: 'Deactivated', reason: 'Swapped' }
  }

  /** Completes a deactivation (transition 10), or refuses it (section 5.3.6). */
  decideDeactivation(subscription: Subscription, startedAt: number | undefined): void {
    const status = subscription.destiny.indelible ? 'Active' : 'Deactivated'
    this.become(subscription, status)
    this.announce(subscription, { status, startedAt })
  }

  completeSignalling(subscription: Subscription, startedAt: number | undefined): void {
    const signalling = subscription.wantedSignalling
    subscription.wantedSignalling = undefined
    if (signalling === undefined || subscription.status !== 'Active') return
    this.setSignalling(subscription, signalling)
    this.announce(subscription, { status: 'Active', reason: 'SignallingStatusChange', signalling, startedAt })
  }

  setSignalling(subscription: Subscription, signalling: Signalling): void {
    subscription.signalling = signalling
  }

  /** Ends an active subscription on the DSP's own account. */
  deactivate(subscription: Subscription, reason: 'CustomerRequested' | 'MNPPortOut' | 'DSPRequested'): void {
    this.become(subscription, 'Deactivated')
    this.announce(subscription, { status: 'Deactivated', reason })
  }

  /** Replaces an active subscription by one for the customer's new identifiers, under the same callback. */
  changeUserId(subscription: Subscription, userId: readonly UserId[]): Subscription {
    this.become(subscription, 'Deactivated')
    const successor: Subscription = {
      ...subscription,
      id: this.newId(subscription.arpId),
      userId,
      status: 'Active',
      arrivedAt: this.environment.clock.now(),
      delivering: undefined,
    }
    this.subscriptions.put(successor)
    this.announce(subscription, { status: 'Deactivated', reason: 'UserIdChange', successor })
    return successor
  }

  announce(subscription: Subscription, event: Event): void {
    void this.announcer.announce(subscription, event)
  }
}
