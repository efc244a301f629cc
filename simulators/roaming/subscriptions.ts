import { keepYoungest, MOST_KEPT } from '../youngest.js'
import type { Subscription, UserId } from './model.js'

/** Subscriptions by the value of a user identifier, for each of their types: there is no key to hold besides. */
type ByUser = Map<string, Map<string, Subscription>>

/** The subscriptions that a DSP holds, found by their identifier or by their customer. */
export class Subscriptions {
  readonly byId = new Map<string, Subscription>()
  private readonly activeByUser: ByUser = new Map()
  private readonly pendingByUser: ByUser = new Map()

  /** @param most how many are kept; the oldest ones are forgotten. */
  constructor(private readonly most = MOST_KEPT) {}

  get(id: string): Subscription | undefined {
    return this.byId.get(id)
  }

  /** Takes a subscription in, or notes its new status. */
  put(subscription: Subscription): void {
    keepYoungest(this.byId.set(subscription.id, subscription), this.most, id => this.forget(id))
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

  private forget(id: string): void {
    const oldest = this.byId.get(id)
    this.byId.delete(id)
    if (oldest === undefined) return
    this.index(this.activeByUser, oldest, false)
    this.index(this.pendingByUser, oldest, false)
  }

  private index(users: ByUser, subscription: Subscription, belongs: boolean): void {
    for (const { type, value } of subscription.userId) {
      const byValue = users.get(type) ?? new Map<string, Subscription>()
      if (belongs) {
        if (!byValue.has(value)) users.set(type, byValue.set(value, subscription))
      } else if (byValue.get(value) === subscription) {
        byValue.delete(value)
        if (byValue.size === 0) users.delete(type)
      }
    }
  }

  private others(users: ByUser, subscription: Subscription): Subscription[] {
    const found = new Set<Subscription>()
    for (const { type, value } of subscription.userId) {
      const held = users.get(type)?.get(value)
      if (held) found.add(held)
    }
    return [...found]
  }
}

/** A user identifier as one string. */
export function userKey({ type, value }: UserId): string {
  return `${type}\n${value}`
}
