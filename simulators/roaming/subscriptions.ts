import type { Subscription, UserId } from './model.js'

/** The subscriptions that a DSP holds, found by their identifier or by their customer. */
export class Subscriptions {
  readonly byId = new Map<string, Subscription>()
  private readonly activeByUser = new Map<string, Subscription>()
  private readonly pendingByUser = new Map<string, Subscription>()

  get(id: string): Subscription | undefined {
    return this.byId.get(id)
  }

  /** Takes a subscription in, or notes its new status. */
  put(subscription: Subscription): void {
    this.byId.set(subscription.id, subscription)
    this.index(this.activeByUser, subscription, subscription.status === 'Active')
    this.index(this.pendingByUser, subscription, subscription.status.endsWith('Pending'))
  }

  /** Forgets a subscription that is not active. */
  remove(subscription: Subscription): void {
    this.byId.delete(subscription.id)
    this.index(this.pendingByUser, subscription, false)
  }

  /** The subscriptions that are active for the customer of this one, which is not. */
  activeOfSameCustomer(subscription: Subscription): Subscription[] {
    return this.others(this.activeByUser, subscription)
  }

  /** The subscriptions on which something is pending for the customer of this one, which is not put in yet. */
  pendingOfSameCustomer(subscription: Subscription): Subscription[] {
    return this.others(this.pendingByUser, subscription)
  }

  private index(map: Map<string, Subscription>, subscription: Subscription, belongs: boolean): void {
    for (const userId of subscription.userId) {
      const key = userKey(userId)
      const held = map.get(key)
      if (belongs) {
        if (held === undefined) map.set(key, subscription)
      } else if (held === subscription) map.delete(key)
    }
  }

  private others(map: Map<string, Subscription>, subscription: Subscription): Subscription[] {
    const found = new Set<Subscription>()
    for (const userId of subscription.userId) {
      const held = map.get(userKey(userId))
      if (held) found.add(held)
    }
    return [...found]
  }
}

/** A user identifier as one string. */
export function userKey({ type, value }: UserId): string {
  return `${type}\n${value}`
}
